// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/**
 * The acknowledge extended transport header (AETH, IBA 9.3.5), by offset into a buffer: syndrome in
 * 1 byte, the responder's message sequence number in 3. The syndrome (IBA table 44) is a kind in
 * bits 7 to 5 and its value in the bits below.
 */
public final class AcknowledgeHeader {
  /** How long it is. */
  public static final int LENGTH_BYTES = 4;

  /** Kind: positive; the value is a credit count. */
  public static final int KIND_ACK = 0;

  /** Kind: receiver not ready; the value is a time to wait, {@link RnrTimer}. */
  public static final int KIND_RNR_NAK = 1;

  /** Kind: negative; the value is one of the NAK codes. */
  public static final int KIND_NAK = 3;

  /** Credit count: the responder tells of no credits. */
  public static final int CREDITS_INVALID = 0x1F;

  /** NAK: a packet is missing; send again from the PSN that this acknowledgement carries. */
  public static final int PSN_SEQUENCE_ERROR = 0;

  /** NAK: the responder cannot do what was asked. */
  public static final int INVALID_REQUEST = 1;

  /** NAK: key, bounds or rights forbid the access. */
  public static final int REMOTE_ACCESS_ERROR = 2;

  /** NAK: the responder failed at it. */
  public static final int REMOTE_OPERATIONAL_ERROR = 3;

  /** A positive syndrome that tells of no credits. */
  public static final int ACK = KIND_ACK << 5 | CREDITS_INVALID;

  private AcknowledgeHeader() {}

  /** The syndrome of {@code kind} and {@code value}. */
  public static int syndrome(int kind, int value) {
    return kind << 5 | value;
  }

  /** Writes the whole header. */
  public static void write(ByteBuffer bytes, int base, int syndrome, int messageSequenceNumber) {
    bytes.putInt(base, syndrome << 24 | (messageSequenceNumber & PacketSequence.MASK));
  }

  /** The syndrome. */
  public static int syndrome(ByteBuffer bytes, int base) {
    return bytes.get(base) & 0xFF;
  }

  /** The kind that {@code syndrome} has, 0 to 7; those not named here are reserved. */
  public static int kind(int syndrome) {
    return syndrome >> 5;
  }

  /** The value that {@code syndrome} has, 0 to 31. */
  public static int value(int syndrome) {
    return syndrome & 0x1F;
  }

  /** How many messages the responder has completed, 24 bits that go round. */
  public static int messageSequenceNumber(ByteBuffer bytes, int base) {
    return bytes.getInt(base) & PacketSequence.MASK;
  }
}
