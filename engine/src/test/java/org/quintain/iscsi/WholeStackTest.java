// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.target.IscsiCounter;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.target.TraceSink;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;
import org.quintain.testing.TestWorld;
import org.quintain.wire.StreamEndpoint;

/** Initiator endpoint, byte stream, target endpoint, engine and store, all on one thread. */
final class WholeStackTest {
  private static final String INITIATOR = "iqn.2026-11.org.quintain:client";
  private static final int BLOCK = 512;
  private static final int BLOCKS = 8192;
  private static final long TIMEOUT_NS = 20_000_000_000L;

  private final Random random = new Random(1);

  private static IscsiTargetNode nodeOf(Disk disk, KeyPreferences preferences) {
    return nodeOf(disk.world(), disk.port(), preferences);
  }

  private static IscsiTargetNode nodeOf(
      TestWorld world, TargetPort port, KeyPreferences preferences) {
    IscsiTargetNode node =
        new IscsiTargetNode(
            world.reactor(), IscsiTargetSettings.DEFAULTS.withDirectMemory(false).withNop(0, 0));
    node.put(IscsiTarget.of(Disk.TARGET, port).withPreferences(preferences));
    return node;
  }

  private static IscsiInitiatorPort connect(
      TestWorld world, IscsiTargetNode node, KeyPreferences preferences, Random seeded)
      throws FabricException {
    IscsiTargetPortal portal = new IscsiTargetPortal(node);
    InitiatorOptions options =
        InitiatorOptions.normal(INITIATOR, Disk.TARGET, 0x00023D000001L)
            .withPreferences(preferences)
            .withPing(0, 0);
    return IscsiInitiatorPort.open(
        world,
        (host, port, endpoint) -> {
          StreamEndpoint accepted = portal.newConnection();
          assertThat(accepted).isNotNull();
          new PumpedStream(world.reactor(), seeded, endpoint, accepted);
        },
        "127.0.0.1",
        3260,
        options);
  }

