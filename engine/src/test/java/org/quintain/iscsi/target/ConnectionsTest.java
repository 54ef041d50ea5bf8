// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.iscsi.wire.LogoutResponsePdu;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Status;
import org.quintain.sam.TaskManagementFunction;

/** Several connections in one session (RFC 7143 4.2.2.1, 4.2.5, 6.3.4, 11.14). */
final class ConnectionsTest {
  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 41);

  ConnectionsTest() {
    bench.prefer(IscsiKey.MAX_CONNECTIONS, "3");
  }

  private Peer leading() {
    return bench.loggedIn("MaxConnections=8");
  }

  private Pdu join(Peer peer, int cid) {
    int tsih = bench.node.sessions().get(0).tsih();
    Pdu login = Pdu.login(0x87, TargetBench.NAMES).cmdSn(1);
    LoginRequestPdu.tsih(login.header, 0, tsih);
    LoginRequestPdu.cid(login.header, 0, cid);
    peer.send(login);
    return peer.receive();
  }

  private Peer joined(int cid) {
    Peer peer = bench.connect();
    Pdu response = join(peer, cid);
    assertThat(LoginResponsePdu.status(response.header, 0)).isZero();
    assertThat(response.flags()).isEqualTo(0x87);
    return peer;
  }

  private static int status(Pdu response) {
    return LoginResponsePdu.status(response.header, 0);
  }

  @Test
  void takesAsManyConnectionsAsWereAgreedOn() {
    Peer first = leading();
    joined(1);
    joined(2);
    Peer fourth = bench.connect();
    assertThat(status(join(fourth, 3))).isEqualTo(LoginStatus.TOO_MANY_CONNECTIONS);
    assertThat(fourth.isClosing()).isTrue();
    assertThat(first.isClosing()).isFalse();
    assertThat(bench.node.sessions()).hasSize(1);
    assertThat(bench.node.sessions().get(0).connectionCount()).isEqualTo(3);
    assertThat(scsi.identities).hasSize(1);
  }

  @Test
  void rejectsSessionWideKeysOfAConnectionThatJoins() {
    leading();
    Peer peer = bench.connect();
    Pdu login =
        Pdu.login(
            0x87,
            TargetBench.NAMES[0],
            TargetBench.NAMES[1],
            "MaxBurstLength=4096",
            "HeaderDigest=CRC32C");
    LoginRequestPdu.tsih(login.header, 0, bench.node.sessions().get(0).tsih());
    LoginRequestPdu.cid(login.header, 0, 7);
    Pdu response = peer.exchange(login);
    assertThat(response.keys()).contains("MaxBurstLength=Reject", "HeaderDigest=CRC32C");
  }

  @Test
  void refusesToJoinASessionThatIsNotThere() {
    leading();
    Peer peer = bench.connect();
    Pdu login = Pdu.login(0x87, TargetBench.NAMES);
    LoginRequestPdu.tsih(login.header, 0, bench.node.sessions().get(0).tsih() + 1);
    LoginRequestPdu.cid(login.header, 0, 1);
    assertThat(status(peer.exchange(login))).isEqualTo(LoginStatus.SESSION_DOES_NOT_EXIST);
  }

  @Test
  void deliversCommandsInTheOrderOfTheirNumbersOverAllConnections() {
    Peer first = leading();
    Peer second = joined(1);
    second.send(Pdu.command(Pdu.F, 12, 2, 0, 0), Pdu.command(Pdu.F, 14, 4, 0, 0));
    assertThat(scsi.received).isEmpty();
    first.send(Pdu.command(Pdu.F, 11, 1, 0, 0));
    assertThat(scsi.received).extracting(Command::identifier).containsExactly(11L, 12L);
    first.send(Pdu.command(Pdu.F, 13, 3, 0, 0));
    assertThat(scsi.received).extracting(Command::identifier).containsExactly(11L, 12L, 13L, 14L);
  }

  @Test
  void answersARequestHeldForAnotherConnectionsNumberByItsOwnConnection() {
    Peer first = leading();
    Peer second = joined(1);
    second.send(Pdu.nopOut(5, -1, 2, new byte[] {1, 2, 3, 4}).numbered());
    assertThat(second.receive()).isNull();
    int marks = second.readyMarks;
    first.send(Pdu.command(Pdu.F, 11, 1, 0, 0));
    assertThat(second.readyMarks).isGreaterThan(marks);
    Pdu echo = second.receive();
    assertThat(echo.opcode()).isEqualTo(IscsiOpcode.NOP_IN);
    assertThat(echo.expCmdSn()).isEqualTo(3);
    assertThat(first.receive()).isNull();
  }

  @Test
  void numbersStatusOnEachConnectionByItself() {
    Peer first = leading();
    Peer second = joined(1);
    first.send(Pdu.command(Pdu.F, 11, 1, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    int firstStatSn = first.receive().statSn();
    second.send(Pdu.command(Pdu.F, 12, 2, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    Pdu response = second.receive();
    second.send(Pdu.command(Pdu.F, 13, 3, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    assertThat(second.receive().statSn()).isEqualTo(response.statSn() + 1);
    first.send(Pdu.command(Pdu.F, 14, 4, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    assertThat(first.receive().statSn()).isEqualTo(firstStatSn + 1);
  }

  @Test
  void takesNoDataOutByAnotherConnectionThanTheCommands() {
    Peer first = leading();
    Peer second = joined(1);
    first.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
    Pdu r2t = first.receive();
    second.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, true, new byte[512]));
    assertThat(scsi.log).doesNotContain("data-out 5 DELIVERED");
    first.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, true, new byte[512]));
    assertThat(scsi.log).contains("data-out 5 DELIVERED");
  }

  @Test
  void answersTaskManagementByTheConnectionItCameBy() {
    Peer first = leading();
    Peer second = joined(1);
    second.send(Pdu.manage(TaskManagementRequestPdu.LOGICAL_UNIT_RESET, 9, 1, -1, 0));
    scsi.execute(bench.nowNs, scsi.functions.get(0), FunctionResponse.FUNCTION_COMPLETE);
    assertThat(second.receive().opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
    assertThat(first.receive()).isNull();
  }

  @Test
  void endsTheCommandsOfALostConnectionAndGoesOnWithTheOthers() {
    Peer first = leading();
    Peer second = joined(1);
    first.send(Pdu.command(Pdu.F, 11, 1, 0, 0));
    second.send(Pdu.command(Pdu.F, 12, 2, 0, 0), Pdu.command(Pdu.F, 14, 4, 0, 0));
    Command lost = scsi.last();
    second.disconnect();
    assertThat(scsi.functions).hasSize(1);
    assertThat(scsi.functions.get(0).function()).isEqualTo(TaskManagementFunction.ABORT_TASK);
    assertThat(scsi.functions.get(0).commandIdentifier()).isEqualTo(12);
    lost.moveTo(CommandState.COMPLETING);
    lost.nexus().transport().endWithoutStatus(bench.nowNs, lost);
    scsi.execute(bench.nowNs, scsi.functions.get(0), FunctionResponse.FUNCTION_COMPLETE);
    first.send(Pdu.command(Pdu.F, 13, 3, 0, 0), Pdu.command(Pdu.F, 15, 5, 0, 0));
    assertThat(scsi.received).extracting(Command::identifier).containsExactly(11L, 13L, 15L);
    for (Command command : List.copyOf(scsi.received)) {
      scsi.complete(bench.nowNs, command, Status.GOOD);
    }
    assertThat(first.receiveAll()).hasSize(3);
    assertThat(scsi.isIdle()).isTrue();
    first.disconnect();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void reinstatesAConnectionOnceItsCommandsHaveEnded() {
    leading();
    Peer old = joined(1);
    old.send(Pdu.command(Pdu.F, 12, 1, 0, 0));
    Peer next = bench.connect();
    assertThat(join(next, 1)).isNull();
    assertThat(old.isClosing()).isTrue();
    Command lost = scsi.last();
    lost.moveTo(CommandState.COMPLETING);
    lost.nexus().transport().endWithoutStatus(bench.nowNs, lost);
    assertThat(next.readyMarks).isPositive();
    assertThat(status(next.receive())).isZero();
    assertThat(bench.node.counters().value(IscsiCounter.CONNECTIONS_REINSTATED)).isEqualTo(1);
    assertThat(bench.node.sessions().get(0).connectionCount()).isEqualTo(2);
    next.send(Pdu.command(Pdu.F, 13, 2, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(13);
  }

  @Test
  void reinstatesTheOnlyConnectionWithoutLosingTheSession() {
    Peer old = bench.loggedIn();
    int tsih = bench.node.sessions().get(0).tsih();
    Peer next = joined(0);
    assertThat(old.isClosing()).isTrue();
    assertThat(bench.node.sessions()).hasSize(1);
    assertThat(bench.node.sessions().get(0).tsih()).isEqualTo(tsih);
    assertThat(scsi.log).noneMatch(line -> line.startsWith("loss"));
    next.disconnect();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void endsTheSessionWhenTheLoginInItsLastConnectionsPlaceIsGone() {
    Peer old = bench.loggedIn();
    old.send(Pdu.command(Pdu.F, 12, 1, 0, 0));
    Peer next = bench.connect();
    assertThat(join(next, 0)).isNull();
    next.disconnect();
    Command lost = scsi.last();
    lost.moveTo(CommandState.COMPLETING);
    lost.nexus().transport().endWithoutStatus(bench.nowNs, lost);
    assertThat(bench.node.sessions()).isEmpty();
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void logsOutOneConnectionByItselfAndLeavesTheOthers() {
    Peer first = leading();
    Peer second = joined(1);
    second.send(Pdu.command(Pdu.F, 12, 1, 0, 0), Pdu.logout(1, 6, 2, 1));
    assertThat(second.receive()).isNull();
    Command lost = scsi.last();
    lost.moveTo(CommandState.COMPLETING);
    lost.nexus().transport().endWithoutStatus(bench.nowNs, lost);
    Pdu response = second.receive();
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGOUT_RESPONSE);
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(second.isClosing()).isTrue();
    first.send(Pdu.command(Pdu.F, 13, 2, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(13);
  }

  @Test
  void logsOutOneConnectionByAnother() {
    Peer first = leading();
    Peer second = joined(1);
    Pdu response = first.exchange(Pdu.logout(1, 6, 1, 1));
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(second.isClosing()).isTrue();
    assertThat(first.isClosing()).isFalse();
    assertThat(bench.node.sessions().get(0).connectionCount()).isEqualTo(1);
  }

  @Test
  void closesAllConnectionsOverALogoutOfTheSession() {
    Peer first = leading();
    Peer second = joined(1);
    second.send(Pdu.command(Pdu.F, 12, 1, 0, 0));
    Pdu response = first.exchange(Pdu.logout(0, 6, 2, 0));
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(second.isClosing()).isTrue();
    assertThat(first.isClosing()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void endsAllConnectionsOfASessionThatIsReinstated() {
    Peer first = leading();
    Peer second = joined(1);
    bench.loggedIn();
    assertThat(first.isClosing()).isTrue();
    assertThat(second.isClosing()).isTrue();
    assertThat(bench.node.sessions()).hasSize(1);
  }
}
