// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

/**
 * One way for an iSCSI target to be wrong: changes PDUs before the right target gets them, or after
 * it sent them.
 */
public interface WireBend {
  /** The target as it is. */
  WireBend NONE = new WireBend() {};

  /** A PDU of the initiator's. */
  default void toTarget(WirePdu pdu) {}

  /** A PDU of the target's. */
  default void toInitiator(WirePdu pdu) {}
}
