// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/** Task management function requests and their responses (RFC 7143 11.5, 11.6, 4.2.3; RFC 7144). */
final class TaskManagementHandler {
  private static final int OUTSTANDING_MAX = 16;
  private static final int PROTOCOL_LEVEL_OF_RFC_7144 = 2;

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;

  /** The functions that the engine has; it gives the same objects back. */
  private final ArrayList<TaskManagementRequest> executing = new ArrayList<>(4);

  private int outstanding;
  private int outstandingOnManyTasks;

  /** Functions on many tasks that wait for commands with lower numbers (RFC 7143 4.2.3.2 b). */
  private final ArrayDeque<Deferred> deferred = new ArrayDeque<>();

  private record Deferred(int cmdSn, TaskManagementRequest request) {}

  TaskManagementHandler(FullFeaturePhase phase) {
    this.phase = phase;
    this.session = phase.session();
  }

  /** How many responses are owed. */
  int outstanding() {
    return outstanding;
  }

  /** Whether {@code request} came by this connection and has not been answered. */
  boolean owes(TaskManagementRequest request) {
    return executing.contains(request);
  }

  /** Whether a function that ends many tasks is being carried out. */
  boolean isWaitingForTasks() {
    return outstandingOnManyTasks > 0;
  }

  void onRequest(long nowNs, ByteBuffer header, int base) {
    phase.counters().add(IscsiCounter.TASK_MANAGEMENT_REQUESTS);
    if (outstanding >= OUTSTANDING_MAX) {
      phase.rejects().reject(header, base, RejectReason.TOO_MANY_IMMEDIATE_COMMANDS);
      return;
    }
    int code = TaskManagementRequestPdu.function(header, base);
    TaskManagementFunction function = function(code);
    if (code == TaskManagementRequestPdu.TASK_REASSIGN) {
      reassign(nowNs, header, base);
      return;
    }
    if (function == null) {
      respond(
          Bhs.initiatorTaskTag(header, base), TaskManagementResponsePdu.FUNCTION_NOT_SUPPORTED, 0);
      return;
    }
    int referenced = TaskManagementRequestPdu.referencedTaskTag(header, base);
    if (function == TaskManagementFunction.ABORT_TASK
        || function == TaskManagementFunction.QUERY_TASK) {
      if (endsHere(nowNs, function, referenced, header, base)) {
        return;
      }
    }
    TaskManagementRequest request =
        new TaskManagementRequest(
            session.nexus(),
            function,
            Bhs.lun(header, base),
            referenced & 0xFFFFFFFFL,
            Bhs.initiatorTaskTag(header, base) & 0xFFFFFFFFL);
    outstanding++;
    int cmdSn = Bhs.cmdSn(header, base);
    if (isOnManyTasks(function)
        && Bhs.isImmediate(header, base)
        && SerialNumber.isAfter(cmdSn, session.window().expCmdSn())
        && SerialNumber.isWithin(
            cmdSn, session.window().expCmdSn(), session.window().maxCmdSn() + 1)) {
      deferred.add(new Deferred(cmdSn, request));
      return;
    }
    execute(nowNs, request);
  }

  /** TASK REASSIGN (RFC 7143 11.5.1, 11.6.1): for error recovery level 2. */
  private void reassign(long nowNs, ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    if (session.parameters().errorRecoveryLevel() < 2) {
      respond(tag, TaskManagementResponsePdu.REASSIGNMENT_NOT_SUPPORTED, 0);
      return;
    }
    int referenced = TaskManagementRequestPdu.referencedTaskTag(header, base);
    IscsiTask task = session.connections().lost().findTask(referenced);
    if (task == null) {
      boolean isAllegiant = session.tasks().find(referenced) != null;
      respond(
          tag,
          isAllegiant
              ? TaskManagementResponsePdu.TASK_STILL_ALLEGIANT
              : TaskManagementResponsePdu.TASK_DOES_NOT_EXIST,
          0);
      return;
    }
    respond(tag, TaskManagementResponsePdu.FUNCTION_COMPLETE, 0);
    int expDataSn = TaskManagementRequestPdu.expDataSn(header, base);
    session.connections().lost().reassign(nowNs, task, phase, expDataSn);
  }

