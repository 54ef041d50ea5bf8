// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/** Logins to targets that require CHAP (RFC 7143 6.3.2, 12.1.3); flag bytes as in LoginTest. */
final class ChapLoginTest {
  private static final int SECURITY = 0x00;
  private static final int SECURITY_TO_OPERATIONAL = 0x81;
  private static final int SECURITY_TO_FULL = 0x83;
  private static final int OPERATIONAL_TO_FULL = 0x87;
  private static final String[] DISCOVERY = {TargetBench.NAMES[0], "SessionType=Discovery"};

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 11);

  @BeforeEach
  void configure() {
    bench.node.challenges(bench.random::nextBytes);
    bench.node.put(
        bench
            .node
            .target(TargetBench.TARGET)
            .withAuthentication(
                new TargetAuthentication(
                    List.of(ChapUser.of("joe", "12charsecret")),
                    ChapUser.of("disk", "the other secret"))));
  }

  private static String[] with(String[] names, String... keys) {
    String[] all = java.util.Arrays.copyOf(names, names.length + keys.length);
    System.arraycopy(keys, 0, all, names.length, keys.length);
    return all;
  }

  private static int status(Pdu response) {
    return LoginResponsePdu.status(response.header, 0);
  }

  private static String value(Pdu response, String key) {
    return response.keys().stream()
        .filter(pair -> pair.startsWith(key + "="))
        .map(pair -> pair.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static String md5(String identifier, String secret, String challenge) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update((byte) Integer.parseInt(identifier));
      digest.update(secret.getBytes(StandardCharsets.UTF_8));
      return TextValues.ofBinary(digest.digest(TextValues.binary(challenge)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Goes as far as the challenge. */
  private Pdu challenged(Peer peer, String... names) {
    Pdu agreed =
        peer.exchange(Pdu.login(SECURITY_TO_OPERATIONAL, with(names, "AuthMethod=CHAP,None")));
    assertThat(agreed.keys()).contains("AuthMethod=CHAP");
    assertThat(agreed.flags()).isEqualTo(SECURITY);
    Pdu challenge = peer.exchange(Pdu.login(SECURITY, "CHAP_A=7,5"));
    assertThat(challenge.keys()).contains("CHAP_A=7");
    return challenge;
  }

  private Pdu md5Challenge(Peer peer, String... names) {
    peer.exchange(Pdu.login(SECURITY, with(names, "AuthMethod=CHAP")));
    return peer.exchange(Pdu.login(SECURITY, "CHAP_A=5"));
  }

  private static String response(Pdu challenge, String secret) {
    return md5(value(challenge, "CHAP_I"), secret, value(challenge, "CHAP_C"));
  }

  private void refused(Peer peer, Pdu response) {
    assertThat(status(response)).isEqualTo(LoginStatus.AUTHENTICATION_FAILURE);
    assertThat(response.data).isEmpty();
    assertThat(peer.isClosing()).isTrue();
    assertThat(scsi.identities).isEmpty();
    assertThat(bench.node.counters().value(IscsiCounter.AUTHENTICATIONS_FAILED)).isPositive();
    assertThat(peer.endpoint.closeReason()).doesNotContain("secret\"").doesNotContain("12char");
  }

  @Test
  void letsInWhoAnswersTheChallenge() {
    Peer peer = bench.connect();
    Pdu challenge = md5Challenge(peer, TargetBench.NAMES);
    Pdu proven =
        peer.exchange(
            Pdu.login(
                SECURITY_TO_OPERATIONAL,
                "CHAP_N=joe",
                "CHAP_R=" + response(challenge, "12charsecret")));
    assertThat(status(proven)).isZero();
    assertThat(proven.flags()).isEqualTo(SECURITY_TO_OPERATIONAL);
    Pdu last = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL));
    assertThat(last.flags()).isEqualTo(OPERATIONAL_TO_FULL);
    assertThat(scsi.identities).hasSize(1);
  }

  @Test
  void provesItselfAndGoesStraightToFullFeature() {
    Peer peer = bench.connect();
    Pdu challenge = md5Challenge(peer, TargetBench.NAMES);
    Pdu proven =
        peer.exchange(
            Pdu.login(
                SECURITY_TO_FULL,
                "CHAP_N=joe",
                "CHAP_R=" + response(challenge, "12charsecret"),
                "CHAP_I=200",
                "CHAP_C=0x00112233"));
    assertThat(proven.flags()).isEqualTo(SECURITY_TO_FULL);
    assertThat(proven.keys())
        .contains("CHAP_N=disk", "CHAP_R=" + md5("200", "the other secret", "0x00112233"));
    assertThat(scsi.identities).hasSize(1);
  }

  @Test
  void refusesAWrongSecret() {
    Peer peer = bench.connect();
    Pdu challenge = md5Challenge(peer, TargetBench.NAMES);
    refused(
        peer,
        peer.exchange(
            Pdu.login(
                SECURITY_TO_FULL,
                "CHAP_N=joe",
                "CHAP_R=" + response(challenge, "the other secret"))));
  }

  @Test
  void refusesTheChallengeSentBack() {
    Peer peer = bench.connect();
    Pdu challenge = md5Challenge(peer, TargetBench.NAMES);
    refused(
        peer,
        peer.exchange(
            Pdu.login(
                SECURITY_TO_FULL,
                "CHAP_N=joe",
                "CHAP_R=" + response(challenge, "12charsecret"),
                "CHAP_I=" + value(challenge, "CHAP_I"),
                "CHAP_C=" + value(challenge, "CHAP_C"))));
  }

  @Test
  void refusesToLeaveTheSecurityStageEarly() {
    Peer leftOut = bench.connect();
    refused(leftOut, leftOut.exchange(Pdu.login(OPERATIONAL_TO_FULL, TargetBench.NAMES)));
    Peer none = bench.connect();
    refused(
        none,
        none.exchange(Pdu.login(SECURITY_TO_FULL, with(TargetBench.NAMES, "AuthMethod=None"))));
    Peer silent = bench.connect();
    refused(silent, silent.exchange(Pdu.login(SECURITY_TO_FULL, TargetBench.NAMES)));
    Peer other = bench.connect();
    refused(
        other, other.exchange(Pdu.login(SECURITY, with(TargetBench.NAMES, "AuthMethod=KRB5,SRP"))));
  }

  @Test
  void doesNotTransitBeforeTheProof() {
    Peer peer = bench.connect();
    challenged(peer, TargetBench.NAMES);
    Peer eager = bench.connect();
    eager.exchange(Pdu.login(SECURITY_TO_FULL, with(TargetBench.NAMES, "AuthMethod=CHAP")));
    Pdu challenge = eager.exchange(Pdu.login(SECURITY_TO_FULL, "CHAP_A=5"));
    assertThat(status(challenge)).isZero();
    assertThat(challenge.flags()).isEqualTo(SECURITY);
    assertThat(scsi.identities).isEmpty();
  }

  @Test
  void refusesKeysOfChapBeforeItIsAgreedOnAndTwice() {
    Peer early = bench.connect();
    refused(
        early,
        early.exchange(
            Pdu.login(SECURITY, with(TargetBench.NAMES, "AuthMethod=CHAP", "CHAP_A=5"))));
    Peer twice = bench.connect();
    md5Challenge(twice, TargetBench.NAMES);
    assertThat(status(twice.exchange(Pdu.login(SECURITY, "CHAP_A=5"))) >> 8).isEqualTo(2);
    assertThat(twice.isClosing()).isTrue();
  }

  @Test
  void keepsDiscoveryApart() {
    Peer open = bench.connect();
    assertThat(status(open.exchange(Pdu.login(OPERATIONAL_TO_FULL, DISCOVERY)))).isZero();
    bench.node.discoveryAuthentication(
        new TargetAuthentication(List.of(ChapUser.of("finder", "another secret")), null));
    Peer asked = bench.connect();
    refused(asked, asked.exchange(Pdu.login(OPERATIONAL_TO_FULL, DISCOVERY)));
    Peer wrong = bench.connect();
    Pdu challenge = md5Challenge(wrong, DISCOVERY);
    refused(
        wrong,
        wrong.exchange(
            Pdu.login(
                SECURITY_TO_FULL, "CHAP_N=joe", "CHAP_R=" + response(challenge, "12charsecret"))));
    Peer right = bench.connect();
    Pdu fresh = md5Challenge(right, DISCOVERY);
    Pdu let =
        right.exchange(
            Pdu.login(
                SECURITY_TO_FULL, "CHAP_N=finder", "CHAP_R=" + response(fresh, "another secret")));
    assertThat(let.flags()).isEqualTo(SECURITY_TO_FULL);
  }

  @Test
  void takesNoneWhereNobodyIsAsked() {
    bench.node.put(
        bench.node.target(TargetBench.TARGET).withAuthentication(TargetAuthentication.NONE));
    Peer peer = bench.connect();
    Pdu response =
        peer.exchange(Pdu.login(SECURITY_TO_FULL, with(TargetBench.NAMES, "AuthMethod=CHAP,None")));
    assertThat(response.keys()).contains("AuthMethod=None");
    Peer only = bench.connect();
    Pdu no = only.exchange(Pdu.login(SECURITY_TO_FULL, with(TargetBench.NAMES, "AuthMethod=CHAP")));
    assertThat(status(no)).isEqualTo(LoginStatus.AUTHENTICATION_FAILURE);
  }
}
