// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.bare.BareFramePort;
import org.quintain.sim.fc.link.FcLink;

/**
 * Bare ports at the first switch: each has an adapter and a link, which the next one uses when it
 * is closed.
 */
final class BarePorts {
  private static final long PORT_NAME = 0x2100_0024_FE00_0000L;
  private static final long NODE_NAME = 0x2000_0024_FE00_0000L;

  private final SimulatedFc fabric;
  private final ArrayDeque<Stand> free = new ArrayDeque<>();
  private int stands;
  private long opened;

  /** A place at the switch. */
  private record Stand(PortDriver driver, FcLink link) {}

  BarePorts(SimulatedFc fabric) {
    this.fabric = fabric;
  }

  /** A port with a name of its own, whose link comes up soon. */
  BareFramePort open() {
    long number = opened++;
    @Nullable Stand known = free.poll();
    Stand[] stand = {known};
    BareFramePort port =
        new BareFramePort(
            fabric.world(), PORT_NAME + number, NODE_NAME + number, () -> close(stand[0]));
    if (known == null) {
      stand[0] = make(port);
    } else {
      known.driver().appear(port);
      known.link().letUp();
    }
    return port;
  }

  private Stand make(BareFramePort port) {
    PortDriver driver = fabric.driver("bare/" + stands++, 0, port);
    FcNetwork network = fabric.network();
    FcLink link = network.join(driver, network.switches().get(0), fabric.plan().nodeLink());
    link.comeUp();
    return new Stand(driver, link);
  }

  private void close(@Nullable Stand stand) {
    if (stand != null) {
      stand.driver().vanish();
      stand.link().holdDown(fabric.world().nowNs());
      free.add(stand);
    }
  }
}
