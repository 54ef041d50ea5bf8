// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.Check;

/**
 * One command under way and its exchange. Made at start and used again and again.
 *
 * <pre>
 *   state     input                          next
 *   FREE      FCP_CMND sent                  OPEN
 *   OPEN      FCP_RSP, all data there        ENDING
 *   OPEN      time is up, function done      ABORTING
 *   OPEN      nexus loss                     ENDING
 *   ABORTING  exchange aborted               ENDING, or OPEN when it is sent once more
 *   ENDING    last sequence left the wire    FREE
 * </pre>
 */
final class InitiatorSlot {
  enum State {
    FREE,
    OPEN,
    ABORTING,
    ENDING
  }

  final int index;
  State state = State.FREE;
  @Nullable Exchange exchange;
  private @Nullable ExecuteCommand command;

  /** Sequences with the wire that refer to the command's Data-Out Buffer. */
  int references;

  /** How many Data-In bytes are there without a gap. */
  long received;

  /** Whether Data-In came that the buffer has no room for. */
  boolean isOverrun;

  /** Up to where Data-Out was sent. */
  long sentTo;

  /** When its time for all is up. */
  long deadlineNs;

  /** How many bytes the target had at the last REC, to tell a loss from slowness. */
  long lastTransferred;

  /** REC and SRR exchanges under way for it. */
  boolean isRecovering;

  int recoveries;

  /**
   * Whether anything of the target's came in the exchange. Until then nothing tells that its
   * FCP_CMND arrived, first burst or not.
   */
  boolean isAnswered;

  /** When it went out. */
  long openedNs;

  /** How often it was opened: what was asked for one command is not told to the next. */
  long openings;

  /** Whether it is sent once more when its exchange is aborted: the target never had it. */
  boolean sendsAgain;

  ServiceResponse endResponse = ServiceResponse.NEXUS_LOST;

  /** The ABORT TASK that wants it aborted. */
  @Nullable ManageTask abortedBy;

  InitiatorSlot(int index) {
    this.index = index;
  }

  void begin(ExecuteCommand toRun, long untilNs) {
    Check.that(state == State.FREE, "a slot is used once at a time", index);
    command = toRun;
    deadlineNs = untilNs;
    recoveries = 0;
    references = 0;
    abortedBy = null;
  }

  /** The command goes out in {@code itsExchange}, for the first time or once more. */
  void open(long nowNs, Exchange itsExchange) {
    state = State.OPEN;
    openedNs = nowNs;
    exchange = itsExchange;
    itsExchange.context(this);
    received = 0;
    isOverrun = false;
    sentTo = 0;
    lastTransferred = -1;
    isRecovering = false;
    isAnswered = false;
    openings++;
    sendsAgain = false;
    endResponse = ServiceResponse.NEXUS_LOST;
  }

  /** The command under way. */
  ExecuteCommand command() {
    ExecuteCommand current = command;
    Check.that(current != null, "a slot in use has a command", index);
    return current;
  }

  /** The exchange, which an open slot has. */
  Exchange exchange() {
    Exchange current = exchange;
    Check.that(current != null, "an open slot has an exchange", index);
    return current;
  }

  /** Whether the command is under way and has not ended. */
  boolean hasExchange() {
    return state == State.OPEN || state == State.ABORTING;
  }

  ExecuteCommand free() {
    ExecuteCommand ended = command();
    state = State.FREE;
    command = null;
    exchange = null;
    abortedBy = null;
    return ended;
  }
}
