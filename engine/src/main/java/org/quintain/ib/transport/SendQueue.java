// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketSequence;
import org.quintain.sam.Check;
import org.quintain.wire.MessageKind;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * The requests that were posted to send, read or write, from the oldest that has not completed to
 * the newest. Places are counted up for ever; what completes leaves in order, and not before the
 * driver has given back all that refers to it.
 */
final class SendQueue {
  private static final MessageKind[] KINDS = kinds();

  private final RcQueuePair queuePair;
  private final CompletionQueue completions;
  private final SendEntry[] ring;
  private final int depth;
  private int head;
  private int tail;
  private int nextSequenceNumber;

  SendQueue(RcQueuePair queuePair, CompletionQueue completions, int depth) {
    this.queuePair = queuePair;
    this.completions = completions;
    this.depth = depth;
    ring = new SendEntry[Integer.highestOneBit(Math.max(1, depth * 2 - 1))];
    for (int index = 0; index < ring.length; index++) {
      ring[index] = new SendEntry(queuePair);
    }
  }

  private static MessageKind[] kinds() {
    MessageKind[] kinds = new MessageKind[WorkOperation.values().length];
    for (WorkOperation operation : WorkOperation.values()) {
      kinds[operation.ordinal()] =
          switch (operation) {
            case SEND, RECEIVE -> MessageKind.SEND;
            case SEND_WITH_IMMEDIATE -> MessageKind.SEND_WITH_IMMEDIATE;
            case SEND_WITH_INVALIDATE -> MessageKind.SEND_WITH_INVALIDATE;
            case RDMA_WRITE -> MessageKind.RDMA_WRITE;
            case RDMA_WRITE_WITH_IMMEDIATE -> MessageKind.RDMA_WRITE_WITH_IMMEDIATE;
            case RDMA_READ -> MessageKind.RDMA_READ_REQUEST;
          };
    }
    return kinds;
  }

  /** Where sequence numbers begin. */
  void begin(int firstSequenceNumber) {
    nextSequenceNumber = firstSequenceNumber;
  }

  int room() {
    return depth - (tail - head);
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** The place that the next posted request will have. */
  int tail() {
    return tail;
  }

  SendEntry at(int place) {
    return ring[place & ring.length - 1];
  }

  /** Takes {@code request}, which gets its sequence numbers. */
  void add(WorkRequest request, int mtuBytes) {
    SendEntry entry = at(tail++);
    Check.that(entry.request == null, "a place of a send queue is free");
    entry.request = request;
    entry.kind = KINDS[request.operation().ordinal()];
    entry.isRead = entry.kind == MessageKind.RDMA_READ_REQUEST;
    entry.isFenced = request.isFenced();
    entry.firstSequenceNumber = nextSequenceNumber;
    entry.packets = packets(request.lengthBytes(), mtuBytes);
    entry.isUnderWay = false;
    entry.outcome = null;
    nextSequenceNumber = PacketSequence.plus(nextSequenceNumber, entry.packets);
  }

  /** How many packets {@code bytes} bytes are carried in; an empty message has one, too. */
  static int packets(long bytes, int mtuBytes) {
    return bytes <= mtuBytes ? 1 : (int) ((bytes + mtuBytes - 1) / mtuBytes);
  }

  /** Lets go what has ended, in order. */
  void complete() {
    while (head != tail) {
      SendEntry entry = at(head);
      WorkStatus outcome = entry.outcome;
      if (outcome == null || entry.held > 0) {
        return;
      }
      WorkRequest request = entry.request;
      Check.that(request != null, "a place of a send queue has its request");
      entry.request = null;
      head++;
      int bytes = entry.isRead && outcome == WorkStatus.SUCCESS ? request.lengthBytes() : 0;
      completions.add(queuePair, request, outcome, bytes);
    }
  }

  /** Everything that has not ended ends flushed. */
  void flush() {
    for (int place = head; place != tail; place++) {
      SendEntry entry = at(place);
      if (entry.outcome == null) {
        entry.outcome = WorkStatus.WR_FLUSH_ERR;
      }
    }
    complete();
  }

  /** The oldest that has not completed, or null. */
  @Nullable SendEntry oldest() {
    return head == tail ? null : at(head);
  }
}
