// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

/**
 * Where a command is on its one path. The only place that moves it is {@link Command#moveTo}.
 *
 * <pre>
 * FREE → RECEIVED → DORMANT → ENABLED ⇄ RECEIVING_DATA_OUT
 *                 ↘    ↘        ⇅  ↘
 *                  ↘    ↘    STORING  SENDING_DATA_IN
 *                   → → → → → → → → COMPLETING → FREE
 * </pre>
 */
public enum CommandState {
  /** In the pool. */
  FREE,
  /** A fabric holds it and fills it, or has just handed it to the engine. */
  RECEIVED,
  /** Admitted to a task set and waiting for its task attribute to let it run (SAM-5 8.5). */
  DORMANT,
  /** The device server works on it. */
  ENABLED,
  /** The fabric fetches Data-Out. */
  RECEIVING_DATA_OUT,
  /** A store or a device works for it. */
  STORING,
  /** The fabric delivers Data-In, and more is to come. */
  SENDING_DATA_IN,
  /** Its status, or its silent end, is with the fabric; only the return to the pool is left. */
  COMPLETING;

  private int successors;

  static {
    FREE.allow(RECEIVED);
    RECEIVED.allow(DORMANT, ENABLED, COMPLETING, FREE);
    DORMANT.allow(ENABLED, COMPLETING);
    ENABLED.allow(RECEIVING_DATA_OUT, STORING, SENDING_DATA_IN, COMPLETING);
    RECEIVING_DATA_OUT.allow(ENABLED, COMPLETING);
    STORING.allow(ENABLED, COMPLETING);
    SENDING_DATA_IN.allow(ENABLED, COMPLETING);
    COMPLETING.allow(FREE);
  }

  private void allow(CommandState... next) {
    for (CommandState state : next) {
      successors |= 1 << state.ordinal();
    }
  }

  /**
   * The table above: by the state's place, the states that follow it, a bit of the same place each.
   */
  static int[] successors() {
    CommandState[] all = values();
    int[] bits = new int[all.length];
    for (CommandState state : all) {
      bits[state.ordinal()] = state.successors;
    }
    return bits;
  }
}
