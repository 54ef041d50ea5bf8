// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.iscsi.negotiation.LoginStage.FULL_FEATURE_PHASE;
import static org.quintain.iscsi.negotiation.LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;
import static org.quintain.iscsi.negotiation.LoginStage.SECURITY_NEGOTIATION;

import org.junit.jupiter.api.Test;
import org.quintain.iscsi.negotiation.Negotiator.Role;

final class NegotiatorTest {
  private final TextKeyList out = new TextKeyList();

  @Test
  void openIscsiAgainstOurTargetEndsAsTheRfcSays() {
    Negotiator target = target();
    NegotiationResult result =
        send(
            target,
            "InitiatorName=iqn.2024-01.guest:init,InitiatorAlias=guest,TargetName=iqn.2024-01.lio:i1,"
                + "SessionType=Normal,DefaultTime2Wait=2,DefaultTime2Retain=0,IFMarker=No,OFMarker=No,"
                + "ErrorRecoveryLevel=0,InitialR2T=No,ImmediateData=Yes,MaxBurstLength=16776192,"
                + "FirstBurstLength=262144,MaxOutstandingR2T=1,MaxConnections=1,DataPDUInOrder=Yes,"
                + "DataSequenceInOrder=Yes,MaxRecvDataSegmentLength=262144");
    assertThat(result.isOk()).isTrue();
    assertThat(out)
        .hasToString(
            "DefaultTime2Wait=2,DefaultTime2Retain=0,IFMarker=No,OFMarker=No,ErrorRecoveryLevel=0,InitialR2T=No,"
                + "ImmediateData=Yes,MaxBurstLength=1048576,MaxOutstandingR2T=1,MaxConnections=1,"
                + "DataPDUInOrder=Yes,DataSequenceInOrder=Yes,FirstBurstLength=262144");
    assertThat(target.peerDeclared(IscsiKey.INITIATOR_NAME)).isEqualTo("iqn.2024-01.guest:init");
    SessionParameters session = target.sessionParameters();
    assertThat(session.initialR2t()).isFalse();
    assertThat(session.maxBurstLength()).isEqualTo(1_048_576);
    assertThat(target.connectionParameters().sendDataSegmentMax()).isEqualTo(262_144);
    assertThat(target.connectionParameters().receiveDataSegmentMax()).isEqualTo(8_192);
  }

  @Test
  void declaresItsSegmentLengthOnce() {
    Negotiator target = target();
    target.offer(LOGIN_OPERATIONAL_NEGOTIATION, out);
    assertThat(out).hasToString("MaxRecvDataSegmentLength=262144");
    out.clear();
    target.offer(LOGIN_OPERATIONAL_NEGOTIATION, out);
    assertThat(out.isEmpty()).isTrue();
    assertThat(target.connectionParameters().receiveDataSegmentMax()).isEqualTo(262_144);
  }

  @Test
  void repeatedKeyIsAProtocolErrorWithinOneTextAndAcrossTwo() {
    assertThat(send(target(), "MaxBurstLength=512,MaxBurstLength=1024").status()).isEqualTo(0x0200);
    Negotiator target = target();
    assertThat(send(target, "InitialR2T=No").isOk()).isTrue();
    assertThat(send(target, "InitialR2T=No").status()).isEqualTo(0x0200);
  }

  @Test
  void discoveryMakesSessionKeysIrrelevantInWhateverOrderTheyCome() {
    assertThat(send(target(), "MaxBurstLength=512,ImmediateData=No,SessionType=Discovery").isOk())
        .isTrue();
    assertThat(out).hasToString("MaxBurstLength=Irrelevant,ImmediateData=Irrelevant");
  }

  @Test
  void firstBurstIsIrrelevantWithoutUnsolicitedData() {
    assertThat(send(target(), "FirstBurstLength=512,InitialR2T=Yes,ImmediateData=No").isOk())
        .isTrue();
    assertThat(out.valueOf(IscsiKey.FIRST_BURST_LENGTH)).isEqualTo("Irrelevant");
  }

