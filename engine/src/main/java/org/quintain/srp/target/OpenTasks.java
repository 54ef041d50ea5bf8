// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tasks of one channel that its initiator knows to be open, found by their tags. */
final class OpenTasks {
  private long[] tags = new long[16];
  private TargetTask[] tasks = new TargetTask[16];
  private int count;

  int count() {
    return count;
  }

  TargetTask at(int index) {
    return tasks[index];
  }

  void add(TargetTask task) {
    if (count == tags.length) {
      tags = Arrays.copyOf(tags, 2 * count);
      tasks = Arrays.copyOf(tasks, 2 * count);
    }
    task.openIndex = count;
    tags[count] = task.tag;
    tasks[count++] = task;
  }

  void remove(TargetTask task) {
    int hole = task.openIndex;
    TargetTask last = tasks[--count];
    tasks[hole] = last;
    tags[hole] = tags[count];
    last.openIndex = hole;
  }

  /** The open task with {@code tag}, or null. */
  @Nullable TargetTask find(long tag) {
    for (int index = 0; index < count; index++) {
      if (tags[index] == tag) {
        return tasks[index];
      }
    }
    return null;
  }

  /** Whether another one has the tag of {@code task}, which is among them. */
  boolean hasAnother(TargetTask task) {
    for (int index = 0; index < count; index++) {
      if (tags[index] == task.tag && index != task.openIndex) {
        return true;
      }
    }
    return false;
  }

  /** Those that are open now, which stays what it is while they end. */
  TargetTask[] snapshot() {
    return Arrays.copyOf(tasks, count);
  }
}
