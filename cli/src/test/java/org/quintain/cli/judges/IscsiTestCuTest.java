// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.cli.judges.IscsiTestCu.Outcome;
import org.quintain.cli.judges.IscsiTestCu.Verdict;
import org.quintain.cli.judges.ServedDisk.Device;
import org.quintain.cli.support.Checkout;
import org.quintain.cli.support.OutsideJudge;

/**
 * libiscsi's suite against disks of several shapes. What it fails or skips is either mended or
 * stands with its reason in docs/iscsi-test-cu.md; a row there that no longer holds is stale.
 */
class IscsiTestCuTest {
  /** Shapes run beside each other, each against a server of its own. */
  private static final int BESIDE_EACH_OTHER = 2;

  private static final long BYTES = 256 << 20;

  private static final List<Device> SHAPES =
      List.of(
          Device.of("plain", BYTES, Map.of()),
          Device.of("large", BYTES, Map.of("blocksize", "4096")),
          Device.of("thin", BYTES, Map.of("thin_provisioned", "1")),
          Device.of("removable", BYTES, Map.of("removable", "1")),
          Device.of("readonly", BYTES, Map.of("read_only", "1")),
          Device.of("protected", BYTES, Map.of("dif_mode", "dev_store", "dif_type", "1")));

  /**
   * A shape's run.
   *
   * @param died the test after which the server no longer lived, and what it printed; or empty
   * @param exit how the server stopped
   */
  private record Run(Map<String, Verdict> verdicts, String died, int exit, String log) {
    Set<String> with(Outcome wanted) {
      Set<String> names = new TreeSet<>();
      verdicts.forEach(
          (name, verdict) -> {
            if (verdict.outcome() == wanted) {
              names.add(name);
            }
          });
      return names;
    }
  }

  private static final Map<String, Run> RUNS = new LinkedHashMap<>();
  private static List<String> tests;
  private static ExplainedTests failures;
  private static ExplainedTests skips;

  /** What a machine fails or passes by its speed. */
  private static ExplainedTests either;

  @BeforeAll
  static void runAllShapes() throws Exception {
    OutsideJudge.require("iscsi-test-cu");
    Path document = Checkout.root().resolve(Path.of("docs", "iscsi-test-cu.md"));
    failures = ExplainedTests.read(document, "Failures that are the tool's");
    skips = ExplainedTests.read(document, "What is skipped");
    either = ExplainedTests.read(document, "Failures that depend on the machine's speed");
    tests = IscsiTestCu.tests();
    ExecutorService executor = Executors.newFixedThreadPool(BESIDE_EACH_OTHER);
    try {
      Map<String, Future<Run>> futures = new LinkedHashMap<>();
      for (Device shape : SHAPES) {
        futures.put(shape.name(), executor.submit(() -> run(shape)));
      }
      for (Map.Entry<String, Future<Run>> future : futures.entrySet()) {
        RUNS.put(future.getKey(), future.getValue().get());
      }
    } finally {
      executor.shutdownNow();
    }
    report();
  }

  private static Run run(Device shape) throws Exception {
    Map<String, Verdict> verdicts = new TreeMap<>();
    String died = "";
    try (ServedDisk disk = ServedDisk.start(List.of(shape))) {
      for (String test : tests) {
        verdicts.put(test, IscsiTestCu.run(test, disk.url()));
        if (!disk.isAlive()) {
          died = test + ": " + disk.log();
          break;
        }
      }
      return new Run(verdicts, died, disk.stop(), disk.log());
    }
  }

  static Stream<String> shapes() {
    return SHAPES.stream().map(Device::name);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyTestComesToItsEndAndTheServerLives(String shape) {
    Run run = RUNS.get(shape);
    assertThat(run.died()).isEmpty();
    assertThat(run.exit()).as("the server's exit after the suite: %s", run.log()).isZero();
    assertThat(run.verdicts()).hasSizeGreaterThan(200).hasSameSizeAs(tests);
    assertThat(run.with(Outcome.HUNG)).isEmpty();
    assertThat(run.with(Outcome.DID_NOT_RUN)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyFailureIsExplained(String shape) {
    Set<String> failed = RUNS.get(shape).with(Outcome.FAILED);
    failed.removeAll(either.of(shape, tests));
    assertThat(failed)
        .as("failures of %s, against those that docs/iscsi-test-cu.md explains", shape)
        .isEqualTo(failures.of(shape, tests));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everySkipIsExplained(String shape) {
    assertThat(RUNS.get(shape).with(Outcome.SKIPPED))
        .as("skips of %s, against those that docs/iscsi-test-cu.md explains", shape)
        .isEqualTo(skips.of(shape, tests));
  }

  @Test
  void everyRowNamesTestsAndShapesThatExist() {
    List<String> shapes = shapes().toList();
    assertThat(failures.idle(shapes, tests)).isEmpty();
    assertThat(skips.idle(shapes, tests)).isEmpty();
    assertThat(either.idle(shapes, tests)).isEmpty();
  }

  /** Leaves the verdicts, why tests skipped, and what failing tests said. */
  private static void report() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> sums = new ArrayList<>();
    Map<String, Map<String, Set<String>>> reasons = new TreeMap<>();
    RUNS.forEach(
        (shape, run) -> {
          StringBuilder sum = new StringBuilder(shape);
          for (Outcome outcome : Outcome.values()) {
            sum.append(' ').append(outcome).append(' ').append(run.with(outcome).size());
          }
          sums.add(sum.toString());
          for (Verdict verdict : run.verdicts().values()) {
            text.append(verdict.outcome()).append(' ').append(shape).append(' ');
            text.append(verdict.test()).append(" %.2f s ".formatted(verdict.seconds()));
            text.append(verdict.why()).append('\n');
            if (verdict.outcome() == Outcome.SKIPPED) {
              reasons
                  .computeIfAbsent(verdict.why(), why -> new TreeMap<>())
                  .computeIfAbsent(verdict.test(), test -> new TreeSet<>())
                  .add(shape);
            }
          }
        });
    text.append("\n--- skipped, by what the tool said ---\n");
    reasons.forEach(
        (why, skipped) -> {
          text.append(why).append('\n');
          skipped.forEach((test, shapes) -> text.append("    " + test + " on " + shapes + "\n"));
        });
    RUNS.forEach(
        (shape, run) -> {
          for (Verdict verdict : run.verdicts().values()) {
            if (verdict.outcome() != Outcome.PASSED && verdict.outcome() != Outcome.SKIPPED) {
              text.append(
                  "\n--- %s on %s ---%n%s".formatted(verdict.test(), shape, verdict.output()));
            }
          }
        });
    sums.forEach(sum -> System.out.println("iscsi-test-cu: " + sum));
    Path target = Files.createDirectories(Path.of("target", "judges"));
    Files.writeString(target.resolve("iscsi-test-cu.txt"), String.join("\n", sums) + "\n" + text);
  }
}
