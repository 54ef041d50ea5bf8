// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.srp.initiator.SrpInitiatorPort;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/** Initiator, RDMA by copying, target, engine and store, all on one thread. */
final class WholeStackTest {
  private static final int[] SIZES = {1, 2, 8, 17, 128, 700, 2048};

  private static void assertGood(ExecuteCommand command) {
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).isZero();
    assertThat(command.residual()).isZero();
  }

  private static SrpPair drawnTarget(Random random) {
    SrpPair pair =
        new SrpPair(
            SrpTargetSettings.DEFAULTS
                .withRequestLimit(2 + random.nextInt(60))
                .withRdmaBytesMax(new int[] {512, 4096, 65_536}[random.nextInt(3)])
                .withImmediateData(random.nextBoolean()));
    pair.rdma.random = random.nextBoolean() ? new Random(random.nextLong()) : null;
    return pair;
  }

  private static SrpInitiatorSettings drawnInitiator(Random random) {
    return SrpInitiatorSettings.DEFAULTS
        .withImmediateBytesMax(new int[] {0, 1024, 8192}[random.nextInt(3)])
        .withChannels(1 + random.nextInt(4))
        .withCommandsMax(1 + random.nextInt(40))
        .withDescriptors(
            new int[] {700, 4096, 1 << 30}[random.nextInt(3)],
            new int[] {0, 3, 255}[random.nextInt(3)])
        .withCommandTimeout(300 * SrpPair.SECOND_NS);
  }

  @Property(seed = "6", tries = 40)
  void whatIsWrittenIsReadBackHoweverItIsDescribed(@ForAll long seed) {
    Random random = new Random(seed);
    SrpPair pair = drawnTarget(random);
    SrpInitiatorPort port = pair.connect(drawnInitiator(random));
    byte[] model = new byte[(int) SrpPair.BLOCKS * SrpPair.BLOCK_BYTES];
    for (int round = 0; round < 4; round++) {
      pair.await(writeSome(port, random, model)).forEach(WholeStackTest::assertGood);
      readBack(pair, port, random, model);
    }
    assertThat(pair.target.isCreditWhole()).isTrue();
    pair.closeAndCheckIdle(port);
    assertThat(pair.rdma.refusedAccesses).isZero();
  }

  @Property(seed = "7", tries = 60)
  void everyCommandEndsWhateverIsAbortedOrBreaks(@ForAll long seed) {
    Random random = new Random(seed);
    SrpPair pair = drawnTarget(random);
    SrpInitiatorPort port = pair.connect(drawnInitiator(random));
    byte[] model = new byte[(int) SrpPair.BLOCKS * SrpPair.BLOCK_BYTES];
    List<ExecuteCommand> all = new ArrayList<>();
    TaskManagementFunction[] functions = TaskManagementFunction.values();
    for (int round = 0; round < 6; round++) {
      all.addAll(writeSome(port, random, model));
      ExecuteCommand read = SrpPair.read(random.nextInt(100), 40);
      port.submit(read);
      all.add(read);
      int steps = random.nextInt(300);
      for (int step = 0; step < steps; step++) {
        pair.world.step();
      }
      if (random.nextInt(4) == 0) {
        pair.rdma.failsIn = random.nextInt(60);
      }
      ManageTask function =
          new ManageTask(
              functions[random.nextInt(functions.length)],
              random.nextInt(5) == 0 ? 1L << 48 : 0,
              all.get(random.nextInt(all.size())).identifier());
      assertThat(port.execute(function, SrpPair.TIMEOUT_NS)).isTrue();
      pair.await(all);
      if (!port.isConnected()) {
        pair.rdma.failsIn = -1;
        port = pair.connect(drawnInitiator(random));
      }
      assertThat(pair.target.isCreditWhole()).isTrue();
    }
    pair.rdma.failsIn = -1;
    pair.closeAndCheckIdle(port);
    assertThat(pair.rdma.refusedAccesses).isZero();
  }

  private static List<ExecuteCommand> writeSome(
      SrpInitiatorPort port, Random random, byte[] model) {
    int next = random.nextInt(100);
    List<ExecuteCommand> writes = new ArrayList<>();
    while (writes.size() < 8) {
      int blocks = SIZES[random.nextInt(writes.isEmpty() ? 7 : 5)];
      byte[] data = new byte[blocks * SrpPair.BLOCK_BYTES];
      random.nextBytes(data);
      System.arraycopy(data, 0, model, next * SrpPair.BLOCK_BYTES, data.length);
      ExecuteCommand write = SrpPair.write(next, data);
      port.submit(write);
      writes.add(write);
      next += blocks + random.nextInt(50);
    }
    return writes;
  }

  private static void readBack(SrpPair pair, SrpInitiatorPort port, Random random, byte[] model) {
    List<ExecuteCommand> reads = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      int blocks = SIZES[random.nextInt(7)];
      int block = random.nextInt((int) SrpPair.BLOCKS - blocks);
      ExecuteCommand read = SrpPair.read(block, blocks).attachment(block);
      port.submit(read);
      reads.add(read);
    }
    for (ExecuteCommand read : pair.await(reads)) {
      assertGood(read);
      int from = (Integer) read.attachment() * SrpPair.BLOCK_BYTES;
      byte[] expected = Arrays.copyOfRange(model, from, from + read.dataInLength());
      assertThat(Arrays.equals(SrpPair.dataOf(read), expected)).isTrue();
    }
  }
}