  @Test
  void firstBurstNeverExceedsMaxBurst() {
    Negotiator target = target();
    assertThat(send(target, "FirstBurstLength=262144,MaxBurstLength=4096").isOk()).isTrue();
    assertThat(out.valueOf(IscsiKey.FIRST_BURST_LENGTH)).isEqualTo("4096");
    assertThat(target.sessionParameters().firstBurstLength()).isEqualTo(4096);
  }

  @Test
  void unknownKeysAreNotUnderstood() {
    assertThat(send(target(), "Foo=Bar,X-com.example.k=1,Foo.Answer=NotUnderstood").isOk())
        .isTrue();
    assertThat(out).hasToString("Foo=NotUnderstood,X-com.example.k=NotUnderstood");
  }

  @Test
  void keysOfTheTargetAreRejectedWhenAnInitiatorSendsThem() {
    assertThat(send(target(), "TargetAlias=a,TargetAddress=h:1,TargetPortalGroupTag=1").isOk())
        .isTrue();
    assertThat(out)
        .hasToString("TargetAlias=Reject,TargetAddress=Reject,TargetPortalGroupTag=Reject");
  }

  @Test
  void stagesKeepTheirKeysApart() {
    assertThat(target().onKeys(SECURITY_NEGOTIATION, list("MaxBurstLength=512"), out).status())
        .isEqualTo(0x0200);
    assertThat(send(target(), "AuthMethod=None").status()).isEqualTo(0x0200);
    assertThat(send(target(), "SendTargets=All").isOk()).isTrue();
    assertThat(out).hasToString("SendTargets=Reject");
  }

  @Test
  void authenticationMustFindAMethod() {
    Negotiator open = target();
    assertThat(open.onKeys(SECURITY_NEGOTIATION, list("AuthMethod=CHAP,None"), out).isOk())
        .isTrue();
    assertThat(out).hasToString("AuthMethod=None");
    assertThat(target().onKeys(SECURITY_NEGOTIATION, list("AuthMethod=CHAP"), out).status())
        .isEqualTo(0x0201);
    assertThat(target().onKeys(SECURITY_NEGOTIATION, list("CHAP_R=0x00"), out).status())
        .isEqualTo(0x0201);
  }

  @Test
  void sessionTypesAreTwo() {
    assertThat(send(target(), "SessionType=normal").status()).isEqualTo(0x0209);
    assertThat(send(target(), "SessionType=Foo").status()).isEqualTo(0x0209);
  }

  @Test
  void fullFeaturePhaseTakesDeclarationsAgainAndRejectsTheRest() {
    Negotiator target = target();
    send(target, "MaxRecvDataSegmentLength=512,MaxBurstLength=1024");
    out.clear();
    target.beginTextNegotiation();
    TextKeyList in =
        list(
            "MaxRecvDataSegmentLength=1024,MaxBurstLength=512,HeaderDigest=CRC32C,SendTargets=All");
    assertThat(target.onKeys(FULL_FEATURE_PHASE, in, out).isOk()).isTrue();
    assertThat(out).hasToString("MaxBurstLength=Reject,HeaderDigest=Reject");
    assertThat(target.connectionParameters().sendDataSegmentMax()).isEqualTo(1024);
    assertThat(target.sessionParameters().maxBurstLength()).isEqualTo(1024);
    assertThat(target.sendTargets()).isEqualTo("All");
    target.beginTextNegotiation();
    assertThat(target.sendTargets()).isNull();
  }

  @Test
  void laterConnectionsCannotNegotiateForTheSession() {
    Negotiator second = new Negotiator(Role.TARGET, KeyPreferences.ofTarget(), false);
    assertThat(send(second, "SessionType=Normal,MaxConnections=4,HeaderDigest=CRC32C").isOk())
        .isTrue();
    assertThat(out).hasToString("MaxConnections=Reject,HeaderDigest=CRC32C");
  }

