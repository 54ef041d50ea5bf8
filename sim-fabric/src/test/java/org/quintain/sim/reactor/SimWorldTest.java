// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.sam.Check;
import org.quintain.sam.InvariantViolation;
import org.quintain.sim.trace.Trace;

class SimWorldTest {
  private static SimWorld world(int reactors) {
    return new SimWorld(
        5, reactors, new MailboxDelay(1_000, 0.1), new Trace(), WorldLimits.generous());
  }

  @Test
  void messagesOfOneSenderKeepTheirOrder() {
    SimWorld world = world(3);
    List<Integer> fromOne = new ArrayList<>();
    List<Integer> fromTwo = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    world.reactor(1).post(nowNs -> sendNumbers(world, fromOne, all, 0));
    world.reactor(2).post(nowNs -> sendNumbers(world, fromTwo, all, 100));
    world.run(1_000_000_000);
    assertThat(fromOne).hasSize(50).isSorted();
    assertThat(fromTwo).hasSize(50).isSorted();
    assertThat(all.indexOf(100)).isLessThan(all.indexOf(49));
    assertThat(all.indexOf(0)).isLessThan(all.indexOf(149));
  }

  private static void sendNumbers(SimWorld world, List<Integer> own, List<Integer> all, int base) {
    for (int number = base; number < base + 50; number++) {
      int sent = number;
      world
          .reactor(0)
          .post(
              nowNs -> {
                own.add(sent);
                all.add(sent);
              });
    }
  }

  @Test
  void codeOnAReactorKnowsThatItIsCurrent() {
    SimWorld world = world(2);
    List<Boolean> seen = new ArrayList<>();
    world.reactor(1).post(nowNs -> seen.add(world.reactor(1).isCurrent()));
    world.reactor(1).post(nowNs -> seen.add(world.reactor(0).isCurrent()));
    world.run(1_000_000);
    assertThat(seen).containsExactly(true, false);
    assertThat(world.reactor(1).isCurrent()).isFalse();
  }

  @Test
  void timersRunAtTheirTime() {
    SimWorld world = world(1);
    List<Long> at = new ArrayList<>();
    for (int timer = 0; timer < 40; timer++) {
      world.reactor(0).callAt(1_000L * (40 - timer), at::add);
    }
    world.run(100_000);
    assertThat(at).hasSize(40).isSorted().startsWith(1_000L).endsWith(40_000L);
  }

  @Test
  void waitingCostsNoEventsAndMovesTheClock() {
    SimWorld world = world(1);
    assertThat(world.awaitUntil(() -> false, 30_000_000_000L)).isFalse();
    assertThat(world.nowNs()).isEqualTo(30_000_000_000L);
    assertThat(world.events()).isZero();
  }

  @Test
  void waitingEndsWithTheEventThatFulfilsIt() {
    SimWorld world = world(1);
    boolean[] done = {false};
    world.reactor(0).callAt(5_000, nowNs -> done[0] = true);
    world.reactor(0).callAt(9_000, nowNs -> done[0] = false);
    assertThat(world.awaitUntil(() -> done[0], 1_000_000)).isTrue();
    assertThat(world.nowNs()).isEqualTo(5_000);
  }

  @Test
  void aReactorThatIsHeldUpRunsWhatIsDueAfterwardsInOrder() {
    SimWorld world = world(1);
    List<String> seen = new ArrayList<>();
    for (int message = 0; message < 10; message++) {
      String name = "message " + message;
      world.reactor(0).post(nowNs -> seen.add(name));
    }
    world.reactor(0).holdUntil(1_000_000);
    world.run(999_999);
    assertThat(seen).isEmpty();
    world.run(10);
    assertThat(seen).hasSize(10).isSorted();
  }

  /** What is due after the hold was prolonged does not overtake what was due before. */
  @Test
  void aReactorWhoseHoldIsProlongedRunsWhatIsDueInOrder() {
    SimWorld world = world(1);
    List<Long> seen = new ArrayList<>();
    for (long dueNs : new long[] {100, 300, 1_000, 1_999, 2_001}) {
      world.reactor(0).callAt(dueNs, nowNs -> seen.add(dueNs));
    }
    world.reactor(0).holdUntil(1_000);
    world.run(200);
    world.reactor(0).holdUntil(2_000);
    world.run(1_799);
    assertThat(seen).isEmpty();
    world.run(1_000);
    assertThat(seen).containsExactly(100L, 300L, 1_000L, 1_999L, 2_001L);
  }

  @Test
  void aLoopEndsAsAFailureWithASentence() {
    SimWorld world =
        new SimWorld(1, 1, MailboxDelay.usual(), new Trace(), new WorldLimits(1_000, 1L << 60));
    repost(world);
    assertThatThrownBy(() -> world.run(1L << 50))
        .isInstanceOf(SimulationLimit.class)
        .hasMessageContaining("within 1000 events");
  }

  private static void repost(SimWorld world) {
    world.reactor(0).post(nowNs -> repost(world));
  }

  @Test
  void invariantsAreLookedAtAfterEveryEvent() {
    SimWorld world = world(1);
    int[] value = {0};
    world.addInvariant(nowNs -> Check.that(value[0] < 3, "the value stays below three"));
    for (int event = 0; event < 10; event++) {
      world.reactor(0).post(nowNs -> value[0]++);
    }
    assertThatThrownBy(() -> world.run(1_000_000_000)).isInstanceOf(InvariantViolation.class);
    assertThat(value[0]).isEqualTo(3);
  }
}
