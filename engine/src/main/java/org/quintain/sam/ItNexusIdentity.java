// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/**
 * Who stands at the two ends of an I_T nexus (SAM-5 4.6): SCSI port names as their transport forms
 * them.
 *
 * @param initiatorDeviceName the initiator device's name, which access patterns and LUN maps are
 *     matched against (iSCSI: the InitiatorName; FC: the node's or port's WWN)
 * @param initiatorPortName the initiator port's name (iSCSI: InitiatorName ",i,0x" ISID)
 * @param targetPortName the target port's name (iSCSI: TargetName ",t,0x" target portal group tag)
 * @param relativeTargetPortIdentifier 1 to 65,535 (SPC-5 VPD 83h designator type 4h)
 * @param protocolIdentifier SPC-5 7.6.1: 0 FCP, 4 SRP, 5 iSCSI
 */
public record ItNexusIdentity(
    String initiatorDeviceName,
    String initiatorPortName,
    String targetPortName,
    int relativeTargetPortIdentifier,
    int protocolIdentifier) {}
