// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.FunctionResponse;

/**
 * Task management (SAM-5 clause 7) and what resets and nexus losses have in common with it. Runs on
 * the owner reactor.
 *
 * <p>An abort marks a command; whoever works on it ends it silently (TAS is 0). A waiting command
 * ends at once, a transfer is terminated, a store is waited for. Functions that clear for others
 * hold new commands back until then, so that nothing of an aborted write lands after what follows
 * it.
 */
final class TaskManager {
  private final TargetDevice device;
  private int pendingCount;

  TaskManager(TargetDevice device) {
    this.device = device;
  }

  /** How many functions wait for commands to end. */
  int pendingCount() {
    return pendingCount;
  }

  /** Task Management Request Received. */
  void onRequest(long nowNs, TaskManagementRequest request) {
    device.trace(
        nowNs,
        TraceEvent.FUNCTION_RECEIVED,
        request.nexus().index(),
        request.function().ordinal(),
        request.lun());
    PendingFunction pending = new PendingFunction(this, request);
    pendingCount++;
    execute(nowNs, pending);
    pending.onOneEnded(nowNs);
  }

  void onExecuted(long nowNs, PendingFunction pending) {
    pendingCount--;
    TaskManagementRequest request = pending.request();
    NexusState nexus = NexusState.from(request.nexus());
    device.trace(
        nowNs,
        TraceEvent.FUNCTION_EXECUTED,
        nexus.index(),
        request.function().ordinal(),
        request.response().ordinal());
    if (!nexus.isLost) {
      nexus.transport().taskManagementFunctionExecuted(nowNs, request);
    }
  }

  private void execute(long nowNs, PendingFunction pending) {
    TaskManagementRequest request = pending.request();
    NexusState nexus = NexusState.from(request.nexus());
    switch (request.function()) {
      case I_T_NEXUS_RESET -> resetNexus(nowNs, nexus, pending);
      case TARGET_WARM_RESET ->
          resetUnits(nowNs, nexus, AdditionalSense.BUS_DEVICE_RESET_FUNCTION_OCCURRED, pending);
      case TARGET_COLD_RESET ->
          resetUnits(
              nowNs, nexus, AdditionalSense.POWER_ON_RESET_OR_BUS_DEVICE_RESET_OCCURRED, pending);
      case CLEAR_ACA -> pending.respondWith(FunctionResponse.FUNCTION_REJECTED, 0);
      case ABORT_TASK,
          ABORT_TASK_SET,
          CLEAR_TASK_SET,
          LOGICAL_UNIT_RESET,
          QUERY_TASK,
          QUERY_TASK_SET,
          QUERY_ASYNCHRONOUS_EVENT -> {
        LogicalUnit unit = device.router().unitOf(nexus, request.lun());
        if (unit == null) {
          pending.respondWith(FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER, 0);
        } else {
          executeOn(nowNs, unit, nexus, pending);
        }
      }
    }
  }

  private void executeOn(long nowNs, LogicalUnit unit, NexusState nexus, PendingFunction pending) {
    TaskManagementRequest request = pending.request();
    long identifier = request.commandIdentifier();
    Predicate<Task> ofNexus = task -> task.nexus() == nexus;
    Predicate<Task> named =
        task -> task.nexus() == nexus && task.command().identifier() == identifier;
    switch (request.function()) {
      case ABORT_TASK -> abort(nowNs, unit, named, Task.Hold.NOBODY, pending);
      case ABORT_TASK_SET -> abort(nowNs, unit, ofNexus, Task.Hold.NOBODY, pending);
      case CLEAR_TASK_SET -> clearTaskSet(nowNs, unit, nexus, pending);
      case LOGICAL_UNIT_RESET ->
          resetUnit(nowNs, unit, AdditionalSense.BUS_DEVICE_RESET_FUNCTION_OCCURRED, pending);
      case QUERY_TASK -> answerWhether(!unit.taskSet().find(named).isEmpty(), pending);
      case QUERY_TASK_SET -> answerWhether(!unit.taskSet().find(ofNexus).isEmpty(), pending);
      case QUERY_ASYNCHRONOUS_EVENT -> queryAsynchronousEvent(unit, nexus, pending);
      case CLEAR_ACA, I_T_NEXUS_RESET, TARGET_WARM_RESET, TARGET_COLD_RESET ->
          throw new IllegalStateException("This function has no logical unit.");
    }
  }

  private static void answerWhether(boolean isThere, PendingFunction pending) {
    pending.respondWith(
        isThere ? FunctionResponse.FUNCTION_SUCCEEDED : FunctionResponse.FUNCTION_COMPLETE, 0);
  }

  /** SAM-5 7.10: the first condition as (depth, sense key), ASC, ASCQ in three bytes. */
  private static void queryAsynchronousEvent(
      LogicalUnit unit, NexusState nexus, PendingFunction pending) {
    UnitAttentionQueue queue = unit.unitAttentions(nexus.index());
    AdditionalSense first = queue == null ? null : queue.peek();
    if (queue == null || first == null) {
      return;
    }
    int depth = queue.count() == 1 ? 1 : 2;
    pending.respondWith(
        FunctionResponse.FUNCTION_SUCCEEDED,
        depth << 20 | first.key().code() << 16 | first.code() << 8 | first.qualifier());
  }

