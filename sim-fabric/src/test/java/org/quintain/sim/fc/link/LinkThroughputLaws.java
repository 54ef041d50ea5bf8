// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What credits, distance and frame time give, held against the formula. */
final class LinkThroughputLaws {
  private static double measured(LinkProfile profile, int payloadBytes) {
    return LinkSaturation.bytesPerSecond(profile, payloadBytes);
  }

  @Property(seed = "2482826345", tries = 40)
  void throughputFollowsTheFormulaWithinTwoPercent(
      @ForAll LineRate rate,
      @ForAll @IntRange(min = 1, max = 100) int kilometres,
      @ForAll @IntRange(min = 8, max = 300) int credit,
      @ForAll @IntRange(min = 16, max = 528) int payloadWords) {
    LinkProfile profile = LinkProfile.of(rate, 1_000 * kilometres, credit);
    int payload = 4 * payloadWords;
    assertThat(measured(profile, payload))
        .isCloseTo(profile.throughput(credit, payload, 0), Percentage.withPercentage(2));
  }

  @Test
  void reachesTheUsualFiguresOnAShortFibre() {
    assertThat(measured(LinkProfile.of(LineRate.FC_4, 10, 16), 2048) / 1e6)
        .isCloseTo(413, Percentage.withPercentage(0.5));
    assertThat(measured(LinkProfile.of(LineRate.FC_16, 10, 16), 2048) / 1e6)
        .isCloseTo(1652, Percentage.withPercentage(0.5));
    assertThat(measured(LinkProfile.of(LineRate.FC_64, 10, 16), 2048) / 1e6)
        .isCloseTo(6606, Percentage.withPercentage(0.5));
  }

  @Test
  void twoCreditsForEachKilometreKeepFourGigabitsBusy() {
    LinkProfile enough = LinkProfile.of(LineRate.FC_4, 50_000, 98);
    LinkProfile tooFew = LinkProfile.of(LineRate.FC_4, 50_000, 49);
    assertThat(measured(enough, 2112)).isGreaterThan(0.97 * enough.throughput(1000, 2112, 0));
    assertThat(measured(tooFew, 2112)).isLessThan(0.52 * enough.throughput(1000, 2112, 0));
  }
}
