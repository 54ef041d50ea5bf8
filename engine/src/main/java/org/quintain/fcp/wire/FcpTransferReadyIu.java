// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import java.nio.ByteBuffer;

/**
 * FCP_XFER_RDY (FCP-4 9.3): the target is ready for a piece of Data-Out.
 *
 * <pre>
 * Byte/     0       |       1       |       2       |       3       |
 *    0| FCP_DATA_RO                                                   |
 *    4| FCP_BURST_LEN                                                 |
 *    8| Reserved                                                      |
 * </pre>
 */
public final class FcpTransferReadyIu {
  /** Its length. */
  public static final int LENGTH_BYTES = 12;

  private FcpTransferReadyIu() {}

  /** Where the piece begins in the Data-Out Buffer. */
  public static long relativeOffset(ByteBuffer bytes, int base) {
    return bytes.getInt(base) & 0xFFFFFFFFL;
  }

  /** How many bytes it asks for: exactly so many come. */
  public static long burstLength(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 4) & 0xFFFFFFFFL;
  }

  /** Writes all of it. */
  public static void write(ByteBuffer bytes, int base, long relativeOffset, long burstLength) {
    bytes.putInt(base, (int) relativeOffset);
    bytes.putInt(base + 4, (int) burstLength);
    bytes.putInt(base + 8, 0);
  }
}