  /** SAM-5 7.5: the other nexuses that lost commands are told. */
  private void clearTaskSet(
      long nowNs, LogicalUnit unit, NexusState nexus, PendingFunction pending) {
    for (Task task : unit.taskSet().find(task -> task.nexus() != nexus)) {
      unit.establishUnitAttention(
          nowNs, task.nexus().index(), AdditionalSense.COMMANDS_CLEARED_BY_ANOTHER_INITIATOR);
    }
    abort(nowNs, unit, task -> true, Task.Hold.EVERYBODY, pending);
  }

  /** Logical unit reset (SAM-5 6.3.3). */
  private void resetUnit(
      long nowNs, LogicalUnit unit, AdditionalSense condition, @Nullable PendingFunction pending) {
    unit.establishUnitAttentionForAll(nowNs, condition);
    unit.deviceServer().onReset(nowNs);
    abort(nowNs, unit, task -> true, Task.Hold.EVERYBODY, pending);
  }

  /** Resets every logical unit that {@code nexus} sees. */
  void resetUnits(
      long nowNs, NexusState nexus, AdditionalSense condition, @Nullable PendingFunction pending) {
    device.forEachUnit(
        unit -> {
          if (unit.isAttached(nexus.index())) {
            resetUnit(nowNs, unit, condition, pending);
          }
        });
  }

  /** I_T NEXUS RESET (SAM-5 7.6). */
  private void resetNexus(long nowNs, NexusState nexus, PendingFunction pending) {
    device.forEachUnit(
        unit -> {
          unit.establishUnitAttention(
              nowNs, nexus.index(), AdditionalSense.I_T_NEXUS_LOSS_OCCURRED);
          unit.deviceServer().onNexusLoss(nowNs, nexus.nexus());
          abort(nowNs, unit, task -> task.nexus() == nexus, Task.Hold.SAME_INITIATOR, pending);
        });
  }

  /**
   * Ends every command that {@code nexus} has on {@code unit}, because it used an identifier twice.
   */
  void abortOverlapped(long nowNs, LogicalUnit unit, NexusState nexus) {
    abort(nowNs, unit, task -> task.nexus() == nexus, Task.Hold.NOBODY, null);
  }

  /** Ends the commands of {@code unit} that {@code wanted} holds for, then goes on. */
  void abortFor(long nowNs, LogicalUnit unit, Predicate<Command> wanted, ReactorTask then) {
    PendingFunction pending = new PendingFunction(this, then);
    pendingCount++;
    abort(nowNs, unit, task -> wanted.test(task.command()), Task.Hold.EVERYBODY, pending);
    pending.onOneEnded(nowNs);
  }

  /** Waits for the running commands of {@code unit} that {@code wanted} holds for, then goes on. */
  void awaitFor(long nowNs, LogicalUnit unit, Predicate<Command> wanted, ReactorTask then) {
    PendingFunction pending = new PendingFunction(this, then);
    pendingCount++;
    for (Task task : unit.taskSet().find(task -> task.isStarted)) {
      if (wanted.test(task.command())) {
        pending.await(task);
      }
    }
    pending.onOneEnded(nowNs);
  }

  void onAborted() {
    pendingCount--;
  }

  /** Ends every command of a lost nexus. */
  void abortNexus(long nowNs, ItNexus lost) {
    device.forEachUnit(
        unit ->
            abort(
                nowNs, unit, task -> task.nexus().nexus() == lost, Task.Hold.SAME_INITIATOR, null));
  }

  private void abort(
      long nowNs,
      LogicalUnit unit,
      Predicate<Task> wanted,
      Task.Hold hold,
      @Nullable PendingFunction pending) {
    TaskSet taskSet = unit.taskSet();
    taskSet.suspend();
    List<Task> affected = new ArrayList<>(taskSet.find(wanted));
    for (Task task : affected) {
      if (!task.isInTaskSet || !wanted.test(task)) {
        continue; // Its end came with that of another.
      }
      if (pending != null) {
        pending.await(task);
      }
      abort(nowNs, unit, task, hold);
    }
    taskSet.resume(nowNs);
  }

  private void abort(long nowNs, LogicalUnit unit, Task task, Task.Hold hold) {
    Command command = task.command();
    boolean isFirstAbort = !command.isAbortRequested();
    command.requestAbort();
    if (command.state() == CommandState.DORMANT) {
      unit.complete(nowNs, command);
      return;
    }
    unit.taskSet().hold(task, hold);
    boolean isTransferring =
        command.state() == CommandState.RECEIVING_DATA_OUT
            || command.state() == CommandState.SENDING_DATA_IN;
    if (isFirstAbort && isTransferring) {
      task.transport().terminateDataTransfer(nowNs, command);
    }
    task.onAbortRequested(nowNs);
  }
}
