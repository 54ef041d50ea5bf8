// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.random;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void sameSeedAndPathGiveTheSameDraws() {
    RandomStream one = new RandomStream(42, "disk/0");
    RandomStream other = new RandomStream(42, "disk").child("0");
    for (int draw = 0; draw < 100; draw++) {
      assertThat(one.nextLong()).isEqualTo(other.nextLong());
    }
  }

  @Test
  void anotherPathOrSeedGivesOtherDraws() {
    long here = new RandomStream(42, "disk/0").nextLong();
    assertThat(new RandomStream(42, "disk/1").nextLong()).isNotEqualTo(here);
    assertThat(new RandomStream(43, "disk/0").nextLong()).isNotEqualTo(here);
  }

  @Test
  void drawsAreTheSameOnEveryMachineAndJdk() {
    RandomStream random = new RandomStream(1, "golden");
    assertThat(random.nextLong()).isEqualTo(GOLDEN_FIRST);
    assertThat(random.exponentialNs(1_000_000)).isEqualTo(GOLDEN_EXPONENTIAL);
    assertThat(random.betweenMagnitudes(1, 1_000_000_000)).isEqualTo(GOLDEN_MAGNITUDE);
  }

  private static final long GOLDEN_FIRST = 4_947_456_681_298_097_883L;
  private static final long GOLDEN_EXPONENTIAL = 1_571_951;
  private static final long GOLDEN_MAGNITUDE = 733_316_703;

  @Test
  void everyNumberBelowABoundIsAboutAsLikely() {
    RandomStream random = new RandomStream(7, "below");
    int[] counts = new int[7];
    for (int draw = 0; draw < 70_000; draw++) {
      counts[random.below(7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Property(seed = "808537527")
  void boundsHold(
      @ForAll long seed,
      @ForAll long one,
      @ForAll long other,
      @ForAll @IntRange(min = 1) int bound) {
    RandomStream random = new RandomStream(seed, "bounds");
    long least = Math.min(one, other);
    long most = Math.max(one, other);
    assertThat(random.below(bound)).isBetween(0, bound - 1);
    assertThat(random.between(least, most)).isBetween(least, most);
    assertThat(random.unit()).isGreaterThanOrEqualTo(0).isLessThan(1);
  }

  @Test
  void exponentialTimesHaveTheirMean() {
    RandomStream random = new RandomStream(9, "mean");
    long sum = 0;
    for (int draw = 0; draw < 100_000; draw++) {
      sum += random.exponentialNs(1_000);
    }
    assertThat(sum / 100_000).isBetween(980L, 1_020L);
  }
}
