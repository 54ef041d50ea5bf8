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

  /** Commands or functions have ended during the input that is just over. */
  void onProgress(long nowNs);
}
