// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

/** A port on the same link, as its FIP messages tell of it. */
final class Neighbour {
  final int portId;
  final long portName;
  final long nodeName;

  /** The address of its adapter, where FIP messages go; frames go to that of its port. */
  long nodeAddress;

  /** When it last said that it is there. */
  long heardNs;

  /** Whether it takes logins, as it says by a beacon. */
  boolean takesLogins;

  /** Whether it answered a claim of ours, so that it has an address or is about to. */
  boolean hasAnswered;

  Neighbour(FipMessage from) {
    this.portId = from.portId;
    this.portName = from.portName;
    this.nodeName = from.nodeName;
    this.nodeAddress = from.address;
  }

  boolean isSame(FipMessage message) {
    return message.portName == portName && message.portId == portId;
  }
}
