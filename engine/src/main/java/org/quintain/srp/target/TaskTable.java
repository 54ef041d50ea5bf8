// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.sam.Check;

/**
 * The tasks of one target port, each with memory for its response: made as they are first needed,
 * found by their command's slot.
 */
final class TaskTable {
  private static final int BY_SLOT_MIN = 64;
  private static final int TASKS_PER_SLAB = 64;

  private final int responseBytes;
  private final List<TargetTask> tasks = new ArrayList<>();
  private TargetTask[] free = new TargetTask[TASKS_PER_SLAB];
  private int freeCount;
  private @Nullable TargetTask[] bySlot = new @Nullable TargetTask[0];

  /**
   * @param responseBytes how long a response can be
   */
  TaskTable(int responseBytes) {
    this.responseBytes = (responseBytes + 7) & ~7;
  }

  int inUse() {
    return tasks.size() - freeCount;
  }

  /** How many tasks were ever needed at a time: {@link #at} has the first so many. */
  int made() {
    return tasks.size();
  }

  TargetTask at(int index) {
    return tasks.get(index);
  }

  /** A task in use. Who asks holds the number of its tasks within bounds. */
  TargetTask acquire(TargetChannel channel, long tag, long lun) {
    if (freeCount == 0) {
      addSlab();
    }
    TargetTask task = free[--freeCount];
    task.begin(channel, tag, lun);
    return task;
  }

  private void addSlab() {
    ByteBuffer slab = ByteBuffer.allocateDirect(TASKS_PER_SLAB * responseBytes);
    int first = tasks.size();
    if (free.length < first + TASKS_PER_SLAB) {
      free = Arrays.copyOf(free, 2 * (first + TASKS_PER_SLAB));
    }
    for (int index = 0; index < TASKS_PER_SLAB; index++) {
      tasks.add(new TargetTask(first + index, slab, index * responseBytes));
    }
    for (int index = TASKS_PER_SLAB - 1; index >= 0; index--) {
      free[freeCount++] = tasks.get(first + index);
    }
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

  /** The command of {@code task} goes back to the engine. */
  void unbind(TargetTask task) {
    bySlot[task.command().slot()] = null;
    task.command = null;
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
    task.free();
    free[freeCount++] = task;
  }
}
