// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

/** The hand on the target's power switch, where a fabric has one. */
public interface TargetControl {
  /**
   * Takes the power away and gives it back: every nexus falls, what was not durable may be lost,
   * unit attentions follow (SAM-5 6.3.1). Returns when the target answers again.
   */
  void powerCycle();

  /**
   * Lets the target fail, or no longer fail, to save what is to outlive power; false where nobody
   * can.
   */
  default boolean failSaving(boolean isFailing) {
    return false;
  }

  /**
   * Keeps the answers of the target's stores back, or lets those that were kept back come; false
   * where nobody can.
   */
  default boolean silenceStores(boolean areSilent) {
    return false;
  }

  /** What a target can say of its own accord (iSCSI: RFC 7143 11.9.1). */
  enum Notice {
    /** Initiators are to log out (event 1). */
    LOGOUT_REQUEST,
    /** All sessions end now (event 3). */
    SESSIONS_END,
    /** Initiators are to negotiate anew (event 4). */
    NEGOTIATION_REQUEST
  }

  /**
   * Lets the target say {@code notice} to all its initiators, with {@code seconds} to heed it where
   * it asks for something; false where nobody can.
   */
  default boolean tell(Notice notice, int seconds) {
    return false;
  }
}
