// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.Job;
import org.quintain.records.Latency;
import org.quintain.records.LoadResult;

class FioJsonTest {
  @Test
  void saysWhatFioSaysInItsUnits() throws Exception {
    Histogram histogram = new Histogram(3_600_000_000_000L, 3);
    histogram.recordValue(100);
    histogram.recordValueWithCount(50_000, 98);
    histogram.recordValue(900_000);
    Latency latency = Latency.of(histogram);
    DirectionResult write =
        new DirectionResult(
            Direction.WRITE, 100, 409_600, 0, 50.0, 204_800.0, latency, latency, latency);
    Job job =
        new Job("w", "randwrite", 4096, 4, 1, 1 << 20, 2_000_000_000L, 0, Map.of("fsync", "8"));
    LoadResult result = new LoadResult("f", job, 2_000_000_000L, List.of(write), List.of(), null);
    JsonNode root =
        new ObjectMapper().readTree(FioJson.write("q", 1_700_000_000_123L, List.of(result)));
    JsonNode first = root.at("/jobs/0");
    assertThat(root.at("/timestamp").asLong()).isEqualTo(1_700_000_000L);
    assertThat(first.at("/jobname").asText()).isEqualTo("w");
    assertThat(first.at("/job options/fsync").asText()).isEqualTo("8");
    assertThat(first.at("/read/total_ios").asLong()).isZero();
    assertThat(first.at("/write/total_ios").asLong()).isEqualTo(100);
    assertThat(first.at("/write/bw").asLong()).isEqualTo(200);
    assertThat(first.at("/write/bw_bytes").asLong()).isEqualTo(204_800);
    assertThat(first.at("/write/runtime").asLong()).isEqualTo(2000);
    assertThat(first.at("/write/clat_ns/percentile").get("50.000000").asLong())
        .isBetween(49_900L, 50_100L);
    JsonNode bins = first.at("/write/clat_ns/bins");
    long total = 0;
    for (JsonNode count : bins) {
      total += count.asLong();
    }
    assertThat(total).isEqualTo(100);
    assertThat(bins.get("100").asLong()).isEqualTo(1);
  }

  @Test
  void binsAreThoseOfFio() {
    // fio stat.c plat_val_to_idx and plat_idx_to_val with FIO_IO_U_PLAT_BITS 6.
    assertThat(FioBins.binOf(0)).isZero();
    assertThat(FioBins.binOf(127)).isEqualTo(127);
    assertThat(FioBins.binOf(128)).isEqualTo(129);
    assertThat(FioBins.binOf(1_000)).isEqualTo(1_004);
    assertThat(FioBins.binOf(50_000)).isEqualTo(97 * 512 + 256);
  }
}
