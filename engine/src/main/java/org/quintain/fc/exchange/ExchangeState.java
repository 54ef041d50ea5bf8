// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import org.jspecify.annotations.Nullable;

/** Where an exchange is; the package's table, row by row. */
public enum ExchangeState {
  /** In the pool. */
  FREE,
  /** Sequences go to and fro. */
  OPEN,
  /** Its last sequence was sent or came; its user still keeps it. */
  COMPLETE,
  /** The peer wants it aborted, its user has not agreed yet. */
  ABORT_REQUESTED,
  /** Our ABTS is out. */
  ABORTING,
  /** Aborted; its identifiers rest until no frame of it can be under way. */
  RECOVERY,
  /** Over for everybody but for sequences that the driver still holds. */
  CLOSING;

  /** What happens to an exchange. */
  public enum Event {
    /** It was begun by one of our users, or by the first frame of the peer. */
    BEGUN,
    /** The last sequence was sent or came. */
    LAST_SEQUENCE,
    /** Its user has no more to do with it. */
    RELEASED,
    /** ABTS came from the peer. */
    PEER_ABORTS,
    /** Its user agrees to the peer's ABTS. */
    ABORT_ACCEPTED,
    /** Its user wants it aborted. */
    ABORT,
    /** BA_ACC came. */
    ACCEPTED,
    /** BA_RJT came, or nothing for long. */
    REFUSED,
    /** R_A_TOV is over, or the peer sent RRQ. */
    RECOVERED,
    /** The link or the login that carried it is gone. */
    CUT_OFF,
    /** The driver holds none of its sequences. */
    GIVEN_BACK
  }

  private static final int EVENTS = Event.values().length;

  // One row of events for each state; an array, since every exchange looks here several times.
  private static final @Nullable ExchangeState[] NEXT = table();

  private static @Nullable ExchangeState[] table() {
    @Nullable ExchangeState[] next = new @Nullable ExchangeState[values().length * EVENTS];
    for (ExchangeState state : values()) {
      if (state != FREE && state != CLOSING) {
        row(next, state, Event.CUT_OFF, CLOSING);
      }
    }
    row(next, FREE, Event.BEGUN, OPEN);
    row(next, OPEN, Event.LAST_SEQUENCE, COMPLETE);
    row(next, COMPLETE, Event.LAST_SEQUENCE, COMPLETE);
    for (ExchangeState state : new ExchangeState[] {OPEN, COMPLETE}) {
      row(next, state, Event.RELEASED, CLOSING);
      row(next, state, Event.PEER_ABORTS, ABORT_REQUESTED);
      row(next, state, Event.ABORT, ABORTING);
    }
    row(next, ABORT_REQUESTED, Event.ABORT_ACCEPTED, RECOVERY);
    row(next, ABORTING, Event.ACCEPTED, RECOVERY);
    row(next, ABORTING, Event.REFUSED, CLOSING);
    row(next, RECOVERY, Event.RECOVERED, CLOSING);
    row(next, CLOSING, Event.GIVEN_BACK, FREE);
    return next;
  }

  private static void row(
      @Nullable ExchangeState[] next, ExchangeState from, Event event, ExchangeState into) {
    next[from.ordinal() * EVENTS + event.ordinal()] = into;
  }

  /** The state that follows {@code event}, or null where it cannot happen here. */
  public @Nullable ExchangeState after(Event event) {
    return NEXT[ordinal() * EVENTS + event.ordinal()];
  }
}
