// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;

/**
 * One deadline for each exchange at most, kept in a list for each kind. Within a kind all wait
 * equally long, so that the newest is the latest and setting one costs nothing; one that is set
 * again to what it was is among the first, and finds its place from there. Exchanges are known by
 * their slots, and all that is asked of a timer lies together, since every sequence moves one.
 */
final class ExchangeTimers {
  static final int NONE = -1;

  /** E_D_TOV of a sequence that is coming. */
  static final int SEQUENCE = 0;

  /** A reply that its user waits for. */
  static final int REPLY = 1;

  /** BA_ACC or BA_RJT. */
  static final int ABORT = 2;

  /** R_A_TOV of identifiers at rest. */
  static final int RECOVERY = 3;

  private static final int KINDS = 4;

  private final ExchangeTable table;
  private final int slots;
  private final int[] kinds;

  // Behind the slots stands a head for each kind, between its last and its first; a head's deadline
  // is before all others.
  private final long[] deadlinesNs;
  private final int[] earlier;
  private final int[] later;

  /** The nearest deadline; one that is not there any more while {@link #isNearestGone}. */
  private long nearestNs = DeadlineTable.NONE;

  private boolean isNearestGone;

  /** No timers of the exchanges in {@code table}. */
  ExchangeTimers(ExchangeTable table) {
    this.table = table;
    slots = table.size();
    kinds = new int[slots];
    Arrays.fill(kinds, NONE);
    deadlinesNs = new long[slots + KINDS];
    earlier = new int[slots + KINDS];
    later = new int[slots + KINDS];
    for (int head = slots; head < slots + KINDS; head++) {
      deadlinesNs[head] = Long.MIN_VALUE;
      earlier[head] = head;
      later[head] = head;
    }
  }

  /** Sets the exchange's one timer, in place of what was set before. */
  void set(Exchange exchange, int kind, long atNs) {
    clear(exchange);
    int slot = exchange.index();
    int before = lastUpTo(slots + kind, atNs);
    int after = later[before];
    kinds[slot] = kind;
    deadlinesNs[slot] = atNs;
    earlier[slot] = before;
    later[slot] = after;
    later[before] = slot;
    earlier[after] = slot;
    nearestNs = Math.min(nearestNs, atNs);
  }

  /**
   * The last of a list whose deadline is not after {@code atNs}, looked for from the nearer end.
   */
  private int lastUpTo(int head, long atNs) {
    int last = earlier[head];
    if (deadlinesNs[last] <= atNs) {
      return last;
    }
    int before = head;
    int after = later[head];
    if (atNs - deadlinesNs[after] < deadlinesNs[last] - atNs) {
      while (deadlinesNs[after] <= atNs) {
        before = after;
        after = later[after];
      }
    } else {
      before = last;
      while (deadlinesNs[before] > atNs) {
        before = earlier[before];
      }
    }
    return before;
  }

  /** Clears the exchange's timer, if one is set. */
  void clear(Exchange exchange) {
    int slot = exchange.index();
    if (kinds[slot] != NONE) {
      kinds[slot] = NONE;
      later[earlier[slot]] = later[slot];
      earlier[later[slot]] = earlier[slot];
      isNearestGone |= deadlinesNs[slot] == nearestNs;
    }
  }

  /** Clears the exchange's timer if it is of {@code kind}. */
  void clear(Exchange exchange, int kind) {
    if (kinds[exchange.index()] == kind) {
      clear(exchange);
    }
  }

  /** What the exchange's timer is for, {@link #NONE} where none is set. */
  int kindOf(Exchange exchange) {
    return kinds[exchange.index()];
  }

  /** The nearest deadline, or {@link DeadlineTable#NONE}. */
  long nearestNs() {
    if (isNearestGone) {
      isNearestGone = false;
      nearestNs = DeadlineTable.NONE;
      for (int head = slots; head < slots + KINDS; head++) {
        int first = later[head];
        nearestNs = first == head ? nearestNs : Math.min(nearestNs, deadlinesNs[first]);
      }
    }
    return nearestNs;
  }

  /** An exchange whose timer is due, the earliest of the first such kind; its timer stays set. */
  @Nullable Exchange due(long nowNs) {
    for (int head = slots; head < slots + KINDS; head++) {
      int first = later[head];
      if (first != head && deadlinesNs[first] <= nowNs) {
        return table.at(first);
      }
    }
    return null;
  }
}