  private void execute(long nowNs, TaskManagementRequest request) {
    if (isOnManyTasks(request.function())) {
      outstandingOnManyTasks++;
    }
    executing.add(request);
    session.scsiTarget().onTaskManagementRequest(nowNs, request);
  }

  /** ExpCmdSN moved on: functions that waited for it are carried out. */
  void onAdvanced(long nowNs) {
    while (!deferred.isEmpty()) {
      Deferred first = deferred.peek();
      if (SerialNumber.isAfter(first.cmdSn(), session.window().expCmdSn())) {
        return;
      }
      deferred.remove();
      execute(nowNs, first.request());
      if (session.isClosed()) {
        return;
      }
    }
  }

  private @Nullable TaskManagementFunction function(int code) {
    boolean newer = session.parameters().protocolLevel() >= PROTOCOL_LEVEL_OF_RFC_7144;
    return switch (code) {
      case TaskManagementRequestPdu.ABORT_TASK -> TaskManagementFunction.ABORT_TASK;
      case TaskManagementRequestPdu.ABORT_TASK_SET -> TaskManagementFunction.ABORT_TASK_SET;
      case TaskManagementRequestPdu.CLEAR_ACA -> TaskManagementFunction.CLEAR_ACA;
      case TaskManagementRequestPdu.CLEAR_TASK_SET -> TaskManagementFunction.CLEAR_TASK_SET;
      case TaskManagementRequestPdu.LOGICAL_UNIT_RESET -> TaskManagementFunction.LOGICAL_UNIT_RESET;
      case TaskManagementRequestPdu.TARGET_WARM_RESET -> TaskManagementFunction.TARGET_WARM_RESET;
      case TaskManagementRequestPdu.TARGET_COLD_RESET -> TaskManagementFunction.TARGET_COLD_RESET;
      case TaskManagementRequestPdu.QUERY_TASK -> newer ? TaskManagementFunction.QUERY_TASK : null;
      case TaskManagementRequestPdu.QUERY_TASK_SET ->
          newer ? TaskManagementFunction.QUERY_TASK_SET : null;
      case TaskManagementRequestPdu.I_T_NEXUS_RESET ->
          newer ? TaskManagementFunction.I_T_NEXUS_RESET : null;
      case TaskManagementRequestPdu.QUERY_ASYNCHRONOUS_EVENT ->
          newer ? TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT : null;
      default -> null;
    };
  }

  private static boolean isOnManyTasks(TaskManagementFunction function) {
    return switch (function) {
      case ABORT_TASK_SET,
          CLEAR_TASK_SET,
          LOGICAL_UNIT_RESET,
          TARGET_WARM_RESET,
          TARGET_COLD_RESET,
          I_T_NEXUS_RESET ->
          true;
      case ABORT_TASK, CLEAR_ACA, QUERY_TASK, QUERY_TASK_SET, QUERY_ASYNCHRONOUS_EVENT -> false;
    };
  }

  /**
   * Answers what needs no engine: the task named is not there, or the engine has not got it yet.
   */
  private boolean endsHere(
      long nowNs, TaskManagementFunction function, int referenced, ByteBuffer header, int base) {
    int tag = Bhs.initiatorTaskTag(header, base);
    IscsiTask task = session.tasks().find(referenced);
    if (function == TaskManagementFunction.QUERY_TASK) {
      if (task == null) {
        respond(tag, TaskManagementResponsePdu.FUNCTION_COMPLETE, 0);
      }
      return task == null;
    }
    if (task == null) {
      respond(tag, abortUnknown(nowNs, header, base), 0);
      return true;
    }
    if (task.state != IscsiTask.State.HELD) {
      return false;
    }
    session.window().take(task.cmdSn);
    session.window().hold(task.cmdSn, new HeldRequest(task.cmdSn, phase, null, null));
    session.tasks().end(nowNs, task);
    respond(tag, TaskManagementResponsePdu.FUNCTION_COMPLETE, 0);
    return true;
  }

