// SPDX-License-Identifier: Apache-2.0
package org.quintain.memory;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * A reusable list of pieces of memory: base buffer, absolute offset, length. It is a scatter list
 * for a store, a gather list for a wire. Pieces of length zero are not kept.
 */
public final class SegmentList {
  private final @Nullable ByteBuffer[] base;
  private final int[] offset;
  private final int[] length;
  private int count;
  private long totalBytes;

  /** A list of at most {@code capacity} pieces. */
  public SegmentList(int capacity) {
    base = new ByteBuffer[capacity];
    offset = new int[capacity];
    length = new int[capacity];
  }

  /**
   * Adds {@code lengthBytes} bytes of {@code bytes} from {@code offsetBytes} on; the list must have
   * room.
   */
  public void add(ByteBuffer bytes, int offsetBytes, int lengthBytes) {
    Check.that(
        offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes <= bytes.capacity() - lengthBytes,
        "a segment lies within its buffer",
        offsetBytes,
        lengthBytes);
    if (lengthBytes == 0) {
      return;
    }
    Check.that(count < base.length, "a segment list has room", base.length);
    base[count] = bytes;
    offset[count] = offsetBytes;
    length[count] = lengthBytes;
    count++;
    totalBytes += lengthBytes;
  }

  /** Whether {@link #add} has room for {@code segments} more pieces. */
  public boolean hasRoom(int segments) {
    return base.length - count >= segments;
  }

  /** Adds {@code lengthBytes} of {@code from}, beginning {@code skipBytes} into it. */
  public void addRange(SegmentList from, long skipBytes, long lengthBytes) {
    Check.that(skipBytes + lengthBytes <= from.totalBytes, "a range lies within its list");
    long skip = skipBytes;
    long left = lengthBytes;
    for (int index = 0; index < from.count && left > 0; index++) {
      int piece = from.length[index];
      if (skip >= piece) {
        skip -= piece;
        continue;
      }
      int take = (int) Math.min(piece - skip, left);
      add(from.base(index), from.offset[index] + (int) skip, take);
      left -= take;
      skip = 0;
    }
  }

  /** How many pieces {@code lengthBytes} of this list from {@code skipBytes} on consist of. */
  public int countRange(long skipBytes, long lengthBytes) {
    int pieces = 0;
    long start = 0;
    for (int index = 0; index < count; index++) {
      long end = start + length[index];
      if (end > skipBytes && start < skipBytes + lengthBytes) {
        pieces++;
      }
      start = end;
    }
    return pieces;
  }

  /** Forgets all pieces. */
  public void clear() {
    for (int index = 0; index < count; index++) {
      base[index] = null;
    }
    count = 0;
    totalBytes = 0;
  }

  /** How many pieces there are. */
  public int count() {
    return count;
  }

  /** The sum of the pieces' lengths. */
  public long totalBytes() {
    return totalBytes;
  }

  /** The buffer of piece {@code index}; its position and limit mean nothing. */
  public ByteBuffer base(int index) {
    ByteBuffer present = base[index];
    Check.that(present != null, "a piece has a buffer", index);
    return present;
  }

  /** Where piece {@code index} begins in its buffer. */
  public int offset(int index) {
    return offset[index];
  }

  /** How long piece {@code index} is. */
  public int length(int index) {
    return length[index];
  }
}
