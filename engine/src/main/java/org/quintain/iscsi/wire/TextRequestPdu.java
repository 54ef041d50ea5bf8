// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Text Request (RFC 7143 11.10).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|I| 0x04      |F|C| Reserved                                  |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag or 0xffffffff                             |
 *   24| CmdSN                                                         |
 *   28| ExpStatSN                                                     |
 *   32| Reserved (16 bytes)                                           |
 * </pre>
 */
public final class TextRequestPdu {
  /** The C bit of byte 1: the text goes on in the next PDU. */
  public static final int CONTINUE = 0x40;

  private TextRequestPdu() {}

  /** The C bit. */
  public static boolean isContinue(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & CONTINUE) != 0;
  }
}
