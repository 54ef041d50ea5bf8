// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Small records that tests start from. */
public final class Samples {
  private Samples() {}

  /** A distribution of a thousand values from 1 to 1000 microseconds. */
  public static Latency latency() {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 1000; i++) {
      histogram.recordValue(i * 1000L);
    }
    return Latency.of(histogram);
  }

  /** A load result with one direction and a short series. */
  public static LoadResult load(String fabric) {
    DirectionResult read =
        new DirectionResult(
            Direction.READ,
            1000,
            4_096_000,
            0,
            500.0,
            2_048_000.0,
            latency(),
            latency(),
            latency());
    Job job =
        new Job(
            "randread-4k",
            "randread",
            4096,
            32,
            1,
            1L << 30,
            2_000_000_000L,
            100,
            Map.of("verify", "crc32c"));
    List<SeriesPoint> series =
        List.of(
            new SeriesPoint(1_000_000_000L, 490, 2_007_040),
            new SeriesPoint(2_000_000_000L, 510, 2_088_960));
    return new LoadResult(fabric, job, 2_000_000_000L, List.of(read), series, 11_500.0);
  }

  /** A record with everything in it. */
  public static RunRecord record(String id) {
    CaseResult passed =
        CaseResult.passed(
            "sim:iscsi", "RW-01", "READ(10) of one block", "SBC-4 5.16", Level.SHALL, 7);
    return RunRecord.builder()
        .id(id)
        .title("qualify")
        .time("2026-11-22T15:41:00Z", 12_000_000_000L)
        .commandLine(List.of("./quintain", "qualify", "--out", "runs"))
        .software(new Software("quintain", "0.1.0", "126ec23"))
        .setup(new Setup("Debian 17.0.15+6", "Linux 6.1", "amd64", "AMD EPYC", 2, 0.4, 1L << 34))
        .seed(42)
        .fabric(new FabricUnderTest("sim:iscsi", "sim:iscsi?seed=42", "simulated TCP, RAM store"))
        .load(load("sim:iscsi"))
        .cases(
            List.of(
                passed,
                new CaseResult(
                    "RW-04",
                    "READ(16) beyond the capacity",
                    "SBC-4 5.18",
                    Level.SHALL,
                    Verdict.FAIL,
                    "the sense was 5/24/00 and not 5/21/00",
                    "70 00 05 00",
                    "",
                    "./quintain conform RW-04",
                    9,
                    "sim:iscsi")))
        .comparison(Comparison.of("4 KiB random read, depth 32", "tgtd", "IOPS", 90_000, 41_000))
        .replay(
            new ReplayResult(
                "iser-libiscsi",
                "libiscsi with iSER",
                "",
                "NOT_MATCHED",
                "1 of 1 figures lie outside",
                List.of(new ReplayRow("iops iodepth=1", "read", "ops/s", 13270, 14597, 10))))
        .note("The machine was otherwise idle.")
        .build();
  }
}
