// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;

/**
 * An indirect data buffer descriptor (SRP r16a 5.5.4), which ends with as many memory descriptors
 * as its count in the SRP_CMD says: the first entries of the table, or all of them.
 *
 * <pre>
 *  0| INDIRECT TABLE MEMORY DESCRIPTOR (16 bytes): where the whole table can be read
 * 16| DATA LENGTH of all pieces together
 * 20| PARTIAL MEMORY DESCRIPTOR LIST
 * </pre>
 */
public final class IndirectDescriptor {
  /** How long it is without the list. */
  public static final int HEAD_BYTES = 20;

  private IndirectDescriptor() {}

  /** How many entries the table has, by the length of its memory. */
  public static long tableEntries(ByteBuffer bytes, int at) {
    return MemoryDescriptor.dataLength(bytes, at) / MemoryDescriptor.LENGTH_BYTES;
  }

  /** Whether the table's length is a whole number of entries, and at least one. */
  public static boolean isTableWhole(ByteBuffer bytes, int at) {
    long length = MemoryDescriptor.dataLength(bytes, at);
    return length > 0 && length % MemoryDescriptor.LENGTH_BYTES == 0;
  }

  /** DATA LENGTH, 0 to 4,294,967,295. */
  public static long dataLength(ByteBuffer bytes, int at) {
    return bytes.getInt(at + MemoryDescriptor.LENGTH_BYTES) & 0xFFFFFFFFL;
  }

  /** Writes DATA LENGTH. */
  public static void dataLength(ByteBuffer bytes, int at, long value) {
    bytes.putInt(at + MemoryDescriptor.LENGTH_BYTES, (int) value);
  }

  /** Where entry {@code index} of the list stands. */
  public static int entryAt(int at, int index) {
    return at + HEAD_BYTES + index * MemoryDescriptor.LENGTH_BYTES;
  }
}
