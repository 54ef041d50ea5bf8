// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.Errand;
import org.quintain.device.RangeLocks;
import org.quintain.device.StoreWatch;
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
 * <p>The same holds for a command that waits for something else: a range that others hold, a record
 * that is saved, an operation on the medium. {@linkplain Errand Errands} are told themselves.
 *
 * <p>Looks at the running commands of its logical unit once a second, and only while a store has
 * requests; a command costs one field test. Runs on the owner reactor.
 */
final class StoreDeadlines implements StoreWatch {
  private static final long LOOK_EVERY_NS = 1_000_000_000L;
  private static final int DEFAULT_SECONDS = 30;

  /** How long an operation that takes hours may go on without a sign of life. */
  private static final int SILENT_SECONDS_MAX = 600;

  private final LogicalUnit unit;
  private final ReactorTask look = this::look;
  private final Errands errands = new Errands();
  private final List<StoreRequest> unanswered = new ArrayList<>();
  private boolean isLooking;

  StoreDeadlines(LogicalUnit unit) {
    this.unit = unit;
  }

  @Override
  public int unansweredCount() {
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
    if (unit.limits().deadlinePercent() == TaskSetLimits.NO_DEADLINE) {
      return; // There is none any more.
    }
    for (Errand errand : errands.newlyOverdue(nowNs, unit.limits())) {
      if (errand.request().isSubmitted()) {
        unanswered.add(errand.request());
      }
      errand.onOverdue(nowNs);
    }
    boolean isAnyLeft = errands.isAnyInTime();
    for (Task task : unit.taskSet().find(StoreDeadlines::isWaiting)) {
      if (!isWaiting(task)) {
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

  private static boolean isWaiting(Task task) {
    return task.isInTaskSet
        && !task.isOverdue
        && !task.isOnErrands
        && task.command().state() == CommandState.STORING;
  }

  private long deadlineNs(Task task) {
    CommandDefinition row = task.definition();
    int seconds = row == null ? DEFAULT_SECONDS : row.recommendedTimeoutSeconds();
    if (!task.storeRequest().isSubmitted()) {
      seconds = Math.min(seconds, SILENT_SECONDS_MAX);
    }
    TaskSetLimits limits = unit.limits();
    long deadlineNs = task.submittedNs + limits.deadlineNs(seconds);
    return task.command().isAbortRequested()
        ? Math.min(deadlineNs, task.abortedNs + limits.abortedDeadlineNs())
        : deadlineNs;
  }

  /**
   * Ends {@code task}, which waits for its store or for somebody else, without an answer: COMMAND
   * TIMEOUT DURING PROCESSING, or as its abort wants it.
   */
  void expire(long nowNs, Task task) {
    Command command = task.command();
    if (!task.storeRequest().isSubmitted() && !command.isAbortRequested()) {
      unit.device().aborter().timeOut(nowNs, task);
      if (!isWaiting(task)) {
        return; // It was in a queue, and has left it.
      }
    }
    task.isOverdue = true;
    task.keepScratch();
    unanswered.add(task.storeRequest());
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

  /** What an unanswered request still reads goes to nobody. */
  @Override
  public boolean isInTheWayOf(StoreRequest request) {
    for (int index = 0; index < unanswered.size(); index++) {
      StoreRequest other = unanswered.get(index);
      if (other.isSubmitted()
          && other.operation().changesRange()
          && other.offsetBytes() < request.offsetBytes() + request.lengthBytes()
          && request.offsetBytes() < other.offsetBytes() + other.lengthBytes()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onErrandBegun(long nowNs, Errand errand) {
    errands.add(nowNs, errand);
    onSubmitted(nowNs);
  }

  @Override
  public void onErrandEnded(Errand errand) {
    errands.remove(errand);
    unanswered.remove(errand.request());
  }

  /** Whether no request to the store is under way that a command does not know of. */
  boolean isQuiet() {
    return unanswered.isEmpty() && errands.isEmpty();
  }

  /** The store has answered the request of an overdue command after all. */
  void onAnswered(long nowNs, Task task) {
    unanswered.remove(task.storeRequest());
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
    task.releaseKeptScratch();
    TargetPort.giveBackOverdue(task);
  }
}
