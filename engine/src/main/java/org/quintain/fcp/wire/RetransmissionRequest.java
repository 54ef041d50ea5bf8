// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import java.nio.ByteBuffer;

/**
 * Sequence Retransmission Request, the link service of FCP (FCP-4 8.2), and its replies.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0| 14h           | 0                                             |
 *    4| OX_ID                         | RX_ID                         |
 *    8| RELATIVE OFFSET                                               |
 *   12| R_CTL FOR IU  | Reserved                                      |
 * </pre>
 */
public final class RetransmissionRequest {
  /** Its length. */
  public static final int LENGTH_BYTES = 16;

  /** How long its LS_ACC is. */
  public static final int ACCEPT_BYTES = 4;

  /** How long its FCP_RJT is. */
  public static final int REJECT_BYTES = 8;

  /** Reason: logical error. */
  public static final int LOGICAL_ERROR = 0x03;

  /** Reason: unable to perform the request. */
  public static final int UNABLE_TO_PERFORM = 0x09;

  /** Explanation: invalid combination of OX_ID and RX_ID. */
  public static final int INVALID_EXCHANGE = 0x17;

  /** Explanation: unable to supply the data asked for. */
  public static final int UNABLE_TO_SUPPLY_DATA = 0x2A;

  private static final int COMMAND = 0x14000000;
  private static final int ACCEPT = 0x02000000;
  private static final int REJECT = 0x01000000;

  private RetransmissionRequest() {}

  /** Whether {@code lengthBytes} bytes at {@code base} are such a request. */
  public static boolean isWhole(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes >= LENGTH_BYTES && (bytes.getInt(base) & 0xFF000000) == COMMAND;
  }

  /** OX_ID of the exchange that it is about. */
  public static int originatorExchangeId(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 4) & 0xFFFF;
  }

  /** RX_ID of the exchange that it is about. */
  public static int responderExchangeId(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 6) & 0xFFFF;
  }

  /** Where data shall begin. */
  public static long relativeOffset(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 8) & 0xFFFFFFFFL;
  }

  /** R_CTL of the information unit that is wanted. */
  public static int routingControl(ByteBuffer bytes, int base) {
    return bytes.get(base + 12) & 0xFF;
  }

  /** Writes all of it. */
  public static void write(
      ByteBuffer bytes, int base, int oxId, int rxId, long relativeOffset, int routingControl) {
    bytes.putInt(base, COMMAND);
    bytes.putInt(base + 4, (oxId << 16) | (rxId & 0xFFFF));
    bytes.putInt(base + 8, (int) relativeOffset);
    bytes.putInt(base + 12, routingControl << 24);
  }

  /** Whether {@code lengthBytes} bytes at {@code base} accept a request. */
  public static boolean isAccept(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes >= ACCEPT_BYTES && (bytes.getInt(base) & 0xFF000000) == ACCEPT;
  }

  /** Writes LS_ACC. */
  public static void writeAccept(ByteBuffer bytes, int base) {
    bytes.putInt(base, ACCEPT);
  }

  /** Writes FCP_RJT. */
  public static void writeReject(ByteBuffer bytes, int base, int reason, int explanation) {
    bytes.putInt(base, REJECT);
    bytes.putInt(base + 4, (reason << 16) | (explanation << 8));
  }
}
