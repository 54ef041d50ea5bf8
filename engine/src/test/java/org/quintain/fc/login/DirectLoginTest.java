// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fc.exchange.ExchangeOptions;
import org.quintain.wire.LinkTopology;

/** Logins without a fabric: two ports at one link, and ports that found each other (VN2VN). */
final class DirectLoginTest {
  private static final FcPortOptions OPTIONS =
      FcPortOptions.DEFAULT.with(new ExchangeOptions(64, 512, 8192, 4, false, false));
  private static final long LOW = 0x2000000000000001L;
  private static final long HIGH = 0x2000000000000009L;

  private final NotingProtocol seeker = new NotingProtocol(true);
  private final NotingProtocol sought = new NotingProtocol(false);
  private final FcPort initiator = new FcPort(OPTIONS);
  private final FcPort target = new FcPort(OPTIONS);

  private void name(long initiatorName, long targetName) {
    initiator.addNPort(0, new NPortIdentity(initiatorName, initiatorName + 0x100, "i"), seeker);
    target.addNPort(0, new NPortIdentity(targetName, targetName + 0x100, "t"), sought);
  }

  private Link pointToPoint() {
    Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
    Link.Station left = link.attach(initiator, 0);
    Link.Station right = link.attach(target, 0);
    left.up();
    right.up();
    link.pass(1_000_000L);
    return link;
  }

  @Test
  void logsInWhereTheInitiatorHasTheHigherName() {
    name(HIGH, LOW);

    pointToPoint();

    assertThat(seeker.told).containsExactly("granted 2000000000000001 12");
    assertThat(sought.told).containsExactly("asked 2000000000000009 22");
    assertThat(initiator.nPorts().get(0).portId()).isEqualTo(DirectLink.HIGHER_PORT_ID);
    assertThat(target.nPorts().get(0).portId()).isEqualTo(DirectLink.LOWER_PORT_ID);
    assertNothingInUse();
  }

  @Test
  void logsInWhereTheTargetHasTheHigherName() {
    name(LOW, HIGH);

    pointToPoint();

    assertThat(seeker.told).containsExactly("granted 2000000000000009 12");
    assertThat(sought.told).containsExactly("asked 2000000000000001 22");
    assertThat(initiator.nPorts().get(0).portId()).isEqualTo(DirectLink.LOWER_PORT_ID);
    assertNothingInUse();
  }

  @Test
  void logsInAnewWhereTheInitiatorHadLoggedOutWithTheLowerName() {
    name(LOW, HIGH);
    logInAnew(HIGH);
  }

  @Test
  void logsInAnewWhereTheInitiatorHadLoggedOutWithTheHigherName() {
    name(HIGH, LOW);
    logInAnew(LOW);
  }

  private void logInAnew(long targetName) {
    Link link = pointToPoint();
    NPort local = initiator.nPorts().get(0);
    RemotePort peer = local.peerNamed(targetName);
    assertThat(peer).isNotNull();
    local.logOut(link.nowNs, peer);
    link.pass(1_000_000L);
    assertThat(local.peerNamed(targetName)).as("after LOGO").isNull();

    local.rediscover(link.nowNs);
    link.pass(60_000_000_000L);

    assertThat(seeker.told)
        .containsExactly(
            String.format("granted %016x 12", targetName),
            String.format("out %016x REQUESTED", targetName),
            String.format("granted %016x 12", targetName));
    assertNothingInUse();
  }

  private void assertNothingInUse() {
    assertThat(initiator.exchanges().exchangesInUse()).isZero();
    assertThat(target.exchanges().exchangesInUse()).isZero();
  }