  private static ExecuteCommand readOrWrite(int code, int block, int blocks) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) code;
    ByteBuffer.wrap(cdb).putInt(6, block).putInt(10, blocks);
    return new ExecuteCommand().cdb(cdb, 16);
  }

  private static void await(TestWorld world, List<ExecuteCommand> commands) {
    assertThat(
            world.awaitUntil(() -> commands.stream().allMatch(ExecuteCommand::isDone), TIMEOUT_NS))
        .isTrue();
    for (ExecuteCommand command : commands) {
      assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
      assertThat(command.status()).isZero();
      assertThat(command.residual()).isZero();
    }
  }

  private static void clearUnitAttentions(IscsiInitiatorPort port) {
    for (int tries = 0; tries < 10; tries++) {
      ExecuteCommand ready = new ExecuteCommand().cdb(new byte[6], 6);
      assertThat(port.execute(ready, TIMEOUT_NS)).isTrue();
      if (ready.status() == 0) {
        return;
      }
    }
    throw new AssertionError("unit attentions do not end");
  }

  @Property(seed = "2180936830", tries = 3)
  void whatIsWrittenIsReadBackWhateverWasAgreedOn(@ForAll long seed) throws FabricException {
    for (int combination = 0; combination < 16; combination++) {
      writeAndReadBack(
          (combination & 1) != 0,
          (combination & 2) != 0,
          (combination & 4) != 0,
          (combination & 8) != 0,
          seed + combination);
    }
  }

  private void writeAndReadBack(
      boolean headerDigest,
      boolean dataDigest,
      boolean immediateData,
      boolean initialR2t,
      long seed)
      throws FabricException {
    Random seeded = new Random(seed);
    int[] segments = {512, 8192, 65_536, 262_144};
    KeyPreferences target =
        KeyPreferences.ofTarget()
            .with(IscsiKey.INITIAL_R2T, initialR2t ? "Yes" : "No")
            .with(
                IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH,
                Integer.toString(segments[seeded.nextInt(4)]))
            .with(IscsiKey.MAX_BURST_LENGTH, Integer.toString(segments[seeded.nextInt(4)]))
            .with(IscsiKey.MAX_OUTSTANDING_R2T, Integer.toString(1 + seeded.nextInt(4)));
    KeyPreferences initiator =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.HEADER_DIGEST, headerDigest ? "CRC32C" : "None")
            .with(IscsiKey.DATA_DIGEST, dataDigest ? "CRC32C" : "None")
            .with(IscsiKey.IMMEDIATE_DATA, immediateData ? "Yes" : "No")
            .with(
                IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH,
                Integer.toString(segments[seeded.nextInt(4)]));
    Disk disk = Disk.inMemory(BLOCK, BLOCKS);
    IscsiTargetNode node = nodeOf(disk, target);
    IscsiInitiatorPort port = connect(disk.world(), node, initiator, seeded);
    assertThat(port.session().parameters().immediateData()).isEqualTo(immediateData);
    clearUnitAttentions(port);
    exchangeData(disk.world(), port, seeded);
    port.close();
    assertThat(disk.world().awaitUntil(() -> node.connectionCount() == 0, TIMEOUT_NS)).isTrue();
    disk.device().checkIdle();
    assertThat(node.counters().value(IscsiCounter.REJECTS)).isZero();
    assertThat(node.counters().value(IscsiCounter.LOGOUTS)).isEqualTo(1);
    assertThat(node.sessions()).isEmpty();
  }

  private static final int[] SIZES = {1, 2, 8, 17, 128, 700, 2048};

  private static void exchangeData(TestWorld world, IscsiInitiatorPort port, Random seeded) {
    byte[] model = new byte[BLOCKS * BLOCK];
    for (int round = 0; round < 6; round++) {
      write(world, port, seeded, model);
      readBack(world, port, seeded, model);
    }
  }

  private static void write(TestWorld world, IscsiInitiatorPort port, Random seeded, byte[] model) {
    int next = seeded.nextInt(100);
    List<ExecuteCommand> writes = new ArrayList<>();
    while (writes.size() < 8) {
      int blocks = SIZES[seeded.nextInt(writes.isEmpty() ? 7 : 5)];
      if (next + blocks > BLOCKS) {
        break;
      }
      byte[] data = new byte[blocks * BLOCK];
      seeded.nextBytes(data);
      System.arraycopy(data, 0, model, next * BLOCK, data.length);
      ExecuteCommand write =
          readOrWrite(0x8A, next, blocks).dataOut(ByteBuffer.wrap(data), data.length);
      port.submit(write);
      writes.add(write);
      next += blocks + seeded.nextInt(50);
    }
    await(world, writes);
  }

  private static void readBack(
      TestWorld world, IscsiInitiatorPort port, Random seeded, byte[] model) {
    List<ExecuteCommand> reads = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      int blocks = SIZES[seeded.nextInt(7)];
      int block = seeded.nextInt(BLOCKS - blocks);
      ExecuteCommand read =
          readOrWrite(0x88, block, blocks)
              .dataIn(ByteBuffer.allocate(blocks * BLOCK), blocks * BLOCK)
              .attachment(block);
      port.submit(read);
      reads.add(read);
    }
    await(world, reads);
    for (ExecuteCommand read : reads) {
      int from = (Integer) read.attachment() * BLOCK;
      assertThat(read.dataInTransferred()).isEqualTo(read.dataInLength());
      assertThat(
              Arrays.equals(
                  read.dataIn().array(),
                  0,
                  read.dataInLength(),
                  model,
                  from,
                  from + read.dataInLength()))
          .isTrue();
    }
  }

  /** A disk has no command with data both ways: one buffer is used, the other left alone. */
  @Test
  void usesTheBufferOfTheCommandWhenThereAreBoth() throws FabricException {
    Disk disk = Disk.inMemory(BLOCK, BLOCKS);
    IscsiInitiatorPort port =
        connect(
            disk.world(),
            nodeOf(disk, KeyPreferences.ofTarget()),
            KeyPreferences.ofInitiator(),
            new Random(5));
    clearUnitAttentions(port);
    ByteBuffer written = ByteBuffer.allocate(2 * BLOCK);
    random.nextBytes(written.array());
    ByteBuffer untouched = ByteBuffer.allocate(BLOCK);
    ExecuteCommand write =
        readOrWrite(0x8A, 7, 2).dataOut(written, 2 * BLOCK).dataIn(untouched, BLOCK);
    assertThat(port.execute(write, TIMEOUT_NS)).isTrue();
    assertThat(write.status()).isZero();
    assertThat(write.residual()).isZero();
    assertThat(write.dataInTransferred()).isZero();
    ByteBuffer read = ByteBuffer.allocate(2 * BLOCK);
    ExecuteCommand again =
        readOrWrite(0x88, 7, 2).dataOut(ByteBuffer.allocate(BLOCK), BLOCK).dataIn(read, 2 * BLOCK);
    assertThat(port.execute(again, TIMEOUT_NS)).isTrue();
    assertThat(again.status()).isZero();
    assertThat(again.residual()).isEqualTo(BLOCK);
    assertThat(again.isOverflow()).isFalse();
    assertThat(read.array()).isEqualTo(written.array());
    port.close();
  }

  @Test
  void carriesDataToAnEngineOnAnotherReactor() throws FabricException {
    TestWorld world = new TestWorld(2);
    TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(),
            world.reactor(1),
            List.of(world.reactor(0)),
            TraceSink.NONE);
    LogicalUnit unit =
        device.addLogicalUnit(Disk.config(BLOCK), new RamStore((long) BLOCKS * BLOCK));
    TargetPort port =
        device.addPort(new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, unit).build()));
    IscsiTargetNode node = nodeOf(world, port, KeyPreferences.ofTarget());
    KeyPreferences digests = KeyPreferences.ofInitiator().with(IscsiKey.DATA_DIGEST, "CRC32C");
    IscsiInitiatorPort client = connect(world, node, digests, random);
    clearUnitAttentions(client);
    exchangeData(world, client, random);
    client.close();
    assertThat(world.awaitUntil(() -> node.sessions().isEmpty(), TIMEOUT_NS)).isTrue();
    assertThat(node.counters().value(IscsiCounter.REJECTS)).isZero();
    assertThat(device.commandsUnderWay()).isZero();
  }

  @Test
  void reinstatesASessionOnlyWhenTheOldOnesWritesAreOver() throws FabricException {
    HeldStore store = new HeldStore(BLOCKS * BLOCK, false);
    Disk disk = new Disk(Disk.config(BLOCK), store);
    IscsiTargetNode node = nodeOf(disk, KeyPreferences.ofTarget());
    IscsiInitiatorPort old = connect(disk.world(), node, KeyPreferences.ofInitiator(), random);
    clearUnitAttentions(old);
    store.hold(true);
    byte[] data = new byte[BLOCK];
    Arrays.fill(data, (byte) 1);
    List<ExecuteCommand> writes = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      ExecuteCommand write =
          readOrWrite(0x8A, index, 1).dataOut(ByteBuffer.wrap(data), data.length);
      old.submit(write);
      writes.add(write);
    }
    assertThat(disk.world().awaitUntil(() -> store.heldCount() == 8, TIMEOUT_NS)).isTrue();
    disk.world()
        .reactor()
        .callAt(
            disk.world().nowNs() + 1_000_000,
            nowNs -> {
              assertThat(node.sessions()).hasSize(1);
              assertThat(node.counters().value(IscsiCounter.LOGINS)).isEqualTo(1);
              store.releaseAll(nowNs);
            });
    IscsiInitiatorPort fresh = connect(disk.world(), node, KeyPreferences.ofInitiator(), random);
    assertThat(node.counters().value(IscsiCounter.SESSIONS_REINSTATED)).isEqualTo(1);
    assertThat(node.sessions()).hasSize(1);
    assertThat(old.isConnected()).isFalse();
    for (ExecuteCommand write : writes) {
      assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    }
    store.hold(false);
    ExecuteCommand first = new ExecuteCommand().cdb(new byte[6], 6);
    assertThat(fresh.execute(first, TIMEOUT_NS)).isTrue();
    assertThat(first.status()).isEqualTo(2);
    clearUnitAttentions(fresh);
  }

  @Test
  void abortsAWriteThatWaitsForItsStore() throws FabricException {
    HeldStore store = new HeldStore(BLOCKS * BLOCK, false);
    Disk disk = new Disk(Disk.config(BLOCK), store);
    IscsiTargetNode node = nodeOf(disk, KeyPreferences.ofTarget());
    IscsiInitiatorPort port = connect(disk.world(), node, KeyPreferences.ofInitiator(), random);
    clearUnitAttentions(port);
    store.hold(true);
    ExecuteCommand write = readOrWrite(0x8A, 0, 1).dataOut(ByteBuffer.wrap(new byte[BLOCK]), BLOCK);
    port.submit(write);
    assertThat(disk.world().awaitUntil(() -> store.heldCount() == 1, TIMEOUT_NS)).isTrue();
    ManageTask abort = new ManageTask(TaskManagementFunction.ABORT_TASK, 0, write.identifier());
    port.submit(abort);
    disk.world()
        .reactor()
        .callAt(disk.world().nowNs() + 1_000_000, nowNs -> store.releaseAll(nowNs));
    assertThat(disk.world().awaitUntil(abort::isDone, TIMEOUT_NS)).isTrue();
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(disk.world().awaitUntil(write::isDone, TIMEOUT_NS)).isTrue();
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    disk.device().checkIdle();
  }
}
