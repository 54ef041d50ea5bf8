// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.RangeUse.Kind;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;

/**
 * The byte ranges of one logical unit that commands hold while they do several steps which nothing
 * may come between (SBC-4 4.25, 4.29.3), and those who wait for them.
 *
 * <p>While nobody holds anything, a plain read or write costs one field test. A command that holds
 * first lets the overlapping store requests under way end, and from then on those that come wait
 * behind it, in the order in which they came: nobody starves, and nobody waits for a range that he
 * does not touch. A command leaves the table with its end, however it ends; one that is aborted
 * while it waits ends at once. Nothing is allocated. Runs on the owner reactor.
 */
public final class RangeLocks {
  private final LogicalUnitServices logicalUnit;
  private final Consumer<CommandExecution> lookAtOne = this::lookAtOne;
  private final LentRanges lent = new LentRanges();

  private @Nullable RangeUse first;
  private @Nullable RangeUse last;
  private boolean isWaking;

  // What lookAtOne looks for and finds.
  private @Nullable RangeUse seeker;
  private boolean isUnderWay;

  /** The table of {@code logicalUnit}, empty. */
  public RangeLocks(LogicalUnitServices logicalUnit) {
    this.logicalUnit = logicalUnit;
  }

  /**
   * Whoever waits for the end of the store request of {@code execution} waits no longer; what is
   * returned, if anything, is to be {@linkplain CommandExecution#wake woken}.
   */
  public static @Nullable RangeLocks takeWaiters(CommandExecution execution) {
    RangeUse use = execution.rangeUse();
    RangeLocks awaiting = use.awaitedBy;
    if (awaiting != null) {
      use.awaitedBy = null;
      awaiting.onRequestEnded(execution.storeRequest());
    }
    return awaiting;
  }

  /** Whether nobody holds or waits. */
  public boolean isIdle() {
    return first == null;
  }

