// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * Limits and times of a target node.
 *
 * @param connectionsMax how many connections it holds at once, those in login included
 * @param sessionsMax how many sessions it holds at once
 * @param loginTimeoutNs from the connection's beginning to full feature phase
 * @param loginsPerPortalMax how many connections of one portal may be in login at once; the oldest
 *     gives way to one more
 * @param loginsPerAddressMax the same of one address they come from (of one /64 in IPv6)
 * @param nopIntervalNs after how much silence the initiator is pinged; 0 for never
 * @param nopTimeoutNs how long a ping may stay unanswered
 * @param dataOutTimeoutNs how long Data-Out that was asked for or announced may fail to appear
 * @param terminateTimeoutNs how long a task management function waits for Data-Out of its tasks
 *     (RFC 7143 4.2.3.2)
 * @param closeTimeoutNs how long the last output of a closing connection may take
 * @param directMemory whether buffers stand outside the heap, which sockets need to avoid a copy
 */
public record IscsiTargetSettings(
    int connectionsMax,
    int sessionsMax,
    long loginTimeoutNs,
    int loginsPerPortalMax,
    int loginsPerAddressMax,
    long nopIntervalNs,
    long nopTimeoutNs,
    long dataOutTimeoutNs,
    long terminateTimeoutNs,
    long closeTimeoutNs,
    boolean directMemory) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** What serves when nothing else is asked for; SCST's times where it has them. */
  public static final IscsiTargetSettings DEFAULTS =
      new IscsiTargetSettings(
          4096,
          2048,
          15 * SECOND_NS,
          1024,
          512,
          30 * SECOND_NS,
          30 * SECOND_NS,
          60 * SECOND_NS,
          2 * SECOND_NS,
          5 * SECOND_NS,
          true);

  /** These settings with buffers on or outside the heap. */
  public IscsiTargetSettings withDirectMemory(boolean direct) {
    return new IscsiTargetSettings(
        connectionsMax,
        sessionsMax,
        loginTimeoutNs,
        loginsPerPortalMax,
        loginsPerAddressMax,
        nopIntervalNs,
        nopTimeoutNs,
        dataOutTimeoutNs,
        terminateTimeoutNs,
        closeTimeoutNs,
        direct);
  }

  /** These settings with other ping times. */
  public IscsiTargetSettings withNop(long intervalNs, long timeoutNs) {
    return new IscsiTargetSettings(
        connectionsMax,
        sessionsMax,
        loginTimeoutNs,
        loginsPerPortalMax,
        loginsPerAddressMax,
        intervalNs,
        timeoutNs,
        dataOutTimeoutNs,
        terminateTimeoutNs,
        closeTimeoutNs,
        directMemory);
  }

  /** These settings with another time for Data-Out to appear. */
  public IscsiTargetSettings withDataOutTimeout(long timeoutNs) {
    return new IscsiTargetSettings(
        connectionsMax,
        sessionsMax,
        loginTimeoutNs,
        loginsPerPortalMax,
        loginsPerAddressMax,
        nopIntervalNs,
        nopTimeoutNs,
        timeoutNs,
        terminateTimeoutNs,
        closeTimeoutNs,
        directMemory);
  }

  /** These settings with other limits. */
  public IscsiTargetSettings withLimits(int connections, int sessions) {
    return new IscsiTargetSettings(
        connections,
        sessions,
        loginTimeoutNs,
        loginsPerPortalMax,
        loginsPerAddressMax,
        nopIntervalNs,
        nopTimeoutNs,
        dataOutTimeoutNs,
        terminateTimeoutNs,
        closeTimeoutNs,
        directMemory);
  }

  /** These settings with other bounds for connections in login. */
  public IscsiTargetSettings withLogins(long timeoutNs, int perPortal, int perAddress) {
    return new IscsiTargetSettings(
        connectionsMax,
        sessionsMax,
        timeoutNs,
        perPortal,
        perAddress,
        nopIntervalNs,
        nopTimeoutNs,
        dataOutTimeoutNs,
        terminateTimeoutNs,
        closeTimeoutNs,
        directMemory);
  }
}
