// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.time.DeadlineTable;

/** Timers of exchanges against a list that is looked through whole. */
final class ExchangeTimersLaws {
  private static final int SLOTS = 16;
  private static final int KINDS = 4;
  private static final int STEPS = 400;
  private static final int LATEST_NS = 40;

  @Property(tries = 50, seed = "11")
  void nearestAndDueAreThoseOfAWholeSearch(@ForAll long seed) {
    Random random = new Random(seed);
    ExchangeTable table = new ExchangeTable(SLOTS, ExchangeManager.nobody());
    ExchangeTimers timers = new ExchangeTimers(table);
    int[] kinds = new int[SLOTS];
    long[] deadlinesNs = new long[SLOTS];
    Arrays.fill(kinds, ExchangeTimers.NONE);
    for (int step = 0; step < STEPS; step++) {
      int slot = random.nextInt(SLOTS);
      int kind = random.nextInt(KINDS);
      Exchange exchange = table.at(slot);
      switch (random.nextInt(4)) {
        case 0 -> {
          timers.clear(exchange);
          kinds[slot] = ExchangeTimers.NONE;
        }
        case 1 -> {
          timers.clear(exchange, kind);
          kinds[slot] = kinds[slot] == kind ? ExchangeTimers.NONE : kinds[slot];
        }
        default -> {
          deadlinesNs[slot] = random.nextInt(LATEST_NS);
          timers.set(exchange, kind, deadlinesNs[slot]);
          kinds[slot] = kind;
        }
      }
      assertThat(timers.kindOf(exchange)).isEqualTo(kinds[slot]);
      assertThat(timers.nearestNs()).isEqualTo(nearestNs(kinds, deadlinesNs));
      checkDue(timers, random.nextInt(LATEST_NS), kinds, deadlinesNs);
    }
  }

  private static long nearestNs(int[] kinds, long[] deadlinesNs) {
    long nearest = DeadlineTable.NONE;
    for (int slot = 0; slot < SLOTS; slot++) {
      nearest = kinds[slot] == ExchangeTimers.NONE ? nearest : Math.min(nearest, deadlinesNs[slot]);
    }
    return nearest;
  }

  /** The earliest of the first kind of which one is due. */
  private static void checkDue(ExchangeTimers timers, long nowNs, int[] kinds, long[] deadlinesNs) {
    Exchange due = timers.due(nowNs);
    for (int kind = 0; kind < KINDS; kind++) {
      long earliest = DeadlineTable.NONE;
      for (int slot = 0; slot < SLOTS; slot++) {
        earliest = kinds[slot] == kind ? Math.min(earliest, deadlinesNs[slot]) : earliest;
      }
      if (earliest <= nowNs) {
        assertThat(due).isNotNull();
        assertThat(kinds[due.index()]).isEqualTo(kind);
        assertThat(deadlinesNs[due.index()]).isEqualTo(earliest);
        return;
      }
    }
    assertThat(due).isNull();
  }
}
