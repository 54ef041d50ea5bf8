// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.List;
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

  /**
   * How a login ends that asks for one more connection, in a session of its own or in one that
   * stands: SUCCESS when there is room (RFC 7143 11.13.5).
   */
  int status(
      List<IscsiTargetSession> standing, String targetName, String initiatorName, boolean joins) {
    if (equals(NONE)) {
      return LoginStatus.SUCCESS;
    }
    int all = 0;
    int ofInitiator = 0;
    int connections = 0;
    for (IscsiTargetSession session : standing) {
      if (session.isClosed() || !session.targetName().equals(targetName)) {
        continue;
      }
      all++;
      if (session.initiatorName().equals(initiatorName)) {
        ofInitiator++;
        connections += session.connections().count();
      }
    }
    boolean noSession =
        !joins && (isReached(sessions, all) || isReached(sessionsPerInitiator, ofInitiator));
    if (noSession) {
      return LoginStatus.OUT_OF_RESOURCES;
    }
    return isReached(connectionsPerInitiator, connections)
        ? LoginStatus.TOO_MANY_CONNECTIONS
        : LoginStatus.SUCCESS;
  }

  private static boolean isReached(int limit, int count) {
    return limit > 0 && count >= limit;
  }
}
