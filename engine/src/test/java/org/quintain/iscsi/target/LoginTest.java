// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/** The login phase (RFC 7143 6.3, 11.12, 11.13). Flag bytes read T C . . CSG NSG. */
final class LoginTest {
  private static final int OPERATIONAL_TO_FULL = 0x87;
  private static final int SECURITY_TO_OPERATIONAL = 0x81;
  private static final int SECURITY_TO_FULL = 0x83;
  private static final int OPERATIONAL = 0x04;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 7);

  private static int status(Pdu response) {
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGIN_RESPONSE);
    return LoginResponsePdu.status(response.header, 0);
  }

  private void refuses(Pdu request, int expectedStatus) {
    Peer peer = bench.connect();
    Pdu response = peer.exchange(request);
    assertThat(Integer.toHexString(status(response)))
        .isEqualTo(Integer.toHexString(expectedStatus));
    assertThat(response.flags() & 0x80).isZero();
    assertThat(peer.isClosing()).isTrue();
    assertThat(scsi.log).isEmpty();
  }

  @Test
  void logsInWithOneRequest() {
    Peer peer = bench.connect();
    Pdu response =
        peer.exchange(Pdu.login(OPERATIONAL_TO_FULL, TargetBench.NAMES).cmdSn(77).tag(5));
    assertThat(status(response)).isZero();
    assertThat(response.flags()).isEqualTo(OPERATIONAL_TO_FULL);
    assertThat(LoginRequestPdu.tsih(response.header, 0)).isNotZero();
    assertThat(LoginRequestPdu.isid(response.header, 0)).isEqualTo(0x00023D000001L);
    assertThat(response.tag()).isEqualTo(5);
    assertThat(response.expCmdSn()).isEqualTo(77);
    assertThat(response.maxCmdSn()).isGreaterThanOrEqualTo(77);
    assertThat(response.keys())
        .contains("TargetPortalGroupTag=1", "MaxRecvDataSegmentLength=65536");
    assertThat(scsi.identities.get(0).initiatorPortName())
        .isEqualTo(TargetBench.INITIATOR + ",i,0x00023d000001");
    assertThat(scsi.identities.get(0).targetPortName()).isEqualTo(TargetBench.TARGET + ",t,0x0001");
  }

  @Test
  void goesThroughSecurityAndOperationalStages() {
    Peer peer = bench.connect();
    Pdu first =
        peer.exchange(
            Pdu.login(
                SECURITY_TO_OPERATIONAL,
                TargetBench.NAMES[0],
                TargetBench.NAMES[1],
                "AuthMethod=CHAP,None"));
    assertThat(first.flags()).isEqualTo(SECURITY_TO_OPERATIONAL);
    assertThat(first.keys()).contains("AuthMethod=None", "TargetPortalGroupTag=1");
    Pdu second = peer.exchange(Pdu.login(OPERATIONAL, "HeaderDigest=CRC32C,None"));
    assertThat(second.flags()).isEqualTo(OPERATIONAL);
    assertThat(second.keys()).contains("HeaderDigest=CRC32C");
    Pdu third = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL));
    assertThat(third.flags()).isEqualTo(OPERATIONAL_TO_FULL);
    assertThat(third.statSn()).isEqualTo(first.statSn() + 2);
    assertThat(scsi.identities).hasSize(1);
  }

  @Test
  void goesFromSecurityStraightToFullFeature() {
    Peer peer = bench.connect();
    Pdu response = peer.exchange(Pdu.login(SECURITY_TO_FULL, TargetBench.NAMES));
    assertThat(status(response)).isZero();
    assertThat(response.flags()).isEqualTo(SECURITY_TO_FULL);
    assertThat(scsi.identities).hasSize(1);
  }

  @Test
  void joinsTextThatIsContinuedInTheMiddleOfAKeyAndOfAValue() {
    Peer peer = bench.connect();
    String text = String.join("\0", TargetBench.NAMES) + "\0";
    Pdu first = Pdu.login(0x44).data(text.substring(0, 5).getBytes(UTF_8));
    Pdu second = Pdu.login(0x44).data(text.substring(5, 40).getBytes(UTF_8));
    Pdu third = Pdu.login(OPERATIONAL_TO_FULL).data(text.substring(40).getBytes(UTF_8));
    assertThat(peer.exchange(first).data).isEmpty();
    assertThat(peer.exchange(second).flags()).isEqualTo(0x04);
    assertThat(peer.exchange(third).flags()).isEqualTo(OPERATIONAL_TO_FULL);
  }

  /** Every stage and transition that the three flags and two stages can spell. */
  @Test
  void takesExactlyTheTransitionsThatTheRfcHas() {
    for (int flags = 0; flags < 256; flags++) {
      int current = flags >> 2 & 3;
      int next = flags & 3;
      boolean transit = (flags & 0x80) != 0;
      boolean goesOn = (flags & 0x40) != 0;
      boolean good =
          (current == 0 || current == 1)
              && !(transit && goesOn)
              && (!transit || (next == 3 || (next == 1 && current == 0)));
      Peer peer = bench.connect();
      Pdu response = peer.exchange(Pdu.login(flags & 0xCF, TargetBench.NAMES));
      assertThat(status(response)).as("flags %02x", flags).isEqualTo(good ? 0 : 0x0200);
      assertThat(peer.isClosing()).isEqualTo(!good);
      assertThat((response.flags() & 0x80) != 0).isEqualTo(good && transit);
      peer.disconnect();
    }
    assertThat(bench.node.connectionCount()).isZero();
  }

  @Test
  void answersEachMissingOrWrongNameWithItsStatus() {
    String initiator = TargetBench.NAMES[0];
    refuses(Pdu.login(0x87, TargetBench.NAMES[1]), LoginStatus.MISSING_PARAMETER);
    refuses(Pdu.login(0x87, initiator), LoginStatus.MISSING_PARAMETER);
    refuses(
        Pdu.login(0x87, initiator, "TargetName=iqn.2026-11.org.quintain:other"),
        LoginStatus.NOT_FOUND);
    refuses(
        Pdu.login(0x87, "InitiatorName=client", TargetBench.NAMES[1]), LoginStatus.INITIATOR_ERROR);
    refuses(
        Pdu.login(0x87, initiator, TargetBench.NAMES[1], "SessionType=Foo"),
        LoginStatus.SESSION_TYPE_NOT_SUPPORTED);
    refuses(
        Pdu.login(0x87, initiator, initiator, TargetBench.NAMES[1]), LoginStatus.INITIATOR_ERROR);
  }

  @Test
  void refusesInitiatorsWithoutAccessAndTargetsThatAreDisabled() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    bench.node.put(target.withAccess((name, address, portal) -> false));
    refuses(Pdu.login(0x87, TargetBench.NAMES), LoginStatus.AUTHORIZATION_FAILURE);
    bench.node.put(target.withEnabled(false));
    refuses(Pdu.login(0x87, TargetBench.NAMES), LoginStatus.SERVICE_UNAVAILABLE);
  }

  @Test
  void sendsLoginsElsewhereWhenTheTargetHasMoved() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    bench.node.put(target.withRedirect("[2001:db8::1]:3260,2", false));
    Peer peer = bench.connect();
    Pdu response = peer.exchange(Pdu.login(0x87, TargetBench.NAMES));
    assertThat(status(response)).isEqualTo(LoginStatus.TARGET_MOVED_TEMPORARILY);
    assertThat(response.keys()).containsExactly("TargetAddress=[2001:db8::1]:3260,2");
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void refusesOtherVersions() {
    refuses(Pdu.login(0x87, TargetBench.NAMES).with(2, 1, 1), LoginStatus.UNSUPPORTED_VERSION);
  }

  @Test
  void refusesAPlaceInASessionThatDoesNotExist() {
    refuses(Pdu.login(0x87, TargetBench.NAMES).with(14, 0, 9), LoginStatus.SESSION_DOES_NOT_EXIST);
  }

  @Test
  void refusesASecondConnectionOfASession() {
    Peer first = bench.connect();
    Pdu response = first.exchange(Pdu.login(0x87, TargetBench.NAMES));
    int tsih = LoginRequestPdu.tsih(response.header, 0);
    Peer second = bench.connect();
    Pdu refused =
        second.exchange(
            Pdu.login(0x87, TargetBench.NAMES).with(14, tsih >> 8, tsih).with(20, 0, 1));
    assertThat(status(refused)).isEqualTo(LoginStatus.TOO_MANY_CONNECTIONS);
    assertThat(first.isClosing()).isFalse();
  }

  @Test
  void endsTheLoginWhenAnotherPduComesInBetween() {
    Peer peer = bench.connect();
    peer.exchange(Pdu.login(OPERATIONAL, TargetBench.NAMES));
    Pdu response = peer.exchange(Pdu.nopOut(1, -1, 0, new byte[0]));
    assertThat(status(response)).isEqualTo(LoginStatus.INVALID_DURING_LOGIN);
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void closesWithoutAWordWhenTheFirstPduIsNoLogin() {
    Peer peer = bench.connect();
    peer.send(Pdu.nopOut(1, -1, 0, new byte[0]));
    assertThat(peer.receive()).isNull();
    assertThat(peer.isClosing()).isTrue();
  }

  @ParameterizedTest(name = "byte {0}")
  @CsvSource({"8", "15", "16", "20"})
  void refusesALoginWhoseIdentityChanges(int offset) {
    Peer peer = bench.connect();
    peer.exchange(Pdu.login(OPERATIONAL, TargetBench.NAMES));
    Pdu response = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL).with(offset, 0x55));
    assertThat(status(response)).isEqualTo(LoginStatus.INITIATOR_ERROR);
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void refusesMalformedText() {
    for (String text :
        new String[] {"InitiatorName", "=x\0", "\0\0=\0", "9Key=1\0", "K".repeat(64) + "=1\0"}) {
      refuses(Pdu.login(0x87).data(text.getBytes(UTF_8)), LoginStatus.INITIATOR_ERROR);
    }
  }

  @Test
  void refusesTextThatGoesOnForEver() {
    Peer peer = bench.connect();
    byte[] piece = "X-a=1\0".repeat(1300).getBytes(UTF_8);
    Pdu response = null;
    for (int round = 0; round < 10 && !peer.isClosing(); round++) {
      response = peer.exchange(Pdu.login(0x44).data(piece));
    }
    assertThat(status(response)).isEqualTo(LoginStatus.INITIATOR_ERROR);
  }

  @Test
  void refusesADataSegmentAboveTheDefaultLimit() {
    Peer peer = bench.connect();
    Pdu request = Pdu.login(0x87, TargetBench.NAMES);
    Bhs.dataSegmentLength(request.header, 0, 8193);
    peer.send(request);
    assertThat(status(peer.receive())).isEqualTo(LoginStatus.INITIATOR_ERROR);
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void answersUnknownKeysAndGoesOn() {
    Peer peer = bench.connect();
    Pdu response =
        peer.exchange(
            Pdu.login(
                0x87,
                TargetBench.NAMES[0],
                TargetBench.NAMES[1],
                "X-com.acme.foo=1",
                "Strange=yes"));
    assertThat(response.keys()).contains("X-com.acme.foo=NotUnderstood", "Strange=NotUnderstood");
    assertThat(response.flags()).isEqualTo(0x87);
  }

  @Test
  void cutsAnswersThatAreTooLongForOneResponse() {
    Peer peer = bench.connect();
    StringBuilder text = new StringBuilder(String.join("\0", TargetBench.NAMES) + "\0");
    for (int index = 0; index < 700; index++) {
      text.append("X-key").append(index).append("=1\0");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    assertThat(bytes.length).isLessThanOrEqualTo(8192);
    Pdu first = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL).data(bytes));
    assertThat(first.flags()).isEqualTo(0x44);
    assertThat(first.data).hasSize(8192);
    Pdu second = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL));
    while (second.flags() == 0x44) {
      second = peer.exchange(Pdu.login(OPERATIONAL_TO_FULL));
    }
    assertThat(second.flags()).isEqualTo(OPERATIONAL_TO_FULL);
  }

  @Test
  void dropsLoginsThatTakeTooLong() {
    Peer peer = bench.connect();
    peer.exchange(Pdu.login(OPERATIONAL, TargetBench.NAMES));
    peer.pass(bench.node.settings().logins().timeoutNs() + 1);
    assertThat(peer.isClosing()).isTrue();
    assertThat(peer.endpoint.closeReason()).contains("too long");
  }

  @Test
  void tellsWhenItIsOutOfSessionsOrNexuses() {
    scsi.hasNexus = false;
    refuses(Pdu.login(0x87, TargetBench.NAMES), LoginStatus.OUT_OF_RESOURCES);
  }

  @Test
  void takesTwoRequestsInOneSegment() {
    Peer peer = bench.connect();
    peer.send(
        Pdu.login(SECURITY_TO_OPERATIONAL, TargetBench.NAMES), Pdu.login(OPERATIONAL_TO_FULL));
    List<Pdu> responses = peer.receiveAll();
    assertThat(responses).hasSize(2);
    assertThat(responses.get(1).flags()).isEqualTo(OPERATIONAL_TO_FULL);
  }

  @Test
  void logsInToDiscoveryWithoutATarget() {
    Peer peer = bench.connect();
    Pdu response = peer.exchange(Pdu.login(0x87, TargetBench.NAMES[0], "SessionType=Discovery"));
    assertThat(status(response)).isZero();
    assertThat(response.keys()).noneMatch(key -> key.startsWith("TargetPortalGroupTag"));
    assertThat(scsi.log).isEmpty();
  }

  @Test
  void namesInARefusalTheLoginThatItRefuses() {
    Peer peer = bench.connect();
    Pdu tooLong = Pdu.login(0x87, TargetBench.NAMES).tag(0x1234).cmdSn(7);
    peer.sendBytes(tooLong.data(new byte[9000]).bytes(false, false));
    Pdu refusal = peer.receive();
    assertThat(LoginResponsePdu.status(refusal.header, 0)).isEqualTo(0x0200);
    assertThat(refusal.tag()).isEqualTo(0x1234);
    assertThat(peer.isClosing()).isTrue();
  }
}
