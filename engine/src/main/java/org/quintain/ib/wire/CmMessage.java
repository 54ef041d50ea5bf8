// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import org.jspecify.annotations.Nullable;

/**
 * The messages of communication management (IBA 12.6), each the attribute of a datagram of 256
 * bytes; behind the datagram's header all begin with the sender's and then the receiver's
 * communication identifier, and end with private data.
 */
public enum CmMessage {
  /** Request for communication: the active side begins. */
  REQ(0x0010, 140),
  /** Message receipt acknowledgement: it takes longer than was promised. */
  MRA(0x0011, 10),
  /** Reject. */
  REJ(0x0012, 84),
  /** Reply to a request: the passive side accepts. */
  REP(0x0013, 36),
  /** Ready to use: the active side got the reply. */
  RTU(0x0014, 8),
  /** Request for disconnection. */
  DREQ(0x0015, 12),
  /** Reply to that. */
  DREP(0x0016, 8),
  /** Load alternate path. */
  LAP(0x0019, 64),
  /** Alternate path response. */
  APR(0x001A, 84);

  /** How long a message is, behind the datagram's header. */
  public static final int LENGTH_BYTES =
      ManagementDatagram.LENGTH_BYTES - ManagementDatagram.HEADER_BYTES;

  /** The sender's identifier of the communication; not 0. */
  public static final MadField LOCAL_COMMUNICATION_ID = MadField.intAt(0);

  /** The receiver's identifier; in a REQ nothing stands here. */
  public static final MadField REMOTE_COMMUNICATION_ID = MadField.intAt(4);

  private static final CmMessage[] ALL = values();

  private final int attributeId;
  private final int privateDataAt;

  CmMessage(int attributeId, int privateDataAt) {
    this.attributeId = attributeId;
    this.privateDataAt = privateDataAt;
  }

  /** The attribute that says what message it is. */
  public int attributeId() {
    return attributeId;
  }

  /** Where in the message its private data begins. */
  public int privateDataAt() {
    return privateDataAt;
  }

  /** How much private data it has, all of it always sent. */
  public int privateDataBytes() {
    return LENGTH_BYTES - privateDataAt;
  }

  /** The message with that attribute, or null. */
  public static @Nullable CmMessage ofAttribute(int attributeId) {
    for (CmMessage message : ALL) {
      if (message.attributeId == attributeId) {
        return message;
      }
    }
    return null;
  }
}
