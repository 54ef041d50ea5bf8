// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.fabric.CommandState;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LogoutResponsePdu;
import org.quintain.iscsi.wire.RejectPdu;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.sam.Status;

/** Text, NOP, logout and rejects (RFC 7143 11.10, 11.11, 11.14 to 11.19, Appendix C). */
final class TextNopLogoutTest {
  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 19);

  private Peer discovery(String... keys) {
    List<String> all = new ArrayList<>(List.of(TargetBench.NAMES[0], "SessionType=Discovery"));
    all.addAll(List.of(keys));
    Peer peer = bench.connect();
    assertThat(peer.exchange(Pdu.login(0x87, all.toArray(new String[0])).cmdSn(1)).flags())
        .isEqualTo(0x87);
    return peer;
  }

  private static int rejectReason(Pdu pdu) {
    assertThat(pdu.opcode()).isEqualTo(IscsiOpcode.REJECT);
    return RejectPdu.reason(pdu.header, 0);
  }

  private static Pdu ask(String key) {
    return Pdu.textRequest(Pdu.F, 3, -1, 1, key);
  }

  @Test
  void listsTargetsWithThePortalsTheyAreReachedBy() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    bench.node.put(target.withPortals(List.of("0.0.0.0:3260", "[2001:db8::1]:3260")));
    bench.node.put(IscsiTarget.of("iqn.2026-11.org.quintain:hidden", scsi).withEnabled(false));
    bench.node.put(
        IscsiTarget.of("iqn.2026-11.org.quintain:private", scsi)
            .withAccess((name, address, portal) -> false));
    Pdu answer = discovery().exchange(ask("SendTargets=All"));
    assertThat(answer.flags()).isEqualTo(Pdu.F);
    assertThat(answer.transferTag()).isEqualTo(-1);
    assertThat(answer.keys())
        .containsExactly(
            "TargetName=" + TargetBench.TARGET,
            "TargetAddress=127.0.0.1:3260,1",
            "TargetAddress=[2001:db8::1]:3260,1");
  }

  @Test
  void answersSendTargetsByNameAndWithoutOne() {
    String[] own = {"TargetName=" + TargetBench.TARGET, "TargetAddress=127.0.0.1:3260,1"};
    Peer discovery = discovery();
    assertThat(discovery.exchange(ask("SendTargets=" + TargetBench.TARGET)).keys())
        .containsExactly(own);
    assertThat(discovery.exchange(ask("SendTargets=iqn.2026-11.org.quintain:no")).keys()).isEmpty();
    Peer normal = bench.loggedIn();
    assertThat(normal.exchange(ask("SendTargets=")).keys()).containsExactly(own);
    assertThat(normal.exchange(ask("SendTargets=" + TargetBench.TARGET)).keys())
        .containsExactly(own);
    assertThat(normal.exchange(ask("SendTargets=iqn.2026-11.org.quintain:no")).keys()).isEmpty();
    assertThat(normal.exchange(ask("SendTargets=All")).keys())
        .containsExactly("SendTargets=Reject");
  }

  @Test
  void cutsLongAnswersAndGoesOnWhenAsked() {
    for (int index = 0; index < 100; index++) {
      bench.node.put(IscsiTarget.of("iqn.2026-11.org.quintain:more" + index, scsi));
    }
    Peer peer = discovery("MaxRecvDataSegmentLength=512");
    StringBuilder text = new StringBuilder();
    Pdu answer = peer.exchange(ask("SendTargets=All"));
    while ((answer.flags() & 0x40) != 0) {
      assertThat(answer.flags() & 0x80).isZero();
      assertThat(answer.data).hasSize(512);
      text.append(new String(answer.data, java.nio.charset.StandardCharsets.UTF_8));
      assertThat(
              rejectReason(peer.exchange(Pdu.textRequest(Pdu.F, 3, answer.transferTag() + 1, 1))))
          .isEqualTo(RejectReason.INVALID_PDU_FIELD);
      answer = peer.exchange(Pdu.textRequest(Pdu.F, 3, answer.transferTag(), 1));
    }
    assertThat(answer.flags()).isEqualTo(Pdu.F);
    text.append(new String(answer.data, java.nio.charset.StandardCharsets.UTF_8));
    assertThat(text.toString().split("\0")).hasSize(202);
  }

  @Test
  void joinsContinuedTextAndKeepsTheExchangeOpenUntilTheFinalBit() {
    Peer peer = discovery();
    Pdu first = peer.exchange(Pdu.textRequest(0x40, 3, -1, 1).data(new byte[] {'S', 'e', 'n'}));
    assertThat(first.flags()).isZero();
    assertThat(first.transferTag()).isNotEqualTo(-1);
    Pdu second = peer.exchange(Pdu.textRequest(0, 3, first.transferTag(), 1, "dTargets=All"));
    assertThat(second.flags()).isZero();
    assertThat(second.keys()).hasSize(2);
    Pdu third = peer.exchange(Pdu.textRequest(Pdu.F, 3, second.transferTag(), 1));
    assertThat(third.flags()).isEqualTo(Pdu.F);
  }

  @Test
  void rejectsTextThatBreaksARule() {
    Peer peer = bench.loggedIn();
    assertThat(rejectReason(peer.exchange(Pdu.textRequest(0xC0, 3, -1, 1, "X-a=1"))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    assertThat(rejectReason(peer.exchange(Pdu.textRequest(Pdu.F, 3, -1, 1).data(new byte[] {1}))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    Pdu open = peer.exchange(Pdu.textRequest(0, 3, -1, 1, "X-a=1"));
    assertThat(open.keys()).containsExactly("X-a=NotUnderstood");
    assertThat(rejectReason(peer.exchange(Pdu.textRequest(Pdu.F, 4, -1, 1, "X-a=1"))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    assertThat(peer.exchange(Pdu.textRequest(Pdu.F, 3, -1, 1, "X-b=1")).keys())
        .containsExactly("X-b=NotUnderstood");
  }

  @Test
  void changesWhatTheInitiatorTakesAndNothingThatLoginAloneMayChange() {
    Peer peer = bench.loggedIn();
    byte[] ping = new byte[2000];
    assertThat(peer.exchange(Pdu.nopOut(8, -1, 1, ping)).data).hasSize(2000);
    Pdu answer = peer.exchange(ask("MaxRecvDataSegmentLength=512"));
    assertThat(answer.keys()).isEmpty();
    assertThat(peer.exchange(Pdu.nopOut(8, -1, 1, ping)).data).hasSize(512);
    assertThat(peer.exchange(ask("MaxBurstLength=512")).keys())
        .containsExactly("MaxBurstLength=Reject");
  }

  @Test
  void takesOnlyTextAndLogoutInDiscovery() {
    Peer peer = discovery();
    assertThat(rejectReason(peer.exchange(Pdu.command(Pdu.F, 5, 1, 0, 0))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    assertThat(rejectReason(peer.exchange(Pdu.manage(2, 5, 1, -1, 0))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    assertThat(scsi.log).isEmpty();
    Pdu response = peer.exchange(Pdu.logout(0, 4, 1, 0));
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGOUT_RESPONSE);
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void echoesPingsOfEveryLength() {
    Peer peer = bench.loggedIn("MaxRecvDataSegmentLength=65536");
    for (int length : new int[] {0, 1, 3, 4, 1000, 65_536}) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) length);
      Pdu echo = peer.exchange(Pdu.nopOut(8, -1, 1, data));
      assertThat(echo.opcode()).isEqualTo(IscsiOpcode.NOP_IN);
      assertThat(echo.tag()).isEqualTo(8);
      assertThat(echo.transferTag()).isEqualTo(-1);
      assertThat(echo.data).isEqualTo(data);
    }
  }

  @Test
  void echoesPingsTooLongToBeStaged() {
    bench.node.put(
        bench
            .node
            .target(TargetBench.TARGET)
            .withPreferences(
                TargetBench.smallPreferences()
                    .with(
                        org.quintain.iscsi.negotiation.IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH,
                        "200000")));
    Peer peer = bench.loggedIn("MaxRecvDataSegmentLength=200000", "DataDigest=CRC32C");
    byte[] data = new byte[200_000];
    Arrays.fill(data, (byte) 9);
    for (int round = 0; round < 3; round++) {
      assertThat(peer.exchange(Pdu.nopOut(8, -1, 1, data)).data).isEqualTo(data);
    }
  }

  @Test
  void answersNoPingThatAsksForNone() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.nopOut(-1, -1, 1, new byte[0]));
    assertThat(peer.receive()).isNull();
    assertThat(rejectReason(peer.exchange(Pdu.nopOut(-1, 1234, 1, new byte[0]))))
        .isEqualTo(RejectReason.INVALID_PDU_FIELD);
  }

  @Test
  void pingsASilentInitiatorAndDropsADeadOne() {
    Peer peer = bench.loggedIn();
    long interval = bench.node.settings().times().nopIntervalNs();
    for (int round = 0; round < 3; round++) {
      peer.pass(interval + 1);
      Pdu ping = peer.receive();
      assertThat(ping.opcode()).isEqualTo(IscsiOpcode.NOP_IN);
      assertThat(ping.tag()).isEqualTo(-1);
      peer.send(Pdu.nopOut(-1, ping.transferTag(), 1, new byte[0]));
      assertThat(peer.receive()).isNull();
      peer.pass(1);
    }
    peer.pass(interval + bench.node.settings().times().nopNs() + 2);
    assertThat(peer.isClosing()).isTrue();
    assertThat(bench.node.counters().value(IscsiCounter.PINGS_UNANSWERED)).isEqualTo(1);
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void logsOutWhenAllCommandsHaveEnded() {
    scsi.endsLostCommands = false;
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0), Pdu.logout(0, 6, 2, 0));
    assertThat(scsi.log).last().asString().startsWith("loss");
    assertThat(peer.receive()).isNull();
    scsi.last().moveTo(CommandState.COMPLETING);
    scsi.last().nexus().transport().endWithoutStatus(bench.nowNs, scsi.last());
    Pdu response = peer.receive();
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGOUT_RESPONSE);
    assertThat(response.byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
    assertThat(peer.isClosing()).isTrue();
    assertThat(scsi.isIdle()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void answersLogoutsItCannotDoAndGoesOn() {
    Peer peer = bench.loggedIn();
    assertThat(peer.exchange(Pdu.logout(1, 6, 1, 99)).byteAt(2))
        .isEqualTo(LogoutResponsePdu.CID_NOT_FOUND);
    assertThat(peer.exchange(Pdu.logout(2, 6, 1, 0)).byteAt(2))
        .isEqualTo(LogoutResponsePdu.RECOVERY_NOT_SUPPORTED);
    assertThat(rejectReason(peer.exchange(Pdu.logout(3, 6, 1, 0))))
        .isEqualTo(RejectReason.INVALID_PDU_FIELD);
    assertThat(rejectReason(peer.exchange(Pdu.logout(0, -1, 1, 0))))
        .isEqualTo(RejectReason.INVALID_PDU_FIELD);
    assertThat(peer.isClosing()).isFalse();
    assertThat(peer.exchange(Pdu.logout(1, 6, 1, 0)).byteAt(2)).isEqualTo(LogoutResponsePdu.CLOSED);
  }

  @Test
  void rejectsEveryOpcodeThatIsNotATargetsToTake() {
    Peer peer = bench.loggedIn();
    for (int opcode = 0; opcode < 64; opcode++) {
      boolean known = opcode <= 6;
      if (known && opcode != IscsiOpcode.LOGIN_REQUEST) {
        continue;
      }
      Pdu pdu = Pdu.of(opcode, true).tag(77).data(new byte[] {1, 2, 3});
      Pdu reject = peer.exchange(pdu);
      int expected =
          opcode == IscsiOpcode.SNACK_REQUEST
              ? RejectReason.SNACK_REJECT
              : opcode == IscsiOpcode.LOGIN_REQUEST || opcode >= 0x20
                  ? RejectReason.PROTOCOL_ERROR
                  : RejectReason.COMMAND_NOT_SUPPORTED;
      assertThat(rejectReason(reject)).as("opcode %x", opcode).isEqualTo(expected);
      assertThat(reject.data).isEqualTo(pdu.header.array());
    }
  }

  @Test
  void dropsTheConnectionOverAWrongHeaderDigest() {
    Peer peer = bench.loggedIn("HeaderDigest=CRC32C");
    byte[] bytes = Pdu.command(Pdu.F, 5, 1, 0, 0).bytes(true, false);
    bytes[20] ^= 1;
    peer.sendBytes(bytes);
    assertThat(peer.isClosing()).isTrue();
    assertThat(scsi.log).doesNotContain("command 5");
    assertThat(bench.node.counters().value(IscsiCounter.HEADER_DIGEST_ERRORS)).isEqualTo(1);
  }

  @Test
  void rejectsPingsWithAWrongDataDigest() {
    Peer peer = bench.loggedIn("DataDigest=CRC32C");
    byte[] bytes = Pdu.nopOut(5, -1, 1, new byte[8]).numbered().bytes(false, true);
    bytes[50] ^= 1;
    peer.sendBytes(bytes);
    Pdu reject = peer.receive();
    assertThat(rejectReason(reject)).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    assertThat(reject.expCmdSn()).isEqualTo(2);
  }

  @Test
  void rejectsADataSegmentAboveTheDeclaredLengthAndCloses() {
    Peer peer = bench.loggedIn();
    Pdu pdu = Pdu.nopOut(5, -1, 1, new byte[0]);
    org.quintain.iscsi.wire.Bhs.dataSegmentLength(pdu.header, 0, 65_537);
    peer.send(pdu);
    assertThat(rejectReason(peer.receive())).isEqualTo(RejectReason.INVALID_PDU_FIELD);
    assertThat(peer.isClosing()).isTrue();
  }

  /** Sends {@code pdu} with a data digest that is wrong. */
  private static Pdu exchangeBroken(Peer peer, Pdu pdu) {
    byte[] bytes = pdu.bytes(peer.headerDigest, peer.dataDigest);
    bytes[bytes.length - 1] ^= 1;
    peer.sendBytes(bytes);
    return peer.receive();
  }

  /** RFC 7143 7.8, 7.12: what was rejected over its digest comes again, or all begins anew. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void goesOnOrBeginsAnewAfterATextRequestWithABadDigest(String level) {
    bench.prefer(IscsiKey.ERROR_RECOVERY_LEVEL, level);
    Peer peer = bench.loggedIn("DataDigest=CRC32C", "ErrorRecoveryLevel=" + level);
    Pdu open = peer.exchange(Pdu.textRequest(0x40, 3, -1, 1).data(new byte[] {'S', 'e', 'n'}));
    Pdu rest = Pdu.textRequest(Pdu.F, 3, open.transferTag(), 1, "dTargets=");
    assertThat(rejectReason(exchangeBroken(peer, rest))).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    assertThat(peer.exchange(rest).keys()).contains("TargetName=" + TargetBench.TARGET);
    open = peer.exchange(Pdu.textRequest(0x40, 3, -1, 1).data(new byte[] {'S', 'e', 'n'}));
    rest = Pdu.textRequest(Pdu.F, 3, open.transferTag(), 1, "dTargets=");
    assertThat(rejectReason(exchangeBroken(peer, rest))).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    Pdu anew = peer.exchange(Pdu.textRequest(Pdu.F, 4, -1, 1, "SendTargets="));
    assertThat(anew.opcode()).isEqualTo(IscsiOpcode.TEXT_RESPONSE);
    assertThat(anew.keys()).contains("TargetName=" + TargetBench.TARGET);
    assertThat(rejectReason(peer.exchange(rest))).isEqualTo(RejectReason.INVALID_PDU_FIELD);
  }

  /** RFC 7143 7.12: nothing of a negotiation that fails takes effect. */
  @Test
  void forgetsWhatWasDeclaredInANegotiationThatFailed() {
    Peer peer = bench.loggedIn();
    Pdu open = peer.exchange(Pdu.textRequest(0, 3, -1, 1, "MaxRecvDataSegmentLength=512"));
    assertThat(readLengths(peer, 1)).containsExactly(1024);
    assertThat(rejectReason(peer.exchange(Pdu.textRequest(0xC0, 3, open.transferTag(), 2))))
        .isEqualTo(RejectReason.PROTOCOL_ERROR);
    assertThat(peer.exchange(Pdu.textRequest(Pdu.F, 3, -1, 2, "X-a=1")).flags()).isEqualTo(Pdu.F);
    assertThat(readLengths(peer, 2)).containsExactly(1024);
    open = peer.exchange(Pdu.textRequest(0, 3, -1, 3, "MaxRecvDataSegmentLength=512"));
    peer.exchange(Pdu.textRequest(Pdu.F, 3, open.transferTag(), 3));
    assertThat(readLengths(peer, 3)).containsExactly(512, 512);
  }

  private List<Integer> readLengths(Peer peer, int cmdSn) {
    peer.send(Pdu.command(Pdu.F | Pdu.R, 100 + cmdSn, cmdSn, 1024, 0x28));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), new byte[1024], Status.GOOD);
    return peer.receiveAll().stream().map(pdu -> pdu.data.length).toList();
  }

  /** Keys of vendors and of later standards get the one answer to what is not understood. */
  @Test
  void answersKeysThatItDoesNotKnowInLoginAndAfter() {
    String[] keys = {"X-com.example.k=1", "X#Later=2", "Y-a=b", "Unheard=of"};
    String[] answers = {
      "X-com.example.k=NotUnderstood",
      "X#Later=NotUnderstood",
      "Y-a=NotUnderstood",
      "Unheard=NotUnderstood"
    };
    Peer peer = bench.connect();
    List<String> login = new ArrayList<>(List.of(TargetBench.NAMES));
    login.addAll(List.of(keys));
    Pdu response = peer.exchange(Pdu.login(0x87, login.toArray(new String[0])).cmdSn(1));
    assertThat(response.keys()).contains(answers);
    assertThat(peer.exchange(Pdu.textRequest(Pdu.F, 3, -1, 1, keys)).keys())
        .containsExactly(answers);
  }
}
