// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.lab.Bend;
import org.quintain.conformance.lab.LabFabric;
import org.quintain.conformance.lab.WrongTargets;
import org.quintain.conformance.lab.WrongTargets.WrongTarget;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/** The suite can fail: each deliberately wrong target is caught by the case named for it. */
class WrongTargetsTest {
  private static final ConformanceOptions OPTIONS =
      ConformanceOptions.defaults().withDataLoss(true);

  static List<WrongTarget> wrongTargets() {
    return WrongTargets.all();
  }

  @ParameterizedTest
  @MethodSource("wrongTargets")
  void aNamedCaseFailsOnTheWrongTargetAndPassesOnTheRightOne(WrongTarget wrong) {
    CaseResult onWrong = run(wrong, wrong.bend());
    CaseResult onRight = run(wrong, Bend.NONE);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
    assertThat(onWrong.reason()).isNotEmpty();
  }

  private static CaseResult run(WrongTarget wrong, Bend bend) {
    ConformanceCase one =
        Suite.all().stream()
            .filter(each -> each.id().equals(wrong.caseId()))
            .findFirst()
            .orElseThrow();
    LabFabric fabric = new LabFabric(bend, wrong.protectionType());
    try (ConformanceSession session = new ConformanceSession(fabric, "lab:", OPTIONS)) {
      return session.run(one);
    }
  }
}
