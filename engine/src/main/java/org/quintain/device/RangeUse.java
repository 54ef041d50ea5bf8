// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;

/**
 * The place of one command, or of one {@link RangeHolder}, in a {@link RangeLocks} table: made with
 * the slot, owned by the table while the command is in it.
 */
final class RangeUse {
  /** What a command wants with its bytes. */
  enum Kind {
    /** One store request that reads. */
    READ,
    /** One store request that changes bytes. */
    WRITE,
    /** Steps that nobody else may change the bytes between. */
    SHARED,
    /** Steps that nobody else may read or change the bytes between. */
    EXCLUSIVE;

    boolean isHold() {
      return this == SHARED || this == EXCLUSIVE;
    }

    boolean isReading() {
      return this == READ || this == SHARED;
    }
  }

  private final @Nullable CommandExecution execution;
  private final @Nullable RangeHolder holder;

  /** The table it is in, or null. */
  @Nullable RangeLocks table;

  /** The table that waits for the store request under way, or null. */
  @Nullable RangeLocks awaitedBy;

  @Nullable RangeUse previous;
  @Nullable RangeUse next;
  Kind kind = Kind.READ;
  boolean isWaiting;

  /** What held it up is gone, so that it is worth looking at again. */
  boolean isFreed;

  long fromBytes;
  long toBytes;
  @Nullable BackingStore store;
  @Nullable CommandStep then;

  // What the store lent to the command, owned by LentRanges.

  /** The list it is in, perhaps since an earlier command of the slot, or null. */
  @Nullable LentRanges lentBy;

  /** The table that waits until nobody looks at what was lent any more, or null. */
  @Nullable RangeLocks lentAwaitedBy;

  @Nullable RangeUse lentPrevious;
  @Nullable RangeUse lentNext;
  long lentFromBytes;
  long lentToBytes;

  /** How many commands of the slot had been released when it was lent. */
  int lentAfterReleases;

  RangeUse(CommandExecution execution) {
    this.execution = execution;
    this.holder = null;
  }

  RangeUse(RangeHolder holder) {
    this.execution = null;
    this.holder = holder;
  }

  /** The command whose place it is. */
  CommandExecution execution() {
    CommandExecution present = execution;
    Check.that(present != null, "a command waits with its store request");
    return present;
  }

  /** Its step runs when its turn has come. */
  void await(@Nullable CommandStep step) {
    isWaiting = true;
    if (execution != null) {
      Check.that(step != null, "whoever waits knows what follows");
      execution.suspend(step);
    }
  }

  /** Its turn has come. */
  void goOn(long nowNs) {
    isWaiting = false;
    if (execution != null) {
      execution.resume(nowNs);
    } else if (holder != null) {
      holder.goOn(nowNs);
    }
  }

  boolean isCommand() {
    return execution != null;
  }

  boolean overlaps(long otherFromBytes, long otherToBytes) {
    return fromBytes < otherToBytes && otherFromBytes < toBytes;
  }

  /** Whether this and {@code other}, whichever came first, must not go on at the same time. */
  boolean isInTheWayOf(RangeUse other) {
    return (kind.isHold() || other.kind.isHold())
        && !(kind.isReading() && other.kind.isReading())
        && overlaps(other.fromBytes, other.toBytes);
  }
}
