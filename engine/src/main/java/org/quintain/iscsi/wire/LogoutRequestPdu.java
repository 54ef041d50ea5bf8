// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Logout Request (RFC 7143 11.14).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|I| 0x06      |1| Reason Code | Reserved                      |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| Reserved (8 bytes)                                            |
 *   16| Initiator Task Tag                                            |
 *   20| CID or Reserved               | Reserved                      |
 *   24| CmdSN                                                         |
 *   28| ExpStatSN                                                     |
 *   32| Reserved (16 bytes)                                           |
 * </pre>
 */
public final class LogoutRequestPdu {
  /** Reason: close the session. */
  public static final int CLOSE_SESSION = 0;

  /** Reason: close the connection. */
  public static final int CLOSE_CONNECTION = 1;

  /** Reason: remove the connection for recovery. */
  public static final int REMOVE_CONNECTION_FOR_RECOVERY = 2;

  private LogoutRequestPdu() {}

  /** The reason code, 0 to 127. */
  public static int reason(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) & 0x7F;
  }

  /** Sets byte 1: the reason code, with the bit that is always set. */
  public static void reason(ByteBuffer bytes, int base, int reason) {
    Bhs.flags(bytes, base, Bhs.FINAL | reason);
  }

  /** CID. */
  public static int cid(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 20) & 0xFFFF;
  }

  /** Sets CID. */
  public static void cid(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 20, (short) value);
  }
}
