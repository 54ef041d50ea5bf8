// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/** Floods of connections that do not log in, and limits of what logs in. */
final class LoginFloodTest {
  private static final int PER_PORTAL = 20;
  private static final int PER_ADDRESS = 8;
  private static final long SECOND_NS = 1_000_000_000L;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench =
      new TargetBench(
          scsi,
          3,
          IscsiTargetSettings.DEFAULTS
              .withDirectMemory(false)
              .withLimits(64, 8)
              .withLogins(5 * SECOND_NS, PER_PORTAL, PER_ADDRESS));

  private List<Peer> flood(String prefix, int count, String port) {
    List<Peer> peers = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      peers.add(bench.connect(prefix + index + port));
    }
    return peers;
  }

  private static List<Peer> standing(List<Peer> peers) {
    return peers.stream().filter(peer -> !peer.isClosing()).toList();
  }

  @Test
  void dropsTheOldestOfAnAddressAndLeavesOthersAlone() {
    Peer served = bench.loggedIn();
    Peer slow = bench.connect("10.0.0.1:1");
    List<Peer> flood = new ArrayList<>();
    for (int index = 0; index < 100; index++) {
      flood.add(bench.connect("10.0.0.2:" + (1000 + index)));
    }
    assertThat(standing(flood)).isEqualTo(flood.subList(100 - PER_ADDRESS, 100));
    assertThat(slow.isClosing()).isFalse();
    assertThat(served.isClosing()).isFalse();
    assertThat(bench.node.unfinishedLoginCount()).isEqualTo(PER_ADDRESS + 1);
    assertThat(bench.node.counters().value(IscsiCounter.LOGINS_DROPPED))
        .isEqualTo(100 - PER_ADDRESS);
    assertThat(slow.exchange(Pdu.login(0x87, TargetBench.NAMES).with(13, 9)).flags())
        .isEqualTo(0x87);
  }

  @Test
  void takesAllOfAnIpv6NetworkForOneAddress() {
    List<Peer> flood = flood("[2001:db8:0:7::", 30, "]:1");
    assertThat(standing(flood)).hasSize(PER_ADDRESS);
    assertThat(standing(flood("[2001:db8:0:8::", 3, "]:1"))).hasSize(3);
  }

  @Test
  void dropsTheOldestOfAPortalAndLeavesOtherPortalsAlone() {
    Peer elsewhere = bench.connect("127.0.0.1:3261", "10.9.0.1:1");
    List<Peer> flood = flood("10.1.0.", 100, ":1");
    assertThat(standing(flood)).isEqualTo(flood.subList(100 - PER_PORTAL, 100));
    assertThat(elsewhere.isClosing()).isFalse();
  }

  @Test
  void makesRoomForANewConnectionByTheOldestInLogin() {
    IscsiTargetSettings settings =
        IscsiTargetSettings.DEFAULTS.withDirectMemory(false).withLimits(4, 8);
    TargetBench small = new TargetBench(scsi, 4, settings);
    Peer served = small.loggedIn();
    List<Peer> peers = new ArrayList<>();
    for (int index = 0; index < 10; index++) {
      Peer peer = small.connect("10.0.0.1:" + index);
      peers.add(peer);
      for (Peer each : peers) {
        if (each.isClosing() && !each.isDisconnected) {
          each.disconnect();
        }
      }
      assertThat(small.node.connectionCount()).isLessThanOrEqualTo(4);
    }
    assertThat(standing(peers)).isEqualTo(peers.subList(7, 10));
    assertThat(served.isClosing()).isFalse();
  }

  @Test
  void refusesConnectionsOnlyWhereAllHaveLoggedIn() {
    IscsiTargetSettings settings =
        IscsiTargetSettings.DEFAULTS.withDirectMemory(false).withLimits(1, 8);
    TargetBench small = new TargetBench(scsi, 4, settings);
    assertThat(small.loggedIn().isClosing()).isFalse();
    assertThat(small.portal.newConnection()).isNull();
    assertThat(small.node.counters().value(IscsiCounter.CONNECTIONS_REFUSED)).isEqualTo(1);
  }

  @Test
  void forgetsWhoHasLoggedInOrGone() {
    bench.loggedIn();
    Peer gone = bench.connect();
    gone.disconnect();
    Peer refused = bench.connect();
    refused.exchange(Pdu.login(0x87, TargetBench.NAMES[0]));
    Peer late = bench.connect();
    late.pass(6 * SECOND_NS);
    assertThat(late.isClosing()).isTrue();
    assertThat(bench.node.unfinishedLoginCount()).isZero();
    assertThat(bench.node.counters().value(IscsiCounter.LOGINS_DROPPED)).isZero();
  }

  private int login(String initiator, int isid) {
    return login(bench, initiator, isid);
  }

  private static int login(TargetBench bench, String initiator, int isid) {
    Peer peer = bench.connect("10.0.0.3:" + isid);
    Pdu response =
        peer.exchange(
            Pdu.login(0x87, "InitiatorName=" + initiator, TargetBench.NAMES[1]).with(13, isid));
    return LoginResponsePdu.status(response.header, 0);
  }

  private void limits(int sessions, int perInitiator, int connections) {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    bench.node.put(
        target.withRules(
            target.rules().withLimits(new SessionLimits(sessions, perInitiator, connections))));
  }

  @Test
  void boundsTheSessionsOfATargetAndOfAnInitiator() {
    limits(3, 2, 0);
    assertThat(login("iqn.2026-11.x:a", 1)).isZero();
    assertThat(login("iqn.2026-11.x:a", 2)).isZero();
    assertThat(login("iqn.2026-11.x:a", 3)).isEqualTo(LoginStatus.OUT_OF_RESOURCES);
    assertThat(login("iqn.2026-11.x:a", 2)).as("reinstatement needs no further place").isZero();
    assertThat(login("iqn.2026-11.x:b", 1)).isZero();
    assertThat(login("iqn.2026-11.x:c", 1)).isEqualTo(LoginStatus.OUT_OF_RESOURCES);
    assertThat(bench.node.sessions()).hasSize(3);
  }

  @Test
  void boundsTheConnectionsOfAnInitiator() {
    limits(0, 0, 1);
    assertThat(login("iqn.2026-11.x:a", 1)).isZero();
    assertThat(login("iqn.2026-11.x:a", 2)).isEqualTo(LoginStatus.TOO_MANY_CONNECTIONS);
    assertThat(login("iqn.2026-11.x:b", 2)).isZero();
  }

  /** Sessions of one target on two reactors: what one has given is not there for the other. */
  @Test
  void boundsThemOverAllNodesThatServeTheTarget() {
    TargetBench other = new TargetBench(new ScriptedTarget(), 18);
    CountedPlaces shared = new CountedPlaces();
    bench.node.places(shared);
    other.node.places(shared);
    limits(3, 2, 3);
    other.node.put(
        other
            .node
            .target(TargetBench.TARGET)
            .withRules(bench.node.target(TargetBench.TARGET).rules()));
    assertThat(login("iqn.2026-11.x:a", 1)).isZero();
    assertThat(login(other, "iqn.2026-11.x:a", 2)).isZero();
    assertThat(login(other, "iqn.2026-11.x:a", 3)).isEqualTo(LoginStatus.OUT_OF_RESOURCES);
    assertThat(login("iqn.2026-11.x:b", 1)).isZero();
    assertThat(login(other, "iqn.2026-11.x:c", 1)).isEqualTo(LoginStatus.OUT_OF_RESOURCES);
    bench.node.closeAll(bench.nowNs, "the test ended them");
    assertThat(login(other, "iqn.2026-11.x:c", 1)).isZero();
    other.node.closeAll(other.nowNs, "the test ended them");
    assertThat(shared.targetCount()).isZero();
  }

  /** A login that fails after it had a place gives that back. */
  @Test
  void keepsNoPlaceForASessionThatDidNotComeAbout() {
    limits(1, 1, 1);
    scsi.hasNexus = false;
    assertThat(login("iqn.2026-11.x:a", 1)).isEqualTo(LoginStatus.OUT_OF_RESOURCES);
    scsi.hasNexus = true;
    assertThat(login("iqn.2026-11.x:a", 1)).isZero();
  }
}
