// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

/** What a port counts of its exchanges. */
public final class ExchangeCounters {
  private final long[] counts = new long[Counter.values().length];

  /** What is counted. */
  public enum Counter {
    /** Exchanges begun here. */
    ORIGINATED,
    /** Exchanges begun by peers and taken. */
    ACCEPTED,
    /** Exchanges begun by peers that nobody wanted. */
    REFUSED,
    /** Exchanges begun by peers while all were in use. */
    EXHAUSTED,
    /** Frames too short for what they say. */
    MALFORMED_FRAMES,
    /** Frames of no exchange that is known, or of one that is over. */
    STRAY_FRAMES,
    /** Frames that came before. */
    DUPLICATE_FRAMES,
    /** Sequences with frames missing. */
    BROKEN_SEQUENCES,
    /** ABTS sent. */
    ABORTS_SENT,
    /** ABTS received. */
    ABORTS_RECEIVED,
    /** ABTS that nobody answered. */
    ABORTS_UNANSWERED
  }

  void add(Counter counter) {
    counts[counter.ordinal()]++;
  }

  /** How often {@code counter} happened. */
  public long of(Counter counter) {
    return counts[counter.ordinal()];
  }
}
