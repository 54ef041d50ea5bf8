// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.List;
import org.quintain.sam.Check;

/**
 * The transmitters that a frame meets on its way from one node's port to another's, and what each
 * switch between them takes.
 */
public final class Route {
  private final LinkEnd[] ends;
  private final long[] hopPs;

  /**
   * A way over one link or more.
   *
   * @param ends the transmitters in order: the node's own, then one of each switch
   * @param hopsPs what the switch before each transmitter takes, in picoseconds; 0 for the first
   */
  public Route(List<LinkEnd> ends, List<Long> hopsPs) {
    Check.that(!ends.isEmpty() && ends.size() == hopsPs.size(), "a way has a hop for each link");
    this.ends = ends.toArray(new LinkEnd[0]);
    this.hopPs = hopsPs.stream().mapToLong(Long::longValue).toArray();
  }

  int count() {
    return ends.length;
  }

  LinkEnd end(int index) {
    return ends[index];
  }

  long hopPs(int index) {
    return hopPs[index];
  }

  boolean isLast(int index) {
    return index == ends.length - 1;
  }

  /** The end of the last link at which the receiving node stands. */
  LinkEnd destination() {
    return ends[ends.length - 1].peer();
  }
}
