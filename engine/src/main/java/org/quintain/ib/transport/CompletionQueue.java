// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * The completions of all queue pairs of a port (IBA 10.2.6), and what else is to be told in order
 * with them. Filled in the midst of whatever happens, told when that is over, so that the upper
 * layer finds everything whole and may post at will. Grows with the queue pairs, never overruns.
 */
final class CompletionQueue {
  private @Nullable RcQueuePair[] queuePairs = new @Nullable RcQueuePair[64];
  private @Nullable Object[] entries = new @Nullable Object[64];
  private int head;
  private int tail;
  private int reserved;
  private boolean delivering;

  /** Makes room for {@code requests} more that can be posted at a time. */
  void reserve(int requests) {
    reserved += requests;
    while (reserved + requests > entries.length) {
      grow();
    }
  }

  /** Takes back what was reserved. */
  void unreserve(int requests) {
    reserved -= requests;
  }

  private void grow() {
    int count = tail - head;
    @Nullable RcQueuePair[] morePairs = new @Nullable RcQueuePair[entries.length * 2];
    @Nullable Object[] moreEntries = new @Nullable Object[entries.length * 2];
    for (int index = 0; index < count; index++) {
      int at = head + index & entries.length - 1;
      morePairs[index] = queuePairs[at];
      moreEntries[index] = entries[at];
    }
    queuePairs = morePairs;
    entries = moreEntries;
    head = 0;
    tail = count;
  }

  /** {@code request} of {@code queuePair} has ended. */
  void add(RcQueuePair queuePair, WorkRequest request, WorkStatus status, int bytes) {
    request.onCompleted(status, bytes);
    put(queuePair, request);
  }

  /** {@code event} is to be told in its turn. */
  void add(DeferredEvent event) {
    put(null, event);
  }

  private void put(@Nullable RcQueuePair queuePair, Object entry) {
    if (tail - head == entries.length) {
      grow();
    }
    int at = tail++ & entries.length - 1;
    queuePairs[at] = queuePair;
    entries[at] = entry;
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** Tells all there is to be told, and what comes of it. */
  void deliver(long nowNs) {
    if (delivering) {
      return;
    }
    delivering = true;
    while (head != tail) {
      int at = head++ & entries.length - 1;
      RcQueuePair queuePair = queuePairs[at];
      Object entry = entries[at];
      queuePairs[at] = null;
      entries[at] = null;
      if (entry instanceof WorkRequest request) {
        Check.that(queuePair != null, "a completion is of a queue pair");
        queuePair.listener().onCompletion(nowNs, queuePair, request);
      } else if (entry instanceof DeferredEvent event) {
        event.deliver(nowNs);
      }
    }
    delivering = false;
  }
}
