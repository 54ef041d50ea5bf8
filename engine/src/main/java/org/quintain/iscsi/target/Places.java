// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * What of each target is taken, for {@link SessionLimits}. Nodes that serve the same targets on
 * several reactors share one, which then is safe to be called by all of them; it is asked when a
 * connection logs in or ends, never for a command.
 */
public interface Places {
  /**
   * Takes a place for one more connection, in a session of its own or in one that stands; says how
   * the login ends, SUCCESS when there was room (RFC 7143 11.13.5). What was taken is given back
   * once.
   *
   * @param joins whether its session stands
   */
  int take(String targetName, String initiatorName, SessionLimits limits, boolean joins);

  /** A connection has ended. */
  void giveConnection(String targetName, String initiatorName);

  /** A session has ended, its connections apart. */
  void giveSession(String targetName, String initiatorName);
}
