// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fc.exchange.Exchange;
import org.quintain.sam.Check;

/** The tasks of one target port: made as they are first needed, found by their command's slot. */
final class TaskTable {
  private static final int BY_SLOT_MIN = 64;

  private final TargetTask[] tasks;
  private final int[] free;
  private int freeCount;
  private int made;
  private @Nullable TargetTask[] bySlot = new @Nullable TargetTask[0];

  TaskTable(int tasksMax) {
    tasks = new TargetTask[tasksMax];
    free = new int[tasksMax];
    for (int index = tasksMax - 1; index >= 0; index--) {
      free[freeCount++] = index;
    }
  }

  /** How many tasks were ever needed at a time: {@link #at} has the first so many. */
  int made() {
    return made;
  }

  int inUse() {
    return tasks.length - freeCount;
  }

  TargetTask at(int index) {
    return tasks[index];
  }

  /** A task in use for {@code exchange}, or null when all are. */
  @Nullable TargetTask acquire(TargetNexus nexus, Exchange exchange, long lun) {
    if (freeCount == 0) {
      return null;
    }
    int index = free[--freeCount];
    if (index >= made) {
      Check.that(index == made, "tasks are made in their order", index, made);
      tasks[made++] = new TargetTask(index);
    }
    TargetTask task = tasks[index];
    task.begin(nexus, exchange, lun);
    exchange.context(task);
    return task;
  }

  /** {@code command} is that of {@code task}. */
  void bind(TargetTask task, Command command) {
    task.command = command;
    if (command.slot() >= bySlot.length) {
      int slots = Math.max(BY_SLOT_MIN, Integer.highestOneBit(command.slot()) * 2);
      bySlot = Arrays.copyOf(bySlot, slots);
    }
    bySlot[command.slot()] = task;
  }

  /** The task of a command that the engine has. */
  TargetTask of(Command command) {
    TargetTask task = bySlot[command.slot()];
    Check.that(
        task != null && task.command == command,
        "the engine speaks of a command it has",
        command.slot());
    return task;
  }

  /** {@code task}, which has ended and which nothing refers to, is free. */
  void release(TargetTask task) {
    Command command = task.command;
    if (command != null) {
      bySlot[command.slot()] = null;
    }
    task.free();
    free[freeCount++] = task.index;
  }
}
