// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.InvariantViolation;
import org.quintain.sam.SenseData;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;
import org.quintain.testing.ManualFabric;

/** What the engine asks of a fabric, call by call. */
final class FabricBorderTest {
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);
  private static final byte[] WRITE_BLOCK_0 = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  private static final byte[] READ_BLOCK_0 = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);

  private final HeldStore store = new HeldStore(1 << 20, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final ManualFabric fabric =
      new ManualFabric(disk.world(), disk.port(), "iqn.x:manual", 0);

  FabricBorderTest() {
    fabric.release(fabric.send(1, TEST_UNIT_READY, 0, 0));
    fabric.calls().clear();
  }

  @Test
  void asksForDataOutThenEndsTheCommand() {
    Command write = fabric.send(2, WRITE_BLOCK_0, 512, 0);
    assertThat(fabric.calls()).containsExactly("receive 2");
    fabric.answerDataOut(write, DeliveryResult.DELIVERED);
    assertThat(fabric.calls()).containsExactly("receive 2", "status0 2");
    assertThat(write.state()).isEqualTo(CommandState.COMPLETING);
    fabric.release(write);
    disk.device().checkIdle();
  }

  @Test
  void sendsDataInAndStatusTogether() {
    Command read = fabric.send(2, READ_BLOCK_0, 0, 512);
    assertThat(fabric.calls()).containsExactly("last 2", "status0 2");
    fabric.release(read);
    disk.device().checkIdle();
  }

  @Test
  void sendsNoDataOnUnitAttention() {
    disk.unit()
        .establishUnitAttentionForOthers(
            0, null, org.quintain.sam.AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    Command read = fabric.send(2, READ_BLOCK_0, 0, 512);
    assertThat(fabric.calls()).containsExactly("status2 2");
    assertThat(read.dataInBytes()).isZero();
    fabric.release(read);
    Command write = fabric.send(3, WRITE_BLOCK_0, 512, 0);
    assertThat(fabric.calls()).endsWith("receive 3");
    fabric.answerDataOut(write, DeliveryResult.DELIVERED);
    fabric.release(write);
  }

  /** RFC 7143 4.2.2.3.4 lists them: unit attentions, ACA and PREEMPT AND ABORT. */
  @Test
  void marksTheResponsesThatMayNotBeOvertaken() {
    byte[] beyondWithNaca = cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 4);
    assertThat(isFenced(TEST_UNIT_READY, 0)).isFalse();
    assertThat(isFenced(READ_BLOCK_0, 512)).isFalse();
    assertThat(isFenced(cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 0), 512)).isFalse();
    disk.unit()
        .establishUnitAttentionForOthers(
            0, null, org.quintain.sam.AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    assertThat(isFenced(READ_BLOCK_0, 512)).isTrue();
    assertThat(isFenced(READ_BLOCK_0, 512)).isFalse();
    assertThat(isFenced(beyondWithNaca, 512)).isTrue();
    assertThat(isFenced(TEST_UNIT_READY, 0)).isTrue();
    assertThat(fabric.calls()).endsWith("status48 9");
  }

  private boolean isFenced(byte[] cdb, long dataIn) {
    Command command = fabric.send(9, cdb, 0, dataIn);
    boolean fenced = command.needsResponseFence();
    fabric.release(command);
    return fenced;
  }

  @Test
  void terminatesTheTransferOfAnAbortedCommandAndWritesNothing() {
    Command write = fabric.send(2, WRITE_BLOCK_0, 512, 0);
    TaskManagementRequest abort =
        new TaskManagementRequest(fabric.nexus(), TaskManagementFunction.ABORT_TASK, 0, 2, 77);
    disk.port().onTaskManagementRequest(0, abort);
    assertThat(fabric.calls()).containsExactly("receive 2", "terminate 2");
    fabric.answerDataOut(write, DeliveryResult.TERMINATED);
    assertThat(fabric.calls())
        .containsExactly("receive 2", "terminate 2", "silent 2", "executed 77");
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    fabric.release(write);
    assertThat(store.fuaWrites()).isZero();
    disk.device().checkIdle();
  }

  @Test
  void terminatesTheTransferOfACommandThatExceedsItsDurationLimit() {
    byte[] list = new byte[8 + 232];
    list[8] = 0x4A;
    list[9] = 0x08;
    list[11] = (byte) 0xE4;
    list[8 + 8] = 0x0A;
    list[8 + 8 + 5] = 1;
    list[8 + 8 + 6] = 0x0F;
    disk.client("iqn.x:b").out(Client.cdb(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0), list);
    fabric.release(fabric.send(1, TEST_UNIT_READY, 0, 0));
    byte[] limited = Client.cdb(0x8A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x40, 0);
    Command write = fabric.send(2, limited, 512, 0);
    disk.world().awaitUntil(() -> fabric.calls().contains("terminate 2"), 20_000_000L);
    assertThat(fabric.calls()).endsWith("receive 2", "terminate 2");
    fabric.answerDataOut(write, DeliveryResult.TERMINATED);
    assertThat(fabric.calls()).endsWith("terminate 2", "status2 2");
    SenseData sense = SenseData.decode(write.sense(), write.senseLength());
    assertThat(sense.is(org.quintain.sam.AdditionalSense.COMMAND_TIMEOUT_DURING_PROCESSING))
        .isTrue();
    fabric.release(write);
    disk.device().checkIdle();
  }

  @Test
  void turnsDeliveryResultsIntoSense() {
    Object[][] table = {
      {DeliveryResult.DIGEST_ERROR, 0x0B, 0x47, 0x05},
      {DeliveryResult.UNEXPECTED_UNSOLICITED_DATA, 0x0B, 0x0C, 0x0C},
      {DeliveryResult.NOT_ENOUGH_UNSOLICITED_DATA, 0x0B, 0x0C, 0x0D},
      {DeliveryResult.FAILED, 0x0B, 0x4B, 0x00},
    };
    for (Object[] row : table) {
      Command write = fabric.send(2, WRITE_BLOCK_0, 512, 0);
      fabric.answerDataOut(write, (DeliveryResult) row[0]);
      SenseData sense = SenseData.decode(write.sense(), write.senseLength());
      assertThat(List.of(sense.key().code(), sense.code(), sense.qualifier()))
          .isEqualTo(List.of(row[1], row[2], row[3]));
      fabric.release(write);
    }
    disk.device().checkIdle();
  }

  @Test
  void answersAFunctionBeforeItsCommandIsReleasedButNoStatusAfterIt() {
    store.hold(true);
    Command read = fabric.send(2, READ_BLOCK_0, 0, 512);
    disk.port()
        .onTaskManagementRequest(
            0,
            new TaskManagementRequest(
                fabric.nexus(), TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0, 78));
    assertThat(fabric.calls()).isEmpty();
    store.releaseAll(0);
    assertThat(fabric.calls()).containsExactly("silent 2", "executed 78");
    fabric.release(read);
  }

  @Test
  void givesQueryAsynchronousEventItsArgument() {
    disk.unit()
        .establishUnitAttentionForOthers(
            0, null, org.quintain.sam.AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    disk.unit()
        .establishUnitAttentionForOthers(
            0, null, org.quintain.sam.AdditionalSense.MODE_PARAMETERS_CHANGED);
    for (int turn = 0; turn < 2; turn++) {
      TaskManagementRequest query =
          new TaskManagementRequest(
              fabric.nexus(), TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT, 0, 0, 1);
      disk.port().onTaskManagementRequest(0, query);
      assertThat(query.response()).isEqualTo(FunctionResponse.FUNCTION_SUCCEEDED);
      assertThat(query.responseArgument()).isEqualTo(0x262A09);
    }
  }

  @Test
  void endsEveryCommandOfALostNexusSilently() {
    store.hold(true);
    Command read = fabric.send(2, READ_BLOCK_0, 0, 512);
    Command write = fabric.send(3, WRITE_BLOCK_0, 512, 0);
    disk.port().onNexusLoss(0, fabric.nexus());
    assertThat(fabric.calls()).containsExactly("receive 3", "terminate 3");
    fabric.answerDataOut(write, DeliveryResult.TERMINATED);
    store.releaseAll(0);
    assertThat(fabric.calls()).containsExactly("receive 3", "terminate 3", "silent 3", "silent 2");
    fabric.release(read);
    fabric.release(write);
    disk.device().checkIdle();
  }

  @Test
  void givesNoSlotBeyondTheShareOfANexusNorOnALostOne() {
    int share = disk.port().commandsPerNexus();
    Command[] taken = new Command[share];
    for (int index = 0; index < share; index++) {
      taken[index] = disk.port().acquire(0, fabric.nexus());
    }
    assertThat(disk.port().acquire(0, fabric.nexus())).isNull();
    Arrays.stream(taken).forEach(command -> disk.port().onCommandReleased(0, command));
    disk.port().onNexusLoss(0, fabric.nexus());
    assertThat(disk.port().acquire(0, fabric.nexus())).isNull();
    disk.device().checkIdle();
  }

  @Test
  void aNexusEstablishedWhileAnotherIsLostIsOfItsOwn() {
    ManualFabric[] next = new ManualFabric[1];
    ManualFabric lost =
        new ManualFabric(disk.world(), disk.port(), "iqn.x:lost", 0) {
          @Override
          public void endWithoutStatus(long nowNs, Command command) {
            super.endWithoutStatus(nowNs, command);
            release(command);
            next[0] = new ManualFabric(disk.world(), disk.port(), "iqn.x:next", 0);
          }
        };
    store.hold(true);
    Command read = fabric.send(2, READ_BLOCK_0, 0, 512);
    lost.release(lost.send(1, TEST_UNIT_READY, 0, 0));
    lost.send(2, cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0), 0, 512, TaskAttribute.ORDERED);
    disk.port().onNexusLoss(0, lost.nexus());
    store.releaseAll(0);
    fabric.release(read);
    next[0].release(next[0].send(3, TEST_UNIT_READY, 0, 0));
    next[0].release(next[0].send(4, TEST_UNIT_READY, 0, 0));
    assertThat(next[0].calls()).containsExactly("status2 3", "status0 4");
    disk.device().checkIdle();
  }

  @Test
  void refusesMoreNexusesThanItHasAndGivesThemAgain() {
    ManualFabric[] others = new ManualFabric[disk.device().config().nexusesMax() - 1];
    for (int index = 0; index < others.length; index++) {
      others[index] = new ManualFabric(disk.world(), disk.port(), "iqn.x:" + index, 0);
    }
    assertThat(
            disk.port()
                .onNexusEstablished(
                    0, Client.identity("iqn.x:more", Disk.TARGET), fabric, disk.world().reactor()))
        .isNull();
    disk.port().onNexusLoss(0, others[3].nexus());
    ManualFabric next = new ManualFabric(disk.world(), disk.port(), "iqn.x:next", 0);
    assertThat(next.nexus().index()).isEqualTo(others[3].nexus().index());
  }

  @Test
  void endsWithBusyWhereDataOutCouldNotBePlaced() {
    // Two blocks of 4 MiB are all there is of that size.
    byte[] large = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0x20, 0, 0);
    Command first = fabric.send(2, large, 4 << 20, 0);
    Command second = fabric.send(3, large, 4 << 20, 0);
    Command third = fabric.send(4, large, 4 << 20, 0);
    assertThat(fabric.calls()).contains("status8 4");
    for (Command each : List.of(first, second, third)) {
      if (each.state() == CommandState.RECEIVING_DATA_OUT) {
        fabric.answerDataOut(each, DeliveryResult.DIGEST_ERROR);
      }
      fabric.release(each);
    }
    disk.device().checkIdle();
  }

  @Test
  void abortsTheCommandsOfANexusThatUsesAnIdentifierTwice() {
    store.hold(true);
    Command first = fabric.send(2, READ_BLOCK_0, 0, 512);
    Command second = fabric.send(3, WRITE_BLOCK_0, 512, 0);
    Command again = fabric.send(2, READ_BLOCK_0, 0, 512);
    assertThat(fabric.calls()).containsExactly("receive 3", "terminate 3", "status2 2");
    SenseData sense = SenseData.decode(again.sense(), again.senseLength());
    assertThat(sense.is(org.quintain.sam.AdditionalSense.OVERLAPPED_COMMANDS_ATTEMPTED)).isTrue();
    fabric.answerDataOut(second, DeliveryResult.TERMINATED);
    store.releaseAll(0);
    assertThat(fabric.calls()).endsWith("silent 3", "silent 2");
    List.of(first, second, again).forEach(fabric::release);
    Command next = fabric.send(2, READ_BLOCK_0, 0, 512);
    assertThat(fabric.calls()).endsWith("last 2", "status0 2");
    fabric.release(next);
    disk.device().checkIdle();
  }

  @Test
  void stopsWhenAFabricReleasesWhatTheEngineStillHas() {
    Command write = fabric.send(2, WRITE_BLOCK_0, 512, 0);
    assertThatThrownBy(() -> fabric.release(write)).isInstanceOf(InvariantViolation.class);
  }

  @Test
  void keepsTheLastEvents() {
    fabric.release(fabric.send(9, TEST_UNIT_READY, 0, 0));
    assertThat(disk.device().lastEvents().dump())
        .contains("COMMAND_RECEIVED 0 0x9 0x0\n")
        .endsWith("COMMAND_ENDED 0 0x9 0x0\n");
  }
}
