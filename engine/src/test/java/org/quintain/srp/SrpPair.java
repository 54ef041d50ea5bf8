// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.srp.initiator.SrpDestination;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetPort;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.target.TargetDevice;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;
import org.quintain.wire.RdmaPort;

/** A target port of SRP with a disk behind, and initiators to it: the whole stack on one thread. */
final class SrpPair {
  static final int BLOCK_BYTES = 512;
  static final long BLOCKS = 8192;
  static final long SECOND_NS = 1_000_000_000L;
  static final long TIMEOUT_NS = 3000 * SECOND_NS;
  static final long TARGET_GUID = 0x505400FFFE00000AL;
  static final long INITIATOR_GUID = 0x505400FFFE00000BL;
  static final long SERVICE = 0x505400FFFE00000AL;
  static final int IP_PORT = 5555;
  static final SrpPortIdentifier TARGET = new SrpPortIdentifier(TARGET_GUID, TARGET_GUID);
  static final SrpPortIdentifier INITIATOR = new SrpPortIdentifier(0, INITIATOR_GUID);

  final TestWorld world;
  final TargetDevice device;
  final MemoryRdma rdma;
  final MemoryRdma.Port targetRdma;
  final MemoryRdma.Port initiatorRdma;
  final SrpTargetPort target;

  SrpPair(BackingStore store, SrpTargetSettings settings) {
    Disk disk = new Disk(Disk.config(BLOCK_BYTES), store);
    world = disk.world();
    device = disk.device();
    rdma = new MemoryRdma(world.reactor());
    targetRdma = rdma.port(TARGET_GUID);
    initiatorRdma = rdma.port(INITIATOR_GUID);
    target = new SrpTargetPort(world.reactor(), targetRdma, disk.port(), TARGET, settings);
    targetRdma.listen(SERVICE, target.logins());
    targetRdma.listen(RdmaPort.ipServiceId(IP_PORT), target.logins());
  }

  SrpPair(SrpTargetSettings settings) {
    this(new RamStore(BLOCKS * BLOCK_BYTES), settings);
  }

  static SrpDestination destination(SrpPortIdentifier initiator, long serviceId) {
    return new SrpDestination(
        initiator, TARGET, org.quintain.wire.Gid.ofPortGuid(TARGET_GUID), serviceId);
  }

  SrpInitiatorPort connect(SrpInitiatorSettings settings) {
    return connect(destination(INITIATOR, SERVICE), settings);
  }

  SrpInitiatorPort connect(SrpDestination destination, SrpInitiatorSettings settings) {
    try {
      SrpInitiatorPort port =
          SrpInitiatorPort.open(world, initiatorRdma, destination, settings, 10 * SECOND_NS);
      clearUnitAttentions(port);
      return port;
    } catch (FabricException refused) {
      throw new AssertionError(refused);
    }
  }

  /** Runs commands until the unit attentions of a new nexus are told (SAM-5 5.14). */
  private static void clearUnitAttentions(SrpInitiatorPort port) {
    for (int tries = 0; tries < 10; tries++) {
      ExecuteCommand ready = testUnitReady();
      assertThat(port.execute(ready, TIMEOUT_NS)).isTrue();
      if (ready.status() == 0) {
        return;
      }
    }
    throw new AssertionError("unit attentions do not end");
  }

  List<ExecuteCommand> await(List<ExecuteCommand> commands) {
    assertThat(
            world.awaitUntil(() -> commands.stream().allMatch(ExecuteCommand::isDone), TIMEOUT_NS))
        .isTrue();
    return commands;
  }

  /** Closes the port and checks that nothing is left over. */
  void closeAndCheckIdle(SrpInitiatorPort... ports) {
    for (SrpInitiatorPort port : ports) {
      port.close();
    }
    checkIdle(ports);
  }

  /** Lets all that is under way end, and checks that nothing is left over. */
  void checkIdle(SrpInitiatorPort... ports) {
    world.settle();
    device.checkIdle();
    assertThat(target.tasksInUse()).isZero();
    assertThat(target.nexuses()).isEmpty();
    assertThat(target.channelsInUse()).isZero();
    assertThat(target.workInUse()).isZero();
    for (SrpInitiatorPort port : ports) {
      assertThat(port.nexus().commandsUnderWay()).isZero();
    }
    assertThat(initiatorRdma.regions()).isZero();
  }

  static ExecuteCommand testUnitReady() {
    return new ExecuteCommand().cdb(new byte[6], 6).noData();
  }

  static ExecuteCommand read(int block, int blocks) {
    int length = blocks * BLOCK_BYTES;
    return transfer(0x28, block, blocks).dataIn(ByteBuffer.allocate(length), length);
  }

  static ExecuteCommand write(int block, byte[] data) {
    return transfer(0x2A, block, data.length / BLOCK_BYTES)
        .dataOut(ByteBuffer.wrap(data), data.length);
  }

  static ExecuteCommand transfer(int operationCode, int block, int blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(10);
    cdb.put(0, (byte) operationCode).putInt(2, block).putShort(7, (short) blocks);
    byte[] bytes = new byte[10];
    cdb.get(0, bytes);
    return new ExecuteCommand().cdb(bytes, 10).noData();
  }

  static byte[] dataOf(ExecuteCommand command) {
    byte[] bytes = new byte[command.dataInTransferred()];
    command.dataIn().get(0, bytes);
    return bytes;
  }
}
