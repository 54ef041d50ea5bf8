// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.conformance.lab.Bend;
import org.quintain.conformance.lab.LabFabric;
import org.quintain.records.Verdict;

/** The laboratory without a bend is a right target. */
class LabRunTest {
  @Test
  void theEngineAsItIsPassesEveryCaseThatApplies() {
    ConformanceOptions options = ConformanceOptions.defaults().withDataLoss(true);
    try (ConformanceSession session =
        new ConformanceSession(new LabFabric(Bend.NONE), "lab:", options)) {
      ConformanceSummary summary =
          ConformanceRun.run(session, Suite.all(), ConformanceListener.NONE);
      assertThat(summary.results())
          .filteredOn(
              result -> result.verdict() == Verdict.FAIL || result.verdict() == Verdict.UNKNOWN)
          .map(result -> result.id() + ": " + result.reason())
          .isEmpty();
      assertThat(summary.count(Verdict.PASS)).isGreaterThan(150);
    }
  }
}
