// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.List;
import org.quintain.device.DurationLimit;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;

/**
 * Ends the commands that exceed their command duration limits (SPC-6 5.17, 7.5.11). One deadline is
 * asked of the reactor at a time, the nearest of all commands with limits; a command without them
 * costs one field test. Runs on the owner reactor.
 */
final class DurationWatch {
  private static final long NEVER = Long.MAX_VALUE;

  private final LogicalUnit unit;
  private final ReactorTask look = this::look;
  private long scheduledNs = NEVER;

  DurationWatch(LogicalUnit unit) {
    this.unit = unit;
  }

  /** {@code task} arrived, and {@code limit} holds for it. */
  void onReceived(Task task, DurationLimit limit) {
    task.durationLimit = limit;
    schedule(deadlineNs(task, limit));
  }

  /** {@code task}, which has a limit, begins to be processed. */
  void onStarted(long nowNs, Task task, DurationLimit limit) {
    task.activeNs = nowNs;
    schedule(deadlineNs(task, limit));
  }

  private void schedule(long atNs) {
    if (atNs < scheduledNs) {
      scheduledNs = atNs;
      unit.reactor().callAt(atNs, look);
    }
  }

  private static long deadlineNs(Task task, DurationLimit limit) {
    long nearest = NEVER;
    if (!task.isStarted && limit.inactiveNs() > 0) {
      nearest = task.receivedNs + limit.inactiveNs();
    }
    if (task.isStarted && limit.activeNs() > 0) {
      nearest = task.activeNs + limit.activeNs();
    }
    if (limit.guidelineNs() > 0) {
      nearest = Math.min(nearest, task.receivedNs + limit.guidelineNs());
    }
    return nearest;
  }

  private void look(long nowNs) {
    if (nowNs < scheduledNs) {
      return; // An earlier look has dealt with what this one was asked for.
    }
    scheduledNs = NEVER;
    TaskSet taskSet = unit.taskSet();
    taskSet.suspend();
    List<Task> limited = taskSet.find(each -> each.durationLimit != null);
    for (Task task : limited) {
      if (task.isInTaskSet) {
        judge(nowNs, task);
      }
    }
    taskSet.resume(nowNs);
  }

  private void judge(long nowNs, Task task) {
    DurationLimit limit = task.durationLimit;
    while (limit != null && deadlineNs(task, limit) <= nowNs) {
      boolean isByGuideline =
          limit.guidelineNs() > 0 && task.receivedNs + limit.guidelineNs() <= nowNs;
      if (isByGuideline && !limit.isTerminatedByGuideline() && !isDue(nowNs, task, limit)) {
        limit = limit.next();
        task.durationLimit = limit;
      } else {
        terminate(nowNs, task);
        return;
      }
    }
    if (limit != null) {
      schedule(deadlineNs(task, limit));
    }
  }

  /** Whether one of the limits that terminate was exceeded. */
  private static boolean isDue(long nowNs, Task task, DurationLimit limit) {
    return task.isStarted
        ? limit.activeNs() > 0 && task.activeNs + limit.activeNs() <= nowNs
        : limit.inactiveNs() > 0 && task.receivedNs + limit.inactiveNs() <= nowNs;
  }

  private void terminate(long nowNs, Task task) {
    Command command = task.command();
    task.durationLimit = null;
    if (command.isAbortRequested() || task.isParked || task.isOverdue) {
      return; // Its end is settled already.
    }
    if (!task.isStarted) {
      task.terminate(nowNs, AdditionalSense.COMMAND_TIMEOUT_BEFORE_PROCESSING);
    } else if (command.state() == CommandState.STORING && task.storeRequest().isSubmitted()) {
      unit.deadlines().expire(nowNs, task);
    } else {
      unit.device().aborter().timeOut(nowNs, task);
    }
  }
}
