// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.List;
import org.quintain.sam.Check;

/**
 * The transmitters that a frame meets on its way from one node's port to another's, and what each
 * switch between them takes.
 */
public final class Route {
  /** One transmitter of the way, with what is asked of it for every frame. */
  static final class Hop {
    final LinkEnd end;
    final Timetable timetable;
    final LinkProfile profile;

    /** What the switch before the transmitter takes; 0 for the first. */
    final long hopPs;

    /** The transmitter before this one, by {@link LinkEnd#order}; 0 for the first. */
    final int feeder;

    final long propagationPs;

    /** From the first bit's start until a switch behind the link can pass the frame on. */
    final long headerInPs;

    private Hop(LinkEnd end, long hopPs, int feeder) {
      this.end = end;
      this.timetable = end.timetable();
      this.profile = end.link().profile();
      this.hopPs = hopPs;
      this.feeder = feeder;
      this.propagationPs = profile.propagationPs();
      this.headerInPs = profile.headerPs() + propagationPs;
    }
  }

  private final Hop[] hops;
  private final LinkEnd destination;

  /**
   * A way over one link or more.
   *
   * @param ends the transmitters in order: the node's own, then one of each switch
   * @param hopsPs what the switch before each transmitter takes, in picoseconds; 0 for the first
   */
  public Route(List<LinkEnd> ends, List<Long> hopsPs) {
    Check.that(!ends.isEmpty() && ends.size() == hopsPs.size(), "a way has a hop for each link");
    this.hops = new Hop[ends.size()];
    int feeder = 0;
    for (int index = 0; index < hops.length; index++) {
      hops[index] = new Hop(ends.get(index), hopsPs.get(index), feeder);
      feeder = ends.get(index).order();
    }
    this.destination = ends.get(ends.size() - 1).peer();
  }

  int count() {
    return hops.length;
  }

  Hop hop(int index) {
    return hops[index];
  }

  /** The end of the last link at which the receiving node stands. */
  LinkEnd destination() {
    return destination;
  }
}
