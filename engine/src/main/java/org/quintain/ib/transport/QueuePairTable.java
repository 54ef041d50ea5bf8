// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.WorkStatus;

/**
 * The queue pairs of a port by their numbers. A number is a place and, in the bits above, how often
 * the place has been used, so that packets which are late meet no other queue pair (IBA 12.9.8.5).
 */
final class QueuePairTable {
  private static final int NUMBER_BITS = 24;
  private static final int SEQUENCE_STEP = 0x9E3779;

  private final IbPort port;
  private final int placeBits;
  private final @Nullable RcQueuePair[] places;
  private final int[] uses;
  private final @Nullable RcQueuePair[] active;
  private int activeCount;
  private int nextPlace;
  private int sequenceNumber;

  QueuePairTable(IbPort port, IbPortOptions options) {
    this.port = port;
    int most = options.queuePairsMax();
    placeBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(most - 1));
    places = new @Nullable RcQueuePair[most];
    active = new @Nullable RcQueuePair[most];
    uses = new int[most];
    sequenceNumber = options.firstSequenceNumber();
  }

  int count() {
    return activeCount;
  }

  int drawSequenceNumber() {
    sequenceNumber = sequenceNumber + SEQUENCE_STEP & 0xFFFFFF;
    return sequenceNumber;
  }

  /** Places are used in turn, so that a number rests for long. */
  @Nullable RcQueuePair create(
      QueuePairOptions options, QueuePairListener listener, ConnectionOwner owner) {
    if (activeCount == places.length) {
      return null;
    }
    while (places[nextPlace] != null) {
      nextPlace = (nextPlace + 1) % places.length;
    }
    int place = nextPlace;
    nextPlace = (nextPlace + 1) % places.length;
    // Numbers 0 and 1 are those of management: the count of uses is never 0.
    uses[place] = uses[place] % ((1 << (NUMBER_BITS - placeBits)) - 1) + 1;
    int number = uses[place] << placeBits | place;
    RcQueuePair made = new RcQueuePair(port, number, place, options, listener, owner);
    port.completions().reserve(options.sendDepth() + options.receiveDepth());
    places[place] = made;
    made.activePlace = activeCount;
    active[activeCount++] = made;
    return made;
  }

  @Nullable RcQueuePair find(int number) {
    int place = number & ((1 << placeBits) - 1);
    RcQueuePair there = place < places.length ? places[place] : null;
    return there != null && there.number() == number ? there : null;
  }

  void forget(RcQueuePair gone) {
    places[gone.index()] = null;
    activeCount--;
    RcQueuePair last = active[activeCount];
    active[activeCount] = null;
    if (last != null && last != gone) {
      active[gone.activePlace] = last;
      last.activePlace = gone.activePlace;
    }
    port.completions().unreserve(gone.options().sendDepth() + gone.options().receiveDepth());
  }

  /** Tells those whose deadline has passed, and gives the nearest of those that are left. */
  long onDeadline(long nowNs) {
    for (int at = 0; at < activeCount; at++) {
      RcQueuePair queuePair = active[at];
      if (queuePair != null && queuePair.deadlineNs() <= nowNs) {
        queuePair.onDeadline(nowNs);
      }
    }
    long nearest = DeadlineTable.NONE;
    for (int at = 0; at < activeCount; at++) {
      RcQueuePair queuePair = active[at];
      if (queuePair != null) {
        nearest = Math.min(nearest, queuePair.deadlineNs());
      }
    }
    return nearest;
  }

  /** The adapter is gone: all come to the error state. */
  void breakAll(long nowNs) {
    for (int at = 0; at < activeCount; at++) {
      RcQueuePair queuePair = active[at];
      if (queuePair != null && queuePair.state() != QueuePairState.RESET) {
        queuePair.onBroken(nowNs, WorkStatus.FATAL_ERR);
      }
    }
  }
}
