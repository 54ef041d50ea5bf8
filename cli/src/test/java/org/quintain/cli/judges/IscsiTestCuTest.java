// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.quintain.cli.support.OutsideJudge;

/**
 * libiscsi's suite, one process for each test (state leaks between tests of one process). What it
 * fails is either mended or stands with its clause in docs/iscsi-test-cu.md; a row there that no
 * longer fails is stale.
 */
class IscsiTestCuTest {
  private static final int SECONDS_EACH = 60;
  private static final Pattern EXPLAINED = Pattern.compile("\\| `([A-Za-z0-9_.-]+)` \\|.*");
  private static final Pattern LEAF = Pattern.compile("ALL\\.[^.]+\\.[^.]+");

  private static final Pattern BODY =
      Pattern.compile("Test: .*?\\.\\.\\.(.*?)Run Summary", Pattern.DOTALL);
  private static final Pattern SUMMARY = Pattern.compile("tests\\s+1\\s+1\\s+\\d+\\s+(\\d+)");

  private enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    HUNG,
    DID_NOT_RUN
  }

  @Test
  void runsToItsEndAndEveryFailureIsExplained() throws Exception {
    OutsideJudge.require("iscsi-test-cu");
    Map<String, Outcome> outcomes = new TreeMap<>();
    Map<String, String> outputs = new TreeMap<>();
    try (ServedDisk disk = ServedDisk.start(256 << 20, 512)) {
      for (String test : tests()) {
        Tool.Result result =
            Tool.run(
                SECONDS_EACH,
                "iscsi-test-cu",
                "--dataloss",
                "-V",
                "--test=" + test,
                disk.url(),
                disk.url());
        outcomes.put(test, outcomeOf(result));
        outputs.put(test, result.output());
        assertThat(disk.isAlive()).as("the server after %s: %s", test, disk.log()).isTrue();
      }
      assertThat(disk.stop()).as("the server's exit after the suite").isZero();
    }
    report(outcomes, outputs);
    assertThat(outcomes).hasSizeGreaterThan(200).doesNotContainValue(Outcome.DID_NOT_RUN);
    assertThat(withOutcome(outcomes, Outcome.HUNG)).isEmpty();
    assertThat(withOutcome(outcomes, Outcome.FAILED))
        .as("failures, against those that docs/iscsi-test-cu.md explains")
        .isEqualTo(explained());
  }

  private static List<String> tests() throws Exception {
    List<String> tests = new ArrayList<>();
    for (String line : Tool.run(10, "iscsi-test-cu", "-l").output().split("\n")) {
      if (LEAF.matcher(line.strip()).matches()) {
        tests.add(line.strip());
      }
    }
    return tests;
  }

  /**
   * The tool's summary says whether a test failed; what a test skips stands between its name and
   * its "passed".
   */
  private static Outcome outcomeOf(Tool.Result result) {
    if (result.exitCode() == Tool.TIMED_OUT) {
      return Outcome.HUNG;
    }
    if (result.output().contains("\nFAILED\n")) {
      return Outcome.FAILED; // Its own memory broken, the tool may not live to print a summary.
    }
    Matcher body = BODY.matcher(result.output());
    Matcher summary = SUMMARY.matcher(result.output());
    if (!body.find() || !summary.find()) {
      return Outcome.DID_NOT_RUN;
    }
    if (!summary.group(1).equals("0")) {
      return Outcome.FAILED;
    }
    String said = body.group(1);
    int passed = said.indexOf("passed");
    return said.substring(0, passed < 0 ? said.length() : passed).contains("[SKIPPED]")
        ? Outcome.SKIPPED
        : Outcome.PASSED;
  }

  private static List<String> withOutcome(Map<String, Outcome> outcomes, Outcome wanted) {
    List<String> names = new ArrayList<>();
    outcomes.forEach(
        (name, outcome) -> {
          if (outcome == wanted) {
            names.add(name);
          }
        });
    return names;
  }

  /** The tests that the document explains, sorted. */
  private static List<String> explained() throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "iscsi-test-cu.md"))) {
      Matcher matcher = EXPLAINED.matcher(line);
      if (matcher.matches()) {
        names.add(matcher.group(1));
      }
    }
    names.sort(null);
    return names;
  }

  /** Leaves the verdicts, and what failing tests said, beside the build's other reports. */
  private static void report(Map<String, Outcome> outcomes, Map<String, String> outputs)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      text.append(outcome).append(' ').append(withOutcome(outcomes, outcome).size()).append('\n');
    }
    System.out.print("iscsi-test-cu: " + text.toString().replace('\n', ' ') + "\n");
    outcomes.forEach((name, outcome) -> text.append(outcome).append(' ').append(name).append('\n'));
    outcomes.forEach(
        (name, outcome) -> {
          if (outcome != Outcome.PASSED && outcome != Outcome.SKIPPED) {
            text.append("\n--- ").append(name).append(" ---\n").append(outputs.get(name));
          }
        });
    Path target = Files.createDirectories(Path.of("target", "judges"));
    Files.writeString(target.resolve("iscsi-test-cu.txt"), text);
  }
}
