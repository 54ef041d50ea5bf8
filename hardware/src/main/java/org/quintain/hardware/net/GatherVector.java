// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.quintain.memory.SegmentList;

/**
 * A {@code struct iovec[]} of 64-bit Linux in native memory, filled from a segment list without an
 * allocation. Small pieces and those in heap memory are copied behind one another into a staging
 * buffer, which makes runs of headers one entry; all others are pointed at. One per reactor: it is
 * used within one write.
 */
final class GatherVector {
  private static final int ENTRIES = 1024;
  private static final int ENTRY_BYTES = 16;
  private static final int STAGING_BYTES = 512 << 10;
  private static final int COPY_MAX_BYTES = 256;

  private final ByteBuffer vector =
      ByteBuffer.allocateDirect(ENTRIES * ENTRY_BYTES).order(ByteOrder.nativeOrder());
  private final long vectorAddress = Buffer.memoryAddress(vector);
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final long stagingAddress = Buffer.memoryAddress(staging);
  private int entries;
  private int staged;
  private long endOfLast;
  private long totalBytes;

  /** Takes as many pieces of {@code from} as fit, in order. */
  void fill(SegmentList from) {
    entries = 0;
    staged = 0;
    endOfLast = 0;
    totalBytes = 0;
    for (int index = 0; index < from.count() && entries < ENTRIES; index++) {
      ByteBuffer base = from.base(index);
      int length = from.length(index);
      if (base.isDirect() && length > COPY_MAX_BYTES) {
        add(Buffer.memoryAddress(base) + from.offset(index), length);
      } else {
        int copied = Math.min(length, STAGING_BYTES - staged);
        staging.put(staged, base, from.offset(index), copied);
        add(stagingAddress + staged, copied);
        staged += copied;
        if (copied < length) {
          return;
        }
      }
    }
  }

  private void add(long address, int length) {
    if (length == 0) {
      return;
    }
    if (address == endOfLast) {
      int lengthAt = (entries - 1) * ENTRY_BYTES + 8;
      vector.putLong(lengthAt, vector.getLong(lengthAt) + length);
    } else {
      vector.putLong(entries * ENTRY_BYTES, address);
      vector.putLong(entries * ENTRY_BYTES + 8, length);
      entries++;
    }
    endOfLast = address + length;
    totalBytes += length;
  }

  long address() {
    return vectorAddress;
  }

  int entries() {
    return entries;
  }

  long totalBytes() {
    return totalBytes;
  }
}
