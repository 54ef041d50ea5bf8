// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayDeque;
import org.quintain.ib.bare.BarePacketPort;
import org.quintain.initiator.FabricException;
import org.quintain.sim.reactor.SimWorld;

/**
 * Bare ports at the target's switch, for suites that speak in packets: each has an adapter, which
 * the next one uses when it is closed.
 */
final class BarePackets {
  private static final long FIRST_GUID = 0x0002_C903_00BA_0000L;
  private static final long UP_TIMEOUT_NS = 1_000_000_000L;

  private final SimWorld world;
  private final ArrayDeque<HcaDriver> free = new ArrayDeque<>();
  private long opened;

  /** As many as there can be at a time; to be made before cables are laid. */
  BarePackets(SimWorld world, SimSubnet subnet, int count) {
    this.world = world;
    for (int number = 0; number < count; number++) {
      free.add(new HcaDriver(subnet, "bare/" + number, world.reactor(0), HostCosts.NONE));
    }
  }

  /** A port with a GUID of its own, whose link is up. */
  BarePacketPort open(HcaDriver target) throws FabricException {
    HcaDriver driver = free.poll();
    if (driver == null) {
      throw new FabricException("All bare ports of the simulated subnet are in use.");
    }
    BarePacketPort.Target whom =
        new BarePacketPort.Target(
            target.gid(),
            IbNames.SERVICE_ID,
            IbNames.targetPort(0).extension(),
            IbNames.targetPort(0).guid(),
            FIRST_GUID + opened++);
    BarePacketPort port = new BarePacketPort(world, whom, () -> close(driver));
    driver.appear(port, atNs -> port);
    if (!port.awaitUp(UP_TIMEOUT_NS)) {
      throw new FabricException("A bare port of the simulated subnet did not come up.");
    }
    return port;
  }

  private void close(HcaDriver driver) {
    driver.vanish();
    free.add(driver);
  }
}
