// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LogoutResponsePdu;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;
import org.quintain.sam.Status;

/** Error recovery level 2 at the target: commands outlive their connection (RFC 7143 7.2.2). */
final class ReassignmentTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 61);
  private final Peer lost;

  ReassignmentTest() {
    bench.prefer(IscsiKey.ERROR_RECOVERY_LEVEL, "2");
    bench.prefer(IscsiKey.MAX_CONNECTIONS, "2");
    lost =
        bench.loggedIn(
            "ErrorRecoveryLevel=2",
            "MaxConnections=2",
            "DefaultTime2Wait=1",
            "DefaultTime2Retain=9",
            "MaxRecvDataSegmentLength=1024");
  }

  private Peer joined(int cid) {
    return joined(cid, 0);
  }

  private Peer joined(int cid, int expStatSn) {
    Peer peer = bench.connect();
    Pdu login =
        Pdu.login(
            0x87,
            TargetBench.NAMES[0],
            TargetBench.NAMES[1],
            TargetBench.NAMES[2],
            "MaxRecvDataSegmentLength=2048");
    LoginRequestPdu.tsih(login.header, 0, bench.node.sessions().get(0).tsih());
    LoginRequestPdu.cid(login.header, 0, cid);
    Bhs.expStatSn(login.header, 0, expStatSn);
    assertThat(LoginResponsePdu.status(peer.exchange(login).header, 0)).isZero();
    return peer;
  }

  private static Pdu reassign(int task, int expDataSn) {
    Pdu pdu = Pdu.manage(TaskManagementRequestPdu.TASK_REASSIGN, 0x99, 9, task, 0);
    TaskManagementRequestPdu.expDataSn(pdu.header, 0, expDataSn);
    return pdu;
  }

  private static void assertComplete(Pdu response) {
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
    assertThat(response.byteAt(2)).isEqualTo(TaskManagementResponsePdu.FUNCTION_COMPLETE);
  }

  @Test
  void keepsTheSessionWhenItsOnlyConnectionIsLost() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    lost.disconnect();
    assertThat(scsi.log).noneMatch(line -> line.startsWith("loss"));
    Peer peer = joined(0);
    assertComplete(peer.exchange(reassign(5, 0)));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    assertThat(peer.receive().opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
  }

  @Test
  void sendsTheStatusThatWaitedWhenItsCommandIsReassigned() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    lost.disconnect();
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    Peer peer = joined(1);
    peer.send(reassign(5, 0));
    List<Pdu> answers = peer.receiveAll();
    assertComplete(answers.get(0));
    assertThat(answers.get(1).opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(answers.get(1).tag()).isEqualTo(5);
  }

  @Test
  void sendsAStatusAgainThatTheInitiatorDidNotAcknowledge() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    lost.receive();
    lost.disconnect();
    Peer peer = joined(1);
    peer.send(reassign(5, 0));
    List<Pdu> answers = peer.receiveAll();
    assertComplete(answers.get(0));
    assertThat(answers.get(1).opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    peer.send(Pdu.logout(0, 6, 2, 0));
    assertThat(peer.receive().opcode()).isEqualTo(IscsiOpcode.LOGOUT_RESPONSE);
    assertThat(scsi.isIdle()).isTrue();
  }

  /** RFC 7143 11.12.9: the first Login Request acknowledges what came by the old connection. */
  @Test
  void keepsNoStatusThatTheLoginAcknowledges() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    int statSn = lost.receive().statSn();
    lost.disconnect();
    assertThat(scsi.isIdle()).isFalse();
    Peer peer = joined(0, statSn + 1);
    assertThat(scsi.isIdle()).isTrue();
    Pdu answer = peer.exchange(reassign(5, 0));
    assertThat(answer.byteAt(2)).isEqualTo(TaskManagementResponsePdu.TASK_DOES_NOT_EXIST);
  }

  @Test
  void takesTheAcknowledgementOfALoginInPlaceOfAConnectionThatStands() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    int statSn = lost.receive().statSn();
    joined(0, statSn + 1);
    assertThat(lost.isClosing()).isTrue();
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void goesOnWithTheDataInThatTheInitiatorHasNot() {
    byte[] data = new byte[4096];
    for (int index = 0; index < data.length; index++) {
      data[index] = (byte) (index / 3);
    }
    lost.send(Pdu.command(Pdu.F | Pdu.R, 5, 1, 4096, 0x28));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), data, Status.GOOD);
    assertThat(lost.receiveAll()).hasSize(5);
    lost.disconnect();
    Peer peer = joined(0);
    peer.send(reassign(5, 1));
    List<Pdu> answers = peer.receiveAll();
    assertComplete(answers.get(0));
    assertThat(answers).hasSize(4);
    assertThat(DataInPdu.dataSn(answers.get(1).header, 0)).isEqualTo(1);
    assertThat(answers.get(1).data).isEqualTo(Arrays.copyOfRange(data, 1024, 3072));
    assertThat(answers.get(2).data).isEqualTo(Arrays.copyOfRange(data, 3072, 4096));
    assertThat(answers.get(3).intAt(36)).isEqualTo(3);
  }

  @Test
  void asksByTheNewConnectionForDataOutThatIsMissing() {
    lost.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 2048, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 2048);
    Pdu r2t = lost.receive();
    lost.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, false, new byte[512]));
    lost.disconnect();
    assertThat(scsi.log).noneMatch(line -> line.startsWith("data-out"));
    Peer peer = joined(1);
    peer.send(reassign(5, 1));
    List<Pdu> answers = peer.receiveAll();
    assertComplete(answers.get(0));
    Pdu again = answers.get(1);
    assertThat(again.intAt(36)).isEqualTo(1);
    assertThat(again.intAt(40)).isEqualTo(512);
    assertThat(again.intAt(44)).isEqualTo(1536);
    peer.send(Pdu.dataOut(5, again.transferTag(), 0, 512, true, new byte[1536]));
    assertThat(scsi.log).contains("data-out 5 DELIVERED");
  }

  @Test
  void takesACommandAgainThatWaitedForAnotherWhenItsConnectionWasLost() {
    lost.send(Pdu.command(Pdu.F, 6, 2, 0, 0));
    lost.disconnect();
    assertThat(scsi.isIdle()).isTrue();
    Peer peer = joined(0);
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0), Pdu.command(Pdu.F, 6, 2, 0, 0));
    assertThat(scsi.received).extracting(Command::identifier).containsExactly(5L, 6L);
  }

  @Test
  void refusesToReassignWhatItDoesNotHaveOrHasOnALiveConnection() {
    Peer peer = joined(1);
    assertThat(peer.exchange(reassign(5, 0)).byteAt(2))
        .isEqualTo(TaskManagementResponsePdu.TASK_DOES_NOT_EXIST);
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    assertThat(peer.exchange(reassign(5, 0)).byteAt(2))
        .isEqualTo(TaskManagementResponsePdu.TASK_STILL_ALLEGIANT);
  }

  @Test
  void removesAConnectionForRecoveryAndSaysHowLongItsCommandsWait() {
    Peer peer = joined(1);
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    Pdu response = peer.exchange(Pdu.logout(2, 6, 2, 0));
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(LogoutResponsePdu.time2Wait(response.header, 0)).isEqualTo(2);
    assertThat(LogoutResponsePdu.time2Retain(response.header, 0)).isEqualTo(9);
    assertThat(lost.isClosing()).isTrue();
    assertComplete(peer.exchange(reassign(5, 0)));
    assertThat(peer.exchange(Pdu.logout(2, 6, 2, 7)).byteAt(2))
        .isEqualTo(LogoutResponsePdu.CID_NOT_FOUND);
  }

  @Test
  void endsTheCommandsOfALostConnectionThatIsLoggedOutForGood() {
    Peer peer = joined(1);
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    lost.disconnect();
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    Pdu response = peer.exchange(Pdu.logout(1, 6, 2, 0));
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void endsTheSessionWhenNobodyComesInTime() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    lost.disconnect();
    assertThat(bench.node.sessions()).hasSize(1);
    bench.world.settle();
    assertThat(bench.world.nowNs()).isGreaterThanOrEqualTo(10 * SECOND_NS);
    assertThat(bench.node.sessions()).isEmpty();
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void endsWhatWaitsWhenTheSessionIsReinstated() {
    lost.send(Pdu.command(Pdu.F, 5, 1, 0, 0), Pdu.command(Pdu.F, 6, 2, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    lost.disconnect();
    bench.loggedIn();
    assertThat(bench.node.sessions()).hasSize(1);
    assertThat(scsi.isIdle()).isTrue();
  }
}
