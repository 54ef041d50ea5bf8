// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sim.fc.link.FcLink;

/** What {@code sim:fc} is, as suites meet it. */
final class SimFcFabricTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int INITIATORS = 2;
  private static final int TARGET_PORTS = 2;

  private static SimFcFabric open() throws FabricException {
    FabricOptions.LogicalUnitOptions unit = new FabricOptions.LogicalUnitOptions(2048, 512, false);
    FabricOptions options = new FabricOptions(1, List.of(unit), new TreeMap<>());
    return (SimFcFabric) new SimFcProvider().open("sim:fc", options);
  }

  private static void read(InitiatorPort port, long lun) {
    ExecuteCommand command = new ExecuteCommand();
    for (int unitAttention = 0; unitAttention < 4; unitAttention++) {
      port.execute(command.noData().lun(lun).cdb(new byte[6], 6), SECOND_NS);
    }
    byte[] cdb = {0x28, 0, 0, 0, 0, 0, 0, 0, 8, 0};
    int length = 8 * 512;
    command.noData().lun(lun).cdb(cdb, cdb.length).dataIn(ByteBuffer.allocate(length), length);
    assertThat(port.execute(command, SECOND_NS)).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).isZero();
    assertThat(command.dataInTransferred()).isEqualTo(length);
  }

  @Test
  void twoInitiatorsReachBothTargetPortsThroughTwoSwitches() throws FabricException {
    try (SimFcFabric fabric = open()) {
      FcNetwork network = fabric.network();
      assertThat(network.switches()).hasSize(2);
      assertThat(fabric.targetPorts()).isEqualTo(TARGET_PORTS);
      for (int initiator = 0; initiator < INITIATORS; initiator++) {
        for (int target = 0; target < TARGET_PORTS; target++) {
          List<Long> before = framesSent(network);
          read(fabric.connect("initiator" + initiator, 0, target), fabric.lun());
          List<Long> after = framesSent(network);
          assertThat(moved(network, before, after))
              .as("links that initiator " + initiator + " and target port " + target + " use")
              .contains("link/initiator/" + initiator, "link/target/" + target)
              .anyMatch(name -> name.startsWith("isl/"));
        }
      }
    }
  }

  private static List<Long> framesSent(FcNetwork network) {
    List<Long> counts = new ArrayList<>();
    for (FcLink link : network.links()) {
      counts.add(Math.min(link.first().framesSent(), link.second().framesSent()));
    }
    return counts;
  }

  private static List<String> moved(FcNetwork network, List<Long> before, List<Long> after) {
    List<String> names = new ArrayList<>();
    for (int index = 0; index < before.size(); index++) {
      if (after.get(index) > before.get(index)) {
        names.add(network.links().get(index).name());
      }
    }
    return names;
  }

  @Test
  void sequencesTravelWholeWhereNobodyLooks() throws FabricException {
    try (SimFcFabric fabric = open()) {
      InitiatorPort port = fabric.connect("initiator");
      long wholeBefore = fabric.network().pool().trains().whole();
      for (int count = 0; count < 100; count++) {
        read(port, fabric.lun());
      }
      assertThat(fabric.network().pool().trains().whole() - wholeBefore).isGreaterThan(1_000);
    }
  }
}
