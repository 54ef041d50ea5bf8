// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * BA_ACC, the payload that answers ABTS (FC-FS-5 16.3.3).
 *
 * <pre>
 *     0              1          2        3
 *  0 | SEQ_ID valid | SEQ_ID   |   reserved       |
 *  4 |      OX_ID              |      RX_ID       |
 *  8 |      low SEQ_CNT        |   high SEQ_CNT   |
 * </pre>
 */
public final class BasicAccept {
  /** How long it is. */
  public static final int LENGTH_BYTES = 12;

  private static final int SEQUENCE_ID_VALID = 0x80;

  private BasicAccept() {}

  /** Writes the answer for a whole exchange: every SEQ_CNT is aborted. */
  public static void writeExchange(ByteBuffer bytes, int at, int oxId, int rxId) {
    bytes.putInt(at, 0);
    bytes.putShort(at + 4, (short) oxId);
    bytes.putShort(at + 6, (short) rxId);
    bytes.putInt(at + 8, 0x0000FFFF);
  }

  /** Writes the answer for one sequence, from {@code low} to {@code high} SEQ_CNT. */
  public static void writeSequence(
      ByteBuffer bytes, int at, int sequenceId, int oxId, int rxId, int low, int high) {
    bytes.put(at, (byte) SEQUENCE_ID_VALID);
    bytes.put(at + 1, (byte) sequenceId);
    bytes.putShort(at + 2, (short) 0);
    bytes.putShort(at + 4, (short) oxId);
    bytes.putShort(at + 6, (short) rxId);
    bytes.putShort(at + 8, (short) low);
    bytes.putShort(at + 10, (short) high);
  }

  /** Whether it names the last sequence that was received well. */
  public static boolean namesSequence(ByteBuffer bytes, int at) {
    return (bytes.get(at) & 0xFF) == SEQUENCE_ID_VALID;
  }

  /** SEQ_ID, if named. */
  public static int sequenceId(ByteBuffer bytes, int at) {
    return bytes.get(at + 1) & 0xFF;
  }

  /** OX_ID. */
  public static int originatorExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 4) & 0xFFFF;
  }

  /** RX_ID. */
  public static int responderExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 6) & 0xFFFF;
  }

  /** The first SEQ_CNT of the recovery qualifier. */
  public static int lowSequenceCount(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 8) & 0xFFFF;
  }

  /** The last SEQ_CNT of the recovery qualifier. */
  public static int highSequenceCount(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 10) & 0xFFFF;
  }
}
