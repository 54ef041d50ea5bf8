// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.sam.Check;

/**
 * Command numbering of one session (RFC 7143 4.2.2.1): which CmdSN is next, which are accepted, and
 * the requests that came before one that is missing.
 */
final class CommandWindow {
  /** What is to be done with a numbered request. */
  enum Admission {
    /** It is the next one. */
    NOW,
    /** It lies within the window, and an earlier one is missing. */
    HOLD,
    /** It lies outside the window or came before: it is ignored (RFC 7143 4.2.2.1). */
    IGNORE
  }

  private final int sizeMax;
  private final @Nullable HeldRequest[] held;
  private final int mask;
  private int heldCount;
  private int expCmdSn;
  private int maxCmdSn;
  private int open;

  /**
   * @param sizeMax how many commands may be open at once
   * @param firstCmdSn the CmdSN of the session's first request in full feature phase
   */
  CommandWindow(int sizeMax, int firstCmdSn) {
    this.sizeMax = sizeMax;
    int capacity = Integer.highestOneBit(Math.max(2, sizeMax * 2 - 1));
    this.held = new HeldRequest[capacity];
    this.mask = capacity - 1;
    this.expCmdSn = firstCmdSn;
    this.maxCmdSn = firstCmdSn + sizeMax - 1;
  }

  int expCmdSn() {
    return expCmdSn;
  }

  /** The MaxCmdSN to advertise: the room that open commands leave, and never less than before. */
  int maxCmdSn() {
    maxCmdSn = SerialNumber.later(maxCmdSn, expCmdSn + (sizeMax - open) - 1);
    return maxCmdSn;
  }

  Admission admit(int cmdSn) {
    // What was advertised counts, not what could be by now.
    if (!SerialNumber.isWithin(cmdSn, expCmdSn, maxCmdSn)) {
      return Admission.IGNORE;
    }
    if (cmdSn == expCmdSn) {
      return Admission.NOW;
    }
    return held[cmdSn & mask] == null ? Admission.HOLD : Admission.IGNORE;
  }

  /** The request numbered ExpCmdSN is here. */
  void advance() {
    expCmdSn++;
  }

  void hold(int cmdSn, HeldRequest request) {
    Check.that(held[cmdSn & mask] == null, "one request is held for one number", cmdSn);
    held[cmdSn & mask] = request;
    heldCount++;
  }

  /** The held request that is next now, taken out, or null. */
  @Nullable HeldRequest takeNext() {
    if (heldCount == 0) {
      return null;
    }
    return take(expCmdSn);
  }

  /** The held request numbered {@code cmdSn}, taken out, or null. */
  @Nullable HeldRequest take(int cmdSn) {
    HeldRequest request = held[cmdSn & mask];
    if (request == null || request.cmdSn() != cmdSn) {
      return null;
    }
    held[cmdSn & mask] = null;
    heldCount--;
    return request;
  }

  /** Forgets what {@code connection} brought ahead of its turn: it counts as never received. */
  void forgetHeldBy(FullFeaturePhase connection) {
    for (int index = 0; index < held.length && heldCount > 0; index++) {
      HeldRequest request = held[index];
      if (request != null && request.connection() == connection) {
        held[index] = null;
        heldCount--;
      }
    }
  }

  /** Any held request, taken out, or null: for a session that ends. */
  @Nullable HeldRequest takeAny() {
    for (int index = 0; index < held.length && heldCount > 0; index++) {
      HeldRequest request = held[index];
      if (request != null) {
        held[index] = null;
        heldCount--;
        return request;
      }
    }
    return null;
  }

  int heldCount() {
    return heldCount;
  }

  /** A numbered command went to the engine. */
  void onCommandOpened() {
    open++;
  }

  /** The response of a numbered command was queued, or it ended without one. */
  void onCommandClosed() {
    Check.that(open > 0, "no more commands are closed than were opened");
    open--;
  }
}
