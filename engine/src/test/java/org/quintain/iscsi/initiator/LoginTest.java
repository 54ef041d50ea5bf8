// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.iscsi.initiator.ScriptedTarget.options;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;

final class LoginTest {
  private static final int STAY_IN_SECURITY = LoginRequestPdu.flags(false, false, 0, 0);
  private static final int TO_OPERATIONAL = LoginRequestPdu.flags(true, false, 0, 1);
  private static final int TO_FULL_FEATURE = LoginRequestPdu.flags(true, false, 1, 3);
  private static final int STAY_IN_OPERATIONAL = LoginRequestPdu.flags(false, false, 1, 0);

  private final TextKeyList none = new TextKeyList();

  @Test
  void goesThroughBothStagesIntoFullFeaturePhase() {
    ScriptedTarget target = new ScriptedTarget(options());
    target.connect();
    TestPdu first = target.received.element();
    assertThat(first.header.get(0)).isEqualTo((byte) 0x43);
    assertThat(first.flags()).isEqualTo(0x81);
    assertThat(LoginRequestPdu.isid(first.header, 0)).isEqualTo(0x8000_1234_5678L);
    assertThat(LoginRequestPdu.tsih(first.header, 0)).isZero();
    assertThat(first.text())
        .isEqualTo(
            "InitiatorName=iqn.2026-11.org.quintain:one,TargetName=iqn.2026-11.org.quintain:disk0,"
                + "SessionType=Normal,AuthMethod=None,");
    target.completeLogin(KeyPreferences.ofTarget());
    assertThat(target.events).containsExactly("established");
    assertThat(target.session.tsih()).isEqualTo(7);
    assertThat(target.session.parameters().maxBurstLength()).isEqualTo(1_048_576);
    assertThat(target.session.parameters().initialR2t()).isFalse();
    assertThat(target.session.connection().parameters().sendDataSegmentMax()).isEqualTo(262_144);
  }

  @Test
  void beginsInTheOperationalStageWhenAskedTo() {
    ScriptedTarget target = new ScriptedTarget(options().withLogin(0xFFFF_FFFE, false));
    target.connect();
    TestPdu first = target.received.element();
    assertThat(first.flags()).isEqualTo(0x87);
    assertThat(Bhs.cmdSn(first.header, 0)).isEqualTo(0xFFFF_FFFE);
    assertThat(first.text())
        .contains("MaxRecvDataSegmentLength=262144")
        .doesNotContain("AuthMethod");
    target.completeLogin(KeyPreferences.ofTarget());
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
  }

  @Test
  void answersWhatTheTargetOffersAndAsksAgain() {
    ScriptedTarget target = operational(withoutProtocolLevel());
    TextKeyList offer =
        new TextKeyList().add("X-com.example.k", "1").add(IscsiKey.ISCSI_PROTOCOL_LEVEL, "2");
    target.send(target.login(STAY_IN_OPERATIONAL, offer, 0));
    TestPdu answer = target.next(IscsiOpcode.LOGIN_REQUEST);
    assertThat(answer.flags()).isEqualTo(TO_FULL_FEATURE);
    assertThat(answer.text()).isEqualTo("X-com.example.k=NotUnderstood,iSCSIProtocolLevel=1,");
    target.send(target.login(TO_FULL_FEATURE, none, 9));
    assertThat(target.session.tsih()).isEqualTo(9);
  }

