// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.iscsi.fuzz.FuzzFailure;
import org.quintain.conformance.iscsi.fuzz.FuzzReport;
import org.quintain.conformance.iscsi.fuzz.FuzzRun;
import org.quintain.conformance.iscsi.fuzz.FuzzStage;
import org.quintain.conformance.iscsi.fuzz.HealthySession;
import org.quintain.conformance.iscsi.fuzz.TextMutation;

/**
 * Connections mutated in every stage leave our target as it was, which is asked after each of them.
 * How many, from which number on and by which seed may be told by system properties.
 */
final class FuzzTest {
  private static final long SEED = Long.getLong("quintain.fuzz.seed", 1);
  private static final long FIRST = Long.getLong("quintain.fuzz.first", 0);
  private static final long COUNT = Long.getLong("quintain.fuzz.connections", 4000);
  private static final int FAILURES_SHOWN = Integer.getInteger("quintain.fuzz.failures", 1);

  @Test
  void connectionsMutatedInEveryStageLeaveTheTargetAsItWas() {
    FuzzReport report = new FuzzReport();
    List<String> failures = new ArrayList<>();
    long verified = 0;
    long number = FIRST;
    while (number < FIRST + COUNT && failures.size() < FAILURES_SHOWN) {
      FuzzedTarget target = new FuzzedTarget(SEED);
      try (HealthySession healthy = new HealthySession(target, SEED, 0)) {
        target.rest();
        FuzzRun run = new FuzzRun(target, SEED, report, healthy::work);
        while (number < FIRST + COUNT) {
          run.run(number++);
          healthy.work();
          target.checkAtRest();
        }
        verified += healthy.verifiedBlocks();
      } catch (RuntimeException failure) {
        failures.add(said(number - 1, failure));
      }
    }
    System.out.println("fuzz of seed " + SEED + ", from " + FIRST + " on:");
    report.lines().forEach(System.out::println);
    assertThat(failures).isEmpty();
    assertThat(verified).isPositive();
    if (COUNT >= 4000) {
      checkCoverage(report);
    }
  }

  private static String said(long number, RuntimeException failure) {
    StringBuilder text = new StringBuilder("after connection " + number + ": ");
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each.getMessage()).append('\n');
      if (!(each instanceof FuzzFailure)) {
        for (int line = 0; line < Math.min(12, each.getStackTrace().length); line++) {
          text.append("    at ").append(each.getStackTrace()[line]).append('\n');
        }
      }
    }
    return text.append(replay(number)).toString();
  }

  private static String replay(long number) {
    return "replay: mvn -pl conformance -am test -Dtest=FuzzTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dquintain.fuzz.seed="
        + SEED
        + " -Dquintain.fuzz.first="
        + number
        + " -Dquintain.fuzz.connections=1";
  }

  private static void checkCoverage(FuzzReport report) {
    assertThat(report.emptyCells(true)).as("stages and kinds that nothing was sent to").isEmpty();
    assertThat(report.emptyMutations()).as("mutations that were not tried").isEmpty();
    for (TextMutation mutation : TextMutation.values()) {
      assertThat(report.hits(mutation)).as("texts with %s", mutation).isPositive();
    }
    for (FuzzStage stage : FuzzStage.values()) {
      assertThat(report.missed(stage)).as("times that %s was not reached", stage).isZero();
    }
  }
}
