// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Status;

/** The Response Fence over the connections of a session (RFC 7143 4.2.2.3.3, 4.2.2.3.4). */
final class ResponseFenceTest {
  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 43);
  private final Peer first;
  private final Peer second;

  ResponseFenceTest() {
    bench.prefer(IscsiKey.MAX_CONNECTIONS, "3");
    first = bench.loggedIn("MaxConnections=3");
    second = bench.connect();
    Pdu login = Pdu.login(0x87, TargetBench.NAMES).cmdSn(1);
    LoginRequestPdu.tsih(login.header, 0, bench.node.sessions().get(0).tsih());
    LoginRequestPdu.cid(login.header, 0, 1);
    second.send(login);
    assertThat(LoginResponsePdu.status(second.receive().header, 0)).isZero();
  }

  private Command command(Peer by, int tag, int cmdSn, int lun) {
    by.send(Pdu.command(Pdu.F, tag, cmdSn, 0, 0).with(9, lun));
    return scsi.last();
  }

  private void reset(Peer by, int tag, int cmdSn) {
    by.send(Pdu.manage(TaskManagementRequestPdu.LOGICAL_UNIT_RESET, tag, cmdSn, -1, 0));
    scsi.execute(
        bench.nowNs,
        scsi.functions.get(scsi.functions.size() - 1),
        FunctionResponse.FUNCTION_COMPLETE);
  }

  /** Answers {@code ping} as an initiator does, with all that it has seen acknowledged. */
  private void answer(Peer by, Pdu ping, int cmdSn) {
    Pdu answer = Pdu.nopOut(-1, ping.transferTag(), cmdSn, new byte[0]);
    Bhs.expStatSn(answer.header, 0, ping.statSn());
    by.send(answer);
  }

  private static List<Integer> opcodes(List<Pdu> pdus) {
    return pdus.stream().map(Pdu::opcode).toList();
  }

  @Test
  void letsAFunctionsResponseWaitForStatusOnOtherConnectionsToBeAcknowledged() {
    scsi.complete(bench.nowNs, command(first, 11, 1, 0), Status.GOOD);
    reset(second, 9, 2);
    assertThat(second.receive()).isNull();
    List<Pdu> sent = first.receiveAll();
    assertThat(opcodes(sent)).containsExactly(IscsiOpcode.SCSI_RESPONSE, IscsiOpcode.NOP_IN);
    answer(first, sent.get(1), 2);
    assertThat(opcodes(second.receiveAll()))
        .containsExactly(IscsiOpcode.TASK_MANAGEMENT_RESPONSE, IscsiOpcode.NOP_IN);
    assertThat(first.receive()).isNull();
  }

  @Test
  void holdsStatusOfTheLogicalUnitUntilTheResponseIsAcknowledged() {
    Command same = command(first, 11, 1, 0);
    Command other = command(first, 12, 2, 1);
    reset(second, 9, 3);
    List<Pdu> sent = second.receiveAll();
    assertThat(opcodes(sent))
        .containsExactly(IscsiOpcode.TASK_MANAGEMENT_RESPONSE, IscsiOpcode.NOP_IN);
    scsi.complete(bench.nowNs, other, Status.GOOD);
    assertThat(first.receive().tag()).isEqualTo(12);
    scsi.complete(bench.nowNs, same, Status.GOOD);
    assertThat(first.receive()).isNull();
    answer(second, sent.get(1), 3);
    assertThat(first.receive().tag()).isEqualTo(11);
    scsi.complete(bench.nowNs, command(first, 13, 3, 0), Status.GOOD);
    assertThat(first.receive().tag()).isEqualTo(13);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void fencesAStatusThatTheEngineMarks() {
    scsi.complete(bench.nowNs, command(second, 11, 1, 0), Status.GOOD);
    Command marked = command(first, 12, 2, 0);
    marked.requireResponseFence();
    scsi.complete(bench.nowNs, marked, Status.BUSY);
    scsi.complete(bench.nowNs, command(second, 13, 3, 0), Status.GOOD);
    assertThat(first.receive()).isNull();
    List<Pdu> sent = second.receiveAll();
    assertThat(opcodes(sent)).containsExactly(IscsiOpcode.SCSI_RESPONSE, IscsiOpcode.NOP_IN);
    answer(second, sent.get(1), 4);
    sent = first.receiveAll();
    assertThat(opcodes(sent)).containsExactly(IscsiOpcode.SCSI_RESPONSE, IscsiOpcode.NOP_IN);
    assertThat(second.receive()).isNull();
    answer(first, sent.get(1), 4);
    assertThat(second.receive().tag()).isEqualTo(13);
  }

  @Test
  void asksAgainWhereAnAnswerAcknowledgesTooLittle() {
    scsi.complete(bench.nowNs, command(first, 11, 1, 0), Status.GOOD);
    reset(second, 9, 2);
    Pdu ping = first.receiveAll().get(1);
    Pdu stale = Pdu.nopOut(-1, ping.transferTag(), 2, new byte[0]);
    Bhs.expStatSn(stale.header, 0, ping.statSn() - 1);
    first.send(stale);
    assertThat(second.receive()).isNull();
    answer(first, first.receive(), 2);
    assertThat(second.receive().opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
  }

  @Test
  void opensWhenTheConnectionItWaitsForIsLost() {
    scsi.complete(bench.nowNs, command(first, 11, 1, 0), Status.GOOD);
    reset(second, 9, 2);
    assertThat(second.receive()).isNull();
    first.disconnect();
    assertThat(second.receive().opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
  }

  @Test
  void opensWhenTheConnectionOfTheResponseIsLost() {
    Command waits = command(first, 11, 1, 0);
    reset(second, 9, 2);
    scsi.complete(bench.nowNs, waits, Status.GOOD);
    assertThat(first.receive()).isNull();
    second.disconnect();
    assertThat(first.receive().tag()).isEqualTo(11);
  }

  @Test
  void holdsOneFencedResponseBehindAnother() {
    reset(second, 9, 1);
    reset(first, 10, 1);
    Pdu ping = second.receiveAll().get(1);
    assertThat(first.receive()).isNull();
    answer(second, ping, 1);
    assertThat(first.receive().opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
  }

  @Test
  void forgetsWhatItHoldsWhenTheSessionEnds() {
    Command waits = command(first, 11, 1, 0);
    reset(second, 9, 2);
    scsi.complete(bench.nowNs, waits, Status.GOOD);
    bench.node.closeAll(bench.nowNs, "the test ended the session");
    assertThat(opcodes(first.receiveAll())).containsExactly(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    first.disconnect();
    second.disconnect();
    assertThat(scsi.isIdle()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void needsNoneWithOneConnection() {
    second.disconnect();
    scsi.complete(bench.nowNs, command(first, 11, 1, 0), Status.GOOD);
    reset(first, 9, 2);
    assertThat(opcodes(first.receiveAll()))
        .containsExactly(IscsiOpcode.SCSI_RESPONSE, IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
  }
}
