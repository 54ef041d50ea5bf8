// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;

/**
 * One deadline for each exchange at most, kept in a list for each kind. Within a kind all wait
 * equally long, so that the newest is the latest and setting one costs nothing; where a time-out
 * was changed meanwhile, it finds its place from behind.
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

  private final @Nullable Exchange[] first = new @Nullable Exchange[KINDS];
  private final @Nullable Exchange[] last = new @Nullable Exchange[KINDS];

  /** Sets the exchange's one timer, in place of what was set before. */
  void set(Exchange exchange, int kind, long atNs) {
    clear(exchange);
    exchange.timer = kind;
    exchange.deadlineNs = atNs;
    Exchange before = last[kind];
    while (before != null && before.deadlineNs > atNs) {
      before = before.earlier;
    }
    Exchange after = before == null ? first[kind] : before.later;
    exchange.earlier = before;
    exchange.later = after;
    if (before == null) {
      first[kind] = exchange;
    } else {
      before.later = exchange;
    }
    if (after == null) {
      last[kind] = exchange;
    } else {
      after.earlier = exchange;
    }
  }

  /** Clears the exchange's timer, if one is set. */
  void clear(Exchange exchange) {
    int kind = exchange.timer;
    if (kind == NONE) {
      return;
    }
    Exchange before = exchange.earlier;
    Exchange after = exchange.later;
    if (before == null) {
      first[kind] = after;
    } else {
      before.later = after;
    }
    if (after == null) {
      last[kind] = before;
    } else {
      after.earlier = before;
    }
    exchange.earlier = null;
    exchange.later = null;
    exchange.timer = NONE;
  }

  /** Clears the exchange's timer if it is of {@code kind}. */
  void clear(Exchange exchange, int kind) {
    if (exchange.timer == kind) {
      clear(exchange);
    }
  }

  /** The nearest deadline, or {@link DeadlineTable#NONE}. */
  long nearestNs() {
    long nearest = DeadlineTable.NONE;
    for (Exchange exchange : first) {
      if (exchange != null) {
        nearest = Math.min(nearest, exchange.deadlineNs);
      }
    }
    return nearest;
  }

  /** An exchange whose timer is due, the earliest of the first such kind; its timer stays set. */
  @Nullable Exchange due(long nowNs) {
    for (Exchange exchange : first) {
      if (exchange != null && exchange.deadlineNs <= nowNs) {
        return exchange;
      }
    }
    return null;
  }
}
