// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Logout Response (RFC 7143 11.15).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x26      |1| Reserved    | Response      | Reserved      |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| Reserved (8 bytes)                                            |
 *   16| Initiator Task Tag                                            |
 *   20| Reserved                                                      |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| Reserved                                                      |
 *   40| Time2Wait                     | Time2Retain                   |
 *   44| Reserved                                                      |
 * </pre>
 */
public final class LogoutResponsePdu {
  /** Response: connection or session closed successfully. */
  public static final int CLOSED = 0;

  /** Response: CID not found. */
  public static final int CID_NOT_FOUND = 1;

  /** Response: connection recovery is not supported. */
  public static final int RECOVERY_NOT_SUPPORTED = 2;

  /** Response: cleanup failed for various reasons. */
  public static final int CLEANUP_FAILED = 3;

  private LogoutResponsePdu() {}

  /** response code. */
  public static int response(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets response code. */
  public static void response(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** Time2Wait in seconds. */
  public static int time2Wait(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 40) & 0xFFFF;
  }

  /** Sets Time2Wait in seconds. */
  public static void time2Wait(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 40, (short) value);
  }

  /** Time2Retain in seconds. */
  public static int time2Retain(ByteBuffer bytes, int base) {
    return bytes.getShort(base + 42) & 0xFFFF;
  }

  /** Sets Time2Retain in seconds. */
  public static void time2Retain(ByteBuffer bytes, int base, int value) {
    bytes.putShort(base + 42, (short) value);
  }
}
