// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.OutgoingMessage;

/**
 * The runs that one adapter has under way in one piece, by numbers that events can carry. What was
 * forgotten is not found by its number, however often the number is used again.
 */
final class RunSlots {
  private static final int SLOT_BITS = 20;
  private static final int EPOCH_BITS = 20;

  private @Nullable OutgoingMessage[] runs = new @Nullable OutgoingMessage[16];
  private int[] free = new int[16];
  private int freeCount;
  private int used;
  private int epoch;

  RunSlots() {}

  /** Keeps {@code run} and answers a ticket for it, of 40 bits. */
  long put(OutgoingMessage run) {
    int slot;
    if (freeCount > 0) {
      slot = free[--freeCount];
    } else {
      slot = used++;
      if (slot == runs.length) {
        runs = Arrays.copyOf(runs, 2 * slot);
        free = Arrays.copyOf(free, 2 * slot);
      }
    }
    Check.that(slot < 1 << SLOT_BITS, "runs under way stay below 2^20", slot);
    runs[slot] = run;
    return (long) epoch << SLOT_BITS | slot;
  }

  /** The run of a ticket, or null when it was forgotten. */
  @Nullable OutgoingMessage get(long ticket) {
    return ticket >>> SLOT_BITS == epoch ? runs[slot(ticket)] : null;
  }

  /** Gives the run of a ticket out of hand, or null when it was forgotten. */
  @Nullable OutgoingMessage remove(long ticket) {
    OutgoingMessage run = get(ticket);
    if (run != null) {
      release(slot(ticket));
    }
    return run;
  }

  private static int slot(long ticket) {
    return (int) ticket & (1 << SLOT_BITS) - 1;
  }

  private void release(int slot) {
    runs[slot] = null;
    free[freeCount++] = slot;
  }

  /** Forgets all runs; all tickets are void. */
  void forgetAll() {
    for (int slot = 0; slot < used; slot++) {
      runs[slot] = null;
    }
    used = 0;
    freeCount = 0;
    epoch = (epoch + 1) & (1 << EPOCH_BITS) - 1;
  }

  /** Gives any run that is under way out of hand; null when there is none. */
  @Nullable OutgoingMessage takeAny() {
    for (int slot = 0; slot < used; slot++) {
      OutgoingMessage run = runs[slot];
      if (run != null) {
        release(slot);
        return run;
      }
    }
    return null;
  }

  /** How many runs are under way. */
  int count() {
    return used - freeCount;
  }
}