  /** Whether a read of the range may lend the store's memory: nobody holds or waits to hold it. */
  boolean mayLend(long fromBytes, long lengthBytes) {
    for (RangeUse use = first; use != null; use = use.next) {
      if (use.kind.isHold() && use.overlaps(fromBytes, fromBytes + lengthBytes)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the memory of {@code store} to what {@code execution} looks at before it ends; false when
   * it must copy.
   */
  public boolean lendToLook(
      CommandExecution execution, BackingStore store, long fromBytes, int lengthBytes) {
    return mayLend(fromBytes, lengthBytes)
        && store.lend(fromBytes, lengthBytes, execution.command().dataIn());
  }

  /**
   * Adds the memory of {@code store} to the Data-In of {@code execution}; false when it must copy.
   * Whoever holds the range afterwards waits until the fabric has sent it.
   */
  public boolean lendToSend(
      CommandExecution execution, BackingStore store, long fromBytes, int lengthBytes) {
    if (!lendToLook(execution, store, fromBytes, lengthBytes)) {
      return false;
    }
    lent.note(execution.rangeUse(), fromBytes, lengthBytes);
    return true;
  }

  /** A fabric has released a command that was lent to; whoever waits looks again. */
  void onLentReturned(long nowNs) {
    free(0, Long.MAX_VALUE);
    wake(nowNs);
  }

  /** The same, in a turn of its own. */
  void wakeAllLater() {
    logicalUnit.reactor().post(this::onLentReturned);
  }

  /**
   * Hands the store request of {@code execution} to {@code store} as soon as nobody else holds its
   * bytes, then runs {@code then}.
   */
  public void submit(long nowNs, CommandExecution execution, BackingStore store, CommandStep then) {
    RangeUse use = execution.rangeUse();
    if (first == null || use.table != null) {
      execution.submit(nowNs, store, then);
      return;
    }
    StoreRequest request = execution.storeRequest();
    use.kind = request.operation().changesRange() ? Kind.WRITE : Kind.READ;
    use.fromBytes = request.offsetBytes();
    use.toBytes = request.offsetBytes() + request.lengthBytes();
    if (!isHeldUp(use)) {
      execution.submit(nowNs, store, then);
      return;
    }
    use.store = store;
    append(use, then);
    use.await(then);
  }

  /**
   * Runs {@code then} when {@code lengthBytes} bytes from {@code fromBytes} on belong to {@code
   * execution}, which keeps them until its end or {@link #release}: other commands may neither read
   * nor change them if it is exclusive, else not change them.
   */
  public void hold(
      long nowNs,
      CommandExecution execution,
      long fromBytes,
      long lengthBytes,
      boolean isExclusive,
      CommandStep then) {
    RangeUse use = execution.rangeUse();
    Check.that(use.table == null, "a command holds one range", execution.command().slot());
    if (enter(use, isExclusive ? Kind.EXCLUSIVE : Kind.SHARED, fromBytes, lengthBytes, then)) {
      then.run(nowNs, execution);
    }
  }

  /**
   * As {@link #hold} of a command, for {@code holder}: its step runs, perhaps before this returns,
   * when the bytes are its own, until it releases them.
   */
  public void hold(
      long nowNs, RangeHolder holder, long fromBytes, long lengthBytes, boolean isExclusive) {
    enter(nowNs, holder, isExclusive ? Kind.EXCLUSIVE : Kind.SHARED, fromBytes, lengthBytes);
  }

  /**
   * {@code holder} is about to have one store request that reads the bytes, or changes them: its
   * step runs when no hold is in the way of that, and none begins until it releases them. Other
   * reads and writes go on.
   */
  public void use(
      long nowNs, RangeHolder holder, long fromBytes, long lengthBytes, boolean isChanging) {
    enter(nowNs, holder, isChanging ? Kind.WRITE : Kind.READ, fromBytes, lengthBytes);
  }

  /**
   * What {@code holder} has under way is not wanted any more, but may still come about: from now on
   * nobody else begins to read or change the bytes until they are released.
   */
  public void keepOthersOff(RangeHolder holder) {
    if (holder.use.table == this && !holder.use.isWaiting) {
      holder.use.kind = Kind.EXCLUSIVE;
    }
  }

  /** {@code holder} gives up what it has, or waits no longer. */
  public void release(long nowNs, RangeHolder holder) {
    if (holder.use.table != null) {
      Check.that(holder.use.table == this, "a range is released where it is held");
      leave(holder.use);
      wake(nowNs);
    }
  }

  private void enter(long nowNs, RangeHolder holder, Kind kind, long fromBytes, long lengthBytes) {
    Check.that(holder.use.table == null, "somebody holds one range at a time");
    if (enter(holder.use, kind, fromBytes, lengthBytes, null)) {
      holder.goOn(nowNs);
    }
  }

  /** Puts {@code use} into the table; true when it may go on at once. */
  private boolean enter(
      RangeUse use, Kind kind, long fromBytes, long lengthBytes, @Nullable CommandStep then) {
    use.kind = kind;
    use.fromBytes = fromBytes;
    use.toBytes = fromBytes + lengthBytes;
    boolean isHeldUp = isHeldUp(use) || isAnythingOutside(use);
    append(use, then);
    if (isHeldUp) {
      use.await(then);
    }
    return !isHeldUp;
  }

  /** Whether {@code execution} holds {@code lengthBytes} bytes from {@code fromBytes} on. */
  public static boolean isHolding(CommandExecution execution, long fromBytes, long lengthBytes) {
    RangeUse use = execution.rangeUse();
    return use.table != null
        && use.kind.isHold()
        && !use.isWaiting
        && use.fromBytes <= fromBytes
        && use.toBytes >= fromBytes + lengthBytes;
  }

  /** {@code execution} gives up what it holds and goes on without. */
  public void release(long nowNs, CommandExecution execution) {
    RangeUse use = execution.rangeUse();
    if (use.table != null) {
      leave(use);
      wake(nowNs);
    }
  }

  // The queue, in order of arrival.

  private void append(RangeUse use, @Nullable CommandStep then) {
    use.table = this;
    use.then = then;
    use.isWaiting = false;
    use.isFreed = false;
    use.previous = last;
    use.next = null;
    if (last == null) {
      first = use;
    } else {
      last.next = use;
    }
    last = use;
  }

  /** Takes {@code use} out; {@link #wake} must follow. */
  void leave(RangeUse use) {
    if (use.previous == null) {
      first = use.next;
    } else {
      use.previous.next = use.next;
    }
    if (use.next == null) {
      last = use.previous;
    } else {
      use.next.previous = use.previous;
    }
    use.table = null;
    use.previous = null;
    use.next = null;
    use.store = null;
    use.then = null;
    use.isWaiting = false;
    free(use.fromBytes, use.toBytes);
  }

  /** An aborted command does not wait any longer. */
  void abandon(long nowNs, RangeUse use) {
    leave(use);
    use.execution().resume(nowNs);
    wake(nowNs);
  }

  /** Whether somebody who came before {@code use} is in its way. */
  private boolean isHeldUp(RangeUse use) {
    for (RangeUse other = first; other != null && other != use; other = other.next) {
      if (other.isInTheWayOf(use)) {
        return true;
      }
    }
    return false;
  }

  // Store requests under way, and lent memory, that are not in the table.

  /** Whether a hold has to wait for somebody who is not in the table. */
  private boolean isAnythingOutside(RangeUse use) {
    return use.kind.isHold()
        && (isAnythingUnderWay(use) || (!use.kind.isReading() && lent.isInTheWayOf(use, this)));
  }

  private boolean isAnythingUnderWay(RangeUse use) {
    seeker = use;
    isUnderWay = false;
    logicalUnit.forEachExecuting(lookAtOne);
    seeker = null;
    return isUnderWay;
  }

  private void lookAtOne(CommandExecution other) {
    RangeUse use = seeker;
    RangeUse theirs = other.rangeUse();
    StoreRequest request = other.storeRequest();
    if (use == null || theirs == use || theirs.table != null || !request.isSubmitted()) {
      return;
    }
    boolean isReading = !request.operation().changesRange();
    if (!(isReading && use.kind.isReading())
        && use.overlaps(request.offsetBytes(), request.offsetBytes() + request.lengthBytes())) {
      theirs.awaitedBy = this;
      isUnderWay = true;
    }
  }

  /** A store request that somebody waited for has ended; {@link #wake} must follow. */
  void onRequestEnded(StoreRequest request) {
    free(request.offsetBytes(), request.offsetBytes() + request.lengthBytes());
  }

  private void free(long fromBytes, long toBytes) {
    for (RangeUse other = first; other != null; other = other.next) {
      other.isFreed |= other.isWaiting && other.overlaps(fromBytes, toBytes);
    }
  }

  // Waking.

  /** Lets everybody go on whose way became free. */
  void wake(long nowNs) {
    if (isWaking) {
      return;
    }
    isWaking = true;
    for (RangeUse use = nextFreed(); use != null; use = nextFreed()) {
      use.isFreed = false;
      if (!isHeldUp(use) && !isAnythingOutside(use)) {
        goOn(nowNs, use);
      }
    }
    isWaking = false;
  }

  private @Nullable RangeUse nextFreed() {
    for (RangeUse use = first; use != null; use = use.next) {
      if (use.isFreed) {
        return use;
      }
    }
    return null;
  }

  private void goOn(long nowNs, RangeUse use) {
    if (use.kind.isHold() || !use.isCommand()) {
      use.goOn(nowNs);
      return;
    }
    CommandExecution execution = use.execution();
    BackingStore store = use.store;
    CommandStep then = use.then;
    Check.that(store != null && then != null, "a store request that waited knows its store");
    leave(use);
    use.awaitedBy = this;
    execution.resubmit(nowNs, store, then);
  }
}
