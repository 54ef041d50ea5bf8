// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.negotiation.SessionParameters;

/**
 * How many ended commands a session keeps with their data at error recovery level 1 and above,
 * until their status is acknowledged; the command window is smaller by as many.
 */
final class KeptCommands {
  private final int countMax;
  private int count;

  /**
   * @param commands how many commands the nexus may have
   */
  KeptCommands(int commands) {
    countMax = Math.max(1, commands / 2);
  }

  /**
   * How many commands the window shows: an engine on another reactor takes a slot back a moment
   * after its response went out. A new command acknowledges what came before it, so that no more
   * are kept than the window has places.
   */
  static int windowSize(SessionParameters parameters, int commands) {
    int size = parameters.errorRecoveryLevel() > 0 ? commands * 3 / 8 : commands - commands / 8;
    return Math.max(1, size);
  }

  /** Whether no more may be kept than are. */
  boolean isFull() {
    return count >= countMax;
  }

  /** Whether so many are kept that the initiator should be asked to acknowledge them. */
  boolean isAckWanted() {
    return count * 2 > countMax;
  }

  void add() {
    count++;
  }

  void remove() {
    count--;
  }
}
