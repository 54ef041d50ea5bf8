// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Ready To Transfer (RFC 7143 11.8).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x31      |1| Reserved                                    |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| LUN (8 bytes)                                                 |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag                                           |
 *   24| StatSN (the next one, not advanced)                           |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| R2TSN                                                         |
 *   40| Buffer Offset                                                 |
 *   44| Desired Data Transfer Length                                  |
 * </pre>
 */
public final class R2tPdu {
  private R2tPdu() {}

  /** R2TSN within the command. */
  public static int r2tSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets R2TSN within the command. */
  public static void r2tSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 36, value);
  }

  /** Buffer Offset in bytes, to be read as unsigned. */
  public static int bufferOffset(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 40);
  }

  /** Sets Buffer Offset in bytes, to be read as unsigned. */
  public static void bufferOffset(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 40, value);
  }

  /** Desired Data Transfer Length in bytes, to be read as unsigned. */
  public static int desiredDataTransferLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 44);
  }

  /** Sets Desired Data Transfer Length in bytes, to be read as unsigned. */
  public static void desiredDataTransferLength(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 44, value);
  }
}
