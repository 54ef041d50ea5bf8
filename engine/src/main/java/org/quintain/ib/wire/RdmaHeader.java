// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/**
 * The RDMA extended transport header (RETH, IBA 9.3.3), by offset into a buffer: virtual address in
 * 8 bytes, R_Key in 4, DMA length in 4.
 */
public final class RdmaHeader {
  /** How long it is. */
  public static final int LENGTH_BYTES = 16;

  private RdmaHeader() {}

  /** Writes the whole header. */
  public static void write(
      ByteBuffer bytes, int base, long virtualAddress, int remoteKey, int lengthBytes) {
    bytes.putLong(base, virtualAddress);
    bytes.putInt(base + 8, remoteKey);
    bytes.putInt(base + 12, lengthBytes);
  }

  /** Where the access begins, an address of the responder's. */
  public static long virtualAddress(ByteBuffer bytes, int base) {
    return bytes.getLong(base);
  }

  /** The key of the responder's memory region. */
  public static int remoteKey(ByteBuffer bytes, int base) {
    return bytes.getInt(base + 8);
  }

  /** How long the whole access is: 0 to 2^31 are legal, more than that is what stands there. */
  public static long lengthBytes(ByteBuffer bytes, int base) {
    return Integer.toUnsignedLong(bytes.getInt(base + 12));
  }
}
