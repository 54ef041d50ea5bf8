// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

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
}
