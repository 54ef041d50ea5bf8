// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/** Task management (RFC 7143 4.2.3, 11.5, 11.6). */
final class TaskManagementTest {
  private static final int ABORT_TASK = TaskManagementRequestPdu.ABORT_TASK;
  private static final int LU_RESET = TaskManagementRequestPdu.LOGICAL_UNIT_RESET;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 17);

  private static int response(Pdu pdu) {
    assertThat(pdu.opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
    return TaskManagementResponsePdu.response(pdu.header, 0);
  }

  @Test
  void abortsACommandThatTheEngineHasAndAnswersWhenItIsGone() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0), Pdu.manage(ABORT_TASK, 6, 2, 5, 1));
    assertThat(scsi.log).endsWith("function ABORT_TASK 5");
    assertThat(peer.receive()).isNull();
    Command command = scsi.last();
    command.moveTo(CommandState.COMPLETING);
    command.nexus().transport().endWithoutStatus(bench.nowNs, command);
    scsi.execute(bench.nowNs, scsi.functions.get(0), FunctionResponse.FUNCTION_COMPLETE);
    Pdu answer = peer.receive();
    assertThat(response(answer)).isEqualTo(0);
    assertThat(answer.tag()).isEqualTo(6);
    assertThat(scsi.isIdle()).isTrue();
    assertThat(peer.readyMarks).isPositive();
  }

  @Test
  void knowsATaskThatDoesNotExistFromOneThatIsStillToCome() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    assertThat(response(peer.exchange(Pdu.manage(ABORT_TASK, 6, 2, 77, 1)))).isEqualTo(1);
    assertThat(response(peer.exchange(Pdu.manage(ABORT_TASK, 6, 2, 77, 400)))).isEqualTo(1);

    Pdu next = peer.exchange(Pdu.manage(ABORT_TASK, 6, 3, 78, 2));
    assertThat(response(next)).isEqualTo(0);
    assertThat(next.expCmdSn()).isEqualTo(3);
    Pdu later = peer.exchange(Pdu.manage(ABORT_TASK, 6, 3, 79, 4));
    assertThat(response(later)).isEqualTo(0);
    peer.send(Pdu.command(Pdu.F, 79, 4, 0, 0), Pdu.command(Pdu.F, 80, 3, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(80);
    assertThat(scsi.log).doesNotContain("command 79");
    assertThat(peer.exchange(Pdu.nopOut(9, -1, 5, new byte[0])).expCmdSn()).isEqualTo(5);
  }

  @Test
  void abortsACommandThatWaitsForAnEarlierOne() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F, 5, 2, 0, 0));
    assertThat(response(peer.exchange(Pdu.manage(ABORT_TASK, 6, 3, 5, 2)))).isEqualTo(0);
    peer.send(Pdu.command(Pdu.F, 4, 1, 0, 0));
    assertThat(scsi.log).endsWith("released 5", "command 4");
    assertThat(peer.exchange(Pdu.nopOut(9, -1, 3, new byte[0])).expCmdSn()).isEqualTo(3);
  }

  @Test
  void letsAFunctionOnManyTasksWaitForCommandsBeforeIt() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F, 5, 2, 0, 0), Pdu.manage(LU_RESET, 6, 3, -1, 0));
    assertThat(scsi.functions).isEmpty();
    peer.send(Pdu.command(Pdu.F, 4, 1, 0, 0));
    assertThat(scsi.log)
        .endsWith("command 4", "command 5", "function LOGICAL_UNIT_RESET 4294967295");
  }

  @Test
  void waitsForDataThatWasAskedForWithinABound() {
    for (boolean comes : new boolean[] {true, false}) {
      Peer peer = bench.loggedIn();
      peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A));
      Command command = scsi.last();
      scsi.receiveDataOut(bench.nowNs, command, 0, 512);
      Pdu r2t = peer.receive();
      peer.send(Pdu.manage(LU_RESET, 6, 2, -1, 0));
      command.nexus().transport().terminateDataTransfer(bench.nowNs, command);
      assertThat(scsi.log).endsWith("function LOGICAL_UNIT_RESET 4294967295");
      if (comes) {
        peer.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, true, new byte[512]));
      } else {
        peer.pass(bench.node.settings().times().terminateNs() + 1);
      }
      assertThat(scsi.log).endsWith("data-out 5 TERMINATED");
      assertThat(peer.isClosing()).isFalse();
      scsi.endAll(bench.nowNs, command.nexus());
      scsi.functions.clear();
      peer.disconnect();
    }
  }

  @Test
  void waitsForNoDataOnceTheInitiatorLogsOut() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A));
    Command command = scsi.last();
    scsi.receiveDataOut(bench.nowNs, command, 0, 512);
    peer.send(Pdu.manage(LU_RESET, 6, 2, -1, 0));
    command.nexus().transport().terminateDataTransfer(bench.nowNs, command);
    peer.send(Pdu.logout(0, 7, 3, 0).immediate());
    assertThat(scsi.log).contains("data-out 5 TERMINATED");
  }

  @Test
  void mapsTheEnginesAnswers() {
    int[] expected = {0, 0, 255, 2, 255};
    Peer peer = bench.loggedIn();
    for (FunctionResponse answer : FunctionResponse.values()) {
      peer.send(Pdu.manage(LU_RESET, 6, 1, -1, 0));
      scsi.execute(bench.nowNs, scsi.functions.remove(0), answer);
      assertThat(response(peer.receive())).isEqualTo(expected[answer.ordinal()]);
    }
  }

  @Test
  void answersFunctionsThatItDoesNotOffer() {
    Peer peer = bench.loggedIn();
    assertThat(response(peer.exchange(Pdu.manage(8, 6, 1, 5, 0)))).isEqualTo(4);
    assertThat(response(peer.exchange(Pdu.manage(9, 6, 1, 5, 0)))).isEqualTo(5);
    assertThat(response(peer.exchange(Pdu.manage(0, 6, 1, 5, 0)))).isEqualTo(5);
    assertThat(response(peer.exchange(Pdu.manage(127, 6, 1, 5, 0)))).isEqualTo(5);
  }

  @Test
  void endsAllSessionsOfTheTargetAfterAColdReset() {
    Peer peer = bench.loggedIn();
    Peer other = bench.connect();
    Pdu login = Pdu.login(0x87, TargetBench.NAMES).with(13, 9);
    other.exchange(login);
    peer.send(Pdu.manage(TaskManagementRequestPdu.TARGET_COLD_RESET, 6, 1, -1, 0));
    assertThat(scsi.functions.get(0).function())
        .isEqualTo(TaskManagementFunction.TARGET_COLD_RESET);
    scsi.execute(bench.nowNs, scsi.functions.get(0), FunctionResponse.FUNCTION_COMPLETE);
    peer.pass(0);
    assertThat(response(peer.receive())).isEqualTo(0);
    assertThat(peer.isClosing()).isTrue();
    assertThat(other.isClosing()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
  }
}
