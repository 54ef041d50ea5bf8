// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void takesDownTheFiguresAndTheWholeHistogram() {
    Latency latency = Samples.latency();

    assertThat(latency.count()).isEqualTo(1000);
    assertThat(latency.minNs()).isEqualTo(1000);
    assertThat(latency.maxNs()).isBetween(1_000_000L, 1_001_000L);
    assertThat(latency.percentiles().get(4).percent()).isEqualTo(50.0);
    assertThat(latency.percentiles().get(4).valueNs()).isBetween(499_000L, 501_000L);
    assertThat(latency.decode().getTotalCount()).isEqualTo(1000);
  }

  @Test
  void statesZeroesForAnEmptyHistogram() {
    Latency latency = Latency.of(new Histogram(3));

    assertThat(latency.count()).isZero();
    assertThat(latency.minNs()).isZero();
    assertThat(latency.meanNs()).isZero();
    assertThat(latency.standardDeviationNs()).isZero();
    assertThat(latency.maxNs()).isZero();
  }

  @Test
  void refusesTextThatIsNoHistogram() {
    String bytes = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

    assertThatThrownBy(() -> Latency.decode("not base64!"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Latency.decode("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Latency.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
  }
}
