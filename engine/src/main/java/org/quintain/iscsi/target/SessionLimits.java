// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.wire.LoginStatus;

/**
 * How much of one target can be had at once; 0 stands for as much as the node has.
 *
 * @param sessions of all initiators together (SCST's MaxSessions)
 * @param sessionsPerInitiator of one initiator name
 * @param connectionsPerInitiator of one initiator name, in all its sessions together
 */
public record SessionLimits(int sessions, int sessionsPerInitiator, int connectionsPerInitiator) {
  /** No limits. */
  public static final SessionLimits NONE = new SessionLimits(0, 0, 0);

  /** How a login ends that asks for a session more, where so many are there. */
  int statusOfSession(int ofTarget, int ofInitiator) {
    return isReached(sessions, ofTarget) || isReached(sessionsPerInitiator, ofInitiator)
        ? LoginStatus.OUT_OF_RESOURCES
        : LoginStatus.SUCCESS;
  }

  /** How a login ends that asks for a connection more, where the initiator has so many. */
  int statusOfConnection(int ofInitiator) {
    return isReached(connectionsPerInitiator, ofInitiator)
        ? LoginStatus.TOO_MANY_CONNECTIONS
        : LoginStatus.SUCCESS;
  }

  private static boolean isReached(int limit, int count) {
    return limit > 0 && count >= limit;
  }
}
