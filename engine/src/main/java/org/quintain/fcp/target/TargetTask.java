// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fc.exchange.Exchange;
import org.quintain.sam.Check;

/**
 * The fabric's side of one FCP exchange, a SCSI command or a task management function: a pooled
 * slot beside the engine's {@link Command}.
 *
 * <pre>
 *   state        input                         next
 *   FREE         FCP_CMND accepted             WITH_ENGINE
 *   WITH_ENGINE  Send Command Complete         COMPLETING   FCP_RSP waits for Data-Out under way
 *   COMPLETING   FCP_RSP sent, no FCP_CONF     ENDED
 *   COMPLETING   FCP_RSP sent, FCP_CONF asked  CONFIRMING
 *   CONFIRMING   FCP_CONF, or time is up       ENDED
 *   WITH_ENGINE  cleared, no status to send    CLEARED
 *   CLEARED      time is up                    ENDED
 *   any          abort, nexus loss             ENDED        memory waits for the wire
 *   ENDED        last reference gone           FREE
 * </pre>
 */
final class TargetTask {
  enum State {
    FREE,
    WITH_ENGINE,
    COMPLETING,
    CONFIRMING,
    CLEARED,
    ENDED
  }

  static final long NEVER = Long.MAX_VALUE;

  final int index;

  State state = State.FREE;
  @Nullable TargetNexus nexus;
  @Nullable Command command;
  @Nullable Exchange exchange;

  /** The function that this task is, where it is no command. */
  @Nullable TaskManagementRequest function;

  long lun;
  boolean isRead;
  boolean isWrite;

  /** Sequences with the wire that refer to the command's memory. */
  int references;

  /** The initiator aborts the exchange, and hears of it when the engine is done. */
  boolean isAborting;

  /** RSP_CODE of a command that did not come as it should, 0 for none. */
  int responseCode;

  /** When the wait that this task is in is over. */
  long deadlineNs = NEVER;

  // Data-Out: what the engine asked for.
  long expectedDataOut;
  boolean isReceiving;
  long receiveEnd;
  long solicitedTo;
  DeliveryResult receiveResult = DeliveryResult.DELIVERED;

  // Data-Out: the sequence that the initiator owes or sends.
  boolean isBurstOpen;
  boolean isFirstBurst;
  long burstOffset;
  long burstEnd;
  long burstReceived;
  boolean isBurstBad;

  // Data-In: the last piece that the engine gave, and where it begins.
  long sendOffset;
  long sendLength;
  boolean isSent;

  /** Whether the engine waits to hear that a piece was delivered. */
  boolean awaitsDelivery;

  /** How many bytes went over the wire: what REC tells (FCP-4 6.5). */
  long transferred;

  TargetTask(int index) {
    this.index = index;
  }

  void begin(TargetNexus onNexus, Exchange itsExchange, long toLun) {
    Check.that(state == State.FREE, "a task begins once at a time", index);
    state = State.WITH_ENGINE;
    nexus = onNexus;
    exchange = itsExchange;
    lun = toLun;
    isRead = false;
    isWrite = false;
    references = 0;
    isAborting = false;
    responseCode = 0;
    deadlineNs = NEVER;
    expectedDataOut = 0;
    isReceiving = false;
    receiveEnd = 0;
    solicitedTo = 0;
    receiveResult = DeliveryResult.DELIVERED;
    isBurstOpen = false;
    isFirstBurst = false;
    burstOffset = 0;
    burstEnd = 0;
    burstReceived = 0;
    isBurstBad = false;
    sendOffset = 0;
    sendLength = 0;
    isSent = false;
    awaitsDelivery = false;
    transferred = 0;
  }

  void free() {
    state = State.FREE;
    nexus = null;
    command = null;
    exchange = null;
    function = null;
    deadlineNs = NEVER;
  }

  /** The command, which a task that is no function has. */
  Command command() {
    Command present = command;
    Check.that(present != null, "a command's task has a command", index);
    return present;
  }

  /** The nexus, which a task in use has. */
  TargetNexus nexus() {
    TargetNexus present = nexus;
    Check.that(present != null, "a task in use has a nexus", index);
    return present;
  }

  /** The exchange, which a task has until it has ended. */
  Exchange exchange() {
    Exchange present = exchange;
    Check.that(present != null, "an open task has an exchange", index);
    return present;
  }

  /** Data go nowhere from now on; the exchange may be gone. */
  void receiveNothing() {
    Exchange present = exchange;
    if (present != null) {
      present.receiveNothing();
    }
  }

  /** Whether it takes part in an exchange that the initiator knows to be open. */
  boolean isOpen() {
    return state != State.FREE && state != State.ENDED;
  }
}
