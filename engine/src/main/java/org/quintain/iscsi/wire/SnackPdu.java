// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * SNACK Request (RFC 7143 11.16).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x10      |1|. . .| Type  | Reserved                      |
 *    4|TotalAHSLength | DataSegmentLength (0)                         |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag or 0xffffffff                              |
 *   20| Target Transfer Tag or SNACK Tag or 0xffffffff                |
 *   24| Reserved                                                      |
 *   28| ExpStatSN                                                     |
 *   32| Reserved (8 bytes)                                            |
 *   40| BegRun                                                        |
 *   44| RunLength                                                     |
 * </pre>
 */
public final class SnackPdu {
  /** Type: Data/R2T. */
  public static final int DATA_OR_R2T = 0;

  /** Type: status. */
  public static final int STATUS = 1;

  /** Type: DataACK. */
  public static final int DATA_ACK = 2;

  /** Type: R-Data. */
  public static final int R_DATA = 3;

  private SnackPdu() {}

  /** The type, 0 to 15. */
  public static int type(ByteBuffer bytes, int base) {
    return Bhs.flags(bytes, base) & 0x0F;
  }

  /** Sets byte 1: the type, with the bit that is always set. */
  public static void type(ByteBuffer bytes, int base, int type) {
    Bhs.flags(bytes, base, Bhs.FINAL | type);
  }

  /** BegRun: the first number asked for. */
  public static int begRun(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 40);
  }

  /** Sets BegRun: the first number asked for. */
  public static void begRun(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 40, value);
  }

  /** RunLength: how many are asked for, 0 for all. */
  public static int runLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 44);
  }

  /** Sets RunLength: how many are asked for, 0 for all. */
  public static void runLength(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base + 44, value);
  }
}
