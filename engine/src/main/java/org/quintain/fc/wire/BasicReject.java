// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * BA_RJT, the payload that refuses ABTS: reserved, reason, explanation, vendor (FC-FS-5 16.3.4).
 */
public final class BasicReject {
  /** How long it is. */
  public static final int LENGTH_BYTES = 4;

  /** Reason: the command is none. */
  public static final int INVALID_COMMAND = 0x01;

  /** Reason: the request contradicts what is. */
  public static final int LOGICAL_ERROR = 0x03;

  /** Reason: it cannot be done now. */
  public static final int LOGICAL_BUSY = 0x05;

  /** Reason: it cannot be done. */
  public static final int UNABLE_TO_PERFORM = 0x09;

  /** Explanation: none. */
  public static final int NO_EXPLANATION = 0x00;

  /** Explanation: no such OX_ID and RX_ID together. */
  public static final int INVALID_EXCHANGE_IDS = 0x03;

  /** Explanation: the sequence was aborted, no information of it is there. */
  public static final int SEQUENCE_ABORTED = 0x05;

  private BasicReject() {}

  /** Writes it. */
  public static void write(ByteBuffer bytes, int at, int reason, int explanation) {
    bytes.putInt(at, reason << 16 | explanation << 8);
  }

  /** The reason code. */
  public static int reason(ByteBuffer bytes, int at) {
    return bytes.get(at + 1) & 0xFF;
  }

  /** The reason explanation. */
  public static int explanation(ByteBuffer bytes, int at) {
    return bytes.get(at + 2) & 0xFF;
  }
}
