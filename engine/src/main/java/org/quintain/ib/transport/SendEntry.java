// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.MessageKind;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** A place of a send queue, and the request that stands there. */
final class SendEntry {
  final RcQueuePair queuePair;
  @Nullable WorkRequest request;
  MessageKind kind = MessageKind.SEND;
  boolean isRead;
  boolean isFenced;

  /** Its first packet's sequence number; those of a read are its answers'. */
  int firstSequenceNumber;

  /** How many sequence numbers it has. */
  int packets;

  /** Of a read: whether the request is out since sending last began again. */
  boolean isUnderWay;

  /** How many runs of it the driver has. */
  int held;

  /** How it ends, once that is known. */
  @Nullable WorkStatus outcome;

  SendEntry(RcQueuePair queuePair) {
    this.queuePair = queuePair;
  }
}
