// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.Nullable;

/**
 * The states of an initiator's session (RFC 7143 8.3.1, the session state diagram for an
 * initiator). Q1 is told apart before and after the session's life, which happens once, and Q3
 * before and after the session's logout has begun.
 */
public enum SessionState {
  /** Q1: its first connection logs in. */
  CONNECTING,
  /** Q3: at least one connection is in full feature phase. */
  LOGGED_IN,
  /** Q3, with a logout of the session under way: no command is taken any more. */
  LOGGING_OUT,
  /** Q4: all connections are lost, and others are made to continue the session. */
  FAILED,
  /** Q1: there is no session any more. */
  ENDED;

  /** What happens to a session; the transitions of RFC 7143 8.3.1 in brackets. */
  public enum Event {
    /** A connection has got to full feature phase (N1, N4, N7). */
    CONNECTION_LOGGED_IN,
    /** A connection is lost or closed, and others stand (N4). */
    CONNECTION_LOST,
    /** The last connection is lost, and another one is made for it (N5). */
    ALL_CONNECTIONS_LOST,
    /** The session's logout begins. */
    LOGOUT_BEGUN,
    /** It ends: logout, refusal, time-out, a violation or the target's will (N3, N6, N11). */
    ENDED
  }

  /** By state, then by event; null where the event cannot happen. */
  private static final @Nullable SessionState[][] NEXT = {
    {LOGGED_IN, null, null, null, ENDED},
    {LOGGED_IN, LOGGED_IN, FAILED, LOGGING_OUT, ENDED},
    {LOGGING_OUT, LOGGING_OUT, null, null, ENDED},
    {LOGGED_IN, null, null, null, ENDED},
    {null, null, null, null, null},
  };

  /** The state after {@code event}, or null when it cannot happen in this one. */
  public @Nullable SessionState after(Event event) {
    return NEXT[ordinal()][event.ordinal()];
  }
}
