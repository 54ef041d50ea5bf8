// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.util.concurrent.atomic.AtomicLong;

/** How many chunks a {@link RamStore} may have, and how many are left. Safe for many threads. */
final class ChunkBudget {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private final int chunkBytes;
  private final long budgetBytes;
  private final AtomicLong left;
  private long budgetChunks;

  /** For {@code chunks} chunks, which may have {@code budgetBytes} together, rounded up to one. */
  ChunkBudget(int chunkBytes, int chunks, long capacityBytes, long budgetBytes) {
    this.chunkBytes = chunkBytes;
    this.budgetBytes = budgetBytes >= capacityBytes ? UNBOUNDED : budgetBytes;
    this.budgetChunks = budgetFor(chunks);
    this.left = new AtomicLong(budgetChunks);
  }

  private long budgetFor(int chunks) {
    return isUnbounded() ? chunks : Math.min(chunks, (budgetBytes + chunkBytes - 1) / chunkBytes);
  }

  /** Whether there is a chunk for every place: {@link #take} always has one. */
  boolean isUnbounded() {
    return budgetBytes == UNBOUNDED;
  }

  /** There are {@code chunks} places from now on. */
  void resize(int chunks) {
    long budget = budgetFor(chunks);
    left.addAndGet(budget - budgetChunks);
    budgetChunks = budget;
  }

  /** Whether there was one left, which is taken now. */
  boolean take() {
    // Two that race for one place take two for a moment, of which one comes back.
    if (left.getAndDecrement() > 0 || isUnbounded()) {
      return true;
    }
    left.getAndIncrement();
    return false;
  }

  void giveBack() {
    left.getAndIncrement();
  }

  long usedBytes() {
    return (budgetChunks - Math.max(0, left.get())) * chunkBytes;
  }

  long availableBytes() {
    return Math.max(0, left.get()) * chunkBytes;
  }
}
