// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.Nullable;

/**
 * The states of an initiator's connection and what leads from one to another (RFC 7143 8.1.1 to
 * 8.1.3, the initiator's half of the standard connection state diagram; S3 is the target's alone).
 */
public enum ConnectionState {
  /** S1: there is no connection. */
  FREE,
  /** S2: the stream is being opened. */
  XPT_WAIT,
  /** S4: the login is under way. */
  IN_LOGIN,
  /** S5: full feature phase. */
  LOGGED_IN,
  /** S6: a Logout Request went out and is not answered. */
  IN_LOGOUT,
  /** S7: the target asked for a logout. */
  LOGOUT_REQUESTED,
  /** S8: the stream is gone without a logout; its commands wait for another connection, or end. */
  CLEANUP_WAIT;

  /** What happens to a connection; the transitions of RFC 7143 8.1.1 in brackets. */
  public enum Event {
    /** A stream is asked for (T1). */
    STREAM_ASKED,
    /** The stream is up, and the first Login Request goes out (T4). */
    STREAM_UP,
    /** The final Login Response came (T5). */
    LOGIN_DONE,
    /** The login was refused, went wrong or took too long (T7). */
    LOGIN_FAILED,
    /** An Asynchronous Message asks for a logout (T11, T12, T14). */
    LOGOUT_ASKED,
    /** A Logout Request went out (T9, T10). */
    LOGOUT_BEGUN,
    /** The Logout Response came, here or on another connection of the session (T8, T13). */
    LOGOUT_DONE,
    /** The stream is lost, or given up over a violation (T2, T7, T15, T16, T17). */
    STREAM_LOST,
    /** Commands of the lost connection have ended or were reassigned (T18). */
    CLEANED_UP
  }

  /** By state, then by event; null where the event cannot happen. */
  private static final @Nullable ConnectionState[][] NEXT = {
    {XPT_WAIT, null, null, null, null, null, null, FREE, null},
    {null, IN_LOGIN, null, FREE, null, null, null, FREE, null},
    {null, null, LOGGED_IN, FREE, null, null, null, FREE, null},
    {null, null, null, null, LOGOUT_REQUESTED, IN_LOGOUT, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, IN_LOGOUT, null, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, LOGOUT_REQUESTED, IN_LOGOUT, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, null, null, FREE, null, FREE},
  };

  /** The state after {@code event}, or null when it cannot happen in this one. */
  public @Nullable ConnectionState after(Event event) {
    return NEXT[ordinal()][event.ordinal()];
  }

  /** Whether PDUs of full feature phase come in it (RFC 7143 8.1.3: S5, S6, S7). */
  public boolean isFullFeature() {
    return this == LOGGED_IN || this == IN_LOGOUT || this == LOGOUT_REQUESTED;
  }

  /** Whether its login goes on, or has not begun. */
  public boolean isBeforeFullFeature() {
    return this == XPT_WAIT || this == IN_LOGIN;
  }
}
