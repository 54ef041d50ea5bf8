// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;

/** Where a queue pair is (IBA 10.3.1); the package's table, row by row. */
public enum QueuePairState {
  /** It has nothing and does nothing. */
  RESET,
  /** Receives can be posted; packets are thrown away. */
  INIT,
  /** Ready To Receive: packets of the peer are processed; nothing is sent of our own. */
  RTR,
  /** Ready To Send. */
  RTS,
  /** Send Queue Drain: what was begun goes on, nothing is begun. */
  SQD,
  /** Send Queue Error: a send failed, the receive queue goes on. */
  SQE,
  /** Error: requests come back flushed. */
  ERR;

  /** What happens to a queue pair. */
  public enum Event {
    /** Its port and partition are known. */
    INITIALISED,
    /** The peer is known. */
    READY_TO_RECEIVE,
    /** The peer is ready, too. */
    READY_TO_SEND,
    /** Sending is to stop. */
    DRAIN,
    /** A send failed that is no concern of the peer's. */
    SEND_ERROR,
    /** Something failed, or its owner wants it so. */
    ERROR,
    /** Its owner wants it new. */
    RESET
  }

  private static final int EVENTS = Event.values().length;

  private static final @Nullable QueuePairState[] NEXT = table();

  private static @Nullable QueuePairState[] table() {
    @Nullable QueuePairState[] next = new @Nullable QueuePairState[values().length * EVENTS];
    for (QueuePairState state : values()) {
      row(next, state, Event.ERROR, ERR);
      row(next, state, Event.RESET, RESET);
    }
    row(next, RESET, Event.INITIALISED, INIT);
    row(next, INIT, Event.INITIALISED, INIT);
    row(next, INIT, Event.READY_TO_RECEIVE, RTR);
    row(next, RTR, Event.READY_TO_SEND, RTS);
    row(next, RTS, Event.READY_TO_SEND, RTS);
    row(next, SQD, Event.READY_TO_SEND, RTS);
    row(next, SQE, Event.READY_TO_SEND, RTS);
    row(next, RTS, Event.DRAIN, SQD);
    row(next, SQD, Event.DRAIN, SQD);
    row(next, RTS, Event.SEND_ERROR, SQE);
    return next;
  }

  private static void row(
      @Nullable QueuePairState[] next, QueuePairState from, Event event, QueuePairState into) {
    next[from.ordinal() * EVENTS + event.ordinal()] = into;
  }

  /** The state that follows {@code event}, or null where it cannot happen here. */
  public @Nullable QueuePairState after(Event event) {
    return NEXT[ordinal() * EVENTS + event.ordinal()];
  }

  /** Whether a receive can be posted. */
  public boolean takesReceives() {
    return this != RESET;
  }

  /** Whether another request can be posted; in some states it comes back flushed. */
  public boolean takesSends() {
    return switch (this) {
      case RESET, INIT, RTR -> false;
      case RTS, SQD, SQE, ERR -> true;
    };
  }

  /** Whether packets of the peer are processed. */
  public boolean receives() {
    return switch (this) {
      case RESET, INIT, ERR -> false;
      case RTR, RTS, SQD, SQE -> true;
    };
  }
}
