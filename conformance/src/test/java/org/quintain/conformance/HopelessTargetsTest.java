// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.lab.LabFabric;
import org.quintain.conformance.lab.Noise;
import org.quintain.conformance.lab.WrongTargets;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * Whatever a target does, each case ends with a verdict, in bounded time, and never with a wrong
 * PASS.
 */
class HopelessTargetsTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final ConformanceOptions OPTIONS =
      ConformanceOptions.defaults().withDataLoss(true).withTimeouts(SECOND_NS, 30 * SECOND_NS);

  /**
   * Has the facts learnt and both nexuses established, so that what follows reaches the bodies of
   * the cases.
   */
  private static final ConformanceCase FIRST =
      ConformanceCase.shall("X-00", "none", "Learns the facts", TestBench::b);

  /** One TEST UNIT READY on each of the two nexuses before a case begins. */
  private static final int COMMANDS_BEFORE_BODY = 2;

  @Test
  void aTargetThatNeverAnswersGetsNoVerdictButUnknownAndSkipped() {
    try (ConformanceSession session =
        new ConformanceSession(new LabFabric(WrongTargets.silent()), "lab:", OPTIONS)) {
      for (ConformanceCase one : Suite.all()) {
        CaseResult result = session.run(one);
        assertThat(result.verdict())
            .as(one.id() + ": " + result.reason())
            .isEqualTo(Verdict.UNKNOWN);
      }
    }
  }

  @Test
  void aTargetThatFallsSilentPassesNoCaseAndHangsNone() {
    for (ConformanceCase one : wireless()) {
      CaseResult result = run(one, new Noise(0, true));
      if (result.verdict() == Verdict.PASS) {
        assertThat(sendsNothing(one)).as(one.id() + " passed on a silent target").isTrue();
      }
      assertThat(result.reason()).doesNotContain("The suite itself failed");
      assertThat(result.durationNs()).isLessThan(200 * SECOND_NS);
    }
  }

  /** Cases that judge by what was learnt at the beginning alone. */
  private static boolean sendsNothing(ConformanceCase one) {
    return one.id().equals("OPC-13") || one.id().equals("INQ-40");
  }

  @Test
  void aTargetThatAnswersWithNoiseNeverBreaksTheSuite() {
    for (long seed = 1; seed <= 1; seed++) {
      for (ConformanceCase one : wireless()) {
        CaseResult result = run(one, new Noise(seed, false));
        assertThat(result.reason())
            .as(one.id() + " with seed " + seed)
            .doesNotContain("The suite itself failed");
      }
    }
  }

  /** The cases that reach a target without a wire. */
  private static List<ConformanceCase> wireless() {
    return Suite.all().stream().filter(HopelessTargetsTest::isWireless).toList();
  }

  private static boolean isWireless(ConformanceCase one) {
    return !one.needs().contains(Need.BYTE_STREAM)
        && !one.needs().contains(Need.FRAMES)
        && !one.needs().contains(Need.PACKETS);
  }

  private static CaseResult run(ConformanceCase one, Noise noise) {
    try (ConformanceSession session =
        new ConformanceSession(new LabFabric(noise), "lab:", OPTIONS)) {
      assertThat(session.run(FIRST).verdict()).isEqualTo(Verdict.PASS);
      noise.beginAfter(COMMANDS_BEFORE_BODY);
      return session.run(one);
    }
  }
}
