// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.LocalPortState;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.RemotePortState;
import org.quintain.sim.fc.link.FcFaultKind;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.link.LineRate;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.fc.service.ZoneSet;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.wire.LinkTopology;

/**
 * The engine's ports log in through simulated switches, whose services are none of the engine's.
 */
final class LoginsInFabricTest {
  private static final long MILLISECOND_NS = 1_000_000L;
  private static final long SECOND_NS = 1_000 * MILLISECOND_NS;
  private static final long INITIATOR = 0x2100_0000_0000_0001L;
  private static final long TARGET = 0x2100_0000_0000_0002L;
  private static final long VIRTUAL = 0x2100_0000_0000_0003L;

  private final SimWorld world =
      new SimWorld(1, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
  private final FcWeather weather = new FcWeather(FcFaults.NONE);
  private final FcNetwork network = new FcNetwork(world, weather, FcLink.noTap());
  private final FcSwitch one = network.addSwitch(700);
  private final FcSwitch other = network.addSwitch(700);
  private final FcPort initiator = new FcPort(FcPortOptions.DEFAULT);
  private final FcPort target = new FcPort(FcPortOptions.DEFAULT);
  private final SeekingProtocol seeker = new SeekingProtocol(true);
  private final SeekingProtocol sought = new SeekingProtocol(false);
  private final FcLink initiatorLink;
  private final FcLink targetLink;

  LoginsInFabricTest() {
    network.joinSwitches(one, other, LinkProfile.of(LineRate.FC_32, 1_000, 32));
    initiatorLink = join("initiator/0", initiator, 0, one);
    targetLink = join("target/0", target, 1, other);
    initiator.addNPort(0, new NPortIdentity(INITIATOR, INITIATOR, "an initiator"), seeker);
    target.addNPort(0, new NPortIdentity(TARGET, TARGET, "a target"), sought);
    world.addInvariant(nowNs -> network.check());
    network.links().forEach(FcLink::comeUp);
    world.run(100 * MILLISECOND_NS);
  }

  private FcLink join(String name, FcPort port, int reactor, FcSwitch at) {
    PortDriver driver =
        new PortDriver(
            world,
            name,
            world.reactor(reactor),
            network.pool(),
            port,
            LinkTopology.FABRIC_OR_POINT_TO_POINT,
            0,
            2048);
    return network.join(driver, at, LinkProfile.of(LineRate.FC_16, 10, 8));
  }

  private NPort seeking() {
    return initiator.nPorts().get(0);
  }

  private RemotePort peer() {
    RemotePort found = seeking().peerNamed(TARGET);
    if (found == null) {
      throw new AssertionError("the target is not logged in: " + seeking().peers());
    }
    return found;
  }

  private void assertQuiet() {
    assertThat(initiator.exchanges().exchangesInUse()).isZero();
    assertThat(target.exchanges().exchangesInUse()).isZero();
    assertThat(initiator.exchanges().sequencesInUse()).isZero();
    assertThat(target.exchanges().sequencesInUse()).isZero();
  }

  @Test
  void findsTheTargetByTheNameServer() {
    assertThat(seeking().state()).isEqualTo(LocalPortState.ONLINE);
    assertThat(target.nPorts().get(0).state()).isEqualTo(LocalPortState.ONLINE);
    assertThat(peer().state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(seeker.told).containsExactly("granted 2100000000000002");
    assertThat(sought.told).containsExactly("asked 2100000000000001");
    assertThat(peer().framePayloadMax()).isEqualTo(2048);
    assertQuiet();
  }

  @Test
  void findsTargetsThatComeLaterThroughTheirVirtualPorts() {
    target.addNPort(
        world.nowNs(), new NPortIdentity(VIRTUAL, TARGET, "virtual"), new SeekingProtocol(false));
    world.run(100 * MILLISECOND_NS);
    assertThat(seeker.told.get(1)).isEqualTo("granted 2100000000000003");
    NPort virtual = target.nPorts().get(1);
    assertThat(virtual.portId()).isEqualTo(target.nPorts().get(0).portId() + 1);

    target.removeNPort(world.nowNs(), virtual);
    world.run(5 * SECOND_NS);

    assertThat(seeker.told.get(2)).startsWith("out 2100000000000003");
    assertThat(seeking().peerNamed(VIRTUAL)).isNull();
    assertQuiet();
  }

  @Test
  void keepsTheLoginOverAFlapOfTheTargetsLink() {
    targetLink.flap(world.nowNs(), 50 * MILLISECOND_NS);
    world.run(10 * SECOND_NS);
    assertThat(peer().state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(peer().hasProcessLogin()).isTrue();
    assertThat(target.nPorts().get(0).peers().get(0).hasProcessLogin()).isTrue();
    assertQuiet();
  }

  @Test
  void keepsTheLoginOverAFlapOfItsOwnLink() {
    initiatorLink.flap(world.nowNs(), 50 * MILLISECOND_NS);
    world.run(10 * SECOND_NS);
    assertThat(peer().state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(target.nPorts().get(0).peers().get(0).hasProcessLogin()).isTrue();
    assertQuiet();
  }

  @Test
  void losesTheTargetThatItsZoneHidesAndFindsItAgain() {
    ZoneSet alone = new ZoneSet(List.of(ZoneSet.Zone.of("alone", INITIATOR)), true);
    network.services().setZones(world.nowNs(), alone);
    world.run(SECOND_NS);
    assertThat(seeker.told.get(1)).isEqualTo("out 2100000000000002 GONE");
    assertThat(sought.told.get(1)).isEqualTo("out 2100000000000001 GONE");

    network.services().setZones(world.nowNs(), ZoneSet.OPEN);
    world.run(100 * SECOND_NS);

    assertThat(seeker.told.get(2)).isEqualTo("granted 2100000000000002");
    assertQuiet();
  }

  @Test
  void logsInAgainAfterTheTargetLoggedOut() {
    NPort local = target.nPorts().get(0);
    local.logOut(world.nowNs(), local.peers().get(0));
    world.run(10 * SECOND_NS);

    assertThat(seeker.told)
        .containsExactly(
            "granted 2100000000000002",
            "out 2100000000000002 LOGGED_OUT_BY_PEER",
            "granted 2100000000000002");
    assertThat(sought.told.get(1)).isEqualTo("out 2100000000000001 REQUESTED");
    assertQuiet();
  }

  @Test
  void logsTheProcessInAgainAfterItWasLoggedOut() {
    NPort local = target.nPorts().get(0);
    local.logOutProcess(world.nowNs(), local.peers().get(0));
    world.run(10 * SECOND_NS);

    assertThat(seeker.told)
        .containsExactly(
            "granted 2100000000000002",
            "out 2100000000000002 PROCESS_LOGGED_OUT_BY_PEER",
            "granted 2100000000000002");
    assertQuiet();
  }

  @Test
  void logsInWithAnotherThatSeeksPeersOnceHoweverTheyMeet() {
    FcPort second = new FcPort(FcPortOptions.DEFAULT);
    SeekingProtocol secondSeeker = new SeekingProtocol(true);
    second.addNPort(0, new NPortIdentity(VIRTUAL, VIRTUAL, "another"), secondSeeker);
    join("initiator/1", second, 0, one).comeUp();
    world.run(20 * SECOND_NS);

    assertThat(seeker.told.subList(1, seeker.told.size()))
        .containsExactlyInAnyOrder("asked 2100000000000003", "granted 2100000000000003");
    assertThat(secondSeeker.told)
        .containsExactlyInAnyOrder(
            "asked 2100000000000001", "granted 2100000000000001", "granted 2100000000000002");
    assertQuiet();
  }

  @Test
  void comesBackWhenItsSwitchComesBack() {
    NPort local = seeking();
    int before = local.portId();
    network.linksOf(one).forEach(link -> link.holdDown(world.nowNs()));
    world.run(200 * MILLISECOND_NS);
    assertThat(local.state()).isEqualTo(LocalPortState.OFFLINE);
    network.linksOf(one).forEach(FcLink::letUp);
    world.run(20 * SECOND_NS);
    assertThat(local.state()).isEqualTo(LocalPortState.ONLINE);
    assertThat(local.portId()).isEqualTo(before);
    assertThat(peer().state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertQuiet();
  }

  @Test
  void logsInAgainThoughTheFrameByWhichTheFabricLoggedItOutWasLost() {
    weather.set(new FcFaults(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    network.services().logOut(world.nowNs(), network.services().logins().get(1));
    world.run(MILLISECOND_NS);
    assertThat(weather.count(FcFaultKind.FRAME_LOSS)).isPositive();
    assertThat(network.services().logins()).hasSize(1);
    assertThat(target.nPorts().get(0).state()).isEqualTo(LocalPortState.ONLINE);

    weather.set(FcFaults.NONE);
    world.run(60 * SECOND_NS);

    assertThat(network.services().logins()).hasSize(2);
    assertThat(peer().state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertQuiet();
  }
}
