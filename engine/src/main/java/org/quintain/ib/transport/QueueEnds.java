// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.WorkStatus;

/** Flushes the queues of a queue pair, and tells when they have come to their end. */
final class QueueEnds {
  private final RcQueuePair queuePair;
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final Requester requester;
  private @Nullable DeferredEvent whenFlushed;
  private @Nullable DeferredEvent whenDrained;

  QueueEnds(RcQueuePair queuePair, SendQueue sends, ReceiveQueue receives, Requester requester) {
    this.queuePair = queuePair;
    this.sends = sends;
    this.receives = receives;
    this.requester = requester;
  }

  /** Every request comes back; of what is sent, those that the driver holds later. */
  void flush() {
    sends.flush();
    while (receives.count() > 0) {
      queuePair.completions().add(queuePair, receives.take(), WorkStatus.WR_FLUSH_ERR, 0);
    }
    tellFlushed();
  }

  /** {@code then} is told behind the last completion. */
  void whenFlushed(DeferredEvent then) {
    whenFlushed = then;
    tellFlushed();
  }

  /** {@code then} is told when all is done that was begun. */
  void whenDrained(DeferredEvent then) {
    whenDrained = then;
    tellDrained();
  }

  void tellFlushed() {
    DeferredEvent event = whenFlushed;
    if (event != null && sends.isEmpty() && receives.count() == 0) {
      whenFlushed = null;
      queuePair.completions().add(event);
    }
  }

  void tellDrained() {
    DeferredEvent event = whenDrained;
    if (event != null && (queuePair.state() != QueuePairState.SQD || requester.isDrained())) {
      whenDrained = null;
      queuePair.completions().add(event);
    }
  }
}
