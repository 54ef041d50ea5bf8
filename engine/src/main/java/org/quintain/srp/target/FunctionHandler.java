// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.srp.wire.SolicitedNotification;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.srp.wire.SrpTaskManagementIu;

/**
 * Task management (SRP r16a 6.7). The response to a function follows when no RDMA of the commands
 * that it ended is under way any more: the initiator gives their memory another use then.
 */
final class FunctionHandler {
  /** The identifier of an ABORT TASK of our own, which nobody is told the answer of. */
  private static final long OF_CHANNEL = -1;

  /** A command identifier that no command has. */
  private static final long NO_COMMAND = 0;

  private final SrpTargetPort port;

  FunctionHandler(SrpTargetPort port) {
    this.port = port;
  }

  /** SRP_TSK_MGMT; false where it has to wait for tasks that are about to be free. */
  boolean onRequest(long nowNs, TargetChannel channel, ByteBuffer bytes, int at) {
    if (!port.life().hasRoomFor(channel)) {
      return false;
    }
    port.counters().add(SrpCounter.FUNCTIONS);
    TargetTask task = port.life().begin(channel, bytes, at, SrpTaskManagementIu.lun(bytes, at));
    task.notification = SolicitedNotification.bits(bytes, at);
    int code = SrpTaskManagementIu.code(bytes, at);
    @Nullable TaskManagementFunction function = SrpTaskManagementIu.function(code);
    if (function == null) {
      port.responses().sendCode(nowNs, task, SrpResponseCode.FUNCTION_NOT_SUPPORTED);
      return true;
    }
    long managed =
        function == TaskManagementFunction.ABORT_TASK
            ? identifierOf(channel, SrpTaskManagementIu.managedTag(bytes, at))
            : NO_COMMAND;
    TaskManagementRequest request =
        new TaskManagementRequest(
            channel.nexus().itNexus(), function, task.lun, managed, task.index);
    task.function = request;
    port.scsiTarget().onTaskManagementRequest(nowNs, request);
    return true;
  }

  /** The command with {@code tag}, on the channel that the function came by or on another one. */
  private static long identifierOf(TargetChannel channel, long tag) {
    TargetTask task = channel.open().find(tag);
    List<TargetChannel> channels = channel.nexus().channels();
    for (int index = 0; index < channels.size() && task == null; index++) {
      task = channels.get(index).open().find(tag);
    }
    return task == null || task.command == null ? NO_COMMAND : task.command().identifier();
  }

  /** Task Management Function Executed of the engine's. */
  void onExecuted(long nowNs, TaskManagementRequest request) {
    if (request.functionIdentifier() == OF_CHANNEL) {
      return;
    }
    TargetTask task = port.tasks().at((int) request.functionIdentifier());
    if (task.function != request || task.isCutOff()) {
      return;
    }
    List<TargetTask> awaited = commandsOnTheWire(task.channel().nexus());
    if (awaited.isEmpty()) {
      respond(nowNs, task);
      return;
    }
    task.state = TargetTask.State.COMPLETING;
    task.awaited = awaited;
    task.channel().nexus().waitingFunctions().add(task);
  }

  /** Those that are over for the engine, and whose memory the wire refers to. */
  private List<TargetTask> commandsOnTheWire(TargetNexus nexus) {
    List<TargetTask> found = new ArrayList<>();
    for (int index = 0; index < port.tasks().made(); index++) {
      TargetTask task = port.tasks().at(index);
      boolean isOver =
          task.state == TargetTask.State.ENDED || task.state == TargetTask.State.COMPLETING;
      if (isOver && task.command != null && task.channel().nexus() == nexus) {
        found.add(task);
      }
    }
    return found;
  }

  /** The memory of {@code over}'s command is given back. */
  void onReleased(long nowNs, TargetTask over, TargetNexus nexus) {
    List<TargetTask> waiting = nexus.waitingFunctions();
    if (waiting.isEmpty()) {
      return; // As nearly always, and a copy of nothing is an object too.
    }
    // A response lets what was held back go on, a logout too, by which other functions end.
    for (TargetTask task : List.copyOf(waiting)) {
      List<TargetTask> awaited = task.awaited;
      if (awaited != null && awaited.remove(over) && awaited.isEmpty() && waiting.remove(task)) {
        respond(nowNs, task);
      }
    }
  }

  private void respond(long nowNs, TargetTask task) {
    TaskManagementRequest request = task.function;
    if (request != null && !task.isCutOff()) {
      port.responses().sendCode(nowNs, task, SrpResponseCode.of(request.response()));
    }
  }

  /** The engine shall end {@code task}, whose channel is gone. */
  void abort(long nowNs, TargetTask task) {
    port.counters().add(SrpCounter.COMMANDS_ABORTED);
    task.isAborting = true;
    port.scsiTarget()
        .onTaskManagementRequest(
            nowNs,
            new TaskManagementRequest(
                task.channel().nexus().itNexus(),
                TaskManagementFunction.ABORT_TASK,
                task.lun,
                task.command().identifier(),
                OF_CHANNEL));
  }

  /** SAM-5 5.10: a command came under the tag of another: all of its nexus end. */
  void abortAllOf(long nowNs, TargetNexus nexus) {
    for (TargetChannel channel : List.copyOf(nexus.channels())) {
      for (TargetTask task : channel.open().snapshot()) {
        if (task.state == TargetTask.State.WITH_ENGINE
            && task.command != null
            && !task.isAborting) {
          abort(nowNs, task);
        }
      }
    }
  }
}
