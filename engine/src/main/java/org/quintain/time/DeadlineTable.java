// SPDX-License-Identifier: Apache-2.0
package org.quintain.time;

import java.util.Arrays;

/**
 * The deadlines of one state machine, by timer number. The driver only ever asks for the nearest.
 */
public final class DeadlineTable {
  /** No deadline. */
  public static final long NONE = Long.MAX_VALUE;

  private final long[] deadlineNs;

  /** A table of {@code timers} timers, none of them set. */
  public DeadlineTable(int timers) {
    deadlineNs = new long[timers];
    Arrays.fill(deadlineNs, NONE);
  }

  /** Sets {@code timer} to {@code atNs}, which replaces what was set before. */
  public void set(int timer, long atNs) {
    deadlineNs[timer] = atNs;
  }

  /** Clears {@code timer}. */
  public void clear(int timer) {
    deadlineNs[timer] = NONE;
  }

  /** Whether {@code timer} is set. */
  public boolean isSet(int timer) {
    return deadlineNs[timer] != NONE;
  }

  /** The nearest deadline, or {@link #NONE}. */
  public long nearestNs() {
    long nearest = NONE;
    for (long at : deadlineNs) {
      nearest = Math.min(nearest, at);
    }
    return nearest;
  }

  /** Clears and returns one timer that is due at {@code nowNs}, lowest number first, or -1. */
  public int takeDue(long nowNs) {
    for (int timer = 0; timer < deadlineNs.length; timer++) {
      if (deadlineNs[timer] <= nowNs && deadlineNs[timer] != NONE) {
        deadlineNs[timer] = NONE;
        return timer;
      }
    }
    return -1;
  }
}
