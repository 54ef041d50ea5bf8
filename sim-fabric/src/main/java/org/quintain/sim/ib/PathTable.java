// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/** What subnet administration would tell one port of the ways to others, each asked for once. */
final class PathTable {
  /** Packets live for 4.096 us times 2 to the power of 14 at most: 67 ms. */
  private static final int LIFETIME_CODE = 14;

  private final SimSubnet subnet;
  private final HcaDriver from;
  private @Nullable RdmaPath[] paths = {};

  PathTable(SimSubnet subnet, HcaDriver from) {
    this.subnet = subnet;
    this.from = from;
  }

  /** The way to {@code destination}; null when there is no such port, or not for this one. */
  @Nullable RdmaPath to(Gid destination) {
    HcaDriver to = subnet.driver(destination);
    if (to == null || subnet.ways().way(from.number(), to.number()) == null) {
      return null;
    }
    if (paths.length == 0) {
      paths = new @Nullable RdmaPath[subnet.drivers().size()];
    }
    RdmaPath known = paths[to.number()];
    if (known == null) {
      known = made(to);
      paths[to.number()] = known;
    }
    return known;
  }

  private RdmaPath made(HcaDriver to) {
    IbPlan plan = subnet.plan();
    return new RdmaPath(
        from.gid(),
        to.gid(),
        RdmaPath.PERMISSIVE_LID,
        RdmaPath.PERMISSIVE_LID,
        RdmaWire.DEFAULT_PARTITION_KEY,
        0,
        plan.pathMtuBytes(),
        plan.speed().rateCode(),
        LIFETIME_CODE,
        to);
  }

  /** The port that a path of this subnet leads to. */
  static HcaDriver destination(RdmaPath path) {
    Object route = path.route();
    Check.that(route instanceof HcaDriver, "a run goes the way that it was given");
    return (HcaDriver) route;
  }
}
