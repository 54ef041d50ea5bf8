// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Text Response (RFC 7143 11.11).
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0|.|.| 0x24      |F|C| Reserved                                  |
 *    4|TotalAHSLength | DataSegmentLength                             |
 *    8| LUN or Reserved (8 bytes)                                     |
 *   16| Initiator Task Tag                                            |
 *   20| Target Transfer Tag or 0xffffffff                             |
 *   24| StatSN                                                        |
 *   28| ExpCmdSN                                                      |
 *   32| MaxCmdSN                                                      |
 *   36| Reserved (12 bytes)                                           |
 * </pre>
 */
public final class TextResponsePdu {
  /** The C bit of byte 1: the text goes on in the next PDU. */
  public static final int CONTINUE = 0x40;

  private TextResponsePdu() {}

  /** The C bit. */
  public static boolean isContinue(ByteBuffer bytes, int base) {
    return (Bhs.flags(bytes, base) & CONTINUE) != 0;
  }
}
