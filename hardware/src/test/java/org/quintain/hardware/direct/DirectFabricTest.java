// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;

class DirectFabricTest {
  private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final FabricOptions NOTHING = new FabricOptions(0, List.of(), new TreeMap<>());

  private static ExecuteCommand command(Fabric fabric, int... cdb) {
    byte[] bytes = new byte[cdb.length];
    for (int index = 0; index < cdb.length; index++) {
      bytes[index] = (byte) cdb[index];
    }
    return new ExecuteCommand().cdb(bytes, bytes.length).lun(fabric.lun());
  }

  private static int run(InitiatorPort port, ExecuteCommand command) {
    assertThat(port.execute(command, TIMEOUT_NS)).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    return command.status();
  }

  @Test
  void writesByOneNexusAreReadByAnother() throws FabricException {
    try (Fabric fabric = Fabrics.open("direct:", NOTHING)) {
      InitiatorPort one = fabric.connect("iqn.2026-11.org.quintain:one");
      InitiatorPort other = fabric.connect("iqn.2026-11.org.quintain:other");
      // Both are told of the power on first.
      assertThat(run(one, command(fabric, 0, 0, 0, 0, 0, 0))).isEqualTo(2);
      assertThat(run(other, command(fabric, 0, 0, 0, 0, 0, 0))).isEqualTo(2);
      ByteBuffer out = ByteBuffer.allocate(512).put(0, new byte[] {1, 2, 3});
      ByteBuffer in = ByteBuffer.allocate(512);
      assertThat(run(one, command(fabric, 0x2A, 0, 0, 0, 0, 9, 0, 0, 1, 0).dataOut(out, 512)))
          .isZero();
      assertThat(run(other, command(fabric, 0x28, 0, 0, 0, 0, 9, 0, 0, 1, 0).dataIn(in, 512)))
          .isZero();
      assertThat(in).isEqualTo(out);
    }
  }

  @Test
  void aPowerCycleEndsEveryNexusAndIsToldToTheNext() throws FabricException {
    try (Fabric fabric = Fabrics.open("direct:", NOTHING)) {
      InitiatorPort before = fabric.connect("iqn.2026-11.org.quintain:one");
      assertThat(run(before, command(fabric, 0, 0, 0, 0, 0, 0))).isEqualTo(2);
      assertThat(run(before, command(fabric, 0, 0, 0, 0, 0, 0))).isZero();
      fabric.control().powerCycle();
      assertThat(before.isConnected()).isFalse();
      InitiatorPort after = fabric.connect("iqn.2026-11.org.quintain:one");
      assertThat(run(after, command(fabric, 0, 0, 0, 0, 0, 0))).isEqualTo(2);
      assertThat(run(after, command(fabric, 0, 0, 0, 0, 0, 0))).isZero();
    }
  }

  @Test
  void takesCommandsOfOtherThreadsWhileItsOwnerWaits() throws Exception {
    try (Fabric fabric = Fabrics.open("direct:", NOTHING)) {
      InitiatorPort port = fabric.connect("iqn.2026-11.org.quintain:one");
      ExecuteCommand command = command(fabric, 0, 0, 0, 0, 0, 0);
      Thread other = new Thread(() -> port.submit(command));
      other.start();
      assertThat(fabric.world().awaitUntil(command::isDone, TIMEOUT_NS)).isTrue();
      other.join();
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Fabrics.open("direct:x", NOTHING))
        .hasMessageStartingWith("\"direct:x\" is spelled direct: or direct:LUN, with ?protection=");
    for (String arguments : new String[] {"", "space", "space=x", "removable=2", "colour=1"}) {
      assertThatThrownBy(() -> Fabrics.open("direct:?" + arguments, NOTHING))
          .hasMessageContaining("is spelled direct: or direct:LUN, with ?protection=");
    }
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put("faults", "all");
    assertThatThrownBy(() -> Fabrics.open("direct:", new FabricOptions(0, List.of(), settings)))
        .hasMessage("direct: has no setting \"faults\"; it has none at all.");
  }
}
