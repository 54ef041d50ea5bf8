// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.ControlParameters;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.target.CommandAborter.Wish;

/**
 * Task management (SAM-5 clause 7) and what resets and nexus losses have in common with it. Runs on
 * the owner reactor.
 *
 * <p>Functions that clear for others hold new commands back until the aborted ones have ended, so
 * that nothing of an aborted write lands after what follows it. Other nexuses are told as TAS says.
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
      case ABORT_TASK,
          CLEAR_ACA,
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
      case ABORT_TASK -> abort(nowNs, unit, Wish.of(named).awaitedBy(pending));
      case ABORT_TASK_SET -> abort(nowNs, unit, Wish.of(ofNexus).awaitedBy(pending));
      case CLEAR_ACA -> clearAllegiance(nowNs, unit, nexus, pending);
      case CLEAR_TASK_SET -> clearTaskSet(nowNs, unit, nexus, pending);
      case LOGICAL_UNIT_RESET ->
          resetUnit(
              nowNs, unit, nexus, AdditionalSense.BUS_DEVICE_RESET_FUNCTION_OCCURRED, pending);
      case QUERY_TASK -> answerWhether(!unit.taskSet().find(named).isEmpty(), pending);
      case QUERY_TASK_SET -> answerWhether(!unit.taskSet().find(ofNexus).isEmpty(), pending);
      case QUERY_ASYNCHRONOUS_EVENT -> queryAsynchronousEvent(unit, nexus, pending);
      case I_T_NEXUS_RESET, TARGET_WARM_RESET, TARGET_COLD_RESET ->
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
    UnitAttentionQueue queue = unit.attentions().of(nexus.index());
    AdditionalSense first = queue == null ? null : queue.peek();
    if (queue == null || first == null) {
      return;
    }
    int depth = queue.count() == 1 ? 1 : 2;
    pending.respondWith(
        FunctionResponse.FUNCTION_SUCCEEDED,
        depth << 20 | first.key().code() << 16 | first.code() << 8 | first.qualifier());
  }

  /**
   * SAM-5 7.5: the other nexuses that lost commands are told. With TST 001b the task set is the
   * nexus' own, and nobody else's commands are in it.
   */
  private void clearTaskSet(
      long nowNs, LogicalUnit unit, NexusState nexus, PendingFunction pending) {
    ControlParameters control = unit.control();
    if (control.taskSetType() != 0) {
      abort(nowNs, unit, Wish.of(task -> task.nexus() == nexus).awaitedBy(pending));
      return;
    }
    if (!control.isTaskAbortedStatus()) {
      for (Task task : unit.taskSet().find(task -> task.nexus() != nexus)) {
        unit.attentions()
            .establish(
                nowNs, task.nexus().index(), AdditionalSense.COMMANDS_CLEARED_BY_ANOTHER_INITIATOR);
      }
    }
    abort(
        nowNs,
        unit,
        Wish.of(task -> true).holding(Hold.EVERYBODY).toldToAllBut(nexus).awaitedBy(pending));
  }

  /**
   * CLEAR ACA (SAM-5 7.4): ends the ACA condition of this nexus and aborts its commands that have
   * the ACA attribute; on a nexus without one it does nothing.
   */
  private void clearAllegiance(
      long nowNs, LogicalUnit unit, NexusState nexus, PendingFunction pending) {
    if (!unit.deviceServer().commands().hasNormalAca()) {
      pending.respondWith(FunctionResponse.FUNCTION_REJECTED, 0);
      return;
    }
    if (unit.allegiances().isFaulted(nexus.index())) {
      abort(
          nowNs,
          unit,
          Wish.of(
                  task ->
                      task.nexus() == nexus
                          && task.passesAllegiance
                          && task.attribute == TaskAttribute.ACA)
              .awaitedBy(pending));
      unit.clearAllegiance(nowNs, nexus.index());
    }
  }

  /**
   * Logical unit reset (SAM-5 6.3.3).
   *
   * @param by the nexus that a function asked for it by, whose own commands end silently whatever
   *     TAS is
   */
  private void resetUnit(
      long nowNs,
      LogicalUnit unit,
      NexusState by,
      AdditionalSense condition,
      @Nullable PendingFunction pending) {
    unit.attentions().establishForOthers(nowNs, -1, condition);
    unit.taskSet().suspend();
    Wish wish = Wish.of(task -> true).holding(Hold.EVERYBODY).awaitedBy(pending);
    abort(nowNs, unit, pending == null ? wish : wish.toldToAllBut(by));
    unit.clearAllegiances(nowNs);
    unit.deviceServer().onReset(nowNs);
    unit.taskSet().resume(nowNs);
  }

  /** Resets every logical unit that {@code nexus} sees. */
  void resetUnits(
      long nowNs, NexusState nexus, AdditionalSense condition, @Nullable PendingFunction pending) {
    device.forEachUnit(
        unit -> {
          if (unit.isAttached(nexus.index())) {
            resetUnit(nowNs, unit, nexus, condition, pending);
          }
        });
  }

  /** I_T NEXUS RESET (SAM-5 7.6). */
  private void resetNexus(long nowNs, NexusState nexus, PendingFunction pending) {
    device.forEachUnit(
        unit -> {
          unit.attentions()
              .establish(nowNs, nexus.index(), AdditionalSense.I_T_NEXUS_LOSS_OCCURRED);
          unit.deviceServer().onNexusLoss(nowNs, nexus.nexus());
          Wish wish = Wish.of(task -> task.nexus() == nexus);
          abort(nowNs, unit, wish.holding(Hold.SAME_INITIATOR).awaitedBy(pending));
          unit.clearAllegiance(nowNs, nexus.index());
        });
  }

  /**
   * Ends every command that {@code nexus} has on {@code unit}, because it used an identifier twice.
   */
  void abortOverlapped(long nowNs, LogicalUnit unit, NexusState nexus) {
    abort(nowNs, unit, Wish.of(task -> task.nexus() == nexus));
  }

  /** Ends the commands of {@code unit} that {@code wanted} holds for, then goes on. */
  void abortFor(long nowNs, LogicalUnit unit, Predicate<Command> wanted, ReactorTask then) {
    PendingFunction pending = new PendingFunction(this, then);
    pendingCount++;
    abort(
        nowNs,
        unit,
        Wish.of(task -> wanted.test(task.command()))
            .holding(Hold.EVERYBODY)
            .toldToAllBut(null)
            .awaitedBy(pending));
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
        unit -> {
          Wish wish = Wish.of(task -> task.nexus().nexus() == lost);
          abort(nowNs, unit, wish.holding(Hold.SAME_INITIATOR));
        });
  }

  private void abort(long nowNs, LogicalUnit unit, Wish wish) {
    device.aborter().abort(nowNs, unit, wish);
  }
}
