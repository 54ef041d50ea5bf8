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
 * libiscsi's suite against disks of several shapes. Each shape has two runs: one of all that makes
 * sense for it, in which nothing may fail, and one of the tests that no conforming disk could pass,
 * each of which must. What is not run, what fails and what skips stands with its reason in
 * docs/iscsi-test-cu.md; a row there that no longer holds is stale.
 */
class IscsiTestCuTest {
  /** Shapes run beside each other, each against a server of its own; one of them sleeps mostly. */
  private static final int BESIDE_EACH_OTHER = 3;

  private static final long BYTES = 256 << 20;
  private static final String ALL = "ALL.";

  /**
   * What is served, and to which tests.
   *
   * @param prefix what the names of the tests begin with
   */
  private record Shape(Device device, String prefix) {
    static Shape of(String name, Map<String, String> attributes) {
      return new Shape(Device.of(name, BYTES, attributes), ALL);
    }

    String name() {
      return device.name();
    }
  }

  /** The one that sleeps first, so that the others go on meanwhile. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(
              Device.of("paced", BYTES, Map.of("background_mb_s", "12")), "ALL.Sanitize.Reset"),
          Shape.of("plain", Map.of("lb_per_pb_exp", "0")),
          Shape.of("large", Map.of("blocksize", "4096", "removable", "1", "o_direct", "1")),
          Shape.of("thin", Map.of("thin_provisioned", "1")),
          Shape.of(
              "removable", Map.of("removable", "1", "thin_provisioned", "1", "lb_per_pb_exp", "0")),
          Shape.of("readonly", Map.of("read_only", "1", "thin_provisioned", "1")),
          Shape.of("protected", Map.of("dif_mode", "dev_store", "dif_type", "1")),
          Shape.of(
              "protected3", Map.of("dif_mode", "dev_store", "dif_type", "3", "blocksize", "4096")));

  /**
   * A shape's runs.
   *
   * @param verdicts of the tests in which nothing may fail
   * @param apart of those that no conforming disk could pass
   * @param died the test after which the server no longer lived, and what it printed; or empty
   * @param exit how the server stopped
   */
  private record Run(
      Map<String, Verdict> verdicts,
      Map<String, Verdict> apart,
      String died,
      int exit,
      String log) {

    Set<String> with(Outcome wanted) {
      return namesOf(verdicts, wanted);
    }
  }

  private static final Map<String, Run> RUNS = new LinkedHashMap<>();
  private static List<String> tests;

  /** What makes no sense for a shape. */
  private static ExplainedTests pointless;

  /** What no conforming disk passes. */
  private static ExplainedTests faults;

  private static ExplainedTests skips;

