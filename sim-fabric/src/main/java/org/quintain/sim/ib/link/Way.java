// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import org.quintain.sam.Check;

/**
 * A way from one port to another: the lanes in order, with a switch between any two of them that
 * passes on a packet as soon as its head is in (cut-through).
 */
public final class Way {
  /** LRH before the packet and VCRC behind it, which an InfiniBand link adds (IBA 7.7, 7.8). */
  public static final int LINK_BYTES_PER_PACKET = 8 + 2;

  private final Lane[] lanes;
  private final long hopPs;
  private final long adapterPs;

  Way(long adapterNs, long hopNs, Lane... lanes) {
    Check.that(lanes.length >= 1, "a way has a lane");
    this.lanes = lanes.clone();
    this.hopPs = hopNs * 1_000;
    this.adapterPs = adapterNs * 1_000;
  }

  /**
   * Sends {@code packets} packets of {@code lengthBytes} in all (BTH to ICRC) behind each other.
   *
   * @return when the last of them is in the other port's memory, in nanoseconds
   */
  public long send(long nowNs, long lengthBytes, int packets) {
    long onLine = lengthBytes + (long) packets * LINK_BYTES_PER_PACKET;
    long headPs = nowNs * 1_000;
    long tailPs = headPs;
    long throughPs = 0;
    for (Lane lane : lanes) {
      lane.carry(headPs + throughPs, tailPs + throughPs, onLine);
      headPs = lane.headOutPs();
      tailPs = lane.tailOutPs();
      throughPs = hopPs;
    }
    return (tailPs + adapterPs + 999) / 1_000;
  }

  /** When the first lane is free for the next packet, in nanoseconds, rounded up. */
  public long freeAtNs() {
    return (lanes[0].freeAtPs() + 999) / 1_000;
  }
}
