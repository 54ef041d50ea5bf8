// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

/** What an initiator's nexus counts, owned by its reactor. */
public final class InitiatorCounters {
  /** Each kind of event that outcomes alone would not show. */
  public enum Counter {
    COMMANDS,
    IMMEDIATE_DATA,
    TABLES_GIVEN,
    FUNCTIONS,
    CREDIT_REQUESTS,
    EVENTS,
    TARGET_LOGOUTS,
    RESPONSES_UNKNOWN,
    UNITS_INVALID,
    COMMANDS_TIMED_OUT,
    CHANNELS_REFUSED
  }

  private final long[] values = new long[Counter.values().length];

  /** Counts one more of {@code counter}. */
  void add(Counter counter) {
    values[counter.ordinal()]++;
  }

  /** How many there were. */
  public long value(Counter counter) {
    return values[counter.ordinal()];
  }
}
