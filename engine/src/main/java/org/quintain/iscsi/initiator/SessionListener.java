// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/** Who is told of a session's life, on its reactor. */
public interface SessionListener {
  /** The login is done: full feature phase. */
  void onEstablished(long nowNs);

  /**
   * The session is over; all its commands and functions have ended. Comes once, also when the login
   * failed.
   *
   * @param reason one clause for a person
   */
  void onEnded(long nowNs, String reason);

  /**
   * The target reports, without a command, what happened to a logical unit (RFC 7143 11.9.1, event
   * 0); a unit attention condition usually says the same again.
   *
   * @param sense the sense data, in either format
   */
  default void onScsiEvent(long nowNs, long lun, byte[] sense) {}

  /** Commands or functions have ended during the input that is just over. */
  void onProgress(long nowNs);
}
