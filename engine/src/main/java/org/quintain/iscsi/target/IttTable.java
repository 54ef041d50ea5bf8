// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/** A session's tasks by Initiator Task Tag: open addressing over arrays made once. */
final class IttTable {
  private final @Nullable IscsiTask[] tasks;
  private final int mask;
  private int count;

  /** A table for at most {@code tasksMax} tasks. */
  IttTable(int tasksMax) {
    int capacity = Integer.highestOneBit(Math.max(8, tasksMax * 4 - 1)) << 1;
    tasks = new IscsiTask[capacity];
    mask = capacity - 1;
  }

  private int home(int tag) {
    // Tags are often counters, some of them byte-swapped: mix all bits into the low ones.
    int mixed = tag * 0x9E3779B1;
    return (mixed ^ mixed >>> 15) & mask;
  }

  @Nullable IscsiTask find(int tag) {
    for (int at = home(tag); ; at = (at + 1) & mask) {
      IscsiTask task = tasks[at];
      if (task == null || task.initiatorTaskTag == tag) {
        return task;
      }
    }
  }

  void add(IscsiTask task) {
    Check.that(count * 2 < tasks.length, "a task table stays half empty", count);
    int at = home(task.initiatorTaskTag);
    while (tasks[at] != null) {
      at = (at + 1) & mask;
    }
    tasks[at] = task;
    count++;
  }

  void remove(IscsiTask task) {
    int at = home(task.initiatorTaskTag);
    while (true) {
      IscsiTask found = tasks[at];
      Check.that(found != null, "a task is removed from the table that has it");
      if (found.index == task.index) {
        break;
      }
      at = (at + 1) & mask;
    }
    count--;
    // Close the gap, so that no search ends early.
    int gap = at;
    for (int next = (gap + 1) & mask; ; next = (next + 1) & mask) {
      IscsiTask moved = tasks[next];
      if (moved == null) {
        break;
      }
      int home = home(moved.initiatorTaskTag);
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        tasks[gap] = moved;
        gap = next;
      }
    }
    tasks[gap] = null;
  }

  int count() {
    return count;
  }
}
