// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Lun;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;

/** Asynchronous Messages, event by event, with their parameters (RFC 7143 11.9). */
final class AsyncMessagesTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 11);

  private static void isEvent(Pdu pdu, int event, int parameter1, int parameter2, int parameter3) {
    assertThat(pdu.opcode()).isEqualTo(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    assertThat(pdu.flags()).isEqualTo(0x80);
    assertThat(Bhs.initiatorTaskTag(pdu.header, 0)).isEqualTo(-1);
    assertThat(AsyncMessagePdu.event(pdu.header, 0)).isEqualTo(event);
    assertThat(AsyncMessagePdu.vendorCode(pdu.header, 0)).isZero();
    assertThat(AsyncMessagePdu.parameter1(pdu.header, 0)).isEqualTo(parameter1);
    assertThat(AsyncMessagePdu.parameter2(pdu.header, 0)).isEqualTo(parameter2);
    assertThat(AsyncMessagePdu.parameter3(pdu.header, 0)).isEqualTo(parameter3);
  }

  private static Pdu only(Peer peer) {
    List<Pdu> told = peer.receiveAll();
    assertThat(told).hasSize(1);
    return told.get(0);
  }

  private IscsiTargetSession session() {
    return bench.node.sessions().get(0);
  }

  /** Two connections of one session, of which the first has CID 0. */
  private Peer[] twoConnections() {
    bench.prefer(IscsiKey.MAX_CONNECTIONS, "4");
    Peer first = bench.loggedIn("MaxConnections=4", "DefaultTime2Wait=3");
    Peer second = bench.connect();
    Pdu login = Pdu.login(0x87, TargetBench.NAMES).cmdSn(1);
    LoginRequestPdu.tsih(login.header, 0, session().tsih());
    LoginRequestPdu.cid(login.header, 0, 9);
    Pdu response = second.exchange(login);
    assertThat(response.flags()).isEqualTo(0x87);
    return new Peer[] {first, second};
  }

  @Test
  void tellsWhatHappenedToALogicalUnitWithItsSense() {
    Peer peer = bench.loggedIn();
    long lun = Lun.ofIndex(3);
    session()
        .nexus()
        .transport()
        .reportAsynchronousEvent(
            bench.nowNs, lun, SenseData.of(AdditionalSense.CAPACITY_DATA_HAS_CHANGED));
    Pdu told = only(peer);
    isEvent(told, AsyncMessagePdu.SCSI_EVENT, 0, 0, 0);
    assertThat(Bhs.lun(told.header, 0)).isEqualTo(lun);
    assertThat(told.data).hasSize(20).startsWith(0, 18, 0x70, 0, 6);
    assertThat(told.data[14]).isEqualTo((byte) 0x2A);
    assertThat(told.data[15]).isEqualTo((byte) 0x09);
  }

  @Test
  void tellsNothingOfLogicalUnitsWhereTheTargetIsNotToSayIt() {
    Peer peer = bench.loggedIn();
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    assertThat(target).isNotNull();
    bench.node.put(target.withReportsEvents(false));
    session()
        .nexus()
        .transport()
        .reportAsynchronousEvent(
            bench.nowNs, 0, SenseData.of(AdditionalSense.CAPACITY_DATA_HAS_CHANGED));
    assertThat(peer.receiveAll()).isEmpty();
  }

  @Test
  void takesAStatSnForEachMessage() {
    Peer peer = bench.loggedIn();
    for (int expected = 0; expected < 3; expected++) {
      session().connections().requestNegotiation(bench.nowNs, 5);
    }
    List<Pdu> told = peer.receiveAll();
    assertThat(told).hasSize(3);
    int first = Bhs.statSn(told.get(0).header, 0);
    assertThat(told).extracting(pdu -> Bhs.statSn(pdu.header, 0) - first).containsExactly(0, 1, 2);
  }

  @Test
  void asksForALogoutAndEndsTheSessionOfWhoDoesNotHeed() {
    Peer peer = bench.loggedIn("DefaultTime2Wait=4");
    assertThat(bench.node.requestLogout(bench.nowNs, session().tsih(), 7)).isTrue();
    isEvent(only(peer), AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, 7);
    peer.pass(7 * SECOND_NS - 1);
    assertThat(peer.isClosing()).isFalse();
    peer.pass(1);
    isEvent(only(peer), AsyncMessagePdu.SESSION_DROPPED, 0, 4, 0);
    assertThat(peer.isClosing()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void letsGoWithoutAnotherWordWhoLogsOutWhenAsked() {
    Peer peer = bench.loggedIn();
    bench.node.requestLogouts(bench.nowNs, 7);
    isEvent(only(peer), AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, 7);
    Pdu response = peer.exchange(Pdu.logout(0, 5, 1, 0));
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGOUT_RESPONSE);
    peer.pass(8 * SECOND_NS);
    assertThat(peer.receiveAll()).isEmpty();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void goesOnServingWhileItWaitsForTheLogout() {
    Peer peer = bench.loggedIn();
    bench.node.requestLogouts(bench.nowNs, 7);
    peer.receiveAll();
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    assertThat(only(peer).opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
  }

  @Test
  void removesATargetAfterAskingItsInitiatorsToLogOut() {
    Peer peer = bench.loggedIn();
    assertThat(bench.node.remove(bench.nowNs, TargetBench.TARGET, 2)).isTrue();
    assertThat(bench.node.remove(bench.nowNs, TargetBench.TARGET, 2)).isFalse();
    isEvent(only(peer), AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, 2);
    assertThat(bench.connect().exchange(Pdu.login(0x87, TargetBench.NAMES).cmdSn(1)).flags())
        .isNotEqualTo(0x87);
    peer.pass(2 * SECOND_NS);
    isEvent(only(peer), AsyncMessagePdu.SESSION_DROPPED, 0, 2, 0);
  }

  @Test
  void dropsOneConnectionAndSaysWhich() {
    Peer[] peers = twoConnections();
    int tsih = session().tsih();
    assertThat(bench.node.closeConnection(bench.nowNs, tsih, 8, 0, "no such one")).isFalse();
    assertThat(bench.node.closeConnection(bench.nowNs, tsih, 9, 0, "enough")).isTrue();
    isEvent(only(peers[1]), AsyncMessagePdu.CONNECTION_DROPPED, 9, 3, 0);
    assertThat(peers[1].isClosing()).isTrue();
    assertThat(peers[0].receiveAll()).isEmpty();
    assertThat(peers[0].isClosing()).isFalse();
    assertThat(session().connectionCount()).isEqualTo(1);
  }

  @Test
  void dropsAConnectionThatWasAskedToLogOutAndDidNot() {
    Peer[] peers = twoConnections();
    assertThat(bench.node.closeConnection(bench.nowNs, session().tsih(), 9, 2, "enough")).isTrue();
    isEvent(only(peers[1]), AsyncMessagePdu.LOGOUT_REQUESTED, 0, 0, 2);
    peers[1].pass(2 * SECOND_NS);
    isEvent(only(peers[1]), AsyncMessagePdu.CONNECTION_DROPPED, 9, 3, 0);
    assertThat(peers[0].isClosing()).isFalse();
  }

  @Test
  void saysByAnotherConnectionThatASilentOneIsDropped() {
    Peer[] peers = twoConnections();
    IscsiTargetSettings settings = bench.node.settings();
    peers[1].pass(settings.times().nopIntervalNs());
    assertThat(only(peers[1]).opcode()).isEqualTo(IscsiOpcode.NOP_IN);
    peers[1].pass(settings.times().nopNs());
    assertThat(peers[1].isClosing()).isTrue();
    isEvent(only(peers[0]), AsyncMessagePdu.CONNECTION_DROPPED, 9, 3, 0);
    assertThat(session().connectionCount()).isEqualTo(1);
  }

  @Test
  void saysHowLongCommandsOfADroppedConnectionAreKept() {
    bench.prefer(IscsiKey.ERROR_RECOVERY_LEVEL, "2");
    Peer peer =
        bench.loggedIn("ErrorRecoveryLevel=2", "DefaultTime2Wait=3", "DefaultTime2Retain=15");
    assertThat(bench.node.closeConnection(bench.nowNs, session().tsih(), 0, 0, "enough")).isTrue();
    isEvent(only(peer), AsyncMessagePdu.CONNECTION_DROPPED, 0, 3, 15);
    assertThat(session().state()).isEqualTo(SessionState.FAILED);
  }

  @Test
  void declaresWhatItTakesByNowInTheNegotiationItAskedFor() {
    Peer peer = bench.loggedIn();
    bench.prefer(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "131072");
    assertThat(peer.exchange(Pdu.textRequest(Pdu.F, 5, -1, 1)).keys()).isEmpty();
    assertThat(bench.node.requestNegotiation(bench.nowNs, session().tsih(), 30)).isTrue();
    isEvent(only(peer), AsyncMessagePdu.NEGOTIATION_REQUESTED, 0, 0, 30);
    Pdu answer = peer.exchange(Pdu.textRequest(Pdu.F, 6, -1, 2));
    assertThat(answer.keys()).containsExactly("MaxRecvDataSegmentLength=131072");
    assertThat(peer.exchange(Pdu.textRequest(Pdu.F, 7, -1, 3)).keys()).isEmpty();
    byte[] data = new byte[131_072];
    Pdu echo = peer.exchange(Pdu.nopOut(8, -1, 4, data));
    assertThat(echo.opcode()).isEqualTo(IscsiOpcode.NOP_IN);
    assertThat(bench.node.requestNegotiation(bench.nowNs, 4711, 30)).isFalse();
  }
}
