// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.fabric.CommandState;
import org.quintain.sam.Check;
import org.quintain.sam.TaskAttribute;

/**
 * The task set of one logical unit, of all nexuses (TST 000b): which commands run and which wait
 * (SAM-5 clause 8). Runs on the owner reactor.
 *
 * <pre>
 * attribute       starts when                                         lets start meanwhile
 * SIMPLE          no ORDERED and no HEAD OF QUEUE is running or older  SIMPLE, HEAD OF QUEUE
 * ORDERED         everything older has ended                          HEAD OF QUEUE
 * HEAD OF QUEUE   at once                                             HEAD OF QUEUE
 * bypassing       at once (INQUIRY and its like)                      everything
 * </pre>
 *
 * <p>Commands that run are in one list, commands that wait in another, oldest first. Since nothing
 * overtakes but HEAD OF QUEUE, which never waits, only the oldest waiting command is ever looked
 * at. The exception are commands held back behind an aborted one that a store still works for: they
 * let those of other initiators pass.
 */
final class TaskSet {
  private final LogicalUnit unit;
  private final TaskList running = new TaskList();
  private final TaskList waiting = new TaskList();
  private int barriers;
  private int holds;
  private int suspensions;
  private boolean isStarting;

  TaskSet(LogicalUnit unit) {
    this.unit = unit;
  }

  /** Takes in a received command and starts it as soon as its attribute lets it. */
  void admit(long nowNs, Task task) {
    Check.that(!task.isInTaskSet, "a command is in one task set once", task.command().slot());
    task.isInTaskSet = true;
    task.isStarted = false;
    task.command().moveTo(CommandState.DORMANT);
    if (task.isBypassing || task.attribute == TaskAttribute.HEAD_OF_QUEUE) {
      waiting.addFirst(task);
    } else {
      waiting.addLast(task);
    }
    startWhatMay(nowNs);
  }

  /**
   * Takes out a command that ends. What waited for it starts with the next {@link #startWhatMay}.
   */
  void remove(Task task) {
    Check.that(task.isInTaskSet, "a command ends once", task.command().slot());
    task.isInTaskSet = false;
    if (task.hold != Task.Hold.NOBODY) {
      task.hold = Task.Hold.NOBODY;
      holds--;
    }
    if (!task.isStarted) {
      waiting.remove(task);
      return;
    }
    running.remove(task);
    if (isBarrier(task)) {
      barriers--;
    }
  }

  /** Starts every command that may run; safe to call from within a command that it just started. */
  void startWhatMay(long nowNs) {
    if (isStarting || suspensions > 0) {
      return;
    }
    isStarting = true;
    for (Task task = nextToStart(); task != null && suspensions == 0; task = nextToStart()) {
      waiting.remove(task);
      running.addLast(task);
      task.isStarted = true;
      if (isBarrier(task)) {
        barriers++;
      }
      unit.start(nowNs, task);
    }
    isStarting = false;
  }

  private @Nullable Task nextToStart() {
    boolean isOldest = true;
    for (Task task = waiting.first(); task != null; task = task.next) {
      boolean isHeld = holds > 0 && isHeldBack(task);
      if (task.isBypassing || task.attribute == TaskAttribute.HEAD_OF_QUEUE) {
        if (!isHeld) {
          return task;
        }
      } else if (task.attribute == TaskAttribute.ORDERED) {
        return isOldest && !isHeld && running.isEmpty() ? task : null;
      } else if (barriers > 0) {
        return null;
      } else if (!isHeld) {
        return task;
      }
      isOldest = false;
    }
    return null;
  }

  private static boolean isBarrier(Task task) {
    return !task.isBypassing && task.attribute != TaskAttribute.SIMPLE;
  }

  /**
   * From now on {@code task}, which is aborted and still running, holds back those that {@code
   * whose} says.
   */
  void hold(Task task, Task.Hold whose) {
    if (task.hold == Task.Hold.NOBODY && whose != Task.Hold.NOBODY) {
      holds++;
    }
    if (whose.compareTo(task.hold) > 0) {
      task.hold = whose;
    }
  }

  private boolean isHeldBack(Task task) {
    for (Task other = running.first(); other != null; other = other.next) {
      if (other.hold == Task.Hold.EVERYBODY
          || (other.hold == Task.Hold.SAME_INITIATOR
              && other.nexus().initiatorDeviceName().equals(task.nexus().initiatorDeviceName()))) {
        return true;
      }
    }
    return false;
  }

  /** Starts nothing until {@link #resume}, so that many commands can be aborted as one. */
  void suspend() {
    suspensions++;
  }

  /** Undoes one {@link #suspend}. */
  void resume(long nowNs) {
    suspensions--;
    startWhatMay(nowNs);
  }

  /** The commands that {@code wanted} holds for, oldest first within each list. */
  List<Task> find(Predicate<Task> wanted) {
    List<Task> found = new ArrayList<>();
    running.collect(wanted, found);
    waiting.collect(wanted, found);
    return found;
  }

  /** Shows {@code visitor} every command that runs. */
  void forEachRunning(Consumer<CommandExecution> visitor) {
    for (Task task = running.first(); task != null; task = task.next) {
      visitor.accept(task);
    }
  }

  /** Whether no command is in it. */
  boolean isEmpty() {
    boolean isEmpty = running.isEmpty() && waiting.isEmpty();
    Check.that(
        !isEmpty || (barriers == 0 && holds == 0),
        "nothing bars an empty task set",
        barriers,
        holds);
    return isEmpty;
  }
}
