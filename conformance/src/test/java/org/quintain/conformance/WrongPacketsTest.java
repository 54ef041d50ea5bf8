// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.lab.BentPacketFabric;
import org.quintain.conformance.lab.WirePacket;
import org.quintain.conformance.lab.WrongPackets;
import org.quintain.conformance.lab.WrongWire;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.Fabrics;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * The InfiniBand cases can fail: each deliberately wrong target is caught by the case named for it,
 * which the right target passes in {@link SimulatedInfiniBandConformanceTest}.
 */
class WrongPacketsTest {
  private static final ConformanceOptions OPTIONS =
      ConformanceOptions.defaults().withDataLoss(true);

  /** A stub of a packet has nothing that a bend could take hold of. */
  private static final Set<String> UNBENT = Set.of("IBR-05/stub");

  static List<WrongWire<WirePacket>> wrongPackets() {
    return WrongPackets.all();
  }

  @ParameterizedTest
  @MethodSource("wrongPackets")
  void aNamedCaseFailsOnTheWrongTarget(WrongWire<WirePacket> wrong) throws FabricException {
    ConformanceCase one =
        Suite.all().stream()
            .filter(each -> each.id().equals(wrong.caseId()))
            .findFirst()
            .orElseThrow();
    BentPacketFabric fabric =
        new BentPacketFabric(
            Fabrics.open("sim:srp", ConformanceOptions.defaultFabric(1)), wrong.bend());
    try (ConformanceSession session = new ConformanceSession(fabric, fabric.url(), OPTIONS)) {
      CaseResult result = session.run(one);
      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void everyCaseHasAWrongTarget() {
    Set<String> caught = wrongPackets().stream().map(WrongWire::caseId).collect(Collectors.toSet());
    assertThat(Suite.all())
        .filteredOn(one -> one.needs().contains(Need.PACKETS) && !UNBENT.contains(one.id()))
        .allMatch(one -> caught.contains(one.id()));
  }
}
