// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;

/** The states of a target's session (RFC 7143 8.3.2, the session state diagram for a target). */
public enum SessionState {
  /** Q1: there is no session. */
  FREE,
  /** Q2: its first connection logs in. */
  ACTIVE,
  /** Q3: at least one connection is in full feature phase. */
  LOGGED_IN,
  /** Q4: all connections are lost, and the session waits to be continued. */
  FAILED,
  /** Q5: a connection logs in to continue the session. */
  IN_CONTINUE;

  /** What happens to a session; the transitions of RFC 7143 8.3.2 in brackets. */
  public enum Event {
    /** The first connection begins its login (N1). */
    FIRST_LOGIN_BEGUN,
    /** A connection has got to full feature phase (N2, N10). */
    CONNECTION_LOGGED_IN,
    /** The login of the only connection has failed (N9). */
    FIRST_LOGIN_FAILED,
    /** The last connection is lost, and commands are retained (N5). */
    ALL_CONNECTIONS_LOST,
    /** A login asks for the failed session (N7). */
    CONTINUATION_BEGUN,
    /** The login that would have continued it has failed (N8). */
    CONTINUATION_FAILED,
    /** It ends: logout, time-out, reinstatement or the target's own will (N3, N6, N11). */
    ENDED
  }

  /** By state, then by event; null where the event cannot happen. */
  private static final @Nullable SessionState[][] NEXT = {
    {ACTIVE, null, null, null, null, null, null},
    {null, LOGGED_IN, FREE, null, null, null, FREE},
    {null, LOGGED_IN, null, FAILED, null, null, FREE},
    {null, LOGGED_IN, null, null, IN_CONTINUE, null, FREE},
    {null, LOGGED_IN, null, null, IN_CONTINUE, FAILED, FREE},
  };

  /** The state after {@code event}, or null when it cannot happen in this one. */
  public @Nullable SessionState after(Event event) {
    return NEXT[ordinal()][event.ordinal()];
  }
}
