// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
  @Property(seed = "2354099585")
  void everyValueFallsIntoTheBucketThatEndsSoonestBehindIt(
      @ForAll @LongRange(min = 0) long valueNs) {
    int bucket = LatencyHistogram.bucketOf(valueNs);
    assertThat(valueNs).isLessThanOrEqualTo(LatencyHistogram.highestNs(bucket));
    if (bucket > 0) {
      assertThat(valueNs).isGreaterThan(LatencyHistogram.highestNs(bucket - 1));
    }
  }

  @Test
  void bucketsAreSixPercentWideUpToAnHour() {
    for (int bucket = 17; bucket < LatencyHistogram.BUCKETS - 1; bucket++) {
      double below = LatencyHistogram.highestNs(bucket - 1) + 1;
      assertThat(LatencyHistogram.highestNs(bucket) / below).isLessThan(1.0626);
    }
    assertThat(LatencyHistogram.highestNs(LatencyHistogram.BUCKETS - 2))
        .isGreaterThan(3_600_000_000_000L);
  }

  @Property(seed = "2655117616")
  void aQuantileIsAValueThatWasCountedToSixPercent(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 4_000_000_000_000L) Long> values,
      @ForAll("shares") double share) {
    LatencyHistogram histogram = new LatencyHistogram();
    values.forEach(histogram::record);
    List<Long> sorted = values.stream().sorted().toList();
    long exact = sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    assertThat(histogram.quantileNs(share)).isBetween(exact, (long) (exact * 1.0626 + 1));
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<Double> shares() {
    return net.jqwik.api.Arbitraries.of(0.0, 0.5, 0.99, 0.999, 1.0);
  }

  @Test
  void histogramsAddUp() {
    LatencyHistogram first = new LatencyHistogram();
    LatencyHistogram second = new LatencyHistogram();
    first.record(100);
    second.record(100);
    second.record(5_000);
    first.add(second);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.sumNs()).isEqualTo(5_200);
    assertThat(first.count(LatencyHistogram.bucketOf(100))).isEqualTo(2);
    assertThat(first.countUpTo(1_000)).isEqualTo(2);
    assertThat(first.countUpTo(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void anEmptyHistogramHasNoLatencyAndATimeThatRanBackwardsIsNone() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.quantileNs(0.5)).isZero();
    histogram.record(-1);
    assertThat(histogram.count(0)).isEqualTo(1);
  }
}
