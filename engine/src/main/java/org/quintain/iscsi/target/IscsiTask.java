// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.sam.Check;

/**
 * The fabric's side of one SCSI command: a pooled slot of its session, beside the engine's {@link
 * Command}. Its connection is the one the command came by (RFC 7143 4.2.5, connection allegiance).
 *
 * <pre>
 *   state       input                       next
 *   FREE        header accepted             RECEIVING
 *   RECEIVING   PDU complete, in order      WITH_ENGINE
 *   RECEIVING   PDU complete, gap before    HELD
 *   HELD        gap filled                  WITH_ENGINE
 *   WITH_ENGINE Send Command Complete       COMPLETING    status waits for Data-In or Data-Out
 *   COMPLETING  response queued             ENDED         memory waits for the stream
 *   any         abort, nexus loss           ENDED
 *   ENDED       last reference gone         FREE
 * </pre>
 */
final class IscsiTask {
  static final int NO_TASK = -1;

  static final int DATA_IN_LINK = 0;
  static final int R2T_LINK = 1;
  static final int REPEAT_LINK = 2;
  static final int LINKS = 3;

  enum State {
    FREE,
    RECEIVING,
    HELD,
    WITH_ENGINE,
    COMPLETING,
    ENDED
  }

  final int index;
  final int[] next = new int[LINKS];
  final boolean[] isQueued = new boolean[LINKS];

  State state = State.FREE;
  @Nullable Command command;
  @Nullable FullFeaturePhase connection;
  int initiatorTaskTag;
  int cmdSn;
  boolean isImmediate;

  /** Whether it takes a place in the command window. */
  boolean isCounted;

  /** Whether its status waits for a Response Fence. */
  boolean awaitsFence;

  boolean isRead;
  boolean isWrite;
  long lun;

  /**
   * Data-In PDUs under way and a receive into the command's memory: it stays ours until none is.
   */
  int references;

  // Data-Out, unsolicited (RFC 7143 4.2.5.2).
  long expectedDataOut;
  boolean unsolicitedOpen;
  long unsolicitedLimit;
  long unsolicitedReceived;
  int unsolicitedDataSn;

  // Data-Out that the engine asked for.
  boolean isReceiving;
  long receiveEnd;
  long solicitedTo;
  DeliveryResult receiveResult = DeliveryResult.DELIVERED;
  boolean isTerminating;
  long dataOutDeadlineNs;

  // Outstanding R2Ts, the first r2tCount of each array.
  final int[] r2tTag;
  final long[] r2tOffset;
  final int[] r2tLength;
  final int[] r2tReceived;
  final int[] r2tDataSn;
  int r2tCount;
  int r2tSn;

  // Data-In.
  boolean isSending;
  boolean isLastPiece;
  long sendOffset;
  long sendLength;
  long sent;
  int burstSent;
  int dataSn;

  /** Whether the engine waits to hear that a piece was delivered. */
  boolean awaitsDelivery;

  // How the piece under way was cut: where it begins, and how long its PDUs are at most.
  int cutDataSn;
  long cutSent;
  int cutSegmentMax;

  // Data-In that is sent again, from repeatNext up to repeatEnd (RFC 7143 11.16).
  int repeatNext;
  int repeatEnd;

  /** Whether a DataACK is asked for, by {@link #ackTag}. */
  boolean awaitsAck;

  int ackTag;

  /** What an R-Data SNACK asked the response to carry; 0 for nothing (RFC 7143 11.4.9). */
  int snackTag;

  // Data-Out that did not come as it should, and is asked for again.
  boolean isUnsolicitedBroken;
  final boolean[] isR2tBroken;
  final int[] r2tSnOf;
  final @Nullable ByteCoverage[] coverage;
  int recoveries;

  IscsiTask(int index, int r2tMax) {
    this.index = index;
    r2tTag = new int[r2tMax];
    r2tOffset = new long[r2tMax];
    r2tLength = new int[r2tMax];
    r2tReceived = new int[r2tMax];
    r2tDataSn = new int[r2tMax];
    isR2tBroken = new boolean[r2tMax];
    r2tSnOf = new int[r2tMax];
    coverage = new ByteCoverage[r2tMax + 1];
  }

  /** The command, which a task in use has. */
  Command command() {
    Command present = command;
    Check.that(present != null, "a task in use has a command", index);
    return present;
  }

  /** The connection it came by, which a task in use has. */
  FullFeaturePhase connection() {
    FullFeaturePhase present = connection;
    Check.that(present != null, "a task in use has a connection", index);
    return present;
  }

  void begin(FullFeaturePhase onConnection, Command itsCommand, int tag, int number) {
    Check.that(state == State.FREE, "a task begins once at a time", index);
    state = State.RECEIVING;
    connection = onConnection;
    command = itsCommand;
    initiatorTaskTag = tag;
    cmdSn = number;
    isCounted = false;
    awaitsFence = false;
    references = 0;
    expectedDataOut = 0;
    unsolicitedOpen = false;
    unsolicitedLimit = 0;
    unsolicitedReceived = 0;
    unsolicitedDataSn = 0;
    isReceiving = false;
    receiveEnd = 0;
    solicitedTo = 0;
    receiveResult = DeliveryResult.DELIVERED;
    isTerminating = false;
    dataOutDeadlineNs = Long.MAX_VALUE;
    r2tCount = 0;
    r2tSn = 0;
    isSending = false;
    isLastPiece = false;
    sendOffset = 0;
    sendLength = 0;
    sent = 0;
    burstSent = 0;
    dataSn = 0;
    awaitsDelivery = false;
    awaitsAck = false;
    snackTag = 0;
    isUnsolicitedBroken = false;
    recoveries = 0;
  }

  void end() {
    state = State.FREE;
    command = null;
    connection = null;
  }

  /** The number of the outstanding R2T that {@code tag} answers, or -1. */
  int r2tOf(int tag) {
    for (int slot = 0; slot < r2tCount; slot++) {
      if (r2tTag[slot] == tag) {
        return slot;
      }
    }
    return -1;
  }

  /** The R2T in {@code slot} is answered in full, or will never be. */
  void removeR2t(int slot) {
    for (int index2 = slot + 1; index2 < r2tCount; index2++) {
      r2tTag[index2 - 1] = r2tTag[index2];
      r2tOffset[index2 - 1] = r2tOffset[index2];
      r2tLength[index2 - 1] = r2tLength[index2];
      r2tReceived[index2 - 1] = r2tReceived[index2];
      r2tDataSn[index2 - 1] = r2tDataSn[index2];
      isR2tBroken[index2 - 1] = isR2tBroken[index2];
      r2tSnOf[index2 - 1] = r2tSnOf[index2];
      ByteCoverage moved = coverage[index2 - 1];
      coverage[index2 - 1] = coverage[index2];
      coverage[index2] = moved;
    }
    r2tCount--;
  }

  /** Whether the initiator still owes Data-Out that was announced or asked for. */
  boolean isDataOutAwaited() {
    return unsolicitedOpen || r2tCount > 0;
  }

  /** ExpDataSN of its response: how many Data-In and R2T PDUs it had (RFC 7143 11.4.8). */
  int expDataSn() {
    return dataSn + r2tSn;
  }
}
