// SPDX-License-Identifier: Apache-2.0
package org.quintain.memory;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * Blocks of a few sizes, allocated at start. Owned by one reactor; not safe for use by two threads.
 *
 * <p>A request gets the smallest free block that fits; when none is free it gets null, which is a
 * SCSI status (TASK SET FULL, BUSY) to the caller and never an allocation.
 */
public final class BufferPool {
  private final int[] sizeBytes;
  private final MemoryBlock[][] free;
  private final int[] freeCount;

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
    this.free = new MemoryBlock[counts.length][];
    this.freeCount = counts.clone();
    for (int sizeClass = 0; sizeClass < counts.length; sizeClass++) {
      Check.that(
          sizeClass == 0 || sizeBytes[sizeClass] > sizeBytes[sizeClass - 1], "block sizes ascend");
      free[sizeClass] = new MemoryBlock[counts[sizeClass]];
      for (int index = 0; index < counts[sizeClass]; index++) {
        ByteBuffer bytes =
            direct
                ? ByteBuffer.allocateDirect(sizeBytes[sizeClass])
                : ByteBuffer.allocate(sizeBytes[sizeClass]);
        free[sizeClass][index] = new MemoryBlock(bytes, sizeClass);
      }
    }
  }

  /**
   * A pool with blocks up to 4 MiB, for about {@code commands} commands of mixed sizes in flight.
   */
  public static BufferPool forCommands(int commands, boolean direct) {
    return new BufferPool(
        new int[] {4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20},
        new int[] {
          commands * 2,
          commands,
          Math.max(8, commands / 2),
          Math.max(8, commands / 4),
          Math.max(4, commands / 16),
          Math.max(2, commands / 64)
        },
        direct);
  }

  /** The size of the largest block. */
  public int largestBytes() {
    return sizeBytes[sizeBytes.length - 1];
  }

  /** The smallest free block of at least {@code lengthBytes}, or null when none is free. */
  public @Nullable MemoryBlock acquire(int lengthBytes) {
    for (int sizeClass = 0; sizeClass < sizeBytes.length; sizeClass++) {
      if (sizeBytes[sizeClass] >= lengthBytes && freeCount[sizeClass] > 0) {
        MemoryBlock block = free[sizeClass][--freeCount[sizeClass]];
        block.onLent();
        return block;
      }
    }
    return null;
  }

  /** Takes {@code block} back; its owner keeps no reference. */
  public void release(MemoryBlock block) {
    int sizeClass = block.sizeClass();
    block.onReturned();
    Check.that(freeCount[sizeClass] < free[sizeClass].length, "a block goes back to its own pool");
    free[sizeClass][freeCount[sizeClass]++] = block;
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
