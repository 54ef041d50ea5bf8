// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/** Sessions: reinstatement, loss, limits (RFC 7143 6.3.5, 6.3.6, Appendix E). */
final class SessionTest {
  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 23);

  @Test
  void endsTheOldSessionsCommandsBeforeTheNewLoginIsDone() {
    scsi.endsLostCommands = false;
    Peer old = bench.loggedIn();
    old.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A).data(new byte[512]));
    Command command = scsi.last();
    Peer peer = bench.connect();
    peer.send(Pdu.login(0x87, TargetBench.NAMES));
    assertThat(old.isClosing()).isTrue();
    assertThat(old.readyMarks).isPositive();
    assertThat(scsi.log).last().asString().startsWith("loss");
    assertThat(peer.receive()).isNull();
    command.moveTo(CommandState.COMPLETING);
    command.nexus().transport().endWithoutStatus(bench.nowNs, command);
    assertThat(peer.readyMarks).isPositive();
    Pdu response = peer.receive();
    assertThat(response.flags()).isEqualTo(0x87);
    assertThat(LoginResponsePdu.status(response.header, 0)).isZero();
    assertThat(scsi.log).last().asString().startsWith("nexus");
    assertThat(bench.node.sessions()).hasSize(1);
    peer.send(Pdu.command(Pdu.F, 6, 0, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(6);
  }

  @Test
  void keepsSessionsOfOtherPortsOfTheSameInitiator() {
    Peer first = bench.loggedIn();
    Peer second = bench.connect();
    second.exchange(Pdu.login(0x87, TargetBench.NAMES).with(13, 7));
    assertThat(first.isClosing()).isFalse();
    assertThat(bench.node.sessions()).hasSize(2);
    assertThat(bench.node.sessions().get(0).tsih())
        .isNotEqualTo(bench.node.sessions().get(1).tsih());
  }

  @Test
  void forgetsASessionWhoseStreamBreaksWhateverWasUnderWay() {
    Peer peer = bench.loggedIn("InitialR2T=No", "MaxRecvDataSegmentLength=512");
    peer.send(
        Pdu.command(Pdu.F, 1, 1, 0, 0),
        Pdu.command(Pdu.F | Pdu.W, 2, 2, 512, 0x2A),
        Pdu.command(Pdu.W, 3, 3, 512, 0x2A),
        Pdu.command(Pdu.F | Pdu.R, 4, 4, 4096, 0x28),
        Pdu.command(Pdu.F | Pdu.R, 5, 5, 4096, 0x28),
        Pdu.command(Pdu.F, 7, 7, 0, 0));
    List<Command> commands = new ArrayList<>(scsi.received);
    scsi.receiveDataOut(bench.nowNs, commands.get(1), 0, 512);
    scsi.sendPiece(bench.nowNs, commands.get(3), new byte[2048], 0);
    scsi.sendAndComplete(
        bench.nowNs, commands.get(4), new byte[4096], org.quintain.sam.Status.GOOD);
    byte[] partial =
        Pdu.command(Pdu.F | Pdu.W, 6, 6, 1000, 0x2A).data(new byte[1000]).bytes(false, false);
    peer.sendBytes(java.util.Arrays.copyOf(partial, 500));
    peer.disconnect();
    assertThat(scsi.isIdle()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
    assertThat(bench.node.connectionCount()).isZero();
  }

  @Test
  void refusesSessionsAndConnectionsAboveTheLimits() {
    IscsiTargetNode small =
        new IscsiTargetNode(
            bench.world.reactor(),
            IscsiTargetSettings.DEFAULTS.withDirectMemory(false).withLimits(2, 1));
    IscsiTargetPortal portal = new IscsiTargetPortal(small);
    assertThat(portal.newConnection()).isNotNull();
    assertThat(portal.newConnection()).isNotNull();
    assertThat(portal.newConnection()).isNull();
    assertThat(small.counters().value(IscsiCounter.CONNECTIONS_REFUSED)).isEqualTo(1);
  }

  @Test
  void keepsALoginPossibleBesideManyThatNeverEnd() {
    for (int index = 0; index < 100; index++) {
      bench.connect().exchange(Pdu.login(0x04, TargetBench.NAMES).with(13, index));
    }
    assertThat(bench.loggedIn().isClosing()).isFalse();
  }

  @Test
  void endsTheSessionsOfATargetThatIsRemoved() {
    Peer peer = bench.loggedIn();
    assertThat(bench.node.remove(bench.nowNs, TargetBench.TARGET)).isTrue();
    assertThat(peer.isClosing()).isTrue();
    Pdu message = peer.receive();
    assertThat(message.opcode()).isEqualTo(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    assertThat(message.byteAt(36)).isEqualTo(AsyncMessagePdu.SESSION_DROPPED);
    assertThat(scsi.log).last().asString().startsWith("loss");
    Peer next = bench.connect();
    Pdu response = next.exchange(Pdu.login(0x87, TargetBench.NAMES));
    assertThat(LoginResponsePdu.status(response.header, 0)).isEqualTo(LoginStatus.NOT_FOUND);
    assertThat(bench.node.remove(bench.nowNs, TargetBench.TARGET)).isFalse();
  }

  @Test
  void endsOneSessionByItsHandle() {
    Peer peer = bench.loggedIn();
    int tsih = bench.node.sessions().get(0).tsih();
    assertThat(bench.node.closeSession(bench.nowNs, tsih + 1, "asked to")).isFalse();
    assertThat(bench.node.closeSession(bench.nowNs, tsih, "asked to")).isTrue();
    assertThat(peer.isClosing()).isTrue();
    assertThat(peer.endpoint.closeReason()).isEqualTo("asked to");
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void doesNotGiveTheSameSessionHandleAgainSoon() {
    int last = 0;
    for (int round = 0; round < 5; round++) {
      Peer peer = bench.connect();
      Pdu response = peer.exchange(Pdu.login(0x87, TargetBench.NAMES));
      int tsih = LoginRequestPdu.tsih(response.header, 0);
      assertThat(tsih).isGreaterThan(last);
      last = tsih;
      peer.disconnect();
    }
  }
}
