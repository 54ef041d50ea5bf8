// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/**
 * Task management (RFC 7143 11.5, 11.6): functions go out for immediate delivery; when one is
 * complete, the commands it took end here with ABORTED, since no status comes for them any more
 * (RFC 7143 4.2.3.2).
 */
final class TaskManagementExchange {
  private static final int FUNCTIONS_MAX = 16;

  private final IscsiInitiatorSession session;
  private final ArrayDeque<ManageTask> waiting = new ArrayDeque<>();
  private final @Nullable ManageTask[] sent = new @Nullable ManageTask[FUNCTIONS_MAX];
  private final int[] tag = new int[FUNCTIONS_MAX];
  private final int[] sentCmdSn = new int[FUNCTIONS_MAX];
  private final @Nullable IscsiInitiatorConnection[] sentBy =
      new @Nullable IscsiInitiatorConnection[FUNCTIONS_MAX];
  private int sentCount;

  TaskManagementExchange(IscsiInitiatorSession session) {
    this.session = session;
    for (int index = 0; index < FUNCTIONS_MAX; index++) {
      tag[index] = RequestTags.TASK_MANAGEMENT | index;
    }
  }

  void submit(ManageTask function) {
    waiting.add(function);
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  void pump(long nowNs, IscsiInitiatorConnection connection) {
    while (!waiting.isEmpty() && sentCount < FUNCTIONS_MAX && connection.canQueueControl()) {
      ManageTask function = waiting.remove();
      boolean waited = session.abortWaiting(nowNs, function);
      if (waited && function.function() == TaskManagementFunction.ABORT_TASK) {
        end(
            nowNs,
            function,
            FunctionResponse.FUNCTION_COMPLETE,
            TaskManagementResponsePdu.FUNCTION_COMPLETE);
      } else {
        send(connectionFor(function, connection), function);
      }
    }
  }

  /** RFC 7143 11.5.1: ABORT TASK goes by the connection that its task is allegiant to. */
  private IscsiInitiatorConnection connectionFor(
      ManageTask function, IscsiInitiatorConnection usual) {
    if (!namesTask(function.function())) {
      return usual;
    }
    CommandSlot slot = session.slots().ofIdentifier(function.commandIdentifier());
    IscsiInitiatorConnection itsOwn = slot == null ? null : slot.connection;
    return itsOwn != null && itsOwn.canQueueControl() ? itsOwn : usual;
  }

  /** What went by {@code lost} and was not answered is asked for again by {@code into}. */
  void moveTo(IscsiInitiatorConnection lost, IscsiInitiatorConnection into) {
    for (int index = 0; index < FUNCTIONS_MAX; index++) {
      ManageTask function = sent[index];
      if (function != null && sentBy[index] == lost && into.canQueueControl()) {
        sentBy[index] = into;
        write(into, index, function);
      }
    }
  }

  private void send(IscsiInitiatorConnection connection, ManageTask function) {
    int index = 0;
    while (sent[index] != null) {
      index++;
    }
    sent[index] = function;
    sentCount++;
    // The upper half numbers the uses of a tag; it never gets to 0xFFFF.
    int uses = tag[index] >>> 16;
    tag[index] = (uses >= 0x7FFE ? 1 : uses + 1) << 16 | RequestTags.TASK_MANAGEMENT | index;
    sentBy[index] = connection;
    write(connection, index, function);
  }

  private void write(IscsiInitiatorConnection connection, int index, ManageTask function) {
    sentCmdSn[index] = session.window().cmdSn();
    RequestWriter requests = connection.requests();
    requests.beginImmediate(IscsiOpcode.TASK_MANAGEMENT_REQUEST, Bhs.FINAL, tag[index]);
    ByteBuffer header = requests.header();
    int base = requests.base();
    TaskManagementRequestPdu.function(header, base, code(function.function()));
    TaskManagementRequestPdu.referencedTaskTag(header, base, Bhs.RESERVED_TAG);
    if (isForLogicalUnit(function.function())) {
      Bhs.lun(header, base, function.lun());
    }
    if (namesTask(function.function())) {
      CommandSlot slot = session.slots().ofIdentifier(function.commandIdentifier());
      TaskManagementRequestPdu.referencedTaskTag(
          header, base, slot == null ? RequestTags.NOBODY : slot.tag);
      // RFC 7143 11.5.5: the CmdSN of the task; of a task long gone, one the target has surely
      // seen.
      int refCmdSn = slot == null ? session.window().cmdSn() - 1 : slot.cmdSn;
      TaskManagementRequestPdu.refCmdSn(header, base, refCmdSn);
    }
    requests.commit();
  }

  void onResponse(long nowNs, IscsiInitiatorConnection connection, ByteBuffer header, int base) {
    connection.onStatSn(Bhs.statSn(header, base));
    if (TaskReassignment.isRequest(Bhs.initiatorTaskTag(header, base))) {
      session.reassignment().onResponse(nowNs, header, base);
      return;
    }
    int index = indexOf(Bhs.initiatorTaskTag(header, base));
    if (index < 0) {
      session.counters().unknownTag();
      return;
    }
    int code = TaskManagementResponsePdu.response(header, base);
    ManageTask function = release(index);
    if (code == TaskManagementResponsePdu.FUNCTION_COMPLETE) {
      endAffected(nowNs, function, sentCmdSn[index]);
    }
    end(nowNs, function, response(code), code);
  }

  /** The target rejected the request that goes by {@code requestTag}. */
  void onRejected(long nowNs, int requestTag) {
    int index = indexOf(requestTag);
    if (index >= 0) {
      end(nowNs, release(index), FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, -1);
    }
  }

  /** The nexus is gone (RFC 7143 11.6.1). */
  void onNexusLost(long nowNs) {
    for (int index = 0; index < FUNCTIONS_MAX; index++) {
      if (sent[index] != null) {
        end(nowNs, release(index), FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, -1);
      }
    }
    while (!waiting.isEmpty()) {
      end(nowNs, waiting.remove(), FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, -1);
    }
  }

  private void end(long nowNs, ManageTask function, FunctionResponse response, int code) {
    function.end(response, code);
    session.onProgress(nowNs);
  }

  private int indexOf(int requestTag) {
    int index = requestTag & 0xF;
    boolean known =
        RequestTags.isTaskManagement(requestTag) && sent[index] != null && tag[index] == requestTag;
    return known ? index : -1;
  }

  private ManageTask release(int index) {
    ManageTask function = sent[index];
    if (function == null) {
      throw new IllegalStateException("a free slot has no function");
    }
    sent[index] = null;
    sentCount--;
    return function;
  }

  private void endAffected(long nowNs, ManageTask function, int functionCmdSn) {
    SlotTable slots = session.slots();
    for (int index = 0; index < slots.capacity(); index++) {
      CommandSlot slot = slots.at(index);
      if (slot.isUsed()
          && !slot.ending
          && SerialNumber.isBefore(slot.cmdSn, functionCmdSn)
          && isKnownToTarget(function, slot)
          && isAffected(function, slot.command())) {
        session.onCommandEnd(nowNs, slot, ServiceResponse.ABORTED);
      }
    }
  }

  /**
   * A function that was asked for again over another connection may be answered for the first time
   * it came, when commands before the second time were still lost: these will be sent again. The
   * task that an ABORT TASK names counts as received, come or not (RFC 7143 11.6.1).
   */
  private boolean isKnownToTarget(ManageTask function, CommandSlot slot) {
    return namesTask(function.function())
        || SerialNumber.isBefore(slot.cmdSn, session.window().expCmdSn());
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

  private static boolean namesTask(TaskManagementFunction function) {
    return function == TaskManagementFunction.ABORT_TASK
        || function == TaskManagementFunction.QUERY_TASK;
  }

  private static boolean isForLogicalUnit(TaskManagementFunction function) {
    return function != TaskManagementFunction.TARGET_WARM_RESET
        && function != TaskManagementFunction.TARGET_COLD_RESET
        && function != TaskManagementFunction.I_T_NEXUS_RESET;
  }

  private static int code(TaskManagementFunction function) {
    return switch (function) {
      case ABORT_TASK -> TaskManagementRequestPdu.ABORT_TASK;
      case ABORT_TASK_SET -> TaskManagementRequestPdu.ABORT_TASK_SET;
      case CLEAR_ACA -> TaskManagementRequestPdu.CLEAR_ACA;
      case CLEAR_TASK_SET -> TaskManagementRequestPdu.CLEAR_TASK_SET;
      case LOGICAL_UNIT_RESET -> TaskManagementRequestPdu.LOGICAL_UNIT_RESET;
      case TARGET_WARM_RESET -> TaskManagementRequestPdu.TARGET_WARM_RESET;
      case TARGET_COLD_RESET -> TaskManagementRequestPdu.TARGET_COLD_RESET;
      case QUERY_TASK -> TaskManagementRequestPdu.QUERY_TASK;
      case QUERY_TASK_SET -> TaskManagementRequestPdu.QUERY_TASK_SET;
      case I_T_NEXUS_RESET -> TaskManagementRequestPdu.I_T_NEXUS_RESET;
      case QUERY_ASYNCHRONOUS_EVENT -> TaskManagementRequestPdu.QUERY_ASYNCHRONOUS_EVENT;
    };
  }

  // RFC 7143 11.6.1, RFC 7144 4.1: how response codes map to service responses.
  private static FunctionResponse response(int code) {
    return switch (code) {
      case TaskManagementResponsePdu.FUNCTION_COMPLETE,
          TaskManagementResponsePdu.TASK_DOES_NOT_EXIST ->
          FunctionResponse.FUNCTION_COMPLETE;
      case TaskManagementResponsePdu.FUNCTION_SUCCEEDED -> FunctionResponse.FUNCTION_SUCCEEDED;
      case TaskManagementResponsePdu.LUN_DOES_NOT_EXIST ->
          FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER;
      default -> FunctionResponse.FUNCTION_REJECTED;
    };
  }
}
