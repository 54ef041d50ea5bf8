// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;

/**
 * A memory descriptor (SRP r16a 5.5.2): a piece of the initiator's memory.
 *
 * <pre>
 *  0| VIRTUAL ADDRESS (8 bytes)
 *  8| MEMORY HANDLE: the remote key
 * 12| DATA LENGTH
 * </pre>
 */
public final class MemoryDescriptor {
  /** How long one is. */
  public static final int LENGTH_BYTES = 16;

  private MemoryDescriptor() {}

  /** VIRTUAL ADDRESS. */
  public static long address(ByteBuffer bytes, int at) {
    return bytes.getLong(at);
  }

  /** MEMORY HANDLE. */
  public static int handle(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 8);
  }

  /** DATA LENGTH, 0 to 4,294,967,295. */
  public static long dataLength(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 12) & 0xFFFFFFFFL;
  }

  /** Writes one. */
  public static void write(ByteBuffer bytes, int at, long address, int handle, long dataLength) {
    bytes.putLong(at, address);
    bytes.putInt(at + 8, handle);
    bytes.putInt(at + 12, (int) dataLength);
  }
}