  /**
   * RFC 7143 11.6.1 b, c: a task that never came, but whose CmdSN may still come, counts as
   * received and aborted; any other does not exist.
   */
  private int abortUnknown(long nowNs, ByteBuffer header, int base) {
    int refCmdSn = TaskManagementRequestPdu.refCmdSn(header, base);
    CommandWindow window = session.window();
    return switch (window.admit(refCmdSn)) {
      case NOW -> {
        window.advance();
        phase.onAdvanced(nowNs);
        yield TaskManagementResponsePdu.FUNCTION_COMPLETE;
      }
      case HOLD -> {
        window.hold(refCmdSn, new HeldRequest(refCmdSn, phase, null, null));
        yield TaskManagementResponsePdu.FUNCTION_COMPLETE;
      }
      case IGNORE -> TaskManagementResponsePdu.TASK_DOES_NOT_EXIST;
    };
  }

  /** Task Management Function Executed of the engine's. */
  void onExecuted(long nowNs, TaskManagementRequest request) {
    executing.remove(request);
    if (isOnManyTasks(request.function())) {
      outstandingOnManyTasks--;
    }
    ResponseFence fence = session.fence();
    if (fence == null) {
      answer(nowNs, request);
    } else {
      // RFC 7143 4.2.2.3.4, 4.2.3.3 d: no status of the tasks that it took may come after it.
      boolean isFenced =
          isOnManyTasks(request.function())
              || request.function() == TaskManagementFunction.CLEAR_ACA;
      fence.submit(nowNs, phase, scope(request), isFenced, thenNs -> answer(thenNs, request));
    }
  }

  private static long scope(TaskManagementRequest request) {
    return switch (request.function()) {
      case TARGET_WARM_RESET, TARGET_COLD_RESET, I_T_NEXUS_RESET -> ResponseFence.EVERY_LUN;
      default -> request.lun();
    };
  }

  private void answer(long nowNs, TaskManagementRequest request) {
    outstanding--;
    respond((int) request.functionIdentifier(), code(request.response()), argument(request));
    boolean done =
        request.response() == FunctionResponse.FUNCTION_COMPLETE
            || request.response() == FunctionResponse.FUNCTION_SUCCEEDED;
    if (done && request.function() == TaskManagementFunction.TARGET_COLD_RESET) {
      // RFC 7143 11.5.1: a cold reset ends all connections of the target; not from within the
      // engine's call, which may be walking over the nexuses that end with them.
      phase.connection().timers().set(IscsiTargetConnection.TIMER_RESET, nowNs);
    }
  }

  /** The engine has carried out a cold reset, and its call has returned. */
  void onColdReset(long nowNs) {
    session.node().closeSessionsOf(nowNs, session.targetName(), "the target was reset");
  }

  private int argument(TaskManagementRequest request) {
    return request.function() == TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT
        ? (int) request.responseArgument() << 8
        : 0;
  }

  private int code(FunctionResponse response) {
    return switch (response) {
      case FUNCTION_COMPLETE -> TaskManagementResponsePdu.FUNCTION_COMPLETE;
      case FUNCTION_SUCCEEDED ->
          session.parameters().protocolLevel() >= PROTOCOL_LEVEL_OF_RFC_7144
              ? TaskManagementResponsePdu.FUNCTION_SUCCEEDED
              : TaskManagementResponsePdu.FUNCTION_COMPLETE;
      case INCORRECT_LOGICAL_UNIT_NUMBER -> TaskManagementResponsePdu.LUN_DOES_NOT_EXIST;
      case FUNCTION_REJECTED, SERVICE_DELIVERY_OR_TARGET_FAILURE ->
          TaskManagementResponsePdu.FUNCTION_REJECTED;
    };
  }

  private void respond(int initiatorTaskTag, int response, int argument) {
    TargetOutput output = phase.output();
    int base = output.begin(IscsiOpcode.TASK_MANAGEMENT_RESPONSE);
    ByteBuffer header = output.header();
    Bhs.initiatorTaskTag(header, base, initiatorTaskTag);
    TaskManagementResponsePdu.response(header, base, response);
    TaskManagementResponsePdu.additionalResponseInformation(header, base, argument);
    output.takeStatSn(base);
    output.commit();
  }
}
