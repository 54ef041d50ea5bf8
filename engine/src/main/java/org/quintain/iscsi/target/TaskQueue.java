// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/** Tasks that wait for something, first come first served, linked through the tasks themselves. */
final class TaskQueue {
  private final int link;
  private int head = IscsiTask.NO_TASK;
  private int tail = IscsiTask.NO_TASK;
  private final IscsiTask[] tasks;

  /**
   * @param tasks all tasks of the session, by index
   * @param link which of a task's links this queue uses; a task is at most once in each queue
   */
  TaskQueue(IscsiTask[] tasks, int link) {
    this.tasks = tasks;
    this.link = link;
  }

  boolean isEmpty() {
    return head == IscsiTask.NO_TASK;
  }

  IscsiTask first() {
    return tasks[head];
  }

  /** Adds {@code task} unless it is there already. */
  void add(IscsiTask task) {
    if (task.isQueued[link]) {
      return;
    }
    task.isQueued[link] = true;
    task.next[link] = IscsiTask.NO_TASK;
    if (head == IscsiTask.NO_TASK) {
      head = task.index;
    } else {
      tasks[tail].next[link] = task.index;
    }
    tail = task.index;
  }

  void removeFirst() {
    IscsiTask task = tasks[head];
    head = task.next[link];
    task.isQueued[link] = false;
  }

  /** Takes {@code task} out wherever it stands. */
  void remove(IscsiTask task) {
    if (!task.isQueued[link]) {
      return;
    }
    if (head == task.index) {
      removeFirst();
      return;
    }
    int before = head;
    while (tasks[before].next[link] != task.index) {
      before = tasks[before].next[link];
    }
    tasks[before].next[link] = task.next[link];
    if (tail == task.index) {
      tail = before;
    }
    task.isQueued[link] = false;
  }
}
