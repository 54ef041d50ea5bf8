// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.time.DeadlineTable;

/** The deadlines of one adapter: rings once at the nearest, and is wound up again each time. */
final class Alarm implements ReactorEvents {
  private final SimWorld world;
  private final SimReactor reactor;
  private final HcaDriver driver;
  private long armedNs = DeadlineTable.NONE;

  Alarm(SimWorld world, SimReactor reactor, HcaDriver driver) {
    this.world = world;
    this.reactor = reactor;
    this.driver = driver;
  }

  @Override
  public SimReactor reactor() {
    return reactor;
  }

  /** Rings at {@code nearestNs} or before. */
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
