// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Control;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** Auto contingent allegiance (SAM-5 5.9). */
final class AllegianceTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] READY_NACA = cdb(0, 0, 0, 0, 0, 4);
  private static final byte[] UNKNOWN = cdb(0xFF, 0, 0, 0, 0, 0);
  private static final byte[] BEYOND = cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] BEYOND_NACA = cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 4);
  private static final int GOOD = 0x00;
  private static final int CHECK_CONDITION = 0x02;
  private static final int BUSY = 0x08;
  private static final int ACA_ACTIVE = 0x30;
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

  private static int status(Client client, byte[] cdb, TaskAttribute attribute) {
    return client.run(client.start(cdb, null, 0, attribute)).status();
  }

  private static int status(Client client, byte[] cdb) {
    return status(client, cdb, TaskAttribute.SIMPLE);
  }

  private void fault(Client client) {
    assertThat(client.in(BEYOND_NACA, 512).code()).isEqualTo(0x052100);
  }

  private ExecuteCommand write(Client client, int block, TaskAttribute attribute) {
    return client.start(
        cdb(0x2A, 0, 0, 0, 0, block, 0, 0, 1, 0), filled(512, block + 1), 0, attribute);
  }

  private void release() {
    store.releaseAll(disk.world().nowNs());
  }

  @Test
  void isEstablishedByCheckConditionOfACommandWithNacaAlone() {
    assertThat(a.in(BEYOND, 512).code()).isEqualTo(0x052100);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    assertThat(status(a, READY_NACA)).isEqualTo(GOOD);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    fault(a);
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
    assertThat(status(a, READY_NACA)).isEqualTo(ACA_ACTIVE);
    assertThat(status(a, cdb(0x12, 0, 0, 0, 36, 0))).isEqualTo(ACA_ACTIVE);
    assertThat(status(a, cdb(0x03, 0, 0, 0, 18, 0))).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void refusesOtherNexusesOfTheTaskSetByBusyOrByAcaActive() {
    fault(a);
    assertThat(status(b, READY)).isEqualTo(BUSY);
    assertThat(status(b, READY_NACA)).isEqualTo(ACA_ACTIVE);
    assertThat(status(b, READY, TaskAttribute.ACA)).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void leavesOtherTaskSetsAlone() {
    disk.control(new Control().taskSetType(1).build());
    fault(a);
    assertThat(status(b, READY)).isEqualTo(GOOD);
    assertThat(b.run(b.start(READY, null, 0, TaskAttribute.ACA)).code()).isEqualTo(0x054900);
    fault(b);
    assertThat(status(b, READY)).isEqualTo(ACA_ACTIVE);
    assertThat(a.function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    assertThat(status(b, READY)).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void letsPreemptAndAbortOfAnotherNexusPass() {
    fault(a);
    byte[] preempt = cdb(0x5F, 5, 1, 0, 0, 0, 0, 0, 24, 0);
    assertThat(b.run(b.start(preempt, new byte[24], 0, TaskAttribute.SIMPLE)).status())
        .isNotIn(BUSY, ACA_ACTIVE);
    assertThat(a.run(a.start(preempt, new byte[24], 0, TaskAttribute.SIMPLE)).status())
        .isEqualTo(ACA_ACTIVE);
  }

  @Test
  void processesOneCommandWithTheAcaAttributeAtATime() {
    fault(a);
    store.hold(true);
    ExecuteCommand first = write(a, 3, TaskAttribute.ACA);
    assertThat(store.heldCount()).isEqualTo(1);
    assertThat(status(a, READY, TaskAttribute.ACA)).isEqualTo(ACA_ACTIVE);
    release();
    assertThat(a.run(first).status()).isEqualTo(GOOD);
    assertThat(status(a, READY, TaskAttribute.ACA)).isEqualTo(GOOD);
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void endsWithAFailingCommandThatHasTheAcaAttributeAndNacaZero() {
    fault(a);
    assertThat(status(a, UNKNOWN, TaskAttribute.ACA)).isEqualTo(CHECK_CONDITION);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    assertThat(a.run(a.start(READY, null, 0, TaskAttribute.ACA)).code()).isEqualTo(0x054900);
  }

  @Test
  void goesOnWithAFailingCommandThatHasTheAcaAttributeAndNacaOne() {
    fault(a);
    assertThat(status(a, cdb(0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 4), TaskAttribute.ACA))
        .isEqualTo(CHECK_CONDITION);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    fault(a);
    assertThat(status(a, BEYOND_NACA, TaskAttribute.ACA)).isEqualTo(CHECK_CONDITION);
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void isClearedByItsOwnNexusAlone() {
    fault(a);
    assertThat(b.function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
    assertThat(a.function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(status(a, READY)).isEqualTo(GOOD);
    assertThat(status(b, READY)).isEqualTo(GOOD);
  }

  @Test
  void clearAcaAbortsTheCommandWithTheAcaAttributeAndIsAnsweredAfterIt() {
    fault(a);
    store.hold(true);
    ExecuteCommand recovery = write(a, 3, TaskAttribute.ACA);
    var clear = a.startFunction(TaskManagementFunction.CLEAR_ACA, 0);
    assertThat(clear.isDone()).isFalse();
    release();
    assertThat(recovery.isDone()).isTrue();
    assertThat(clear.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(status(a, READY)).isEqualTo(GOOD);
  }

  @Test
  void blocksWhatRunsAndWhatWaitsUntilItIsCleared() {
    store.hold(true);
    ExecuteCommand running = write(b, 1, TaskAttribute.SIMPLE);
    // A command that fails before it reaches the store.
    fault(a);
    release();
    assertThat(running.isDone()).isFalse();
    assertThat(b.in(READY, 0).status()).isEqualTo(BUSY);
    a.function(TaskManagementFunction.CLEAR_ACA, 0);
    assertThat(running.isDone()).isTrue();
    assertThat(running.status()).isEqualTo(GOOD);
  }

  @Test
  void dormantCommandsStartWhenItIsCleared() {
    store.hold(true);
    ExecuteCommand failing =
        a.start(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 4), null, 512, TaskAttribute.SIMPLE);
    ExecuteCommand dormant = write(b, 2, TaskAttribute.ORDERED);
    store.failNext(org.quintain.store.StoreResult.READ_ERROR, 0);
    store.releaseOne(disk.world().nowNs());
    assertThat(failing.status()).isEqualTo(CHECK_CONDITION);
    assertThat(store.heldCount()).isZero();
    assertThat(a.function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(store.heldCount()).isEqualTo(1);
    release();
    assertThat(dormant.status()).isEqualTo(GOOD);
  }

  @Test
  void qerrAbortsWhatWouldBeBlocked() {
    disk.control(new Control().queueErrorManagement(1).taskAbortedStatus().build());
    store.hold(true);
    write(a, 0, TaskAttribute.SIMPLE);
    ExecuteCommand dormant = write(b, 2, TaskAttribute.ORDERED);
    fault2(a);
    assertThat(dormant.status()).isEqualTo(TASK_ABORTED);
    release();
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
    disk.world().settle();
    a.function(TaskManagementFunction.CLEAR_ACA, 0);
    assertThat(status(b, READY)).isEqualTo(GOOD);
    disk.device().checkIdle();
  }

  /** A command that overtakes an ORDERED one and fails. */
  private void fault2(Client client) {
    ExecuteCommand head = client.start(BEYOND_NACA, null, 512, TaskAttribute.HEAD_OF_QUEUE);
    assertThat(client.run(head).status()).isEqualTo(CHECK_CONDITION);
  }

  @Test
  void resetsAndTheLossOfItsNexusClearIt() {
    fault(a);
    a.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    assertThat(a.none(READY).code()).isEqualTo(0x062903);
    b.clearUnitAttentions();
    fault(a);
    a.function(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    assertThat(status(b, READY)).isEqualTo(GOOD);
    a.clearUnitAttentions();
    fault(a);
    b.function(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
    a.port().close();
    assertThat(b.none(READY).code()).isEqualTo(0x062907);
  }

  @Test
  void abortTaskSetLeavesItInEffect() {
    store.hold(true);
    ExecuteCommand blocked = write(a, 1, TaskAttribute.SIMPLE);
    fault(a);
    release();
    assertThat(blocked.isDone()).isFalse();
    assertThat(a.function(TaskManagementFunction.ABORT_TASK_SET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(blocked.isDone()).isTrue();
    assertThat(status(a, READY)).isEqualTo(ACA_ACTIVE);
    a.function(TaskManagementFunction.CLEAR_ACA, 0);
    disk.device().checkIdle();
  }

  @Test
  void reservationConflictAndBusyDoNotEstablishIt() {
    fault(a);
    assertThat(status(b, READY_NACA)).isEqualTo(ACA_ACTIVE);
    a.function(TaskManagementFunction.CLEAR_ACA, 0);
    assertThat(status(b, READY)).isEqualTo(GOOD);
  }

  @Test
  void unitAttentionReportedToACommandWithNacaEstablishesIt() {
    Client late = disk.newClient("iqn.x:c");
    assertThat(late.none(READY_NACA).code()).isEqualTo(0x062900);
    assertThat(status(late, READY)).isEqualTo(ACA_ACTIVE);
  }

  @Test
  void leavesRecoveryToFunctionsWhereTmfOnlySaysSo() {
    disk.control(new Control().taskManagementOnly().build());
    fault(a);
    assertThat(status(a, READY, TaskAttribute.ACA)).isEqualTo(ACA_ACTIVE);
    a.function(TaskManagementFunction.CLEAR_ACA, 0);
    assertThat(status(a, READY)).isEqualTo(GOOD);
  }
}
