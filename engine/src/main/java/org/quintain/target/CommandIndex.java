// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * The commands of one nexus by logical unit and command identifier: open addressing, made at once
 * for as many as the nexus may have, so that it never grows and a look-up never walks a task set.
 */
final class CommandIndex {
  private final @Nullable Task[] entries;
  private final int mask;
  private int count;

  /** An index of at most {@code commandsMax} commands. */
  CommandIndex(int commandsMax) {
    int capacity = Integer.highestOneBit(Math.max(4, commandsMax * 4 - 1));
    entries = new Task[capacity];
    mask = capacity - 1;
  }

  private int home(int unitNumber, long identifier) {
    long mixed = (identifier + unitNumber * 0x9E37_79B9L) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private int homeOf(Task task) {
    return home(task.unit().number(), task.command().identifier());
  }

  /** Adds {@code task} unless there is one of its identifier, which is false. */
  boolean add(Task task) {
    long identifier = task.command().identifier();
    int unitNumber = task.unit().number();
    int at = home(unitNumber, identifier);
    for (Task other = entries[at]; other != null; other = entries[at]) {
      if (other.command().identifier() == identifier && other.unit().number() == unitNumber) {
        return false;
      }
      at = (at + 1) & mask;
    }
    Check.that(count <= mask / 2, "a nexus has no more commands than its share", count);
    entries[at] = task;
    count++;
    return true;
  }

  /** Takes {@code task} out and closes the gap it leaves. */
  void remove(Task task) {
    int gap = homeOf(task);
    while (entries[gap] != task) {
      Check.that(entries[gap] != null, "a command is taken out once", task.command().slot());
      gap = (gap + 1) & mask;
    }
    count--;
    int at = gap;
    while (true) {
      entries[gap] = null;
      Task follower;
      do {
        at = (at + 1) & mask;
        follower = entries[at];
        if (follower == null) {
          return;
        }
      } while (((at - homeOf(follower)) & mask) < ((at - gap) & mask));
      entries[gap] = follower;
      gap = at;
    }
  }

  /** How many commands it has. */
  int count() {
    return count;
  }
}
