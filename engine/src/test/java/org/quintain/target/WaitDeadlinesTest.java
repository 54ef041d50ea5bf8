// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldMemory;
import org.quintain.testing.HeldStore;

/** Commands that wait for something else than a store request of their own have deadlines too. */
final class WaitDeadlinesTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] FORMAT = cdb(4, 0, 0, 0, 0, 0);
  private static final byte[] SELF_TEST = cdb(0x1D, 0x04, 0, 0, 0, 0);
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TIMED_OUT = 0x0B2E02;

  private final HeldStore store = new HeldStore(1 << 16, true);
  private final HeldMemory memory = new HeldMemory();
  private final Disk disk = new Disk(Disk.config(512), new DiskBacking(store, null, memory));
  private Client a;
  private Client b;

  @BeforeEach
  void connect() {
    a = disk.client("iqn.x:a");
    b = disk.client("iqn.x:b");
    disk.unit().limits(TaskSetLimits.share(64, 1));
  }

  private static ExecuteCommand start(Client client, byte[] cdb, byte[] data) {
    return client.start(cdb, data, 0, TaskAttribute.SIMPLE);
  }

  private static byte[] setIdentifyingInformation(int length) {
    return cdb(0xA4, 0x06, 0, 0, 0, 0, 0, 0, 0, length, 0, 0);
  }

  private void waitFor(long seconds) {
    disk.world().awaitUntil(() -> false, seconds * SECOND_NS);
  }

  private void answerAll() {
    memory.hold(false);
    while (memory.heldCount() > 0) {
      memory.releaseOne(disk.world().nowNs());
    }
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
  }

  private void checkIdle() {
    answerAll();
    a.clearUnitAttentions();
    b.clearUnitAttentions();
    disk.device().checkIdle();
  }

  @Test
  void saveThatIsNeverAnsweredEndsItsCommand() {
    memory.hold(true);
    ExecuteCommand save = start(a, setIdentifyingInformation(4), filled(4, 'x'));
    waitFor(28);
    assertThat(save.isDone()).isFalse();
    waitFor(4);
    assertThat(Client.outcome(save).code()).isEqualTo(TIMED_OUT);
    assertThat(b.none(READY).status()).isZero();
    checkIdle();
  }

  @Test
  void commandThatWaitsForTheTurnOfAnotherOnesSaveEndsAsWell() {
    memory.hold(true);
    byte[] register = new byte[24];
    register[15] = 1;
    register[20] = 1;
    byte[] out = cdb(0x5F, 0, 0, 0, 0, 0, 0, 0, 24, 0);
    ExecuteCommand first = start(a, out, register);
    ExecuteCommand second = start(b, out, register);
    ManageTask reset = b.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    waitFor(7);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(first.isDone()).isTrue();
    assertThat(second.isDone()).isTrue();
    checkIdle();
  }

  @Test
  void commandThatWaitsForARangeEndsByItsDeadline() {
    store.hold(true);
    byte[] compareAndWrite = cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0);
    start(a, compareAndWrite, new byte[1024]);
    waitFor(20);
    ExecuteCommand waiting = start(b, cdb(0x2A, 0, 0, 0, 0, 3, 0, 0, 1, 0), filled(512, 1));
    waitFor(11);
    assertThat(waiting.isDone()).as("the range became free, the store is silent").isFalse();
    waitFor(35);
    assertThat(Client.outcome(waiting).code()).isEqualTo(TIMED_OUT);
    checkIdle();
  }

  @Test
  void formatThatItsStoreHoldsUpEndsWithItsCommandAndIsGoneOnWith() {
    store.hold(true);
    ExecuteCommand format = start(a, FORMAT, null);
    waitFor(602);
    assertThat(Client.outcome(format).code()).isEqualTo(TIMED_OUT);
    assertThat(b.none(READY).code()).as("format in progress").isEqualTo(0x020404);
    answerAll();
    assertThat(b.none(READY).code()).as("stopped, as by an abort").isEqualTo(0x033100);
    assertThat(b.none(FORMAT).status()).isZero();
    checkIdle();
  }

  @Test
  void formatThatGoesOnForHoursIsNotOverdue() {
    store.hold(true);
    ExecuteCommand format = start(a, FORMAT, null);
    int pieces = 0;
    while (!format.isDone() && pieces < 20) {
      waitFor(500);
      pieces++;
      if (store.heldCount() > 0) {
        store.releaseOne(disk.world().nowNs());
        disk.world().deliver();
      }
    }
    assertThat(format.isDone()).isTrue();
    assertThat(Client.outcome(format).status()).isZero();
    checkIdle();
  }

  @Test
  void resetIsAnsweredWhileAFormatIsHeldUp() {
    store.hold(true);
    ExecuteCommand format = start(a, FORMAT, null);
    ManageTask reset = b.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    waitFor(7);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(format.isDone()).isTrue();
    answerAll();
    a.none(READY);
    assertThat(a.none(READY).code()).isEqualTo(0x033100);
    assertThat(a.none(FORMAT).status()).isZero();
    checkIdle();
  }

  @Test
  void mediumIsNotMadeAnewWhileALateWriteMayLandOnIt() {
    store.hold(true);
    ExecuteCommand write = start(a, cdb(0x2A, 0, 0, 0, 0, 3, 0, 0, 1, 0), filled(512, 1));
    waitFor(32);
    assertThat(Client.outcome(write).code()).isEqualTo(TIMED_OUT);
    store.hold(false);
    assertThat(b.none(FORMAT).code()).isEqualTo(0x020407);
    assertThat(b.none(READY).status()).isZero();
    answerAll();
    assertThat(b.none(FORMAT).status()).isZero();
    checkIdle();
  }

  @Test
  void selfTestThatItsStoreHoldsUpEndsWithItsCommand() {
    store.hold(true);
    ExecuteCommand test = start(a, SELF_TEST, null);
    waitFor(122);
    assertThat(Client.outcome(test).code()).isEqualTo(TIMED_OUT);
    assertThat(b.none(cdb(0x12, 0, 0, 0, 0, 0)).status()).isZero();
    checkIdle();
  }

  @Test
  void memoryThatAStoreMayStillFillIsNobodyElses() {
    int before = disk.device().ownerBuffers().lentCount();
    store.hold(true);
    start(a, cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0), new byte[1024]);
    waitFor(32);
    assertThat(disk.device().ownerBuffers().lentCount()).isGreaterThan(before);
    answerAll();
    assertThat(disk.device().ownerBuffers().lentCount()).isEqualTo(before);
    checkIdle();
  }
}
