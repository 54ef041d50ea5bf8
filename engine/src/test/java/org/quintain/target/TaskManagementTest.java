// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class TaskManagementTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] WRITE_BLOCK_0 = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] READ_BLOCK_0 = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);

  private final HeldStore store = new HeldStore(1 << 20, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client a = disk.client("iqn.x:a");
  private final Client b = disk.client("iqn.x:b");

  private ExecuteCommand write(Client client, int value) {
    return client.start(WRITE_BLOCK_0, filled(512, value), 0, TaskAttribute.SIMPLE);
  }

  private static ExecuteCommand ordered(Client client) {
    return client.start(TEST_UNIT_READY, null, 0, TaskAttribute.ORDERED);
  }

  private static void assertAborted(ExecuteCommand command) {
    assertThat(command.isDone()).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
  }

  @AfterEach
  void nothingIsLeftOver() {
    store.releaseAll(0);
    disk.device().checkIdle();
  }

  @Test
  void abortTaskIsAnsweredWhenTheStoreIsDoneWithTheCommand() {
    store.hold(true);
    ExecuteCommand write = write(a, 1);
    ManageTask abort = a.startFunction(TaskManagementFunction.ABORT_TASK, write.identifier());
    assertThat(abort.isDone()).isFalse();
    assertThat(write.isDone()).isFalse();
    store.releaseOne(0);
    assertAborted(write);
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
  }

  @Test
  void abortTaskEndsAWaitingCommandAtOnce() {
    store.hold(true);
    ExecuteCommand write = write(a, 1);
    ExecuteCommand waiting = ordered(a);
    assertThat(a.function(TaskManagementFunction.ABORT_TASK, waiting.identifier()))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertAborted(waiting);
    assertThat(write.isDone()).isFalse();
    store.releaseOne(0);
    assertThat(write.status()).isZero();
  }

  @Test
  void abortTaskOfWhatIsNotThereCompletes() {
    assertThat(a.function(TaskManagementFunction.ABORT_TASK, 12345))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(a.lun(9L << 48).function(TaskManagementFunction.ABORT_TASK, 1))
        .isEqualTo(FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER);
  }

  @Test
  void abortTaskDoesNotTouchTheSameTagOfAnotherNexus() {
    store.hold(true);
    ExecuteCommand write = write(a, 1);
    assertThat(b.function(TaskManagementFunction.ABORT_TASK, write.identifier()))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    store.releaseOne(0);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
  }

  @Test
  void twoFunctionsMayWaitForOneCommand() {
    store.hold(true);
    ExecuteCommand write = write(a, 1);
    ManageTask abort = a.startFunction(TaskManagementFunction.ABORT_TASK, write.identifier());
    ManageTask again = a.startFunction(TaskManagementFunction.ABORT_TASK, write.identifier());
    ManageTask reset = b.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    assertThat(abort.isDone() || again.isDone() || reset.isDone()).isFalse();
    store.releaseOne(0);
    assertThat(abort.isDone() && again.isDone() && reset.isDone()).isTrue();
    assertAborted(write);
  }

  @Test
  void abortTaskSetAbortsOnlyItsOwnNexus() {
    store.hold(true);
    ExecuteCommand ofA = write(a, 1);
    ExecuteCommand ofB = write(b, 2);
    ManageTask abort = a.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    store.releaseOne(0);
    assertThat(abort.isDone()).isTrue();
    assertAborted(ofA);
    store.releaseOne(0);
    assertThat(ofB.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(b.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void clearTaskSetTellsTheOthersThatLostCommands() {
    Client c = disk.client("iqn.x:c");
    Client d = disk.client("iqn.x:d");
    store.hold(true);
    ExecuteCommand ofD = write(d, 3);
    ExecuteCommand ofA = write(a, 1);
    ExecuteCommand ofB = write(b, 2);
    ExecuteCommand waiting = ordered(b);
    ManageTask clear = a.startFunction(TaskManagementFunction.CLEAR_TASK_SET, 0);
    assertAborted(waiting);
    assertThat(clear.isDone()).isFalse();
    store.releaseAll(0);
    assertThat(clear.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertAborted(ofA);
    assertAborted(ofB);
    assertAborted(ofD);
    assertThat(b.none(TEST_UNIT_READY).code()).isEqualTo(0x062F00);
    assertThat(d.none(TEST_UNIT_READY).code()).isEqualTo(0x062F00);
    assertThat(b.none(TEST_UNIT_READY).status()).isZero();
    assertThat(a.none(TEST_UNIT_READY).status()).isZero();
    assertThat(c.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void logicalUnitResetTellsEveryNexusOnce() {
    assertThat(a.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    for (Client client : new Client[] {a, b}) {
      assertThat(client.none(TEST_UNIT_READY).code()).isEqualTo(0x062903);
      assertThat(client.none(TEST_UNIT_READY).status()).isZero();
    }
  }

  @Test
  void nothingOfAnAbortedWriteLandsAfterWhatFollowsTheReset() {
    store.hold(true);
    ExecuteCommand old = write(a, 1);
    ManageTask reset = a.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    b.start(TEST_UNIT_READY, null, 0, TaskAttribute.SIMPLE);
    ExecuteCommand next = write(b, 2);
    assertThat(store.heldCount()).isEqualTo(1);
    assertThat(reset.isDone()).isFalse();
    store.releaseOne(0);
    assertThat(reset.isDone()).isTrue();
    assertAborted(old);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(next.status()).isZero();
    a.clearUnitAttentions();
    assertThat(a.in(READ_BLOCK_0, 512).data()).isEqualTo(filled(512, 2));
  }

  @Test
  void inquiryIsHeldBackBehindAResetAndThenAnswered() {
    store.hold(true);
    write(a, 1);
    a.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    ExecuteCommand inquiry = b.start(cdb(0x12, 0, 0, 0, 96, 0), null, 96, TaskAttribute.SIMPLE);
    assertThat(inquiry.isDone()).isFalse();
    store.releaseAll(0);
    assertThat(inquiry.status()).isZero();
  }

  @Test
  void newNexusOfTheSameInitiatorWaitsForWhatTheOldOneLeft() {
    store.hold(true);
    ExecuteCommand old = write(a, 1);
    a.port().close();
    assertThat(old.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    Client again = disk.newClient("iqn.x:a");
    ExecuteCommand attention = again.start(TEST_UNIT_READY, null, 0, TaskAttribute.SIMPLE);
    assertThat(attention.isDone()).isFalse();
    ExecuteCommand ofB = b.start(TEST_UNIT_READY, null, 0, TaskAttribute.SIMPLE);
    assertThat(ofB.isDone()).isTrue();
    store.releaseOne(0);
    assertThat(attention.isDone()).isTrue();
    assertThat(Client.outcome(attention).code()).isEqualTo(0x062907);
  }

  @Test
  void queriesTellWhatIsThereAndChangeNothing() {
    assertThat(a.function(TaskManagementFunction.QUERY_TASK_SET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    store.hold(true);
    ExecuteCommand write = write(a, 1);
    assertThat(a.function(TaskManagementFunction.QUERY_TASK, write.identifier()))
        .isEqualTo(FunctionResponse.FUNCTION_SUCCEEDED);
    assertThat(a.function(TaskManagementFunction.QUERY_TASK, 99999))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(a.function(TaskManagementFunction.QUERY_TASK_SET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_SUCCEEDED);
    assertThat(b.function(TaskManagementFunction.QUERY_TASK_SET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    store.releaseOne(0);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
  }

  @Test
  void clearAcaIsRejectedWhereThereIsNoAca() {
    assertThat(a.function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(a.lun(0xC101L << 48).function(TaskManagementFunction.CLEAR_ACA, 0))
        .isEqualTo(FunctionResponse.FUNCTION_REJECTED);
  }

  @Test
  void nexusResetTouchesOneNexus() {
    store.hold(true);
    ExecuteCommand ofA = write(a, 1);
    ExecuteCommand ofB = write(b, 1);
    ManageTask reset = a.startFunction(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    store.releaseAll(0);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertAborted(ofA);
    assertThat(ofB.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(a.none(TEST_UNIT_READY).code()).isEqualTo(0x062907);
    assertThat(b.none(TEST_UNIT_READY).status()).isZero();
  }

  @Test
  void targetResetsReachEveryNexus() {
    a.function(TaskManagementFunction.TARGET_WARM_RESET, 0);
    assertThat(b.none(TEST_UNIT_READY).code()).isEqualTo(0x062903);
    a.function(TaskManagementFunction.TARGET_COLD_RESET, 0);
    assertThat(b.none(TEST_UNIT_READY).code()).isEqualTo(0x062900);
  }

  @Test
  void acaAttributeIsRefusedWithoutAca() {
    ExecuteCommand command = a.start(TEST_UNIT_READY, null, 0, TaskAttribute.ACA);
    assertThat(Client.outcome(command).code()).isEqualTo(0x054900);
  }
}
