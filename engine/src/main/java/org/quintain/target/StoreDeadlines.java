// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.RangeLocks;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.store.StoreRequest;

/**
 * Keeps one request that a store does not answer from holding up anything but itself. A command
 * whose request is not answered by its deadline ends towards its initiator (ABORTED COMMAND,
 * COMMAND TIMEOUT DURING PROCESSING, or as its abort wants it), so that task management, other
 * commands and reconfigurations go on. Its slot and its memory stay out of use until the store
 * answers, and until then no other command touches bytes that the request may still change: it ends
 * with NOT READY, OPERATION IN PROGRESS.
 *
 * <p>Looks at the running commands of its logical unit once a second, and only while a store has
 * requests; a command costs one field test. Runs on the owner reactor.
 */
final class StoreDeadlines {
  private static final long LOOK_EVERY_NS = 1_000_000_000L;
  private static final long NS_PER_PERCENT_OF_SECOND = 10_000_000L;
  private static final int DEFAULT_SECONDS = 30;

  private final LogicalUnit unit;
  private final ReactorTask look = this::look;
  private final List<Task> unanswered = new ArrayList<>();
  private boolean isLooking;

  StoreDeadlines(LogicalUnit unit) {
    this.unit = unit;
  }

  /** How many commands have ended whose requests the store has not answered. */
  int unansweredCount() {
    return unanswered.size();
  }

  /** A request is handed to the store. */
  void onSubmitted(long nowNs) {
    if (!isLooking && unit.limits().deadlinePercent() != TaskSetLimits.NO_DEADLINE) {
      isLooking = true;
      unit.reactor().callAt(nowNs + LOOK_EVERY_NS, look);
    }
  }

  private void look(long nowNs) {
    isLooking = false;
    boolean isAnyLeft = false;
    for (Task task : unit.taskSet().find(StoreDeadlines::isWithStore)) {
      if (!isWithStore(task)) {
        continue; // Its end came with that of another.
      }
      if (deadlineNs(task) <= nowNs) {
        expire(nowNs, task);
      } else {
        isAnyLeft = true;
      }
    }
    if (isAnyLeft) {
      onSubmitted(nowNs);
    }
  }

  private static boolean isWithStore(Task task) {
    return task.isInTaskSet
        && !task.isOverdue
        && task.command().state() == CommandState.STORING
        && task.storeRequest().isSubmitted();
  }

  private long deadlineNs(Task task) {
    CommandDefinition row = task.definition();
    long seconds = row == null ? DEFAULT_SECONDS : row.recommendedTimeoutSeconds();
    TaskSetLimits limits = unit.limits();
    long deadlineNs =
        task.submittedNs + seconds * limits.deadlinePercent() * NS_PER_PERCENT_OF_SECOND;
    return task.command().isAbortRequested()
        ? Math.min(deadlineNs, task.abortedNs + limits.abortedDeadlineNs())
        : deadlineNs;
  }

  /**
   * Ends {@code task}, whose request the store has, without the store's answer: COMMAND TIMEOUT
   * DURING PROCESSING, or as its abort wants it.
   */
  void expire(long nowNs, Task task) {
    Command command = task.command();
    task.isOverdue = true;
    unanswered.add(task);
    unit.device()
        .trace(
            nowNs,
            TraceEvent.COMMAND_OVERDUE,
            task.nexus().index(),
            command.identifier(),
            unit.number());
    RangeLocks waiters = RangeLocks.takeWaiters(task);
    if (command.isAbortRequested()) {
      unit.complete(nowNs, command);
    } else {
      task.terminate(nowNs, AdditionalSense.COMMAND_TIMEOUT_DURING_PROCESSING);
    }
    CommandExecution.wake(nowNs, waiters);
  }

  /**
   * Whether {@code request} reads or changes bytes that an unanswered one may still change. What an
   * unanswered one still reads goes to nobody.
   */
  boolean isInTheWayOf(StoreRequest request) {
    for (int index = 0; index < unanswered.size(); index++) {
      StoreRequest other = unanswered.get(index).storeRequest();
      if (other.operation().changesRange()
          && other.offsetBytes() < request.offsetBytes() + request.lengthBytes()
          && request.offsetBytes() < other.offsetBytes() + other.lengthBytes()) {
        return true;
      }
    }
    return false;
  }

  /** The store has answered the request of an overdue command after all. */
  void onAnswered(long nowNs, Task task) {
    unanswered.remove(task);
    unit.device()
        .trace(
            nowNs,
            TraceEvent.OVERDUE_ANSWERED,
            task.nexus().index(),
            task.command().identifier(),
            unit.number());
    if (task.isReleased) {
      giveBack(task);
    } else {
      task.isAnswered = true;
    }
  }

  /** The fabric needs nothing of an overdue command any more. */
  void onReleased(Task task) {
    if (task.isAnswered) {
      giveBack(task);
    } else {
      task.isReleased = true;
    }
  }

  private static void giveBack(Task task) {
    task.isOverdue = false;
    task.isAnswered = false;
    task.isReleased = false;
    TargetPort.giveBackOverdue(task);
  }
}
