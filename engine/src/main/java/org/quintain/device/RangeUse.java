// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.store.BackingStore;

/**
 * The place of one command in a {@link RangeLocks} table: made with the slot, owned by the table
 * while the command is in it.
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

  final CommandExecution execution;

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

  RangeUse(CommandExecution execution) {
    this.execution = execution;
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