  @Test
  void targetOffersWhatTheDefaultsExceed() {
    KeyPreferences small =
        KeyPreferences.ofTarget()
            .with(IscsiKey.MAX_BURST_LENGTH, "65536")
            .with(IscsiKey.FIRST_BURST_LENGTH, "4096")
            .with(IscsiKey.HEADER_DIGEST, "CRC32C");
    Negotiator target = new Negotiator(Role.TARGET, small, true);
    send(target, "FirstBurstLength=8192");
    out.clear();
    assertThat(target.offerWhatDefaultsExceed(LOGIN_OPERATIONAL_NEGOTIATION, out)).isEqualTo(2);
    assertThat(out).hasToString("HeaderDigest=CRC32C,MaxBurstLength=65536");
    assertThat(target.hasOpenOffers()).isTrue();
    assertThat(send(target, "HeaderDigest=CRC32C,MaxBurstLength=32768").isOk()).isTrue();
    assertThat(target.hasOpenOffers()).isFalse();
    assertThat(target.sessionParameters().maxBurstLength()).isEqualTo(32_768);
    assertThat(target.connectionParameters().headerDigest()).isEqualTo(DigestAlgorithm.CRC32C);
  }

  @Test
  void initiatorRefusesAnswersThatTheResultFunctionForbids() {
    assertThat(answer("MaxBurstLength=16776193").isOk()).isFalse();
    assertThat(answer("MaxBurstLength=Reject").reason())
        .isEqualTo("MaxBurstLength=16776192 was answered with \"Reject\"");
    assertThat(answer("DefaultTime2Wait=1").isOk()).isFalse();
    assertThat(answer("DefaultTime2Wait=7").isOk()).isTrue();
    assertThat(answer("HeaderDigest=CRC32C").isOk()).isFalse();
    assertThat(answer("DataPDUInOrder=No").isOk()).isFalse();
    assertThat(answer("ImmediateData=No").isOk()).isTrue();
    assertThat(answer("InitialR2T=Maybe").isOk()).isFalse();
    assertThat(answer("MaxConnections=NotUnderstood").isOk()).isFalse();
    assertThat(answer("MaxConnections=Irrelevant").isOk()).isTrue();
  }

  @Test
  void unansweredOffersKeepTheirDefaultsUnlessTheOfferAloneDecides() {
    KeyPreferences wishes = KeyPreferences.ofInitiator().with(IscsiKey.IMMEDIATE_DATA, "No");
    Negotiator initiator = new Negotiator(Role.INITIATOR, wishes, true);
    initiator.offer(LOGIN_OPERATIONAL_NEGOTIATION, out);
    initiator.onStageEnd();
    assertThat(initiator.sessionParameters().immediateData()).isFalse();
    assertThat(initiator.sessionParameters().maxBurstLength()).isEqualTo(262_144);
    assertThat(initiator.unansweredOffers()).contains(IscsiKey.MAX_BURST_LENGTH);
    assertThat(initiator.hasOpenOffers()).isFalse();
  }

  @Test
  void preferencesRefuseWhatAKeyCannotHave() {
    assertThatThrownBy(() -> KeyPreferences.DEFAULTS.with(IscsiKey.MAX_BURST_LENGTH, "511"))
        .hasMessage(
            "The iSCSI key MaxBurstLength cannot be \"511\"; it is a number from 512 to 16777215.");
    assertThatThrownBy(() -> KeyPreferences.DEFAULTS.with(IscsiKey.INITIAL_R2T, "yes"))
        .hasMessageContaining("Yes or No");
    assertThatThrownBy(() -> KeyPreferences.DEFAULTS.with(IscsiKey.HEADER_DIGEST, "Reject"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private NegotiationResult answer(String text) {
    Negotiator initiator = new Negotiator(Role.INITIATOR, KeyPreferences.ofInitiator(), true);
    initiator.offer(LOGIN_OPERATIONAL_NEGOTIATION, out);
    return initiator.onKeys(LOGIN_OPERATIONAL_NEGOTIATION, list(text), out);
  }

  private NegotiationResult send(Negotiator target, String text) {
    out.clear();
    return target.onKeys(LOGIN_OPERATIONAL_NEGOTIATION, list(text), out);
  }

  private static Negotiator target() {
    return new Negotiator(Role.TARGET, KeyPreferences.ofTarget(), true);
  }

  /** Pairs divided by commas; a comma before something that is no pair belongs to the value. */
  static TextKeyList list(String text) {
    TextKeyList keys = new TextKeyList();
    for (String pair : text.split(",(?=[^,]*=)", -1)) {
      int equals = pair.indexOf('=');
      keys.add(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return keys;
  }
}
