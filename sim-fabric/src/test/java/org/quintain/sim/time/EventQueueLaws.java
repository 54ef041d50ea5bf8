// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.sim.random.RandomStream;

class EventQueueLaws {
  private record Event(long timeNs, int number) {}

  /** The oracle: a list searched from end to end. */
  private static Event least(List<Event> pending) {
    return pending.stream()
        .min(Comparator.comparingLong(Event::timeNs).thenComparingInt(Event::number))
        .orElseThrow();
  }

  @Property(seed = "1877048536", tries = 200)
  void eventsLeaveByTimeAndThenByTheOrderTheyCame(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "queue");
    EventQueue queue = new EventQueue(1);
    List<Event> pending = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    EventHandler handler = (nowNs, kind, argument) -> seen.add(argument);
    long spread = 1L + random.below(20);
    for (int number = 0; number < 300; number++) {
      if (pending.isEmpty() || random.chance(0.6)) {
        long timeNs = queue.timeNs() + random.between(0, spread);
        queue.schedule(timeNs, handler, number % 7, number);
        pending.add(new Event(timeNs, number));
      } else {
        takeAndCompare(queue, pending);
      }
    }
    while (!pending.isEmpty()) {
      takeAndCompare(queue, pending);
    }
    assertThat(queue.take()).isFalse();
    assertThat(queue.nextTimeNs()).isEqualTo(EventQueue.NONE);
  }

  private static void takeAndCompare(EventQueue queue, List<Event> pending) {
    Event expected = least(pending);
    pending.remove(expected);
    assertThat(queue.nextTimeNs()).isEqualTo(expected.timeNs());
    assertThat(queue.take()).isTrue();
    assertThat(queue.timeNs()).isEqualTo(expected.timeNs());
    assertThat(queue.argument()).isEqualTo(expected.number());
    assertThat(queue.kind()).isEqualTo(expected.number() % 7);
    assertThat(queue.size()).isEqualTo(pending.size());
  }
}
