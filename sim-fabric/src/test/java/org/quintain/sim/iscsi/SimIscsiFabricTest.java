// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.initiator.TargetControl;

class SimIscsiFabricTest {
  private static final long TIMEOUT_NS = 30_000_000_000L;

  private static Fabric open(String url, String... settings) throws FabricException {
    SortedMap<String, String> map = new TreeMap<>();
    for (int index = 0; index < settings.length; index += 2) {
      map.put(settings[index], settings[index + 1]);
    }
    FabricOptions.LogicalUnitOptions unit =
        new FabricOptions.LogicalUnitOptions(1L << 33, 512, true);
    return Fabrics.open(url, new FabricOptions(1, List.of(unit, unit), map));
  }

  private static int execute(InitiatorPort port, ExecuteCommand command, int... cdb) {
    for (int index = 0; index < cdb.length; index++) {
      command.cdb()[index] = (byte) cdb[index];
    }
    command.cdbLength(cdb.length);
    assertThat(port.execute(command, TIMEOUT_NS)).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    return command.status();
  }

  private static void clearUnitAttention(InitiatorPort port) {
    assertThat(execute(port, new ExecuteCommand(), 0, 0, 0, 0, 0, 0)).isEqualTo(2);
    assertThat(execute(port, new ExecuteCommand(), 0, 0, 0, 0, 0, 0)).isZero();
  }

  private static int write(InitiatorPort port, byte value, boolean forceUnitAccess) {
    ByteBuffer data = ByteBuffer.allocate(512);
    java.util.Arrays.fill(data.array(), value);
    ExecuteCommand command = new ExecuteCommand().dataOut(data, 512);
    return execute(port, command, 0x2A, forceUnitAccess ? 8 : 0, 0, 0, 0, 9, 0, 0, 1, 0);
  }

  private static byte read(InitiatorPort port) {
    ByteBuffer data = ByteBuffer.allocate(512);
    ExecuteCommand command = new ExecuteCommand().dataIn(data, 512);
    assertThat(execute(port, command, 0x28, 0, 0, 0, 0, 9, 0, 0, 1, 0)).isZero();
    return data.get(100);
  }

  @Test
  void aNexusReadsWhatAnotherWrote() throws FabricException {
    try (Fabric fabric = open("sim:iscsi", "iscsi.HeaderDigest", "CRC32C", "faults", "default")) {
      InitiatorPort one = fabric.connect("iqn.2026-11.org.quintain:one");
      InitiatorPort other = fabric.connect("iqn.2026-11.org.quintain:other");
      clearUnitAttention(one);
      clearUnitAttention(other);
      assertThat(write(one, (byte) 7, false)).isZero();
      assertThat(read(other)).isEqualTo((byte) 7);
      assertThat(fabric.world().nowNs()).isPositive();
    }
  }

  @Test
  void aPowerCycleEndsNexusesAndKeepsForcedWrites() throws FabricException {
    try (Fabric fabric = open("sim:iscsi")) {
      InitiatorPort before = fabric.connect("iqn.2026-11.org.quintain:one");
      clearUnitAttention(before);
      assertThat(write(before, (byte) 9, true)).isZero();
      TargetControl control = Objects.requireNonNull(fabric.control());
      control.powerCycle();
      assertThat(before.isConnected()).isFalse();
      assertThat(before.disconnectReason()).isNotEmpty();
      InitiatorPort after = fabric.connect("iqn.2026-11.org.quintain:one");
      clearUnitAttention(after);
      assertThat(read(after)).isEqualTo((byte) 9);
    }
  }

  @Test
  void aByteStreamReachesThePortal() throws FabricException {
    try (Fabric fabric = open("sim:iscsi/1");
        ByteStream stream = Objects.requireNonNull(fabric.openByteStream())) {
      ByteBuffer nonsense = ByteBuffer.allocate(48);
      nonsense.put(0, (byte) 0x1C);
      stream.send(nonsense);
      ByteBuffer answer = ByteBuffer.allocate(4096);
      int length = 0;
      while (length >= 0) {
        length = stream.receive(answer, TIMEOUT_NS);
        assertThat(length).as("the portal ends such a stream").isNotZero();
      }
      assertThat(fabric.lun()).isEqualTo(1L << 48);
    }
  }

  @Test
  void whatCannotBeIsOneSentence() {
    assertThatThrownBy(() -> open("sim:iscsi/9"))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("LUN below 2");
    assertThatThrownBy(() -> open("sim:iscsi", "colour", "blue"))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("\"colour\"");
    assertThatThrownBy(() -> open("sim:iscsi", "iscsi.Colour", "blue"))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("\"Colour\"");
    assertThatThrownBy(() -> open("sim:iscsi", "faults", "sharks"))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("none or default");
  }
}
