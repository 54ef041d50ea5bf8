// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

/**
 * One direction of a cable: what is sent on it leaves one after the other, in the order in which it
 * was handed over. InfiniBand loses nothing for want of buffers, so that what waits, waits. Times
 * are kept in picoseconds, since a packet of HDR is some ten nanoseconds long.
 */
public final class Lane {
  /** What light takes for a metre of fibre. */
  public static final long PICOSECONDS_PER_METRE = 5_000;

  private final LinkSpeed speed;
  private final long propagationPs;
  private long freeAtPs;
  private long startPs;
  private long endPs;
  private long bytesCarried;

  /** A lane of {@code lengthMetres}. */
  public Lane(LinkSpeed speed, int lengthMetres) {
    this.speed = speed;
    this.propagationPs = lengthMetres * PICOSECONDS_PER_METRE;
  }

  /**
   * Sends {@code lengthBytes} whose first bit is there at {@code headPs} and whose last bit is at
   * {@code tailPs}; {@link #headOutPs} and {@link #tailOutPs} say when they are through.
   */
  void carry(long headPs, long tailPs, long lengthBytes) {
    startPs = Math.max(headPs, freeAtPs);
    endPs = Math.max(startPs + speed.durationPs(lengthBytes), tailPs);
    freeAtPs = endPs;
    bytesCarried += lengthBytes;
  }

  /** When the first bit of what was sent last is in at the other end. */
  long headOutPs() {
    return startPs + propagationPs;
  }

  /** When the last bit of what was sent last is in at the other end. */
  long tailOutPs() {
    return endPs + propagationPs;
  }

  /** When the line is free again, in picoseconds. */
  public long freeAtPs() {
    return freeAtPs;
  }

  /** How many bytes it carried. */
  public long bytesCarried() {
    return bytesCarried;
  }
}
