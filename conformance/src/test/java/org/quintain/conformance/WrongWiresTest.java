// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.lab.BentWireFabric;
import org.quintain.conformance.lab.WireBend;
import org.quintain.conformance.lab.WrongSessions;
import org.quintain.conformance.lab.WrongWires;
import org.quintain.conformance.lab.WrongWires.WrongWire;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/** The iSCSI cases can fail: each deliberately wrong target is caught by the case named for it. */
class WrongWiresTest {
  private static final ConformanceOptions OPTIONS =
      ConformanceOptions.defaults().withDataLoss(true);

  static List<WrongWire> wrongWires() {
    return WrongWires.all();
  }

  @ParameterizedTest
  @MethodSource("wrongWires")
  void aNamedCaseFailsOnTheWrongTargetAndPassesOnTheRightOne(WrongWire wrong)
      throws FabricException {
    CaseResult onWrong = run(wrong.caseId(), wrong.bend());
    CaseResult onRight = run(wrong.caseId(), WireBend.NONE);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  static List<WrongWire> wrongSessions() {
    return WrongSessions.all();
  }

  /** In virtual time, since much of what is wrong here shows as silence. */
  @ParameterizedTest
  @MethodSource("wrongSessions")
  void aNamedCaseFailsOnTheWrongSessionAndPassesOnTheRightOne(WrongWire wrong)
      throws FabricException {
    CaseResult onWrong = run(simulated(), wrong.caseId(), wrong.bend());
    CaseResult onRight = run(simulated(), wrong.caseId(), WireBend.NONE);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  private static Fabric simulated() throws FabricException {
    return Fabrics.open("sim:iscsi", ConformanceOptions.defaultFabric(1));
  }

  private static CaseResult run(String id, WireBend bend) throws FabricException {
    var fabric = Fabrics.open("served:", new FabricOptions(1, List.of(), new TreeMap<>()));
    return run(fabric, id, bend);
  }

  private static CaseResult run(Fabric fabric, String id, WireBend bend) {
    ConformanceCase one =
        Suite.all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    try (ConformanceSession session =
        new ConformanceSession(new BentWireFabric(fabric, bend), fabric.url(), OPTIONS)) {
      return session.run(one);
    }
  }
}
