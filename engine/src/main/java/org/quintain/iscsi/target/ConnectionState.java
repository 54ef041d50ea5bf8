// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;

/**
 * The states of a target's connection and what leads from one to another (RFC 7143 8.1.1 to 8.1.3,
 * the target's half of the standard connection state diagram; S2 is the initiator's alone).
 */
public enum ConnectionState {
  /** S1: there is no connection. */
  FREE,
  /** S3: the stream is up and no Login Request has come. */
  XPT_UP,
  /** S4: the login is under way. */
  IN_LOGIN,
  /** S5: full feature phase. */
  LOGGED_IN,
  /** S6: a Logout Request has come and is not answered. */
  IN_LOGOUT,
  /** S7: the initiator was asked to log out. */
  LOGOUT_REQUESTED,
  /** S8: the stream is gone without a logout; what was allegiant to it is cleaned up or waits. */
  CLEANUP_WAIT;

  /** What happens to a connection; the transitions of RFC 7143 8.1.1 in brackets. */
  public enum Event {
    /** The stream is up (T3). */
    STREAM_UP,
    /** The first Login Request came (T4). */
    LOGIN_BEGUN,
    /** The final Login Response went out (T5). */
    LOGIN_DONE,
    /** The login was refused, or took too long (T6, T7). */
    LOGIN_FAILED,
    /** A Logout Request for the connection or the session came (T9, T10). */
    LOGOUT_BEGUN,
    /** An Asynchronous Message asks for a logout (T11). */
    LOGOUT_ASKED,
    /** The Logout Response went out, or a logout was implied by a reinstatement (T8, T13). */
    LOGOUT_DONE,
    /** The stream is lost, or given up over a violation (T6, T7, T15, T16, T17). */
    STREAM_LOST,
    /** Commands of the lost connection have ended or were reassigned, or their time is up (T18). */
    CLEANED_UP
  }

  /** By state, then by event; null where the event cannot happen. */
  private static final @Nullable ConnectionState[][] NEXT = {
    {XPT_UP, null, null, null, null, null, null, FREE, null},
    {null, IN_LOGIN, null, FREE, null, null, null, FREE, null},
    {null, null, LOGGED_IN, FREE, null, null, null, FREE, null},
    {null, null, null, null, IN_LOGOUT, LOGOUT_REQUESTED, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, null, null, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, IN_LOGOUT, LOGOUT_REQUESTED, FREE, CLEANUP_WAIT, null},
    {null, null, null, null, null, null, FREE, null, FREE},
  };

  /** The state after {@code event}, or null when it cannot happen in this one. */
  public @Nullable ConnectionState after(Event event) {
    return NEXT[ordinal()][event.ordinal()];
  }
}
