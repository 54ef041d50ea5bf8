// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Control;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** A store that does not answer holds up nothing but its own requests. */
final class StoreDeadlinesTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final long SECOND_NS = 1_000_000_000L;

  private final HeldStore store = new HeldStore(1 << 16, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private Client a;
  private Client b;

  @BeforeEach
  void connect() {
    disk.unit().limits(TaskSetLimits.share(64, 1));
    a = disk.client("iqn.x:a");
    b = disk.client("iqn.x:b");
    store.hold(true);
  }

  private static ExecuteCommand write(Client client, int block, int value) {
    return client.start(
        cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0), filled(512, value), 0, TaskAttribute.SIMPLE);
  }

  private static byte[] readCdb(int block) {
    return cdb(0x28, 0, 0, 0, 0, block, 0, 0, 1, 0);
  }

  private static ExecuteCommand read(Client client, int block) {
    return client.start(readCdb(block), null, 512, TaskAttribute.SIMPLE);
  }

  private void waitFor(long seconds) {
    disk.world().awaitUntil(() -> false, seconds * SECOND_NS);
  }

  private void answerAll() {
    store.releaseAll(disk.world().nowNs());
  }

  @Test
  void commandEndsByItsDeadlineAlthoughItsStoreIsSilent() {
    ExecuteCommand write = write(a, 1, 7);
    waitFor(28);
    assertThat(write.isDone()).isFalse();
    waitFor(4);
    assertThat(write.isDone()).isTrue();
    assertThat(Client.outcome(write).code()).isEqualTo(0x0B2E02);
  }

  @Test
  void slotStaysOutOfUseUntilTheStoreAnswers() {
    write(a, 1, 7);
    ExecuteCommand read = read(b, 2);
    waitFor(32);
    assertThat(read.dataInTransferred()).isZero();
    assertThat(disk.device().commandsUnderWay()).isZero();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(disk.device()::checkIdle))
        .isNotNull();
    answerAll();
    disk.device().checkIdle();
  }

  @Test
  void nothingTouchesWhatAnUnansweredWriteMayStillChange() {
    write(a, 4, 7);
    waitFor(32);
    store.hold(false);
    assertThat(b.in(readCdb(4), 512).code()).isEqualTo(0x020407);
    assertThat(b.run(write(b, 4, 8)).code()).isEqualTo(0x020407);
    assertThat(b.run(write(b, 5, 8)).status()).isZero();
    assertThat(b.in(readCdb(5), 512).data()).isEqualTo(filled(512, 8));
    assertThat(b.none(cdb(0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0)).status()).isZero();
    answerAll();
    assertThat(b.in(readCdb(4), 512).data()).isEqualTo(filled(512, 7));
    disk.device().checkIdle();
  }

  @Test
  void unansweredReadLetsOthersReadAndWriteItsBlocks() {
    read(a, 4);
    waitFor(32);
    store.hold(false);
    assertThat(b.in(readCdb(4), 512).status()).isZero();
    assertThat(b.run(write(b, 4, 8)).status()).isZero();
    answerAll();
    assertThat(b.in(readCdb(4), 512).data()).isEqualTo(filled(512, 8));
    disk.device().checkIdle();
  }

  @Test
  void resetIsAnsweredAndCommandsGoOnWithinABoundedTime() {
    ExecuteCommand stuck = write(a, 1, 7);
    ManageTask reset = b.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    ExecuteCommand after = a.start(READY, null, 0, TaskAttribute.SIMPLE);
    waitFor(3);
    assertThat(reset.isDone()).isFalse();
    assertThat(after.isDone()).isFalse();
    waitFor(3);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(stuck.isDone()).isTrue();
    assertThat(stuck.serviceResponse()).isNotEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(Client.outcome(after).code()).isEqualTo(0x062903);
    answerAll();
    b.clearUnitAttentions();
    disk.device().checkIdle();
  }

  @Test
  void overdueCommandThatAnotherNexusAbortedIsToldAsTasSays() {
    disk.control(new Control().taskAbortedStatus().build());
    ExecuteCommand stuck = write(a, 1, 7);
    b.startFunction(TaskManagementFunction.CLEAR_TASK_SET, 0);
    waitFor(7);
    assertThat(stuck.status()).isEqualTo(0x40);
    answerAll();
    disk.device().checkIdle();
  }

  @Test
  void nexusThatIsLostGivesItsNumberBackAlthoughItsStoreIsSilent() {
    for (int turn = 0; turn < 40; turn++) {
      Client passing = disk.newClient("iqn.x:passing" + turn);
      passing.clearUnitAttentions();
      if (turn < 4) {
        write(passing, turn, 7);
      }
      passing.port().close();
      waitFor(7);
    }
    answerAll();
    disk.device().checkIdle();
  }

  @Test
  void unitThatIsSilentAltogetherTakesNoMoreThanItsShare() {
    int share = disk.unit().limits().unansweredMax();
    for (int block = 0; block < share; block++) {
      write(a, block, 7);
    }
    waitFor(32);
    ExecuteCommand refused = write(b, 40, 1);
    assertThat(refused.status()).isEqualTo(8);
    assertThat(b.in(cdb(0x12, 0, 0, 0, 36, 0), 36).status()).isZero();
    answerAll();
    assertThat(b.run(write(b, 40, 1)).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void unitLeavesAnEighthOfTheSlotsToOthers() {
    LogicalUnit other =
        disk.device()
            .addLogicalUnit(LogicalUnitConfig.named("disk1").build(), new RamStore(1 << 16));
    assertThat(other.limits().commandsMax()).isEqualTo(56);
    disk.unit().limits(other.limits());
    disk.port().replaceLunMap(0, LunMap.builder().map(0, disk.unit()).map(1, other).build());
    store.hold(false);
    a.clearUnitAttentions();
    b.clearUnitAttentions();
    store.hold(true);
    for (int count = 0; count < 56; count++) {
      Client client = count % 2 == 0 ? a : b;
      assertThat(write(client, count, 7).isDone()).isFalse();
    }
    assertThat(write(a, 1, 1).status()).isEqualTo(0x28);
    Client third = disk.newClient("iqn.x:c");
    assertThat(third.none(READY).status()).isEqualTo(8);
    assertThat(third.lun(1L << 48).clearUnitAttentions().none(READY).status()).isZero();
    answerAll();
    disk.device().checkIdle();
  }

  @Test
  void oneNexusTakesNoMoreThanItMay() {
    disk.unit().limits(disk.unit().limits().withNexusCommandsMax(3));
    for (int block = 0; block < 3; block++) {
      assertThat(write(a, block, 7).isDone()).isFalse();
      assertThat(write(b, 10 + block, 7).isDone()).isFalse();
    }
    assertThat(write(a, 4, 1).status()).isEqualTo(0x28);
    assertThat(b.in(cdb(0x12, 0, 0, 0, 36, 0), 36).status()).isEqualTo(0x28);
    answerAll();
    assertThat(b.run(write(b, 40, 1)).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void unitCanBeTakenAwayWhileItsStoreIsSilent() {
    ExecuteCommand stuck = write(a, 1, 7);
    ExecuteCommand waiting =
        b.start(cdb(0x2A, 0, 0, 0, 0, 2, 0, 0, 1, 0), filled(512, 2), 0, TaskAttribute.ORDERED);
    boolean[] isGone = new boolean[1];
    disk.device().removeLogicalUnit(disk.world().nowNs(), disk.unit(), nowNs -> isGone[0] = true);
    assertThat(Client.outcome(waiting).code()).isEqualTo(0x052500);
    assertThat(b.none(READY).code()).isEqualTo(0x052500);
    LogicalUnit next =
        disk.device()
            .addLogicalUnit(LogicalUnitConfig.named("disk1").build(), new RamStore(1 << 16));
    disk.port().replaceLunMap(disk.world().nowNs(), LunMap.builder().map(0, next).build());
    assertThat(b.none(READY).code()).isEqualTo(0x063F0E);
    assertThat(b.none(READY).status()).isZero();
    waitFor(32);
    assertThat(Client.outcome(stuck).code()).isEqualTo(0x0B2E02);
    assertThat(isGone[0]).isFalse();
    answerAll();
    waitFor(1);
    assertThat(isGone[0]).isTrue();
    disk.device().checkIdle();
  }

  @Test
  void deadlineComesFromTheCommandTableTimesTheConfiguredFactor() {
    TaskSetLimits limits = disk.unit().limits();
    disk.unit()
        .limits(
            new TaskSetLimits(
                limits.commandsMax(), limits.unansweredMax(), 10, limits.abortedDeadlineNs()));
    ExecuteCommand write = write(a, 1, 7);
    waitFor(5);
    assertThat(Client.outcome(write).code()).isEqualTo(0x0B2E02);
    answerAll();
  }

  @Test
  void overdueCommandOfANexusOnAnotherReactorComesBack() {
    org.quintain.testing.TestWorld world = new org.quintain.testing.TestWorld(2);
    HeldStore silent = new HeldStore(1 << 16, true);
    TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(), world.reactor(0), world.reactors(), TraceSink.NONE);
    LogicalUnit unit = device.addLogicalUnit(Disk.config(512), silent);
    TargetPort port =
        device.addPort(new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, unit).build()));
    Client[] made = new Client[1];
    world.on(1, () -> made[0] = new Client(world.seenFrom(1), port, "iqn.x:a"));
    made[0].clearUnitAttentions();
    silent.hold(true);
    ExecuteCommand write = write(made[0], 1, 7);
    ExecuteCommand read = read(made[0], 2);
    world.awaitUntil(() -> false, 32 * SECOND_NS);
    assertThat(Client.outcome(write).code()).isEqualTo(0x0B2E02);
    assertThat(Client.outcome(read).code()).isEqualTo(0x0B2E02);
    silent.releaseAll(world.nowNs());
    world.settle();
    device.checkIdle();
  }
}
