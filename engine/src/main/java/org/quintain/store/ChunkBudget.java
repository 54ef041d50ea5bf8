// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many chunks a {@link RamStore} may have, how many are left, and the memory they are made of.
 * Safe for many threads.
 */
final class ChunkBudget {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private final int chunkBytes;
  private final long budgetBytes;
  private final ChunkMemory memory;
  private final AtomicLong left;
  private long budgetChunks;

  /** For {@code chunks} chunks, which may have {@code budgetBytes} together, rounded up to one. */
  ChunkBudget(
      int chunkBytes, int chunks, long capacityBytes, long budgetBytes, ChunkMemory memory) {
    this.memory = memory;
    this.chunkBytes = chunkBytes;
    this.budgetBytes = budgetBytes >= capacityBytes ? UNBOUNDED : budgetBytes;
    this.budgetChunks = budgetFor(chunks);
    this.left = new AtomicLong(budgetChunks);
  }

  private long budgetFor(int chunks) {
    return isUnbounded() ? chunks : Math.min(chunks, (budgetBytes + chunkBytes - 1) / chunkBytes);
  }

  /** Whether there is a chunk for every place, as long as the machine has memory. */
  boolean isUnbounded() {
    return budgetBytes == UNBOUNDED;
  }

  /** There are {@code chunks} places from now on. */
  void resize(int chunks) {
    long budget = budgetFor(chunks);
    left.addAndGet(budget - budgetChunks);
    budgetChunks = budget;
  }

  /** Memory for one chunk more; null when none is left, in the budget or in the machine. */
  @Nullable ByteBuffer take() {
    // Two that race for one place take two for a moment, of which one comes back.
    boolean granted = left.getAndDecrement() > 0 || isUnbounded();
    ByteBuffer taken = granted ? memory.allocate() : null;
    if (taken == null) {
      left.getAndIncrement();
    }
    return taken;
  }

  /** What was taken for one chunk is its store's no more. */
  void giveBack() {
    left.getAndIncrement();
    memory.onGivenUp();
  }

  long usedBytes() {
    return (budgetChunks - Math.max(0, left.get())) * chunkBytes;
  }

  long availableBytes() {
    return Math.max(0, left.get()) * chunkBytes;
  }
}
