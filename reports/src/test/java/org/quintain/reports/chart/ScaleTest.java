// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static List<String> labels(Scale scale) {
    return scale.ticks().stream().map(Tick::label).toList();
  }

  @Test
  void linearScaleEndsAtARoundNumberAboveTheLargest() {
    Scale scale = Scale.fromZero(870, v -> Long.toString((long) v));

    assertThat(labels(scale)).containsExactly("0", "200", "400", "600", "800", "1000");
    assertThat(scale.at(500)).isEqualTo(0.5);
  }

  @Test
  void linearScaleOfNothingStillHasTwoEnds() {
    Scale scale = Scale.fromZero(0, v -> Double.toString(v));

    assertThat(scale.to()).isEqualTo(1);
    assertThat(scale.ticks().size()).isGreaterThan(1);
  }

  @Test
  void logarithmicScaleIsWidenedToOneTwoOrFive() {
    Scale scale = Scale.logarithmic(34, 870, v -> Long.toString(Math.round(v)));

    assertThat(labels(scale)).containsExactly("20", "50", "100", "200", "500", "1000");
    assertThat(scale.at(20)).isZero();
    assertThat(scale.at(1000)).isEqualTo(1, within(1e-9));
  }

  @Test
  void logarithmicScaleNamesOnlyPowersOfTenWhereManyDecadesCrowd() {
    Scale scale = Scale.logarithmic(10, 1e6, v -> Long.toString(Math.round(v)));

    assertThat(labels(scale).stream().filter(l -> !l.isEmpty()))
        .containsExactly("10", "100", "1000", "10000", "100000", "1000000");
  }

  @Test
  void logarithmicScaleOfASingleValueStillHasWidth() {
    Scale scale = Scale.logarithmic(5, 5, Double::toString);

    assertThat(scale.to()).isGreaterThan(scale.from());
    assertThat(scale.at(5)).isBetween(0.0, 1.0);
  }

  @Test
  void ninesGiveEachFurtherNineTheSameRoom() {
    Scale scale = Scale.nines(100_000);

    assertThat(labels(scale)).containsExactly("0 %", "50", "90", "99", "99.9", "99.99", "99.999");
    assertThat(scale.at(90)).isEqualTo(0.2, within(1e-9));
    assertThat(scale.at(99)).isEqualTo(0.4, within(1e-9));
    assertThat(scale.at(99.9)).isEqualTo(0.6, within(1e-9));
    assertThat(scale.at(100)).isEqualTo(1);
  }

  @Property(seed = "1232086622")
  void everyValueHasAPlaceOnEveryScale(
      @ForAll @DoubleRange(min = 0.01, max = 1e12) double a,
      @ForAll @DoubleRange(min = 0.01, max = 1e12) double b) {
    Scale linear = Scale.fromZero(Math.max(a, b), Double::toString);
    Scale logarithmic = Scale.logarithmic(Math.min(a, b), Math.max(a, b), Double::toString);

    for (Scale scale : List.of(linear, logarithmic)) {
      assertThat(scale.at(a)).isBetween(0.0, 1.0);
      assertThat(scale.to()).isGreaterThanOrEqualTo(Math.max(a, b) * (1 - 1e-9));
      assertThat(scale.ticks()).isSortedAccordingTo((x, y) -> Double.compare(x.at(), y.at()));
      assertThat(scale.ticks().size()).isBetween(2, 60);
    }
    boolean inOrder = logarithmic.at(Math.min(a, b)) <= logarithmic.at(Math.max(a, b));
    assertThat(inOrder).isTrue();
  }
}
