// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.MemoryRegion;

/** One place of a {@link RegionTable}: memory under a key, or free. */
final class Region implements MemoryRegion {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final RegionTable table;
  private final int index;
  private final int indexBits;
  int key;
  int rights;
  boolean registered;
  boolean remotelyValid;
  @Nullable Region nextFree;

  private int generation;
  private ByteBuffer memory = NOTHING;
  private int offsetBytes;
  private int lengthBytes;

  Region(RegionTable table, int index, int indexBits) {
    this.table = table;
    this.index = index;
    this.indexBits = indexBits;
  }

  void begin(ByteBuffer bytes, int offset, int length, int allowed) {
    Check.that(
        offset >= 0 && length >= 0 && offset <= bytes.capacity() - length,
        "a region lies within its memory",
        offset,
        length);
    generation = nextGeneration();
    key = generation << indexBits | index;
    memory = bytes;
    offsetBytes = offset;
    lengthBytes = length;
    rights = allowed;
    registered = true;
    remotelyValid = (allowed & (REMOTE_READ | REMOTE_WRITE)) != 0;
  }

  /** Never 0, so that no key is. */
  private int nextGeneration() {
    int next = generation + 1 & -1 >>> indexBits;
    return next == 0 ? 1 : next;
  }

  /** Whether {@code candidate} was a key of this place. */
  boolean hasHad(int candidate) {
    int of = candidate >>> indexBits;
    return of != 0 && of <= generation;
  }

  boolean spans(long from, long bytes) {
    long skip = from - address();
    return skip >= 0 && bytes >= 0 && skip <= lengthBytes - bytes;
  }

  /** Copies what came to {@code to} and the addresses behind it. */
  void place(long to, SegmentList from, long skipBytes, int bytes) {
    Check.that(registered && spans(to, bytes), "bytes are placed within a region", to, bytes);
    int at = offsetBytes + (int) (to - address());
    long skip = skipBytes;
    int left = bytes;
    for (int piece = 0; left > 0; piece++) {
      int length = from.length(piece);
      if (skip >= length) {
        skip -= length;
        continue;
      }
      int take = (int) Math.min(length - skip, left);
      memory.put(at, from.base(piece), from.offset(piece) + (int) skip, take);
      at += take;
      left -= take;
      skip = 0;
    }
  }

  ByteBuffer memory() {
    return memory;
  }

  /** Where {@code address} lies in {@link #memory}. */
  int offsetOf(long address) {
    return offsetBytes + (int) (address - address());
  }

  @Override
  public int localKey() {
    return key;
  }

  @Override
  public int remoteKey() {
    return key;
  }

  /** Each place has its own 4 GiB, so that an address of one region never fits another. */
  @Override
  public long address() {
    return (long) (index + 1) << 32;
  }

  @Override
  public int lengthBytes() {
    return lengthBytes;
  }

  @Override
  public boolean isRemotelyValid() {
    return remotelyValid;
  }

  @Override
  public void deregister() {
    Check.that(registered, "a region is deregistered once", index);
    registered = false;
    remotelyValid = false;
    memory = NOTHING;
    table.release(this);
  }
}
