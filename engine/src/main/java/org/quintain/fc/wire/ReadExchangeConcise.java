// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * REC and its LS_ACC (FC-LS-4 4.3.35): where an exchange stands.
 *
 * <pre>
 * request:  0 | 13h, 0 0 0   4 | S_ID of the originator   8 | OX_ID   10 | RX_ID
 * answer:   0 | 02h, 0 0 0   4 | OX_ID   6 | RX_ID   8 | originator   12 | responder
 *          16 | FC4VALUE: bytes transferred by relative offset   20 | E_STAT
 * </pre>
 */
public final class ReadExchangeConcise {
  /** How long the request is. */
  public static final int REQUEST_BYTES = 12;

  /** How long the answer is. */
  public static final int ANSWER_BYTES = 24;

  private ReadExchangeConcise() {}

  /** Writes the request. */
  public static void write(ByteBuffer bytes, int at, int originatorId, int oxId, int rxId) {
    bytes.putInt(at, ElsCommand.REC << 24);
    bytes.putInt(at + 4, originatorId & 0xFFFFFF);
    bytes.putInt(at + 8, oxId << 16 | (rxId & 0xFFFF));
  }

  /** The request's originator. */
  public static int originatorId(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 4) & 0xFFFFFF;
  }

  /** The request's OX_ID. */
  public static int originatorExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 8) & 0xFFFF;
  }

  /** The request's RX_ID. */
  public static int responderExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 10) & 0xFFFF;
  }

  /** Writes the answer. */
  public static void writeAnswer(
      ByteBuffer bytes,
      int at,
      int oxId,
      int rxId,
      int originatorId,
      int responderId,
      long transferredBytes,
      int exchangeStatus) {
    bytes.putInt(at, ElsCommand.LS_ACC << 24);
    bytes.putInt(at + 4, oxId << 16 | (rxId & 0xFFFF));
    bytes.putInt(at + 8, originatorId & 0xFFFFFF);
    bytes.putInt(at + 12, responderId & 0xFFFFFF);
    bytes.putInt(at + 16, (int) transferredBytes);
    bytes.putInt(at + 20, exchangeStatus);
  }

  /** The answer's RX_ID. */
  public static int answeredResponderExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 6) & 0xFFFF;
  }

  /** The answer's count of bytes transferred. */
  public static long transferredBytes(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at + 16));
  }

  /** The answer's E_STAT. */
  public static int exchangeStatus(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 20);
  }

  /** E_STAT: the sender of the answer is to send the next sequence. */
  public static final int HOLDS_INITIATIVE = 1 << 30;

  /** E_STAT: the exchange is complete. */
  public static final int COMPLETE = 1 << 29;
}
