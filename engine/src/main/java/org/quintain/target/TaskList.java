// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * A list of tasks linked through themselves, so that it allocates nothing. A task is in one list at
 * a time.
 */
final class TaskList {
  private @Nullable Task first;
  private @Nullable Task last;
  private int count;

  @Nullable Task first() {
    return first;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  void addLast(Task task) {
    task.previous = last;
    task.next = null;
    if (last == null) {
      first = task;
    } else {
      last.next = task;
    }
    last = task;
    count++;
  }

  void addFirst(Task task) {
    task.previous = null;
    task.next = first;
    if (first == null) {
      last = task;
    } else {
      first.previous = task;
    }
    first = task;
    count++;
  }

  void remove(Task task) {
    Task before = task.previous;
    Task after = task.next;
    if (before == null) {
      Check.that(first == task, "a task is taken from the list it is in", task.command().slot());
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      Check.that(last == task, "a task is taken from the list it is in", task.command().slot());
      last = before;
    } else {
      after.previous = before;
    }
    task.previous = null;
    task.next = null;
    count--;
  }

  void collect(Predicate<Task> wanted, List<Task> into) {
    for (Task task = first; task != null; task = task.next) {
      if (wanted.test(task)) {
        into.add(task);
      }
    }
  }
}
