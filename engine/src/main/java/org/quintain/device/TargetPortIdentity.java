// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * A target port as a device server names it (SPC-5 VPD pages 83h and 88h).
 *
 * @param relativeTargetPortIdentifier 1 to 65,535
 * @param name the SCSI target port name as its transport forms it
 * @param protocolIdentifier SPC-5 7.6.1: 0 FCP, 4 SRP, 5 iSCSI
 * @param targetPortGroup the target port group that it belongs to, 0 to 65,535
 */
public record TargetPortIdentity(
    int relativeTargetPortIdentifier, String name, int protocolIdentifier, int targetPortGroup) {}
