// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.MemoryRegion;

/**
 * The fabric's side of one request, a SCSI command or a task management function: a pooled slot
 * beside the engine's {@link Command}.
 *
 * <pre>
 *   state        input                              next
 *   FREE         SRP_CMD or SRP_TSK_MGMT accepted   WITH_ENGINE
 *   WITH_ENGINE  Send Command Complete              ENDED        its SRP_RSP is posted
 *   WITH_ENGINE  the same, while a table is read    COMPLETING
 *   WITH_ENGINE  function executed, while data of   COMPLETING
 *                commands it ended is on its way
 *   COMPLETING   what it waits for is over          ENDED        its SRP_RSP is posted
 *   any open     ended without status, channel lost ENDED
 *   ENDED        all work requests are back         FREE
 * </pre>
 */
final class TargetTask {
  enum State {
    FREE,
    WITH_ENGINE,
    COMPLETING,
    ENDED
  }

  /** What is to be done once a table of memory descriptors was read. */
  enum Transfer {
    NONE,
    RECEIVE,
    SEND
  }

  final int index;

  /** Where its SRP_RSP is made: {@link #responseAt} on. */
  final ByteBuffer responseMemory;

  final int responseAt;
  final SegmentList response = new SegmentList(1);

  final RemoteBuffer out = new RemoteBuffer();
  final RemoteBuffer in = new RemoteBuffer();

  State state = State.FREE;
  @Nullable TargetChannel channel;
  @Nullable Command command;

  /** The function that this task is, where it is no command. */
  @Nullable TaskManagementRequest function;

  long tag;
  long lun;

  /** Which completions are to wake the initiator. */
  int notification;

  /** Its place among the channel's open tasks. */
  int openIndex;

  /** Work requests under way that refer to the command's memory, or to its table. */
  int references;

  /** Whether its SRP_RSP is with the wire. */
  boolean isResponsePosted;

  /** The engine was asked to abort it. */
  boolean isAborting;

  /** RSP_CODE of a command whose data cannot be moved, 0 for none. */
  int responseCode;

  /** The transfer that waits for a table. */
  Transfer awaitsTable = Transfer.NONE;

  // Data-Out: what the engine asked for.
  boolean isReceiving;
  long receiveFrom;
  long receiveTo;
  int reads;
  boolean hasReadFailed;
  @Nullable MemoryRegion receiveRegion;

  /** How much immediate data was copied to the command's block. */
  long immediateBytes;

  // Data-In: what the engine gave.
  long sendFrom;
  boolean awaitsDelivery;
  boolean hasWriteFailed;

  /** Of a function that is executed: the commands whose data is on its way still. */
  @Nullable List<TargetTask> awaited;

  TargetTask(int index, ByteBuffer responseMemory, int responseAt) {
    this.index = index;
    this.responseMemory = responseMemory;
    this.responseAt = responseAt;
  }

  void begin(TargetChannel onChannel, long itsTag, long toLun) {
    Check.that(state == State.FREE, "a task begins once at a time", index);
    state = State.WITH_ENGINE;
    channel = onChannel;
    tag = itsTag;
    lun = toLun;
    notification = 0;
    isAborting = false;
    responseCode = 0;
    awaitsTable = Transfer.NONE;
    isReceiving = false;
    reads = 0;
    hasReadFailed = false;
    immediateBytes = 0;
    sendFrom = 0;
    awaitsDelivery = false;
    hasWriteFailed = false;
    out.clear();
    in.clear();
  }

  void free() {
    Check.that(
        references == 0 && !isResponsePosted && command == null,
        "nothing refers to a free task",
        index);
    state = State.FREE;
    channel = null;
    function = null;
    awaited = null;
    response.clear();
  }

  /** The command, which a task that is no function has until its memory is given back. */
  Command command() {
    Command present = command;
    Check.that(present != null, "a command's task has a command", index);
    return present;
  }

  /** The channel, which a task in use has. */
  TargetChannel channel() {
    TargetChannel present = channel;
    Check.that(present != null, "a task in use has a channel", index);
    return present;
  }

  /** Whether the initiator knows its request to be open. */
  boolean isOpen() {
    return state == State.WITH_ENGINE || state == State.COMPLETING;
  }

  /** Whether nothing of it may go over the wire any more. */
  boolean isCutOff() {
    return !isOpen() || isAborting || channel().isGone();
  }

  /** Says how a receive that was under way went. */
  DeliveryResult receiveResult() {
    return hasReadFailed ? DeliveryResult.FAILED : DeliveryResult.DELIVERED;
  }
}
