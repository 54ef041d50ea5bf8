// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpCounter;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.TaskAttribute;
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

/** Initiator, link, target, engine and store, all on one thread. */
final class WholeStackTest {
  private static final int[] SIZES = {1, 2, 8, 17, 128, 700, 2048};

  private static void assertGood(ExecuteCommand command) {
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).isZero();
    assertThat(command.residual()).isZero();
  }

  private static FcpPair drawn(Random random, boolean retry) {
    int[] bursts = {4096, 65_536, 1 << 20};
    boolean first = random.nextBoolean();
    FcpServiceParameters target = FcpServiceParameters.ofTarget(first);
    FcpServiceParameters initiator = FcpServiceParameters.ofInitiator(first);
    if (!retry) {
      initiator = FcpPair.withoutRetry(initiator);
    }
    FcpPair pair =
        new FcpPair(
            random.nextLong(),
            FcpTargetSettings.DEFAULTS
                .with(target)
                .withBurstBytesMax(bursts[random.nextInt(bursts.length)]),
            FcpInitiatorSettings.DEFAULTS
                .with(initiator)
                .withFirstBurstBytesMax(new int[] {0, 512, 16_384}[random.nextInt(3)])
                .withCommandsMax(1 + random.nextInt(40))
                .withTimeouts(3 * FcpPair.SECOND_NS, 300 * FcpPair.SECOND_NS));
    pair.link.whole = random.nextBoolean();
    return pair;
  }

  @Property(seed = "2180936830", tries = 12)
  void whatIsWrittenIsReadBackWhateverWasAgreedOn(@ForAll long seed, @ForAll boolean retry) {
    Random random = new Random(seed);
    FcpPair pair = drawn(random, retry);
    pair.clearUnitAttentions();
    byte[] model = new byte[(int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES];
    for (int round = 0; round < 4; round++) {
      pair.await(writeSome(pair, random, model)).forEach(WholeStackTest::assertGood);
      readBack(pair, random, model);
    }
    pair.closeAndCheckIdle();
    assertThat(pair.target.counters().value(FcpCounter.DATA_UNEXPECTED)).isZero();
    assertThat(pair.target.counters().value(FcpCounter.SEQUENCES_UNEXPECTED)).isZero();
  }

  /** SAM-5 8.7: what starts together behind an ORDERED command does so by its priority. */
  @Test
  void aPriorityReachesTheTaskSet() {
    HeldStore store = new HeldStore(FcpPair.BLOCKS * FcpPair.BLOCK_BYTES, true);
    FcpPair pair = new FcpPair(1, store, FcpTargetSettings.DEFAULTS, FcpInitiatorSettings.DEFAULTS);
    pair.clearUnitAttentions();
    store.hold(true);
    List<Integer> ended = new ArrayList<>();
    pair.port.submit(FcpPair.read(0, 1).attribute(TaskAttribute.ORDERED));
    for (int priority : new int[] {15, 0, 1, 7, 9}) {
      ExecuteCommand read = FcpPair.read(priority, 1).priority(priority);
      pair.port.submit(read.listener((nowNs, over) -> ended.add(priority)));
    }
    LossyLink.let(pair.world, 1_000_000);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseOne(pair.world.nowNs());
    while (store.heldCount() > 0) {
      store.releaseOne(pair.world.nowNs());
      LossyLink.let(pair.world, 1_000_000);
    }
    assertThat(ended).containsExactly(1, 7, 0, 9, 15);
    pair.closeAndCheckIdle();
  }

  @Property(seed = "2924426805", tries = 12)
  void aLinkThatLosesFramesCostsTimeAndNoData(@ForAll long seed) {
    Random random = new Random(seed);
    FcpPair pair = drawn(random, true);
    pair.clearUnitAttentions();
    pair.link.whole = false;
    byte[] model = new byte[(int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES];
    pair.link.lost = 1;
    for (int round = 0; round < 4; round++) {
      for (ExecuteCommand write : pair.await(writeSome(pair, random, model))) {
        assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
        assertThat(write.status()).isZero();
      }
      readBack(pair, random, model);
    }
    pair.link.lost = 0;
    pair.closeAndCheckIdle();
  }

  @Property(seed = "4279437162", tries = 12)
  void everyCommandEndsWhateverTheLinkDoes(@ForAll long seed, @ForAll boolean retry) {
    Random random = new Random(seed);
    FcpPair pair = drawn(random, retry);
    pair.clearUnitAttentions();
    pair.link.whole = false;
    pair.link.lost = random.nextInt(40);
    pair.link.repeated = random.nextInt(40);
    pair.link.late = random.nextInt(200);
    byte[] model = new byte[(int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES];
    List<ExecuteCommand> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      all.addAll(pair.await(writeSome(pair, random, model)));
    }
    assertThat(all).allMatch(ExecuteCommand::isDone);
    pair.link.lost = 0;
    pair.link.repeated = 0;
    pair.link.late = 0;
    pair.closeAndCheckIdle();
  }

  @Property(seed = "1994745612", tries = 60)
  void nothingThatComesDoesHarm(@ForAll long seed, @ForAll boolean retry) {
    Random random = new Random(seed);
    FcpPair pair = drawn(random, retry);
    pair.clearUnitAttentions();
    pair.link.whole = false;
    pair.link.mangled = 1 + random.nextInt(300);
    byte[] model = new byte[(int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES];
    List<ExecuteCommand> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      all.addAll(pair.await(writeSome(pair, random, model)));
      ExecuteCommand read = FcpPair.read(random.nextInt(100), 40);
      all.addAll(pair.await(List.of(submit(pair, read))));
      long lun = random.nextInt(3) == 0 ? 1L << 48 : 0;
      TaskManagementFunction[] functions = TaskManagementFunction.values();
      ManageTask function =
          new ManageTask(
              functions[random.nextInt(functions.length)],
              lun,
              all.get(random.nextInt(all.size())).identifier());
      assertThat(pair.port.execute(function, FcpPair.TIMEOUT_NS)).isTrue();
    }
    assertThat(all).allMatch(ExecuteCommand::isDone);
    pair.link.mangled = 0;
    pair.closeAndCheckIdle();
  }

  private static ExecuteCommand submit(FcpPair pair, ExecuteCommand command) {
    pair.port.submit(command);
    return command;
  }

  private static List<ExecuteCommand> writeSome(FcpPair pair, Random random, byte[] model) {
    int next = random.nextInt(100);
    List<ExecuteCommand> writes = new ArrayList<>();
    while (writes.size() < 8) {
      int blocks = SIZES[random.nextInt(writes.isEmpty() ? 7 : 5)];
      byte[] data = new byte[blocks * FcpPair.BLOCK_BYTES];
      random.nextBytes(data);
      System.arraycopy(data, 0, model, next * FcpPair.BLOCK_BYTES, data.length);
      ExecuteCommand write = FcpPair.write(next, data);
      pair.port.submit(write);
      writes.add(write);
      next += blocks + random.nextInt(50);
    }
    return writes;
  }

  private static void readBack(FcpPair pair, Random random, byte[] model) {
    List<ExecuteCommand> reads = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      int blocks = SIZES[random.nextInt(7)];
      int block = random.nextInt((int) FcpPair.BLOCKS - blocks);
      ExecuteCommand read = FcpPair.read(block, blocks).attachment(block);
      pair.port.submit(read);
      reads.add(read);
    }
    for (ExecuteCommand read : pair.await(reads)) {
      assertGood(read);
      int from = (Integer) read.attachment() * FcpPair.BLOCK_BYTES;
      byte[] expected = Arrays.copyOfRange(model, from, from + read.dataInLength());
      assertThat(Arrays.equals(FcpPair.dataOf(read), expected)).isTrue();
    }
  }

  @Test
  void carriesDataToAnEngineOnAnotherReactor() {
    TestWorld world = new TestWorld(2);
    TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(),
            world.reactor(1),
            List.of(world.reactor(0)),
            TraceSink.NONE);
    LogicalUnit unit =
        device.addLogicalUnit(
            Disk.config(FcpPair.BLOCK_BYTES), new RamStore(FcpPair.BLOCKS * FcpPair.BLOCK_BYTES));
    LunMap luns = LunMap.builder().map(0, unit).build();
    TargetPort engine = device.addPort(new TargetPortConfig("port", 1, luns));
    for (FcpServiceParameters wish :
        List.of(
            FcpServiceParameters.ofInitiator(true),
            FcpPair.withoutRetry(FcpServiceParameters.ofInitiator(false)))) {
      FcpPair pair =
          new FcpPair(
              1,
              world,
              device,
              engine,
              FcpTargetSettings.DEFAULTS.with(FcpServiceParameters.ofTarget(true)),
              FcpInitiatorSettings.DEFAULTS.with(wish));
      pair.clearUnitAttentions();
      Random random = new Random(5);
      byte[] model = new byte[(int) FcpPair.BLOCKS * FcpPair.BLOCK_BYTES];
      pair.await(writeSome(pair, random, model)).forEach(WholeStackTest::assertGood);
      readBack(pair, random, model);
      ExecuteCommand write = FcpPair.write(0, new byte[FcpPair.BLOCK_BYTES]);
      pair.port.submit(write);
      ManageTask abort = new ManageTask(TaskManagementFunction.ABORT_TASK, 0, write.identifier());
      assertThat(pair.port.execute(abort, FcpPair.TIMEOUT_NS)).isTrue();
      assertThat(write.isDone()).isTrue();
      ExecuteCommand last = FcpPair.read(0, 8);
      pair.port.submit(last);
      pair.closeAndCheckIdle();
      assertThat(last.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    }
  }

  @Test
  void tellsAnInitiatorOfItsCommandsWhenItGoes() {
    FcpPair pair = FcpPair.plain();
    ExecuteCommand write = FcpPair.write(0, new byte[FcpPair.BLOCK_BYTES]);
    pair.port.submit(write);
    pair.port.close();
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(pair.port.isConnected()).isFalse();
    pair.closeAndCheckIdle();
  }
}
