// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.WorkRequest;

/** The receives that were posted and have no message yet, in order. */
final class ReceiveQueue {
  private final @Nullable WorkRequest[] ring;
  private final int depth;
  private int head;
  private int tail;

  ReceiveQueue(int depth) {
    this.depth = depth;
    ring = new @Nullable WorkRequest[Integer.highestOneBit(Math.max(1, depth * 2 - 1))];
  }

  int room() {
    return depth - (tail - head);
  }

  int count() {
    return tail - head;
  }

  void add(WorkRequest request) {
    Check.that(room() > 0, "a receive queue has room", depth);
    ring[tail++ & ring.length - 1] = request;
  }

  /** The next to be used, or null. */
  @Nullable WorkRequest first() {
    return head == tail ? null : ring[head & ring.length - 1];
  }

  /** Takes the next out. */
  WorkRequest take() {
    int at = head++ & ring.length - 1;
    WorkRequest first = ring[at];
    Check.that(first != null, "a receive queue that is asked has receives");
    ring[at] = null;
    return first;
  }
}
