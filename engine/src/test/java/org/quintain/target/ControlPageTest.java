// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Control;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** What the fields of the Control mode page do to task sets (SPC-5 7.5.10). */
final class ControlPageTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final int TASK_ABORTED = 0x40;

  private final HeldStore store = new HeldStore(1 << 16, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private Client a;
  private Client b;

  @BeforeEach
  void connect() {
    a = disk.client("iqn.x:a");
    b = disk.client("iqn.x:b");
  }

  private static ExecuteCommand write(Client client, int block, int value) {
    return write(client, block, value, TaskAttribute.SIMPLE);
  }

  private static ExecuteCommand write(
      Client client, int block, int value, TaskAttribute attribute) {
    return client.start(cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0), filled(512, value), 0, attribute);
  }

  private static ExecuteCommand read(Client client, int block) {
    return client.start(cdb(0x28, 0, 0, 0, 0, block, 0, 0, 1, 0), null, 512, TaskAttribute.SIMPLE);
  }

  private void release() {
    store.releaseAll(disk.world().nowNs());
  }

  private void failOldest() {
    store.failNext(StoreResult.WRITE_ERROR, -1);
    store.releaseOne(disk.world().nowNs());
  }

  private static boolean isSilent(ExecuteCommand command) {
    return command.isDone() && command.serviceResponse() != ServiceResponse.COMMAND_COMPLETE;
  }

  // QERR.

  @Test
  void qerr0LeavesOthersAlone() {
    store.hold(true);
    ExecuteCommand failing = write(a, 0, 1);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    failOldest();
    assertThat(failing.status()).isEqualTo(2);
    release();
    assertThat(own.status()).isZero();
    assertThat(other.status()).isZero();
  }

  @Test
  void qerr1AbortsTheTaskSetAndTellsOthersByUnitAttention() {
    disk.control(new Control().queueErrorManagement(1).build());
    store.hold(true);
    ExecuteCommand failing = write(a, 0, 1);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    failOldest();
    assertThat(failing.status()).isEqualTo(2);
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(isSilent(other)).isTrue();
    assertThat(b.none(READY).code()).isEqualTo(0x062F00);
    assertThat(b.none(READY).status()).isZero();
    assertThat(a.none(READY).status()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void qerr1WithTasTellsOthersByTaskAborted() {
    disk.control(new Control().queueErrorManagement(1).taskAbortedStatus().build());
    store.hold(true);
    write(a, 0, 1);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    failOldest();
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isEqualTo(TASK_ABORTED);
    assertThat(other.senseLength()).isZero();
    assertThat(b.none(READY).status()).isZero();
  }

  @Test
  void qerr3AbortsTheFaultedNexusAlone() {
    disk.control(new Control().queueErrorManagement(3).taskAbortedStatus().build());
    store.hold(true);
    write(a, 0, 1);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    failOldest();
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isZero();
    assertThat(b.none(READY).status()).isZero();
  }

  @Test
  void qerr1WithTst1AbortsTheFaultedNexusAlone() {
    disk.control(new Control().queueErrorManagement(1).taskSetType(1).build());
    store.hold(true);
    write(a, 0, 1);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    failOldest();
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isZero();
    assertThat(b.none(READY).status()).isZero();
  }

  // TAS.

  @Test
  void clearTaskSetWithTasEndsOthersWithTaskAborted() {
    disk.control(new Control().taskAbortedStatus().build());
    store.hold(true);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    ExecuteCommand dormant = write(b, 3, 1, TaskAttribute.ORDERED);
    var clear = a.startFunction(TaskManagementFunction.CLEAR_TASK_SET, 0);
    assertThat(dormant.status()).isEqualTo(TASK_ABORTED);
    assertThat(clear.isDone()).isFalse();
    release();
    assertThat(clear.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isEqualTo(TASK_ABORTED);
    assertThat(b.none(READY).status()).isZero();
  }

  @Test
  void resetWithTasEndsOthersWithTaskAbortedAndTellsAllOfTheReset() {
    disk.control(new Control().taskAbortedStatus().build());
    store.hold(true);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    a.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isEqualTo(TASK_ABORTED);
    assertThat(b.none(READY).code()).isEqualTo(0x062903);
    assertThat(a.none(READY).code()).isEqualTo(0x062903);
  }

  @Test
  void ownAbortOfACommandThatWasToBeToldKeepsItSilent() {
    disk.control(new Control().taskAbortedStatus().build());
    store.hold(true);
    ExecuteCommand other = write(b, 2, 1);
    a.startFunction(TaskManagementFunction.CLEAR_TASK_SET, 0);
    b.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    release();
    assertThat(isSilent(other)).isTrue();
  }

  @Test
  void preemptAndAbortTellsAsTasSays() {
    disk.control(new Control().taskAbortedStatus().build());
    store.hold(true);
    ExecuteCommand other = write(b, 2, 1);
    boolean[] isThrough = new boolean[1];
    disk.unit().abortCommands(0, command -> true, nowNs -> isThrough[0] = true);
    assertThat(isThrough[0]).isFalse();
    release();
    assertThat(isThrough[0]).isTrue();
    assertThat(other.status()).isEqualTo(TASK_ABORTED);
  }

  // TST.

  @Test
  void orderedOfOneNexusDoesNotHoldBackAnotherWithTst1() {
    disk.control(new Control().taskSetType(1).build());
    store.hold(true);
    write(a, 0, 1);
    write(a, 1, 1, TaskAttribute.ORDERED);
    ExecuteCommand behind = write(a, 2, 1);
    ExecuteCommand other = write(b, 3, 1, TaskAttribute.ORDERED);
    assertThat(store.heldCount()).isEqualTo(2);
    store.release(disk.world().nowNs(), 1);
    assertThat(other.isDone()).isTrue();
    assertThat(store.heldCount()).isEqualTo(1);
    release();
    assertThat(behind.status()).isZero();
  }

  @Test
  void clearTaskSetWithTst1TouchesItsOwnTaskSetAlone() {
    disk.control(new Control().taskSetType(1).taskAbortedStatus().build());
    store.hold(true);
    ExecuteCommand own = write(a, 1, 1);
    ExecuteCommand other = write(b, 2, 1);
    a.startFunction(TaskManagementFunction.CLEAR_TASK_SET, 0);
    release();
    assertThat(isSilent(own)).isTrue();
    assertThat(other.status()).isZero();
    assertThat(b.none(READY).status()).isZero();
  }

  // QUEUE ALGORITHM MODIFIER.

  @Test
  void restrictedReorderingKeepsTheWritesOfANexusInOrder() {
    disk.control(new Control().restrictedReordering().build());
    store.hold(true);
    write(a, 0, 1);
    write(a, 0, 2);
    ExecuteCommand seen = read(a, 0);
    write(a, 0, 3);
    write(b, 0, 9);
    assertThat(store.heldCount()).isEqualTo(2);
    store.releaseOne(disk.world().nowNs());
    assertThat(store.heldCount()).isEqualTo(2);
    release();
    assertThat(Client.outcome(seen).data()).isEqualTo(filled(512, 2));
  }

  @Test
  void restrictedReorderingLetsReadsRunTogether() {
    disk.control(new Control().restrictedReordering().build());
    store.hold(true);
    read(a, 0);
    read(a, 1);
    assertThat(store.heldCount()).isEqualTo(2);
    release();
  }

  // UA_INTLCK_CTRL.

  @Test
  void unitAttentionIsClearedByItsReportWithoutInterlock() {
    a.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    assertThat(a.none(READY).code()).isEqualTo(0x062903);
    assertThat(a.none(READY).status()).isZero();
  }

  @Test
  void interlockedUnitAttentionStaysUntilRequestSense() {
    disk.control(new Control().unitAttentionInterlock(2).build());
    // A reset puts the saved parameters in force, so the conditions come from elsewhere.
    for (int turn = 0; turn < 2; turn++) {
      disk.unit()
          .establishUnitAttentionForOthers(
              0,
              null,
              turn == 0
                  ? org.quintain.sam.AdditionalSense.BUS_DEVICE_RESET_FUNCTION_OCCURRED
                  : org.quintain.sam.AdditionalSense.MODE_PARAMETERS_CHANGED);
      int code = turn == 0 ? 0x062903 : 0x062A01;
      assertThat(a.none(READY).code()).isEqualTo(code);
      assertThat(a.none(READY).code()).isEqualTo(code);
      byte[] sense = a.in(cdb(0x03, 0, 0, 0, 18, 0), 18).data();
      assertThat(sense[2]).isEqualTo((byte) 6);
      assertThat((sense[12] & 0xFF) << 8 | sense[13]).isEqualTo(code & 0xFFFF);
      assertThat(a.none(READY).status()).isZero();
    }
  }

  @Test
  void busyLeavesAUnitAttentionWithInterlock11() {
    byte[] unknown = cdb(0xC0, 0, 0, 0, 0, 0);
    for (int interlock : new int[] {2, 3}) {
      disk.control(new Control().unitAttentionInterlock(interlock).build());
      assertThat(a.in(cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 4), 512).status()).isEqualTo(2);
      assertThat(b.none(READY).status()).isEqualTo(8);
      assertThat(b.none(unknown).status()).isEqualTo(8);
      a.function(TaskManagementFunction.CLEAR_ACA, 0);
      if (interlock == 3) {
        assertThat(b.none(READY).code()).isEqualTo(0x062C07);
        assertThat(b.none(READY).code()).isEqualTo(0x062C07);
        b.in(cdb(0x03, 0, 0, 0, 18, 0), 18);
      }
      assertThat(b.none(READY).status()).isZero();
    }
  }
}