  @Test
  void joinsTextThatTheTargetCutIntoPdus() {
    ScriptedTarget target = operational(options());
    int goesOn = LoginRequestPdu.flags(false, true, 1, 0);
    target.send(target.login(goesOn, new TextKeyList(), 0));
    TestPdu cut = target.login(goesOn, none, 0);
    byte[] half = "MaxBurstLen".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    TestPdu empty = target.next(IscsiOpcode.LOGIN_REQUEST);
    assertThat(empty.data).isEmpty();
    assertThat(empty.flags()).isEqualTo(STAY_IN_OPERATIONAL);
    target.send(
        new TestPdu(
            TestPdu.of(0x23, goesOn, RequestTags.LOGIN, half).header.put(24, cut.header, 24, 12),
            half));
    target.next(IscsiOpcode.LOGIN_REQUEST);
    byte[] rest = "gth=4096\0".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    TestPdu last =
        target.numbered(TestPdu.of(0x23, TO_FULL_FEATURE, RequestTags.LOGIN, rest).putInt(20, 0));
    LoginRequestPdu.tsih(last.header, 0, 3);
    last.putInt(36, 0);
    target.send(last);
    assertThat(target.session.parameters().maxBurstLength()).isEqualTo(4096);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0203, the target refused the login: it is not there (status 0x0203)",
    "0x0202, the target refused the login: this initiator has no access to it (status 0x0202)",
    "0x0301, the target refused the login: it is out of service (status 0x0301)",
    "0x04FF, the target refused the login: for a reason that RFC 7143 does not know (status 0x04ff)"
  })
  void endsWithTheTargetsReason(String status, String reason) {
    ScriptedTarget target = new ScriptedTarget(options());
    target.connect();
    ExecuteCommand queued = target.submit(ScriptedTarget.testUnitReady());
    TestPdu refusal =
        target.login(STAY_IN_SECURITY, none, 0).putInt(36, Integer.decode(status) << 16);
    target.send(refusal);
    assertThat(target.events).contains("ended: " + reason);
    assertThat(target.session.connection().wantsClose()).isTrue();
    assertThat(queued.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
  }

  @Test
  void keepsWhereARedirectionPointsTo() {
    ScriptedTarget target = new ScriptedTarget(options());
    target.connect();
    TextKeyList elsewhere = new TextKeyList().add(IscsiKey.TARGET_ADDRESS, "[fe80::2]:3261,1");
    target.send(target.login(STAY_IN_SECURITY, elsewhere, 0).putInt(36, 0x0101_0000));
    assertThat(target.session.redirectAddress()).isEqualTo("[fe80::2]:3261,1");
    PortalAddress portal = PortalAddress.parse(target.session.redirectAddress());
    assertThat(portal).isEqualTo(new PortalAddress("fe80::2", 3261, 1));
    assertThat(PortalAddress.parse("h")).isEqualTo(new PortalAddress("h", 3260, -1));
    assertThat(PortalAddress.parse("10.0.0.1:99")).isEqualTo(new PortalAddress("10.0.0.1", 99, -1));
    assertThat(PortalAddress.parse("h:0,1")).isNull();
  }

  @Test
  void refusesAnswersThatBreakTheLogin() {
    assertThat(ending(LoginRequestPdu.flags(true, false, 1, 1), none, 0))
        .contains("does not follow");
    assertThat(ending(LoginRequestPdu.flags(true, false, 1, 2), none, 0))
        .contains("does not follow");
    assertThat(ending(LoginRequestPdu.flags(true, true, 1, 3), none, 1))
        .contains("T and C exclude each other");
    assertThat(ending(LoginRequestPdu.flags(true, false, 0, 3), none, 1))
        .contains("not the one agreed on");
    assertThat(ending(TO_FULL_FEATURE, none, 0)).contains("without a TSIH");
    assertThat(ending(TO_FULL_FEATURE, new TextKeyList().add("MaxBurstLength", "Reject"), 1))
        .contains("MaxBurstLength=16776192 was answered with \"Reject\"");
    assertThat(ending(TO_FULL_FEATURE, new TextKeyList().add("iSCSIProtocolLevel", "1"), 1))
        .contains("its offer of iSCSIProtocolLevel open");
  }

  @Test
  void refusesOtherPdusDuringLogin() {
    ScriptedTarget target = new ScriptedTarget(options());
    target.connect();
    target.send(target.unnumbered(TestPdu.of(IscsiOpcode.NOP_IN, 0x80, -1)));
    assertThat(target.events)
        .contains("ended: the target sent a PDU that does not belong into a login");
  }

  @Test
  void givesUpWhenTheLoginTakesTooLong() {
    ScriptedTarget target = new ScriptedTarget(options());
    target.connect();
    long deadlineNs = target.session.connection().nextDeadlineNs();
    assertThat(deadlineNs).isEqualTo(target.nowNs + 15_000_000_000L);
    target.session.connection().onDeadline(deadlineNs);
    assertThat(target.events).contains("ended: the target did not finish the login in time");
    assertThat(target.session.connection().hasOutput()).isFalse();
  }

  @Test
  void givesUpWhenTheTargetGoesRoundInCircles() {
    ScriptedTarget target = operational(options());
    for (int round = 0; round < 70 && target.events.isEmpty(); round++) {
      target.send(target.login(STAY_IN_OPERATIONAL, none, 0));
    }
    assertThat(target.events.toString()).contains("took more than 64 requests");
  }

  /** An initiator that offers no iSCSIProtocolLevel, so that a target may. */
  private static InitiatorOptions withoutProtocolLevel() {
    KeyPreferences offers =
        options().negotiation().preferences().without(IscsiKey.ISCSI_PROTOCOL_LEVEL);
    return options().withPreferences(offers);
  }

  private String ending(int flags, TextKeyList keys, int tsih) {
    ScriptedTarget target = operational(withoutProtocolLevel());
    target.send(target.login(flags, keys, tsih));
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
    return target.events.toString();
  }

  /** A session whose first request of the operational stage has been taken. */
  private static ScriptedTarget operational(InitiatorOptions options) {
    ScriptedTarget target = new ScriptedTarget(options);
    target.connect();
    target.next(IscsiOpcode.LOGIN_REQUEST);
    target.send(
        target.login(TO_OPERATIONAL, new TextKeyList().add(IscsiKey.AUTH_METHOD, "None"), 0));
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).flags()).isEqualTo(TO_FULL_FEATURE);
    return target;
  }
}
