// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * SCSI Data-Out (RFC 7143 11.7).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x05      |F| Reserved                                    |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag or 0xffffffff                             |
 *   24| Reserved                                                      |
 *   28| ExpStatSN                                                     |
 *   32| Reserved                                                      |
 *   36| DataSN                                                        |
 *   40| Buffer Offset                                                 |
 *   44| Reserved                                                      |
 * </pre>
 */
public final class DataOutPdu {
  private DataOutPdu() {}

  /** DataSN within the sequence. */
  public static int dataSn(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 36);
  }

  /** Sets DataSN within the sequence. */
  public static void dataSn(ByteBuffer bytes, int base, int value) {
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
}
