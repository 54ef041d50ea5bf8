// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;

/**
 * The ranges that a store lent its memory of, to commands that read without a copy. What is lent is
 * looked at when it is sent, which is after the command's end, so that whoever is to be seen wholly
 * or not at all waits until the fabric has released the command (SBC-4 4.29.3).
 *
 * <p>A lending costs a few fields and a release one field test: that a lent range is out of use is
 * found out only when somebody is about to hold it, or when the slot lends again. Runs on the owner
 * reactor.
 */
final class LentRanges {
  private @Nullable RangeUse first;

  /** The command of {@code use} reads {@code lengthBytes} bytes from {@code fromBytes} on. */
  void note(RangeUse use, long fromBytes, long lengthBytes) {
    if (use.lentBy != this) {
      if (use.lentBy != null) {
        use.lentBy.forget(use);
      }
      use.lentBy = this;
      use.lentPrevious = null;
      use.lentNext = first;
      if (first != null) {
        first.lentPrevious = use;
      }
      first = use;
    }
    if (use.lentAwaitedBy != null) {
      // What was lent to an earlier command of the slot: the answer is on its way.
      use.lentAwaitedBy.wakeAllLater();
      use.lentAwaitedBy = null;
    }
    use.lentFromBytes = fromBytes;
    use.lentToBytes = fromBytes + lengthBytes;
    use.lentAfterReleases = use.execution().releases();
  }

  private void forget(RangeUse use) {
    if (use.lentPrevious == null) {
      first = use.lentNext;
    } else {
      use.lentPrevious.lentNext = use.lentNext;
    }
    if (use.lentNext != null) {
      use.lentNext.lentPrevious = use.lentPrevious;
    }
    use.lentBy = null;
    use.lentPrevious = null;
    use.lentNext = null;
  }

  /**
   * Whether the fabric may still look at bytes that {@code wanted} wants to change; {@code table}
   * is told when it does not any more.
   */
  boolean isInTheWayOf(RangeUse wanted, RangeLocks table) {
    boolean isAny = false;
    RangeUse use = first;
    while (use != null) {
      RangeUse following = use.lentNext;
      CommandExecution execution = use.execution();
      if (execution.isReleasedSince(use.lentAfterReleases)) {
        forget(use);
      } else if (wanted.overlaps(use.lentFromBytes, use.lentToBytes)) {
        isAny = true;
        if (use.lentAwaitedBy == null) {
          use.lentAwaitedBy = table;
          execution.awaitRelease(use.lentAfterReleases);
        }
      }
      use = following;
    }
    return isAny;
  }
}
