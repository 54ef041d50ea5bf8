// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.quintain.records.CaseResult;
import org.quintain.records.Comparison;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Job;
import org.quintain.records.Latency;
import org.quintain.records.Level;
import org.quintain.records.LoadResult;
import org.quintain.records.ReplayResult;
import org.quintain.records.RunRecord;
import org.quintain.records.RunRecordBuilder;
import org.quintain.records.SeriesPoint;
import org.quintain.records.Setup;
import org.quintain.records.Software;
import org.quintain.records.Verdict;
import org.quintain.records.published.Point;
import org.quintain.records.published.PublishedComparison;
import org.quintain.records.published.PublishedRecord;
import org.quintain.records.published.PublishedRecords;
import org.quintain.records.published.Use;

/** A run of the size that a user has: 120 cases on three fabrics, two jobs on each. */
public final class Sample {
  private static final long SEED = 20261122;

  private static final String LOOPBACK = "iscsi://127.0.0.1:3260/iqn.2026-11.org.quintain:disk0/0";

  private static final String[][] AREAS = {
    {"SAM", "SAM-5 5.3", "Status and LUN addressing, variant"},
    {"TASK", "SAM-5 7.2", "ABORT TASK while data is on its way, variant"},
    {"UA", "SAM-5 5.14", "Unit attention reported once per nexus, variant"},
    {"SNS", "SPC-5 4.4", "Sense data with field pointer, variant"},
    {"INQ", "SPC-5 6.6", "INQUIRY with a short allocation length, variant"},
    {"RL", "SPC-5 6.33", "REPORT LUNS with select report, variant"},
    {"MODE", "SPC-5 6.13", "MODE SENSE of the caching page, variant"},
    {"RW", "SBC-4 5.16", "READ(16) and WRITE(16) at the edge of capacity, variant"},
    {"RES", "RFC 7143 11.4.5", "Residual of a transfer that is too short, variant"},
    {"IL", "RFC 7143 6.3", "Login with a stage that may not be skipped, variant"},
  };

  private Sample() {}

  /** A qualify run as a user would have it. */
  public static RunRecord qualify() {
    Random random = new Random(SEED);
    RunRecordBuilder builder =
        RunRecord.builder()
            .id("20261122-154100-qualify")
            .title("qualify")
            .time("2026-11-22T15:41:00Z", 84_200_000_000L)
            .commandLine(List.of("./quintain", "qualify", "--out", "my runs"))
            .software(new Software("quintain", "0.1.0", "9f57a0d"))
            .setup(
                new Setup(
                    "Debian 17.0.15+6",
                    "Linux 6.1.0",
                    "amd64",
                    "AMD EPYC 7B13",
                    2,
                    0.42,
                    16L << 30))
            .seed(SEED)
            .note("The load generator and the target shared the two cores.");
    fabric(builder, random, "direct", "In process, no wire; RAM store", 40_000, 0);
    fabric(
        builder, random, "sim:iscsi", "Simulated TCP, 1 Gb/s; RAM store; virtual time", 90_000, 3);
    fabric(builder, random, LOOPBACK, "TCP on 127.0.0.1; served file", 310_000, 1);
    return builder
        .replay(replay())
        .comparison(Comparison.of("4 KiB random read, depth 32", "tgtd", "IOPS", 104_300, 41_000))
        .comparison(
            Comparison.of("4 KiB random read, depth 32, target CPU", "tgtd", "µs per I/O", 9.1, 24))
        .build();
  }

  /** A model of the SRP sweep that is a little too fast, held against it. */
  private static ReplayResult replay() {
    PublishedRecord record = PublishedRecords.load().record("scst-srp-2011").orElseThrow();
    Map<String, Double> measured = new TreeMap<>();
    for (Point point : record.points()) {
      if (point.use() == Use.HOLDOUT) {
        measured.put(point.key(), point.baseValue() * 1.037);
      }
    }
    return PublishedComparison.compare(record, measured, 10).toReplayResult();
  }

  private static void fabric(
      RunRecordBuilder builder,
      Random random,
      String name,
      String description,
      double medianNs,
      int failures) {
    String url = name.equals("direct") ? "direct:" : name;
    builder.fabric(new FabricUnderTest(name, url, description));
    builder.cases(cases(random, name, failures));
    builder.load(load(random, name, "randread-4k-qd32", "randread", 100, medianNs));
    builder.load(load(random, name, "randrw-8k-qd8", "randrw", 70, medianNs * 0.6));
  }

