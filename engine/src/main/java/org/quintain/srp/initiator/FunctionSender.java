// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.memory.SegmentList;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.srp.initiator.InitiatorCounters.Counter;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.srp.wire.SrpResponseIu;
import org.quintain.srp.wire.SrpTaskManagementIu;
import org.quintain.wire.WorkRequest;

/**
 * Task management (SRP r16a 6.7), one function at a time. When it is complete, the commands that it
 * took end with ABORTED. One on another channel may come to the target after the function did, and
 * go on: it is aborted on its own channel before it, and the function, are over.
 */
final class FunctionSender {
  private static final int NO_CODE = -1;

  /** Tags of functions have this bit, which no command's has. */
  private static final long TAG_BIT = 1L << 63;

  private final SrpInitiatorNexus nexus;
  private final ArrayDeque<ManageTask> waiting = new ArrayDeque<>();
  private final ByteBuffer memory = ByteBuffer.allocateDirect(SrpTaskManagementIu.LENGTH_BYTES);
  private final SegmentList unit = new SegmentList(1);
  private final WorkRequest send = new WorkRequest(this);
  private long tag = TAG_BIT;
  private long deadlineNs = Long.MAX_VALUE;
  private @Nullable ManageTask current;
  private @Nullable InitiatorChannel channel;

  /** The command whose time is over, which the function under way aborts. */
  private @Nullable InitiatorSlot late;

  /** Commands on other channels than the function's, which it was complete for. */
  private final ArrayDeque<InitiatorSlot> strays = new ArrayDeque<>();

  private FunctionResponse response = FunctionResponse.FUNCTION_COMPLETE;
  private int code;

  /** The tags of the commands that were under way when the function was sent: it can end those. */
  private final List<Long> covered = new ArrayList<>();

  FunctionSender(SrpInitiatorNexus nexus) {
    this.nexus = nexus;
    unit.add(memory, 0, SrpTaskManagementIu.LENGTH_BYTES);
  }

