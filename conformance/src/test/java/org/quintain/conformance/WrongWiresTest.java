// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.lab.BentWireFabric;
import org.quintain.conformance.lab.WireFrame;
import org.quintain.conformance.lab.WireMessage;
import org.quintain.conformance.lab.WirePdu;
import org.quintain.conformance.lab.WrongMessages;
import org.quintain.conformance.lab.WrongPorts;
import org.quintain.conformance.lab.WrongSessions;
import org.quintain.conformance.lab.WrongWire;
import org.quintain.conformance.lab.WrongWires;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * The cases that speak a transport can fail: each deliberately wrong target is caught by the case
 * named for it.
 */
class WrongWiresTest {
  private static final ConformanceOptions OPTIONS =
      ConformanceOptions.defaults().withDataLoss(true);

  static List<WrongWire<WirePdu>> wrongWires() {
    return WrongWires.all();
  }

  @ParameterizedTest
  @MethodSource("wrongWires")
  void aNamedCaseFailsOnTheWrongTargetAndPassesOnTheRightOne(WrongWire<WirePdu> wrong)
      throws FabricException {
    CaseResult onWrong = run(BentWireFabric.ofStreams(served(), wrong.bend()), wrong);
    CaseResult onRight = run(served(), wrong);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  static List<WrongWire<WirePdu>> wrongSessions() {
    return WrongSessions.all();
  }

  /** In virtual time, since much of what is wrong here shows as silence. */
  @ParameterizedTest
  @MethodSource("wrongSessions")
  void aNamedCaseFailsOnTheWrongSessionAndPassesOnTheRightOne(WrongWire<WirePdu> wrong)
      throws FabricException {
    CaseResult onWrong = run(BentWireFabric.ofStreams(simulated("sim:iscsi"), wrong.bend()), wrong);
    CaseResult onRight = run(simulated("sim:iscsi"), wrong);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  static List<WrongWire<WireFrame>> wrongPorts() {
    return WrongPorts.all();
  }

  /** That it passes on the right one is what {@link SimulatedFibreChannelConformanceTest} shows. */
  @ParameterizedTest
  @MethodSource("wrongPorts")
  void aNamedCaseFailsOnTheWrongPort(WrongWire<WireFrame> wrong) throws FabricException {
    CaseResult onWrong = run(BentWireFabric.ofPorts(simulated("sim:fc"), wrong.bend()), wrong);

    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  static List<WrongWire<WireMessage>> wrongMessages() {
    return WrongMessages.all();
  }

  @ParameterizedTest
  @MethodSource("wrongMessages")
  void aNamedCaseFailsOnTheWrongChannelAndPassesOnTheRightOne(WrongWire<WireMessage> wrong)
      throws FabricException {
    CaseResult onWrong = run(BentWireFabric.ofMessages(simulated("sim:srp"), wrong.bend()), wrong);
    CaseResult onRight = run(simulated("sim:srp"), wrong);

    assertThat(onRight.verdict()).as(onRight.reason()).isEqualTo(Verdict.PASS);
    assertThat(onWrong.verdict()).as(onWrong.reason()).isEqualTo(Verdict.FAIL);
  }

  private static Fabric simulated(String url) throws FabricException {
    return Fabrics.open(url, ConformanceOptions.defaultFabric(1));
  }

  private static Fabric served() throws FabricException {
    return Fabrics.open("served:", new FabricOptions(1, List.of(), new TreeMap<>()));
  }

  private static CaseResult run(Fabric fabric, WrongWire<?> wrong) {
    ConformanceCase one =
        Suite.all().stream()
            .filter(each -> each.id().equals(wrong.caseId()))
            .findFirst()
            .orElseThrow();
    try (ConformanceSession session = new ConformanceSession(fabric, fabric.url(), OPTIONS)) {
      return session.run(one);
    }
  }
}
