// SPDX-License-Identifier: Apache-2.0
package org.quintain.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * Blocks of a few sizes, allocated at start. Owned by one reactor; not safe for use by two threads.
 * Blocks beyond 4 MiB, which few initiators ask for, are allocated when they are first lent, kept
 * from then on, and lent for nothing shorter.
 *
 * <p>A request gets the smallest free block that fits; when none is free it gets null, which is a
 * SCSI status (TASK SET FULL, BUSY) to the caller and never an allocation.
 */
public final class BufferPool {
  private static final int AT_START_BYTES_MAX = 4 << 20;
  private static final int SLAB_BYTES = 64 << 20;
  private static final int PAGE_BYTES = 4096;

  private final int[] sizeBytes;
  private final boolean isDirect;
  private final @Nullable MemoryBlock[][] free;
  private final int[] freeCount;

  /** The first of the block sizes that are made when they are first lent. */
  private final int lateClass;

  /**
   * Allocates all blocks.
   *
   * @param sizeBytes block sizes, ascending
   * @param counts how many blocks of each size
   * @param direct whether to take memory outside the heap, which sockets and files need to avoid a
   *     copy
   */
  public BufferPool(int[] sizeBytes, int[] counts, boolean direct) {
    Check.that(sizeBytes.length == counts.length, "one count for each block size");
    this.sizeBytes = sizeBytes.clone();
    this.isDirect = direct;
    this.free = new MemoryBlock[counts.length][];
    this.freeCount = counts.clone();
    this.lateClass =
        (int) Arrays.stream(sizeBytes).filter(each -> each <= AT_START_BYTES_MAX).count();
    for (int sizeClass = 0; sizeClass < counts.length; sizeClass++) {
      Check.that(
          sizeClass == 0 || sizeBytes[sizeClass] > sizeBytes[sizeClass - 1], "block sizes ascend");
      free[sizeClass] = new MemoryBlock[counts[sizeClass]];
      for (int index = 0; index < counts[sizeClass] && isMadeAtStart(sizeClass); ) {
        int most = isDirect ? SLAB_BYTES / sizeBytes[sizeClass] + 1 : 1;
        int together = Math.min(counts[sizeClass] - index, most);
        ByteBuffer slab = aligned((long) together * sizeBytes[sizeClass]);
        for (int place = 0; place < together; place++) {
          free[sizeClass][index++] = block(slab, place, sizeClass);
        }
      }
    }
  }

  private boolean isMadeAtStart(int sizeClass) {
    return sizeBytes[sizeClass] <= AT_START_BYTES_MAX;
  }

  /** Memory whose first byte is at a page's where it is outside the heap, as O_DIRECT wants it. */
  private ByteBuffer aligned(long bytes) {
    return isDirect
        ? ByteBuffer.allocateDirect((int) bytes + 2 * PAGE_BYTES).alignedSlice(PAGE_BYTES)
        : ByteBuffer.allocate((int) bytes);
  }

  private MemoryBlock block(ByteBuffer slab, int place, int sizeClass) {
    int bytes = sizeBytes[sizeClass];
    return new MemoryBlock(slab.slice(place * bytes, bytes), sizeClass);
  }

  /**
   * A pool with blocks up to 32 MiB, for about {@code commands} commands of mixed sizes in flight.
   */
  public static BufferPool forCommands(int commands, boolean direct) {
    return new BufferPool(
        new int[] {4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 32 << 20},
        new int[] {
          commands * 2,
          commands,
          Math.max(8, commands / 2),
          Math.max(8, commands / 4),
          Math.max(4, commands / 16),
          Math.max(2, commands / 64),
          2
        },
        direct);
  }

  /** The size of the largest block. */
  public int largestBytes() {
    return sizeBytes[sizeBytes.length - 1];
  }

  /** The smallest free block of at least {@code lengthBytes}, or null when none is free. */
  public @Nullable MemoryBlock acquire(int lengthBytes) {
    int end = lengthBytes > AT_START_BYTES_MAX ? sizeBytes.length : lateClass;
    for (int sizeClass = 0; sizeClass < end; sizeClass++) {
      if (sizeBytes[sizeClass] >= lengthBytes && freeCount[sizeClass] > 0) {
        return lend(sizeClass);
      }
    }
    return null;
  }

  private @Nullable MemoryBlock lend(int sizeClass) {
    MemoryBlock block = free[sizeClass][freeCount[sizeClass] - 1];
    if (block == null) {
      block = makeLate(sizeClass);
      if (block == null) {
        return null;
      }
    }
    freeCount[sizeClass]--;
    block.onLent();
    return block;
  }

  /** Null where the machine has no more memory, which {@code allocateDirect} says by an error. */
  private @Nullable MemoryBlock makeLate(int sizeClass) {
    try {
      return block(aligned(sizeBytes[sizeClass]), 0, sizeClass);
    } catch (OutOfMemoryError none) {
      return null;
    }
  }

  /** Takes {@code block} back; its owner keeps no reference. */
  public void release(MemoryBlock block) {
    int sizeClass = block.sizeClass();
    block.onReturned();
    Check.that(freeCount[sizeClass] < free[sizeClass].length, "a block goes back to its own pool");
    MemoryBlock[] stack = free[sizeClass];
    int top = freeCount[sizeClass]++;
    // Mostly what was lent last comes back first, and stands there still.
    if (stack[top] != block) {
      stack[top] = block;
    }
  }

  /** How many blocks are out, which is zero when nothing is in flight. */
  public int lentCount() {
    int lent = 0;
    for (int sizeClass = 0; sizeClass < free.length; sizeClass++) {
      lent += free[sizeClass].length - freeCount[sizeClass];
    }
    return lent;
  }
}
