// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * RRQ, which frees the identifiers of an aborted exchange (FC-LS-4 4.3.13).
 *
 * <pre>
 *     0        1        2        3
 *  0 | 12h    |  0                        |
 *  4 | 0      | S_ID of the originator    |
 *  8 |      OX_ID      |      RX_ID       |
 * 12 | association header, 32 bytes, none |
 * </pre>
 */
public final class ReinstateRecoveryQualifier {
  /** How long the request is. */
  public static final int LENGTH_BYTES = 44;

  private ReinstateRecoveryQualifier() {}

  /** Writes the request. */
  public static void write(ByteBuffer bytes, int at, int originatorId, int oxId, int rxId) {
    for (int offset = 0; offset < LENGTH_BYTES; offset += 4) {
      bytes.putInt(at + offset, 0);
    }
    bytes.put(at, (byte) ElsCommand.RRQ);
    bytes.putInt(at + 4, originatorId & 0xFFFFFF);
    bytes.putShort(at + 8, (short) oxId);
    bytes.putShort(at + 10, (short) rxId);
  }

  /** The address of the exchange's originator. */
  public static int originatorId(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 4) & 0xFFFFFF;
  }

  /** OX_ID. */
  public static int originatorExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 8) & 0xFFFF;
  }

  /** RX_ID. */
  public static int responderExchangeId(ByteBuffer bytes, int at) {
    return bytes.getShort(at + 10) & 0xFFFF;
  }
}
