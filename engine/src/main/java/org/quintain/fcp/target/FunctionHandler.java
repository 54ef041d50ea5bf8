// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fcp.wire.FcpFunctions;
import org.quintain.fcp.wire.FcpResponseCode;
import org.quintain.sam.TaskManagementFunction;

/**
 * Task management: functions that FCP_CMND flags ask for (FCP-4 9.2.2), and ABORT TASK, which an
 * initiator says by aborting the command's exchange (FCP-4 12.3).
 */
final class FunctionHandler {
  /** The identifier of an ABORT TASK that an ABTS stands for: its answer is the end of its task. */
  private static final long OF_ABTS = -1;

  private final FcpTargetPort port;

  FunctionHandler(FcpTargetPort port) {
    this.port = port;
  }

  void onRequest(long nowNs, TargetNexus nexus, Exchange exchange, long lun, int flags) {
    port.counters().add(FcpCounter.FUNCTIONS);
    @Nullable TaskManagementFunction function = FcpFunctions.function(flags);
    if (function == null) {
      // FCP-4 9.2.2: more than one flag at once, or one that means nothing.
      int code =
          Integer.bitCount(flags) > 1
              ? FcpResponseCode.COMMAND_FIELDS_INVALID
              : FcpResponseCode.FUNCTION_REJECTED;
      port.responses().sendCode(nowNs, exchange, code, 0);
      return;
    }
    TargetTask task = port.tasks().acquire(nexus, exchange, lun);
    if (task == null) {
      port.responses().sendCode(nowNs, exchange, FcpResponseCode.FUNCTION_FAILED, 0);
      return;
    }
    TaskManagementRequest request =
        new TaskManagementRequest(nexus.itNexus(), function, lun, 0, task.index);
    task.function = request;
    port.scsiTarget().onTaskManagementRequest(nowNs, request);
  }

  /** Task Management Function Executed of the engine's. */
  void onExecuted(long nowNs, TargetNexus nexus, TaskManagementRequest request) {
    if (request.functionIdentifier() == OF_ABTS) {
      return;
    }
    TargetTask task = port.tasks().at((int) request.functionIdentifier());
    if (task.function != request) {
      return;
    }
    Exchange exchange = task.exchange;
    task.exchange = null;
    port.endTask(nowNs, task);
    if (exchange != null) {
      exchange.context(null);
      int code = FcpResponseCode.of(request.response());
      boolean argued = request.function() == TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT;
      int argument = argued ? (int) request.responseArgument() : 0;
      port.responses().sendCode(nowNs, exchange, code, argument);
    }
  }

  /** The engine shall end {@code task}, whose exchange is no more or is being aborted. */
  void abort(long nowNs, TargetTask task) {
    port.counters().add(FcpCounter.COMMANDS_ABORTED);
    TargetNexus nexus = task.nexus();
    port.scsiTarget()
        .onTaskManagementRequest(
            nowNs,
            new TaskManagementRequest(
                nexus.itNexus(),
                TaskManagementFunction.ABORT_TASK,
                task.lun,
                task.command().identifier(),
                OF_ABTS));
  }
}
