// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * Limits and times of a target node.
 *
 * @param limits how much it holds
 * @param logins what a connection may take that has not logged in
 * @param times how long it waits for initiators
 * @param directMemory whether buffers stand outside the heap, which sockets need to avoid a copy
 */
public record IscsiTargetSettings(Limits limits, Logins logins, Times times, boolean directMemory) {
  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * How much a node holds.
   *
   * @param connectionsMax how many connections at once, those in login included
   * @param sessionsMax how many sessions at once
   */
  public record Limits(int connectionsMax, int sessionsMax) {}

  /**
   * What connections may take that have not logged in.
   *
   * @param timeoutNs from the connection's beginning to full feature phase
   * @param perPortalMax how many connections of one portal may be in login at once; the oldest
   *     gives way to one more
   * @param perAddressMax the same of one address they come from (of one /64 in IPv6)
   */
  public record Logins(long timeoutNs, int perPortalMax, int perAddressMax) {}

  /**
   * How long a node waits, in nanoseconds.
   *
   * @param nopIntervalNs after how much silence the initiator is pinged; 0 for never
   * @param nopNs how long a ping may stay unanswered
   * @param dataOutNs how long Data-Out that was asked for or announced may fail to appear
   * @param terminateNs how long a task management function waits for Data-Out of its tasks (RFC
   *     7143 4.2.3.2)
   * @param closeNs how long the last output of a closing connection may take
   */
  public record Times(
      long nopIntervalNs, long nopNs, long dataOutNs, long terminateNs, long closeNs) {}

  /** What serves when nothing else is asked for; SCST's times where it has them. */
  public static final IscsiTargetSettings DEFAULTS =
      new IscsiTargetSettings(
          new Limits(4096, 2048),
          new Logins(15 * SECOND_NS, 1024, 512),
          new Times(30 * SECOND_NS, 30 * SECOND_NS, 60 * SECOND_NS, 2 * SECOND_NS, 5 * SECOND_NS),
          true);

  /** These settings with buffers on or outside the heap. */
  public IscsiTargetSettings withDirectMemory(boolean direct) {
    return new IscsiTargetSettings(limits, logins, times, direct);
  }

  /** These settings with other ping times. */
  public IscsiTargetSettings withNop(long intervalNs, long timeoutNs) {
    return with(
        new Times(intervalNs, timeoutNs, times.dataOutNs, times.terminateNs, times.closeNs));
  }

  /** These settings with another time for Data-Out to appear. */
  public IscsiTargetSettings withDataOutTimeout(long timeoutNs) {
    return with(
        new Times(times.nopIntervalNs, times.nopNs, timeoutNs, times.terminateNs, times.closeNs));
  }

  /** These settings with other limits. */
  public IscsiTargetSettings withLimits(int connections, int sessions) {
    return new IscsiTargetSettings(new Limits(connections, sessions), logins, times, directMemory);
  }

  /** These settings with other bounds for connections in login. */
  public IscsiTargetSettings withLogins(long timeoutNs, int perPortal, int perAddress) {
    Logins others = new Logins(timeoutNs, perPortal, perAddress);
    return new IscsiTargetSettings(limits, others, times, directMemory);
  }

  private IscsiTargetSettings with(Times others) {
    return new IscsiTargetSettings(limits, logins, others, directMemory);
  }
}