  void submit(long nowNs, ManageTask function) {
    if (nexus.isOver()) {
      end(nowNs, function, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
      return;
    }
    waiting.add(function);
    nexus.pump(nowNs);
  }

  /** When the answer to the function under way is overdue. */
  long deadlineNs() {
    return deadlineNs;
  }

  private boolean isBusy() {
    return current != null || late != null || send.isPosted();
  }

  void pump(long nowNs) {
    if (late == null && channel == null && nexus.isEstablished()) {
      goOn(nowNs);
    }
    while (!isBusy() && !waiting.isEmpty() && nexus.isEstablished()) {
      if (!begin(nowNs, waiting.peek())) {
        return;
      }
      waiting.remove();
    }
  }

  /** Begins {@code function}, or ends it where that needs no target; false when it has to wait. */
  private boolean begin(long nowNs, ManageTask function) {
    int code = SrpTaskManagementIu.code(function.function());
    if (code == SrpTaskManagementIu.NO_CODE) {
      end(nowNs, function, FunctionResponse.FUNCTION_REJECTED, NO_CODE);
      return true;
    }
    boolean isAbort = function.function() == TaskManagementFunction.ABORT_TASK;
    InitiatorSlot slot = isAbort ? nexus.slots().of(function.commandIdentifier()) : null;
    InitiatorChannel over = slot == null ? nexus.channelForFunction() : slot.channel();
    if (over == null || !over.hasRoomForFunction()) {
      return false;
    }
    boolean waited = nexus.abortWaiting(nowNs, function);
    if (isAbort && slot == null && waited) {
      end(nowNs, function, FunctionResponse.FUNCTION_COMPLETE, SrpResponseCode.FUNCTION_COMPLETE);
      return true;
    }
    covered.clear();
    for (InitiatorSlot each : nexus.slots().all()) {
      if (each.state == InitiatorSlot.State.OPEN && isAffected(function, each.command())) {
        covered.add(each.tag);
      }
    }
    current = function;
    send(nowNs, over, function.lun(), code, slot == null ? 0 : slot.tag);
    return true;
  }

  /** Aborts the command of {@code slot}, whose time is over; false when it has to wait. */
  boolean abortLate(long nowNs, InitiatorSlot slot) {
    if (isBusy() || !slot.channel().hasRoomForFunction()) {
      return false;
    }
    late = slot;
    covered.clear();
    covered.add(slot.tag);
    long lun = slot.command().lun();
    send(nowNs, slot.channel(), lun, SrpTaskManagementIu.ABORT_TASK, slot.tag);
    return true;
  }

  private void send(long nowNs, InitiatorChannel over, long lun, int code, long managedTag) {
    nexus.counters().add(Counter.FUNCTIONS);
    channel = over;
    tag++;
    SrpInformationUnit.TSK_MGMT.begin(memory, 0, tag);
    SrpTaskManagementIu.lun(memory, 0, lun);
    SrpTaskManagementIu.code(memory, 0, code);
    SrpTaskManagementIu.managedTag(memory, 0, managedTag);
    deadlineNs = nexus.deadlineFrom(nowNs);
    over.send(nowNs, send, unit);
    nexus.watch(deadlineNs);
  }

  /** Whether {@code responseTag} is that of the function under way. */
  boolean expects(long responseTag) {
    return channel != null && responseTag == tag;
  }

  void onResponse(long nowNs, ByteBuffer bytes, int at) {
    boolean coded = (SrpResponseIu.flags(bytes, at) & SrpResponseIu.RESPONSE_VALID) != 0;
    int itsCode = coded ? SrpResponseIu.responseCode(bytes, at) : SrpResponseCode.FUNCTION_FAILED;
    InitiatorChannel over = channel;
    channel = null;
    deadlineNs = Long.MAX_VALUE;
    if (over != null) {
      over.onOver();
    }
    boolean isComplete = itsCode == SrpResponseCode.FUNCTION_COMPLETE;
    InitiatorSlot slot = late;
    late = null;
    if (slot == null) {
      code = itsCode;
      response = SrpResponseCode.response(itsCode);
      if (isComplete) {
        endCovered(nowNs, over);
      }
    } else if (isComplete) {
      boolean isOpen = slot.state == InitiatorSlot.State.OPEN && covered.contains(slot.tag);
      if (isOpen) {
        nexus.end(
            nowNs,
            slot,
            slot.isLate
                ? ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE
                : ServiceResponse.ABORTED);
      }
    } else {
      nexus.lose(nowNs, "the target does not abort a command");
    }
    goOn(nowNs);
    nexus.pump(nowNs);
  }

  /** Aborts the next stray, or says how the function went when there is none left. */
  private void goOn(long nowNs) {
    while (!strays.isEmpty() && !send.isPosted()) {
      InitiatorSlot stray = strays.peek();
      boolean isOpen =
          stray.state == InitiatorSlot.State.OPEN && covered.contains(stray.tag) && !stray.isLate;
      if (isOpen && !stray.channel().hasRoomForFunction()) {
        return;
      }
      strays.remove();
      if (isOpen) {
        late = stray;
        long lun = stray.command().lun();
        send(nowNs, stray.channel(), lun, SrpTaskManagementIu.ABORT_TASK, stray.tag);
        return;
      }
    }
    ManageTask function = current;
    if (strays.isEmpty() && late == null && function != null && channel == null) {
      current = null;
      end(nowNs, function, response, code);
    }
  }

  private void forget() {
    current = null;
    late = null;
    channel = null;
    strays.clear();
    deadlineNs = Long.MAX_VALUE;
  }

  private void endCovered(long nowNs, @Nullable InitiatorChannel over) {
    for (InitiatorSlot slot : nexus.slots().all()) {
      if (slot.state == InitiatorSlot.State.OPEN && covered.contains(slot.tag)) {
        if (slot.channel().equals(over)) {
          nexus.end(nowNs, slot, ServiceResponse.ABORTED);
        } else {
          strays.add(slot);
        }
      }
    }
  }

  /** The unit's memory is ours again. */
  void onSent(long nowNs) {
    nexus.pump(nowNs);
  }

  /** The nexus is gone: no answer will come. */
  void onNexusLost(long nowNs) {
    ManageTask unanswered = current;
    forget();
    if (unanswered != null) {
      end(nowNs, unanswered, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
    }
    while (!waiting.isEmpty()) {
      end(nowNs, waiting.remove(), FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, NO_CODE);
    }
  }

  private void end(long nowNs, ManageTask function, FunctionResponse response, int code) {
    function.end(response, code);
    nexus.listener().onProgress(nowNs);
  }

  /** Whether a completed {@code function} has ended {@code command}. */
  static boolean isAffected(ManageTask function, ExecuteCommand command) {
    return switch (function.function()) {
      case ABORT_TASK -> command.identifier() == function.commandIdentifier();
      case ABORT_TASK_SET, CLEAR_TASK_SET, LOGICAL_UNIT_RESET -> command.lun() == function.lun();
      case I_T_NEXUS_RESET, TARGET_WARM_RESET, TARGET_COLD_RESET -> true;
      case CLEAR_ACA, QUERY_TASK, QUERY_TASK_SET, QUERY_ASYNCHRONOUS_EVENT -> false;
    };
  }
}