  @BeforeAll
  static void runAllShapes() throws Exception {
    OutsideJudge.require("iscsi-test-cu");
    Path document = Checkout.root().resolve(Path.of("docs", "iscsi-test-cu.md"));
    pointless = ExplainedTests.read(document, "What is not run");
    faults = ExplainedTests.read(document, "What the tool gets wrong");
    skips = ExplainedTests.read(document, "What is skipped");
    tests = IscsiTestCu.tests();
    ExecutorService executor = Executors.newFixedThreadPool(BESIDE_EACH_OTHER);
    try {
      Map<String, Future<Run>> futures = new LinkedHashMap<>();
      for (Shape shape : SHAPES) {
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

  private static Set<String> namesOf(Map<String, Verdict> verdicts, Outcome wanted) {
    Set<String> names = new TreeSet<>();
    verdicts.forEach(
        (name, verdict) -> {
          if (verdict.outcome() == wanted) {
            names.add(name);
          }
        });
    return names;
  }

  /** The tests that are for a shape at all. */
  private static List<String> testsFor(Shape shape) {
    return tests.stream().filter(test -> test.startsWith(shape.prefix())).toList();
  }

  private static Run run(Shape shape) throws Exception {
    Set<String> wrong = faults.of(shape.name(), testsFor(shape));
    List<String> chosen = new ArrayList<>(testsFor(shape));
    chosen.removeAll(pointless.of(shape.name(), chosen));
    chosen.removeAll(wrong);
    Map<String, Verdict> verdicts = new TreeMap<>();
    Map<String, Verdict> apart = new TreeMap<>();
    try (ServedDisk disk = ServedDisk.start(List.of(shape.device()))) {
      String died = run(chosen, disk, verdicts);
      if (died.isEmpty()) {
        died = run(wrong, disk, apart);
      }
      return new Run(verdicts, apart, died, disk.stop(), disk.log());
    }
  }

  private static String run(Iterable<String> names, ServedDisk disk, Map<String, Verdict> into)
      throws IOException, InterruptedException {
    for (String test : names) {
      into.put(test, IscsiTestCu.run(test, disk.url()));
      if (!disk.isAlive()) {
        return test + ": " + disk.log();
      }
    }
    return "";
  }

  static Stream<String> shapes() {
    return SHAPES.stream().map(Shape::name);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyTestComesToItsEndAndTheServerLives(String shape) {
    Run run = RUNS.get(shape);
    assertThat(run.died()).isEmpty();
    assertThat(run.exit()).as("the server's exit after the suite: %s", run.log()).isZero();
    assertThat(tests).hasSizeGreaterThan(200);
    assertThat(run.verdicts()).isNotEmpty();
    assertThat(run.with(Outcome.HUNG)).isEmpty();
    assertThat(run.with(Outcome.DID_NOT_RUN)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void nothingFails(String shape) {
    Run run = RUNS.get(shape);
    assertThat(run.with(Outcome.FAILED)).as("failures of %s", shape).isEmpty();
    assertThat(run.verdicts().values()).allMatch(verdict -> verdict.exit() == 0);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everySkipIsExplained(String shape) {
    Run run = RUNS.get(shape);
    assertThat(run.with(Outcome.SKIPPED))
        .as("skips of %s, against those that docs/iscsi-test-cu.md explains", shape)
        .isEqualTo(skips.of(shape, run.verdicts().keySet()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatTheToolGetsWrongItStillGetsWrong(String shape) {
    Map<String, Verdict> apart = RUNS.get(shape).apart();
    assertThat(namesOf(apart, Outcome.FAILED))
        .as("failures of %s, against what docs/iscsi-test-cu.md says the tool gets wrong", shape)
        .isEqualTo(apart.keySet());
  }

  @Test
  void everyRowNamesTestsAndShapesThatExist() {
    List<String> shapes = shapes().toList();
    assertThat(pointless.idle(shapes, tests)).isEmpty();
    assertThat(faults.idle(shapes, tests)).isEmpty();
    assertThat(skips.idle(shapes, tests)).isEmpty();
  }

  @Test
  void everyTestPassesInSomeShapeUnlessTheToolIsWrongOrItIsSkippedEverywhere() {
    Set<String> left = new TreeSet<>(tests);
    RUNS.values().forEach(run -> left.removeAll(run.with(Outcome.PASSED)));
    RUNS.values().forEach(run -> left.removeAll(run.apart().keySet()));
    RUNS.values().forEach(run -> left.removeAll(run.with(Outcome.SKIPPED)));
    assertThat(left).as("tests that no shape runs").isEmpty();
  }

  /** Leaves the verdicts, why tests skipped, and what failing tests said. */
  private static void report() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> sums = new ArrayList<>();
    Map<String, Map<String, Set<String>>> reasons = new TreeMap<>();
    RUNS.forEach(
        (shape, run) -> {
          sums.add(sum(shape, run));
          for (Verdict verdict : run.verdicts().values()) {
            text.append(line(shape, verdict));
            if (verdict.outcome() == Outcome.SKIPPED) {
              reasons
                  .computeIfAbsent(verdict.why(), why -> new TreeMap<>())
                  .computeIfAbsent(verdict.test(), test -> new TreeSet<>())
                  .add(shape);
            }
          }
          run.apart()
              .values()
              .forEach(verdict -> text.append("apart ").append(line(shape, verdict)));
        });
    text.append("\n--- skipped, by what the tool said ---\n");
    reasons.forEach(
        (why, skipped) -> {
          text.append(why).append('\n');
          skipped.forEach((test, shapes) -> text.append("    " + test + " on " + shapes + "\n"));
        });
    RUNS.forEach(
        (shape, run) ->
            Stream.concat(run.verdicts().values().stream(), run.apart().values().stream())
                .filter(verdict -> verdict.outcome() != Outcome.PASSED)
                .filter(verdict -> verdict.outcome() != Outcome.SKIPPED)
                .forEach(
                    verdict ->
                        text.append(
                            "\n--- %s on %s ---%n%s"
                                .formatted(verdict.test(), shape, verdict.output()))));
    sums.forEach(sum -> System.out.println("iscsi-test-cu: " + sum));
    Path target = Files.createDirectories(Path.of("target", "judges"));
    Files.writeString(target.resolve("iscsi-test-cu.txt"), String.join("\n", sums) + "\n" + text);
  }

  private static String line(String shape, Verdict verdict) {
    return "%s %s %s %.2f s %s%n"
        .formatted(verdict.outcome(), shape, verdict.test(), verdict.seconds(), verdict.why());
  }

  private static String sum(String shape, Run run) {
    StringBuilder sum = new StringBuilder(shape).append(" run ").append(run.verdicts().size());
    for (Outcome outcome : Outcome.values()) {
      sum.append(' ').append(outcome).append(' ').append(run.with(outcome).size());
    }
    return sum.append("; apart ")
        .append(run.apart().size())
        .append(" FAILED ")
        .append(namesOf(run.apart(), Outcome.FAILED).size())
        .toString();
  }
}