  @Test
  void introducesItselfToAHigherNeighbourByWaiting() {
    name(LOW, HIGH);
    Link link = new Link(LinkTopology.POINT_TO_MULTIPOINT);
    Link.Station left = link.attach(initiator, 0x0A);
    Link.Station right = link.attach(target, 0x0B);
    link.addresses.put(0x0A, left);
    link.addresses.put(0x0B, right);
    left.up();
    right.up();
    initiator.onNeighbour(link.nowNs, 0x0B, HIGH, HIGH + 0x100);
    target.onNeighbour(link.nowNs, 0x0A, LOW, LOW + 0x100);

    link.pass(1_000_000L);

    assertThat(link.frames.subList(0, 4))
        .containsExactly(
            "00000b>00000a 22 04", "00000a>00000b 23 02",
            "00000b>00000a 22 03", "00000a>00000b 23 02");
    assertThat(seeker.told).containsExactly("granted 2000000000000009 12");
    assertThat(sought.told).containsExactly("asked 2000000000000001 22");
  }

  @Test
  void logsInWithALowerNeighbourAfterItsIntroduction() {
    name(HIGH, LOW);
    Link link = new Link(LinkTopology.POINT_TO_MULTIPOINT);
    Link.Station left = link.attach(initiator, 0x0B);
    Link.Station right = link.attach(target, 0x0A);
    link.addresses.put(0x0B, left);
    link.addresses.put(0x0A, right);
    left.up();
    right.up();
    target.onNeighbour(link.nowNs, 0x0B, HIGH, HIGH + 0x100);
    initiator.onNeighbour(link.nowNs, 0x0A, LOW, LOW + 0x100);

    link.pass(1_000_000L);

    assertThat(seeker.told).containsExactly("granted 2000000000000001 12");
    initiator.onNeighbourLost(link.nowNs, 0x0A);
    assertThat(seeker.told.get(1)).isEqualTo("out 2000000000000001 GONE");
    assertThat(initiator.nPorts().get(0).peers()).isEmpty();
  }

  @Test
  void resumesALoginWhenTheLinkComesBackInTime() {
    name(HIGH, LOW);
    flapAndResume();
  }

  @Test
  void resumesALoginByTheHigherNamesWill() {
    name(LOW, HIGH);
    flapAndResume();
  }

  private void flapAndResume() {
    Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
    Link.Station left = link.attach(initiator, 0);
    Link.Station right = link.attach(target, 0);
    left.up();
    right.up();
    link.pass(1_000_000L);
    left.down();
    right.down();
    link.pass(1_000_000L);

    left.up();
    right.up();
    link.pass(5_000_000_000L);

    RemotePort peer = initiator.nPorts().get(0).peers().get(0);
    assertThat(peer.state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(peer.hasProcessLogin()).isTrue();
    assertThat(sought.told).hasSize(1);
    assertThat(seeker.told).hasSize(1);
    assertThat(List.of(initiator.nPorts().get(0).portId(), target.nPorts().get(0).portId()))
        .containsExactlyInAnyOrder(DirectLink.HIGHER_PORT_ID, DirectLink.LOWER_PORT_ID);
    assertNothingInUse();
  }

  @Test
  void losesALoginWhenTheLinkStaysAway() {
    name(HIGH, LOW);
    Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
    Link.Station left = link.attach(initiator, 0);
    Link.Station right = link.attach(target, 0);
    left.up();
    right.up();
    link.pass(1_000_000L);
    left.down();
    right.down();

    link.pass(OPTIONS.lossNs());

    assertThat(seeker.told.get(1)).isEqualTo("out 2000000000000001 LINK_LOST");
    assertThat(sought.told.get(1)).isEqualTo("out 2000000000000009 LINK_LOST");
  }

  @Test
  void triesAgainWhatGetsNoAnswer() {
    name(HIGH, LOW);
    Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
    Link.Station left = link.attach(initiator, 0);
    Link.Station right = link.attach(target, 0);
    link.loses = frame -> (frame.get(24) & 0xFF) == 0x20 && link.nowNs < 10_000_000_000L;
    left.up();
    right.up();

    link.pass(60_000_000_000L);

    assertThat(seeker.told).containsExactly("granted 2000000000000001 12");
  }
}
