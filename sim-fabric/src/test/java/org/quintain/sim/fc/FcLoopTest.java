// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.LocalPortState;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.RemotePortState;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.link.LineRate;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.wire.LinkTopology;

/** Ports on an arbitrated loop find addresses and each other. */
final class FcLoopTest {
  private static final long MILLISECOND_NS = 1_000_000L;
  private static final long SECOND_NS = 1_000 * MILLISECOND_NS;
  private static final long NAME = 0x2100_0000_0000_0000L;

  private final SimWorld world =
      new SimWorld(1, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
  private final FcNetwork network =
      new FcNetwork(world, new FcWeather(FcFaults.NONE), FcLink.noTap());
  private final FcLoop loop = new FcLoop(world);
  private final List<FcPort> ports = new ArrayList<>();
  private final List<FcLink> links = new ArrayList<>();
  private final SeekingProtocol seeker = new SeekingProtocol(true);

  private void join(int number, SeekingProtocol upper) {
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    port.addNPort(0, new NPortIdentity(NAME + number, NAME + number, "port " + number), upper);
    PortDriver driver =
        new PortDriver(
            world,
            "port/" + number,
            world.reactor(number == 0 ? 0 : 1),
            network.pool(),
            port,
            LinkTopology.LOOP,
            0,
            2048);
    ports.add(port);
    links.add(network.join(driver, loop, NAME + number, LinkProfile.of(LineRate.FC_4, 10, 4)));
  }

  private void threePorts() {
    world.addInvariant(nowNs -> network.check());
    join(0, seeker);
    join(1, new SeekingProtocol(false));
    join(2, new SeekingProtocol(false));
    links.forEach(FcLink::comeUp);
    world.run(SECOND_NS);
  }

  private NPort local(int number) {
    return ports.get(number).nPorts().get(0);
  }

  private RemotePort peer(int number) {
    RemotePort found = local(0).peerNamed(NAME + number);
    if (found == null) {
      throw new AssertionError("port " + number + " is not logged in: " + local(0).peers());
    }
    return found;
  }

  @Test
  void eachPortTakesAnAddressAndTheSeekerLogsInWithTheOthers() {
    threePorts();
    assertThat(loop.initialisations()).isEqualTo(1);
    assertThat(List.of(local(0).portId(), local(1).portId(), local(2).portId()))
        .containsExactly(0x01, 0x02, 0x04);
    assertThat(local(0).state()).isEqualTo(LocalPortState.DIRECT);
    assertThat(peer(1).state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(peer(2).state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(seeker.told).hasSize(2);
    assertThat(network.pool().lentCount()).isZero();
  }

  @Test
  void keepsLoginsAndAddressesOverAnInitialisation() {
    threePorts();
    links.get(2).flap(world.nowNs(), MILLISECOND_NS);
    world.run(5 * SECOND_NS);
    assertThat(loop.initialisations()).isGreaterThan(1);
    assertThat(local(2).portId()).isEqualTo(0x04);
    assertThat(peer(1).state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(peer(2).state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(seeker.told).hasSize(2);
  }

  @Test
  void losesAPortThatLeaves() {
    threePorts();
    links.get(1).holdDown(world.nowNs());
    world.run(5 * SECOND_NS);
    assertThat(local(0).peerNamed(NAME + 1)).isNull();
    assertThat(seeker.told.get(2)).startsWith("out 2100000000000001");
    assertThat(peer(2).state()).isEqualTo(RemotePortState.ESTABLISHED);
    links.get(1).letUp();
    world.run(5 * SECOND_NS);
    assertThat(peer(1).state()).isEqualTo(RemotePortState.ESTABLISHED);
  }
}
