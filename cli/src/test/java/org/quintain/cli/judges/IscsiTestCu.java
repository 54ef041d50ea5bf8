// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** libiscsi's suite of tests, each run in a process of its own: state leaks within one. */
final class IscsiTestCu {
  private static final int SECONDS_EACH = 600;
  private static final Pattern LEAF = Pattern.compile("ALL\\.[^.]+\\.[^.]+");
  private static final Pattern BODY =
      Pattern.compile("Test: .*?\\.\\.\\.(.*?)Run Summary", Pattern.DOTALL);
  private static final Pattern SUMMARY = Pattern.compile("tests\\s+1\\s+1\\s+\\d+\\s+(\\d+)");
  private static final Pattern SKIPPED = Pattern.compile("\\[SKIPPED\\]\\s*(.*)");

  private IscsiTestCu() {}

  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    HUNG,
    DID_NOT_RUN
  }

  /**
   * How one test ended.
   *
   * @param exit the tool's own exit code
   * @param why what it said of the last thing that it skipped
   * @param seconds how long it took
   */
  record Verdict(
      String test, Outcome outcome, int exit, String why, double seconds, String output) {}

  /** The names of all tests. */
  static List<String> tests() throws IOException, InterruptedException {
    List<String> tests = new ArrayList<>();
    for (String line : Tool.run(120, "iscsi-test-cu", "-l").output().split("\n")) {
      if (LEAF.matcher(line.strip()).matches()) {
        tests.add(line.strip());
      }
    }
    return tests;
  }

  /** Runs {@code test} with the right to destroy all data, over two paths to one logical unit. */
  static Verdict run(String test, String url) throws IOException, InterruptedException {
    long startedNs = System.nanoTime();
    Tool.Result result =
        Tool.run(
            SECONDS_EACH,
            "iscsi-test-cu",
            "--dataloss",
            "--allow-sanitize",
            "-V",
            "--test=" + test,
            url,
            url);
    Matcher body = BODY.matcher(result.output());
    String said = body.find() ? body.group(1) : "";
    int passed = said.indexOf("passed");
    // What follows its "passed" was said while the tool looked the target over for another suite.
    String itself = said.substring(0, passed < 0 ? said.length() : passed);
    String why = "";
    Matcher skipped = SKIPPED.matcher(itself);
    while (skipped.find()) {
      why = skipped.group(1).strip();
    }
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    Outcome outcome = outcomeOf(result, said, itself);
    return new Verdict(test, outcome, result.exitCode(), why, seconds, result.output());
  }

  /**
   * The tool's summary says whether a test failed; what a test skips stands between its name and
   * its "passed".
   */
  private static Outcome outcomeOf(Tool.Result result, String said, String itself) {
    if (result.exitCode() == Tool.TIMED_OUT) {
      return Outcome.HUNG;
    }
    if (result.output().contains("\nFAILED\n")) {
      return Outcome.FAILED; // Its own memory broken, the tool may not live to print a summary.
    }
    Matcher summary = SUMMARY.matcher(result.output());
    if (said.isEmpty() || !summary.find()) {
      return Outcome.DID_NOT_RUN;
    }
    if (!summary.group(1).equals("0")) {
      return Outcome.FAILED;
    }
    return itself.contains("[SKIPPED]") ? Outcome.SKIPPED : Outcome.PASSED;
  }
}
