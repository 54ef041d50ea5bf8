// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one chunk of a {@link RamStore} and what is kept in it, a bit for each of its 64
 * granules. Any reactor may touch it.
 *
 * <p>A chunk is born with the granules that it was made for. Once none is held, it is dead: nothing
 * is ever held in it again, and whoever finds it so takes it out of the store. So a write to one
 * granule cannot be lost to the giving up of all others.
 */
final class RamChunk {
  static final int GRANULES = Long.SIZE;
  static final int GRANULE_BYTES = RamStore.CHUNK_BYTES / GRANULES;

  private static final VarHandle HELD = field("held");
  private static final VarHandle ANCHORED = field("anchored");

  private final ByteBuffer memory;

  // In the object itself: each write to the store looks at both.
  private volatile long held;
  private volatile long anchored;

  /** With {@code memory} of {@link RamStore#CHUNK_BYTES} zeros. */
  RamChunk(ByteBuffer memory, long held, long anchored) {
    this.memory = memory;
    this.held = held;
    this.anchored = anchored;
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(RamChunk.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a field of this class", e);
    }
  }

  ByteBuffer memory() {
    return memory;
  }

  /** The bits of the granules that {@code length} bytes from {@code within} on touch. */
  static long touched(int within, int length) {
    return bits(within / GRANULE_BYTES, (within + length - 1) / GRANULE_BYTES + 1);
  }

  /** The bits of the granules that lie wholly in {@code length} bytes from {@code within} on. */
  static long covered(int within, int length) {
    int first = (within + GRANULE_BYTES - 1) / GRANULE_BYTES;
    int end = (within + length) / GRANULE_BYTES;
    return first < end ? bits(first, end) : 0;
  }

  private static long bits(int first, int end) {
    int count = end - first;
    return count == GRANULES ? -1L : ((1L << count) - 1) << first;
  }

  /** Which granules are mapped or anchored. */
  long held() {
    return held;
  }

  /** Which granules are anchored, among those that are held. */
  long anchored() {
    return anchored;
  }

  /** Whether {@code granules} are mapped, as far as is seen here. */
  boolean isMapped(long granules) {
    return (held & granules) == granules && (anchored & granules) == 0;
  }

  /** Maps {@code granules}; false when the chunk is dead. */
  boolean map(long granules) {
    if (!hold(granules)) {
      return false;
    }
    if ((anchored & granules) != 0) {
      ANCHORED.getAndBitwiseAnd(this, ~granules);
    }
    return true;
  }

  /**
   * Holds {@code touched} and anchors those of them that were not held or are in {@code covered},
   * whose bytes the caller zeroes; false when the chunk is dead.
   */
  boolean anchor(long touched, long covered) {
    while (true) {
      long before = held;
      if (before == 0) {
        return false;
      }
      if (HELD.compareAndSet(this, before, before | touched)) {
        long now = covered | (touched & ~before);
        ANCHORED.getAndBitwiseOr(this, now);
        return true;
      }
    }
  }

  private boolean hold(long granules) {
    while (true) {
      long before = held;
      if (before == 0) {
        return false;
      }
      if ((before & granules) == granules || HELD.compareAndSet(this, before, before | granules)) {
        return true;
      }
    }
  }

  /** Gives {@code granules} up; whether the chunk is dead now. */
  boolean release(long granules) {
    ANCHORED.getAndBitwiseAnd(this, ~granules);
    return ((long) HELD.getAndBitwiseAnd(this, ~granules) & ~granules) == 0;
  }

  /**
   * Adds to {@code runs} how {@code length} bytes from {@code within} on are allocated in {@code
   * chunk}, null for one that is not there; false when {@code runs} has no room for more.
   */
  static boolean tell(AllocationRuns runs, @Nullable RamChunk chunk, int within, int length) {
    long touched = touched(within, length);
    long held = chunk == null ? 0 : chunk.held() & touched;
    long anchored = chunk == null ? 0 : chunk.anchored() & held;
    if (held == 0) {
      return runs.add(length, AllocationState.DEALLOCATED);
    }
    if (held == touched && anchored == 0) {
      return runs.add(length, AllocationState.MAPPED);
    }
    int done = 0;
    while (done < length) {
      int granule = (within + done) / GRANULE_BYTES;
      int next = Math.min(length, (granule + 1) * GRANULE_BYTES - within);
      AllocationState state =
          (held >> granule & 1) == 0
              ? AllocationState.DEALLOCATED
              : (anchored >> granule & 1) == 0 ? AllocationState.MAPPED : AllocationState.ANCHORED;
      if (!runs.add(next - done, state)) {
        return false;
      }
      done = next;
    }
    return true;
  }
}