  private static List<CaseResult> cases(Random random, String fabric, int failures) {
    List<CaseResult> cases = new ArrayList<>();
    for (String[] area : AREAS) {
      for (int i = 1; i <= 12; i++) {
        Level level = i % 6 == 0 ? Level.SHOULD : i % 11 == 0 ? Level.VENDOR : Level.SHALL;
        String id = String.format("%s-%02d", area[0], i);
        CaseResult result =
            CaseResult.passed(
                fabric, id, area[2] + " " + i, area[1], level, 40_000L + random.nextInt(900_000));
        cases.add(
            result.withRepeat("./quintain conform " + id + " --on " + fabric + " --seed " + SEED));
      }
    }
    if (fabric.equals("direct")) {
      for (int i = 108; i < 120; i++) {
        cases.set(
            i,
            cases
                .get(i)
                .withVerdict(
                    Verdict.SKIPPED, "needs an iSCSI login, which this fabric does not have"));
      }
    }
    cases.set(14, cases.get(14).withRequires("two nexuses"));
    cases.set(
        62,
        cases
            .get(62)
            .withVerdict(Verdict.SKIPPED, "the target reports no thin provisioning")
            .withRequires("provisioning=thin"));
    if (failures > 0) {
      cases.set(
          87,
          cases
              .get(87)
              .withVerdict(
                  Verdict.FAIL,
                  "the sense was 5/24/00 and the clause asks for 5/21/00 with INFORMATION 4096")
              .withDetail(
                  "CDB   88 00 00 00 00 00 00 00 10 00 00 00 00 01 00 00\nsense 70 00 05 00 00 00 00 0a 00 00 00 00 24 00 00 00 00 00"));
    }
    if (failures > 1) {
      cases.set(
          100,
          cases
              .get(100)
              .withVerdict(
                  Verdict.FAIL, "the residual was 0 where 512 bytes were not transferred"));
      cases.set(77, cases.get(77).withVerdict(Verdict.FAIL, "page 08h lacks the saved values"));
      cases.set(
          20, cases.get(20).withVerdict(Verdict.UNKNOWN, "no answer within 30 s of virtual time"));
    }
    return cases;
  }

  private static LoadResult load(
      Random random, String fabric, String name, String rw, int mix, double medianNs) {
    Job job =
        new Job(
            name,
            rw,
            mix == 100 ? 4096 : 8192,
            mix == 100 ? 32 : 8,
            1,
            1L << 30,
            10_000_000_000L,
            mix,
            Map.of("ramp_time", "2s"));
    List<DirectionResult> directions = new ArrayList<>();
    double rate = job.iodepth() * 1e9 / (medianNs * 1.3);
    directions.add(direction(random, Direction.READ, job, rate * mix / 100, medianNs));
    if (mix < 100) {
      directions.add(
          direction(random, Direction.WRITE, job, rate * (100 - mix) / 100, medianNs * 1.6));
    }
    List<SeriesPoint> series = new ArrayList<>();
    for (int second = 1; second <= 10; second++) {
      double iops = rate * (0.94 + 0.1 * random.nextDouble()) * (second == 6 ? 0.8 : 1);
      series.add(new SeriesPoint(second * 1_000_000_000L, iops, iops * job.blockSizeBytes()));
    }
    return new LoadResult(
        fabric,
        job,
        10_000_000_000L,
        directions,
        series,
        fabric.startsWith("iscsi") ? 9100.0 : null);
  }

  private static DirectionResult direction(
      Random random, Direction direction, Job job, double iops, double medianNs) {
    Histogram submission = new Histogram(3);
    Histogram completion = new Histogram(3);
    Histogram total = new Histogram(3);
    for (int i = 0; i < 40_000; i++) {
      long submit = (long) (900 * Math.exp(0.3 * random.nextGaussian()));
      double tail = random.nextInt(400) == 0 ? 6 + 10 * random.nextDouble() : 1;
      long complete = (long) (medianNs * Math.exp(0.28 * random.nextGaussian()) * tail);
      submission.recordValue(submit);
      completion.recordValue(complete);
      total.recordValue(submit + complete);
    }
    long ios = (long) (iops * 10);
    return new DirectionResult(
        direction,
        ios,
        ios * job.blockSizeBytes(),
        0,
        iops,
        iops * job.blockSizeBytes(),
        Latency.of(submission),
        Latency.of(completion),
        Latency.of(total));
  }
}
