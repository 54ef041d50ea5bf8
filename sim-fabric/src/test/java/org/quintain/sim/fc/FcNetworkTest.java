// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
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

/** Two switches, joined by two links, as ports that know little see them. */
final class FcNetworkTest {
  private static final long MILLISECOND_NS = 1_000_000L;
  private static final int FLOGI = 0x04;
  private static final int FDISC = 0x51;
  private static final int PLOGI = 0x03;
  private static final long NAME = 0x2100_0000_0000_0000L;

  private final SimWorld world =
      new SimWorld(1, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
  private final FcWeather weather = new FcWeather(FcFaults.NONE);
  private final FcNetwork network = new FcNetwork(world, weather, FcLink.noTap());
  private final FcSwitch one = network.addSwitch(700);
  private final FcSwitch other = network.addSwitch(700);
  private final FcLink firstWay =
      network.joinSwitches(one, other, LinkProfile.of(LineRate.FC_32, 1_000, 32));
  private final FcLink secondWay =
      network.joinSwitches(one, other, LinkProfile.of(LineRate.FC_32, 1_000, 32));
  private final ScriptedPort initiator = new ScriptedPort();
  private final ScriptedPort target = new ScriptedPort();
  private final FcLink initiatorLink = join("initiator/0", initiator, 0, one);
  private final FcLink targetLink = join("target/0", target, 1, other);

  FcNetworkTest() {
    world.addInvariant(nowNs -> network.check());
    network.links().forEach(FcLink::comeUp);
    world.run(MILLISECOND_NS);
  }

  private FcLink join(String name, ScriptedPort port, int reactor, FcSwitch at) {
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

  private void logIn(ScriptedPort port, int number) {
    port.portId = 0;
    port.request(0xFFFFFE, ScriptedPort.login(FLOGI, NAME + number, NAME + number));
    world.run(MILLISECOND_NS);
    port.portId = port.last().getInt(0) & 0xFFFFFF;
  }

  private void registerForChanges(ScriptedPort port) {
    port.request(0xFFFFFD, new byte[] {0x62, 0, 0, 0, 0, 0, 0, 3});
    world.run(MILLISECOND_NS);
    assertThat(port.last().get(24)).isEqualTo((byte) 0x02);
  }

  @Test
  void givesEachPortAnAddressOfItsSwitchAndPort() {
    logIn(initiator, 1);
    logIn(target, 2);
    assertThat(initiator.portId).isEqualTo(0x010200);
    assertThat(target.portId).isEqualTo(0x020200);
    ByteBuffer accept = initiator.last();
    assertThat(accept.get(24)).as("LS_ACC").isEqualTo((byte) 0x02);
    assertThat(accept.getShort(24 + 6)).as("BB_Credit").isEqualTo((short) 8);
    assertThat(accept.getShort(24 + 8) & 0x1000).as("from a fabric").isNotZero();
    assertThat(accept.getInt(24 + 12)).as("R_A_TOV").isEqualTo(10_000);
    initiator.request(0xFFFFFE, ScriptedPort.login(FDISC, NAME + 9, NAME + 1));
    world.run(MILLISECOND_NS);
    assertThat(initiator.last().getInt(0) & 0xFFFFFF).isEqualTo(0x010201);
  }

  @Test
  void carriesFramesThroughBothSwitchesInTheTimeThatItTakes() {
    logIn(initiator, 1);
    logIn(target, 2);
    int before = target.received.size();
    long beganNs = world.nowNs();
    initiator.send(0x01, 0x08, 0x080008, target.portId, 0, new byte[4096]);
    world.run(MILLISECOND_NS);
    assertThat(target.received).hasSize(before + 2);
    assertThat(target.last().capacity()).isEqualTo(24 + 2048);
    assertThat(target.last().getInt(20)).as("relative offset").isEqualTo(2048);
    long firstNs = target.receivedNs.get(before) - beganNs;
    // A frame of 16GFC, 1.226 us, two hops of 0.7 us, 5 us of fibre, some metres; and half a frame
    // more, since the faster link between the switches must not run ahead of the slower one.
    assertThat(firstNs).isBetween(8_300L, 8_400L);
    long gapNs = target.receivedNs.get(before + 1) - target.receivedNs.get(before);
    assertThat(gapNs).as("one frame with its fill words").isBetween(1_239L, 1_241L);
    assertThat(network.pool().lentCount()).isZero();
  }

  @Test
  void answersQueriesOfPortsThatAreLoggedInWithTheDirectory() {
    logIn(initiator, 1);
    logIn(target, 2);
    target.commonTransport(0x0217, new byte[36]);
    world.run(MILLISECOND_NS);
    assertThat(target.last().get(24)).as("LOGO: no PLOGI came before").isEqualTo((byte) 0x05);
    for (ScriptedPort port : List.of(initiator, target)) {
      port.request(0xFFFFFC, ScriptedPort.login(PLOGI, 0, 0));
    }
    world.run(MILLISECOND_NS);
    byte[] types = ByteBuffer.allocate(36).putInt(target.portId).putInt(0x100).array();
    target.commonTransport(0x0217, types);
    world.run(MILLISECOND_NS);
    assertThat(target.last().getShort(24 + 8)).isEqualTo((short) 0x8002);
    initiator.commonTransport(0x0172, new byte[] {0, 0, 0, 8});
    world.run(MILLISECOND_NS);
    assertThat(initiator.last().getInt(24 + 16)).isEqualTo(0x80 << 24 | target.portId);
    assertThat(initiator.last().getLong(24 + 24)).isEqualTo(NAME + 2);
  }

  @Test
  void tellsOfPortsThatComeAndGo() {
    logIn(initiator, 1);
    registerForChanges(initiator);
    logIn(target, 2);
    world.run(MILLISECOND_NS);
    assertThat(initiator.changes).containsExactly(target.portId);
    targetLink.flap(world.nowNs(), MILLISECOND_NS);
    world.run(5 * MILLISECOND_NS);
    assertThat(initiator.changes).containsExactly(target.portId, target.portId);
    assertThat(target.linksDown).isEqualTo(1);
    assertThat(target.linksUp).isEqualTo(2);
  }

  @Test
  void keepsPortsApartThatNoZoneHasTogether() {
    logIn(initiator, 1);
    logIn(target, 2);
    registerForChanges(initiator);
    ZoneSet alone = new ZoneSet(List.of(ZoneSet.Zone.of("alone", NAME + 1)), true);
    network.services().setZones(world.nowNs(), alone);
    world.run(MILLISECOND_NS);
    assertThat(initiator.changes).containsExactly(target.portId);
    int before = target.received.size();
    initiator.send(0x06, 0x08, 0x290000, target.portId, 0, new byte[32]);
    world.run(MILLISECOND_NS);
    assertThat(target.received).hasSize(before);
    assertThat(other.discarded()).isEqualTo(1);
  }

  @Test
  void takesTheOtherWayWhenALinkBetweenSwitchesFails() {
    logIn(initiator, 1);
    logIn(target, 2);
    int before = target.received.size();
    firstWay.holdDown(world.nowNs());
    for (int exchange = 0; exchange < 8; exchange++) {
      initiator.send(0x06, 0x08, 0x290000, target.portId, 0, new byte[32]);
    }
    world.run(MILLISECOND_NS);
    assertThat(target.received).hasSize(before + 8);
    secondWay.holdDown(world.nowNs());
    initiator.send(0x06, 0x08, 0x290000, target.portId, 0, new byte[32]);
    world.run(MILLISECOND_NS);
    assertThat(target.received).hasSize(before + 8);
    assertThat(network.services().names().sees(initiator.portId, target.portId)).isFalse();
    firstWay.letUp();
    secondWay.letUp();
    world.run(MILLISECOND_NS);
    assertThat(network.services().names().sees(initiator.portId, target.portId)).isTrue();
  }

  @Test
  void remindsAPortThatIsNotLoggedIn() {
    initiator.portId = 0x010200;
    initiator.send(0x06, 0x08, 0x290000, 0x020200, 0, new byte[32]);
    world.run(MILLISECOND_NS);
    assertThat(initiator.last().get(24)).as("LOGO").isEqualTo((byte) 0x05);
    assertThat(initiator.last().getInt(4)).isEqualTo(0xFFFFFE);
    assertThat(initiatorLink.isUp()).isTrue();
  }

  @Test
  void reachesNobodyBeforeFabricLogin() {
    initiator.request(0xFFFFFC, ScriptedPort.login(PLOGI, NAME, NAME));
    world.run(MILLISECOND_NS);
    assertThat(initiator.received).isEmpty();
  }
}
