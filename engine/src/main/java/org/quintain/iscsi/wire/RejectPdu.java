// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Reject (RFC 7143 11.17). The data segment is the complete header of the rejected PDU.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x3f      |1| Reserved    | Reason        | Reserved      |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| Reserved (8 bytes)                                            |
 *   16| 0xffffffff                                                    |
 *   20| Reserved                                                      |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| DataSN/R2TSN or Reserved                                      |
 *   40| Reserved (8 bytes)                                            |
 * </pre>
 */
public final class RejectPdu {
  private RejectPdu() {}

  /** reason code; see {@link RejectReason}. */
  public static int reason(ByteBuffer bytes, int base) {
    return bytes.get(base + 2) & 0xFF;
  }

  /** Sets reason code; see {@link RejectReason}. */
  public static void reason(ByteBuffer bytes, int base, int value) {
    bytes.put(base + 2, (byte) value);
  }

  /** DataSN/R2TSN. */
  public static int dataSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets DataSN/R2TSN. */
  public static void dataSn(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 36, value);
  }
}
