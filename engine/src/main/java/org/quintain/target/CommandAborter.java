// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;

/**
 * Aborts commands (SAM-5 5.6): marks them, and lets whoever works on each end it. A waiting command
 * ends at once, a transfer is terminated, a store is waited for. Runs on the owner reactor.
 */
final class CommandAborter {
  /**
   * Which commands are to be aborted and what comes of it.
   *
   * @param wanted holds for the commands
   * @param hold whose new commands wait until the aborted ones have ended
   * @param isTold whether the other nexuses' commands end with TASK ABORTED where TAS says so
   * @param by the nexus whose own commands end silently in any case, null for none
   * @param awaitedBy waits for the ends, null for nobody
   */
  record Wish(
      Predicate<Task> wanted,
      Hold hold,
      boolean isTold,
      @Nullable NexusState by,
      @Nullable PendingFunction awaitedBy) {

    /** Silent ends that nothing waits for. */
    static Wish of(Predicate<Task> wanted) {
      return new Wish(wanted, Hold.NOBODY, false, null, null);
    }

    Wish holding(Hold whose) {
      return new Wish(wanted, whose, isTold, by, awaitedBy);
    }

    Wish toldToAllBut(@Nullable NexusState nexus) {
      return new Wish(wanted, hold, true, nexus, awaitedBy);
    }

    Wish awaitedBy(@Nullable PendingFunction function) {
      return new Wish(wanted, hold, isTold, by, function);
    }
  }

  /** Aborts what {@code wish} says of {@code unit}. */
  void abort(long nowNs, LogicalUnit unit, Wish wish) {
    TaskSet taskSet = unit.taskSet();
    taskSet.suspend();
    List<Task> affected = new ArrayList<>(taskSet.find(wish.wanted()));
    boolean hasStatus = wish.isTold() && unit.control().isTaskAbortedStatus();
    for (Task task : affected) {
      if (!task.isInTaskSet || !wish.wanted().test(task)) {
        continue; // Its end came with that of another.
      }
      PendingFunction awaitedBy = wish.awaitedBy();
      if (awaitedBy != null) {
        awaitedBy.await(task);
      }
      abort(nowNs, unit, task, wish.hold(), hasStatus && task.nexus() != wish.by());
    }
    taskSet.resume(nowNs);
  }

  /**
   * SAM-5 5.6: a command that was to be told keeps silent when its own nexus aborts it as well or
   * is lost, and one that was aborted silently is never told.
   */
  private static void abort(long nowNs, LogicalUnit unit, Task task, Hold hold, boolean isTold) {
    Command command = task.command();
    boolean isFirstAbort = !command.isAbortRequested();
    task.isToldOfAbort = isTold && (isFirstAbort || task.isToldOfAbort);
    if (isFirstAbort) {
      task.abortedNs = nowNs;
    }
    task.isTimedOut = false;
    command.requestAbort();
    if (command.state() == CommandState.DORMANT || task.isParked) {
      unit.complete(nowNs, command);
      return;
    }
    unit.taskSet().hold(task, hold);
    interrupt(nowNs, task, isFirstAbort);
  }

  /**
   * Ends {@code task}, whose store is not at work, by the way of an abort, so that its initiator is
   * told that it took too long.
   */
  void timeOut(long nowNs, Task task) {
    task.isTimedOut = true;
    task.abortedNs = nowNs;
    task.command().requestAbort();
    interrupt(nowNs, task, true);
  }

  private static void interrupt(long nowNs, Task task, boolean isFirstAbort) {
    Command command = task.command();
    boolean isTransferring =
        command.state() == CommandState.RECEIVING_DATA_OUT
            || command.state() == CommandState.SENDING_DATA_IN;
    if (isFirstAbort && isTransferring) {
      task.transport().terminateDataTransfer(nowNs, command);
    }
    task.onAbortRequested(nowNs);
  }
}
