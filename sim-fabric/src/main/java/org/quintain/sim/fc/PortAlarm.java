// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.time.DeadlineTable;

/**
 * What the event queue keeps of a port's deadlines: the nearest. An object of its own, so that the
 * queue keeps nothing of a node that is gone.
 */
final class PortAlarm implements ReactorEvents {
  private final SimWorld world;
  private final SimReactor reactor;
  private final PortDriver driver;
  private long armedNs = DeadlineTable.NONE;

  PortAlarm(SimWorld world, SimReactor reactor, PortDriver driver) {
    this.world = world;
    this.reactor = reactor;
    this.driver = driver;
  }

  @Override
  public SimReactor reactor() {
    return reactor;
  }

  void arm(long nearestNs) {
    if (nearestNs < armedNs) {
      armedNs = nearestNs;
      world.schedule(nearestNs, this, 0, nearestNs);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (argument == armedNs) {
      armedNs = DeadlineTable.NONE;
    }
    driver.onAlarm(nowNs);
  }
}
