// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

/** What an initiator counts, owned by its reactor. */
public final class InitiatorCounters {
  /** What is counted. */
  public enum Counter {
    COMMANDS_TIMED_OUT,
    COMMANDS_SENT_AGAIN,
    EXCHANGES_ABORTED,
    SEQUENCES_BROKEN,
    SEQUENCES_INVALID,
    DATA_LOST,
    RECOVERIES,
    RETRANSMISSIONS_ASKED,
    RETRANSMISSIONS_REFUSED,
    CONFIRMATIONS
  }

  private final long[] values = new long[Counter.values().length];

  void add(Counter counter) {
    values[counter.ordinal()]++;
  }

  /** How many there were. */
  public long value(Counter counter) {
    return values[counter.ordinal()];
  }
}
