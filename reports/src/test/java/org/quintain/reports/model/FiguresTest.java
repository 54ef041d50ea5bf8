// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void spellsTimesWithThreeDigitsAndAUnitAPersonWouldUse() {
    assertThat(Figures.time(0)).isEqualTo("0 ns");
    assertThat(Figures.time(412)).isEqualTo("412 ns");
    assertThat(Figures.time(8310)).isEqualTo("8.31 µs");
    assertThat(Figures.time(999_900)).isEqualTo("1.00 ms");
    assertThat(Figures.time(2.5e9)).isEqualTo("2.50 s");
    assertThat(Figures.time(7.2e12)).isEqualTo("7200 s");
  }

  @Test
  void spellsDurations() {
    assertThat(Figures.duration(12_345_000_000L)).isEqualTo("12.3 s");
    assertThat(Figures.duration(84_200_000_000L)).isEqualTo("1 min 24 s");
    assertThat(Figures.duration(3_720_000_000_000L)).isEqualTo("1 h 2 min");
  }

  @Test
  void spellsRatesAndSizes() {
    assertThat(Figures.rate(948.4)).isEqualTo("948");
    assertThat(Figures.rate(9926)).isEqualTo("9,926");
    assertThat(Figures.rate(41_230)).isEqualTo("41.2 k");
    assertThat(Figures.rate(999_700)).isEqualTo("1.00 M");
    assertThat(Figures.rate(2.5e9)).isEqualTo("2.50 G");
    assertThat(Figures.size(512)).isEqualTo("512 B");
    assertThat(Figures.size(4096)).isEqualTo("4 KiB");
    assertThat(Figures.size(1.5 * (1 << 30))).isEqualTo("1.50 GiB");
    assertThat(Figures.bandwidth(187.4 * (1 << 20))).isEqualTo("187 MiB/s");
    assertThat(Figures.ratio(0.379)).isEqualTo("0.379×");
    assertThat(Figures.plain(2.50)).isEqualTo("2.5");
    assertThat(Figures.plain(100)).isEqualTo("100");
    assertThat(Figures.plain(0)).isEqualTo("0");
  }

  @Test
  void quotesArgumentsForAShell() {
    assertThat(ShellWords.join(List.of("./quintain", "conform", "--on", "sim:iscsi")))
        .isEqualTo("./quintain conform --on sim:iscsi");
    assertThat(ShellWords.join(List.of("a b", "it's", "", "$(rm)")))
        .isEqualTo("'a b' 'it'\\''s' '' '$(rm)'");
  }
}
