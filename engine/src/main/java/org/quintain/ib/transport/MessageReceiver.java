// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.quintain.ib.wire.PacketSequence;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.MessageKind;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * Places messages that come in sequence: SEND into posted receives, RDMA WRITE into regions (IBA
 * 9.7.4.1, 9.7.5.2). It keeps how far the message is that is being received.
 */
final class MessageReceiver {
  private enum Progress {
    NOTHING,
    SEND,
    WRITE
  }

  private final RcQueuePair queuePair;
  private final ReceiveQueue receives;
  private Progress progress = Progress.NOTHING;
  private int receivedBytes;
  private long writeAddress;
  private int writeKey;
  private long writeLeftBytes;
  private int completedMessages;

  MessageReceiver(RcQueuePair queuePair, ReceiveQueue receives) {
    this.queuePair = queuePair;
    this.receives = receives;
  }

  /** Whether no message is in its midst. */
  boolean isBetweenMessages() {
    return progress == Progress.NOTHING;
  }

  /** How many messages were taken, 24 bits that go round (IBA 9.7.7.1). */
  int completedMessages() {
    return completedMessages;
  }

  /** A message was taken. */
  void countMessage() {
    completedMessages = PacketSequence.plus(completedMessages, 1);
  }

  /** Whether nothing can become of {@code run} in its midst, so that it can be taken as one. */
  boolean takesWhole(Arrival run) {
    return switch (run.kind) {
      case SEND, SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE -> hasSpaceFor(run);
      case RDMA_WRITE -> true;
      case RDMA_WRITE_WITH_IMMEDIATE -> !run.ends || receives.first() != null;
      case RDMA_READ_REQUEST, RDMA_READ_RESPONSE, ACKNOWLEDGE, DATAGRAM -> false;
    };
  }

  private boolean hasSpaceFor(Arrival run) {
    WorkRequest receive = receives.first();
    int before = run.begins ? 0 : receivedBytes;
    return receive != null && before + run.payloadBytes <= receive.lengthBytes();
  }

  /** Whether it goes on where the last packet ended, and is as long as it must be. */
  private boolean isInPlace(Arrival request, Progress kind) {
    boolean follows = request.begins ? progress == Progress.NOTHING : progress == kind;
    return follows && request.isLengthRight(queuePair.mtuBytes());
  }

  /** Takes a packet or a run of a SEND. */
  Verdict takeSend(Arrival request) {
    if (!isInPlace(request, Progress.SEND)) {
      return Verdict.INVALID;
    }
    WorkRequest receive = receives.first();
    if (receive == null) {
      return Verdict.NOT_READY;
    }
    if (request.begins) {
      receivedBytes = 0;
    }
    if (receivedBytes + (long) request.payloadBytes > receive.lengthBytes()) {
      return failReceive(Verdict.TOO_LONG);
    }
    if (request.payloadBytes > 0 && !placeReceived(receive, request)) {
      return failReceive(Verdict.MISPLACED);
    }
    if (request.ends
        && request.kind == MessageKind.SEND_WITH_INVALIDATE
        && !queuePair.regions().invalidate(request.immediateData)) {
      return failReceive(Verdict.FORBIDDEN);
    }
    receivedBytes += request.payloadBytes;
    progress = request.ends ? Progress.NOTHING : Progress.SEND;
    if (request.ends) {
      completeReceive(request, receivedBytes);
    }
    return Verdict.TAKEN;
  }

  private boolean placeReceived(WorkRequest receive, Arrival request) {
    Region region =
        queuePair
            .regions()
            .local(receive.localKey(), receive.localAddress(), receive.lengthBytes());
    if (region == null) {
      return false;
    }
    region.place(
        receive.localAddress() + receivedBytes,
        request.payload,
        request.payloadOffsetBytes,
        request.payloadBytes);
    return true;
  }

  private void completeReceive(Arrival request, int bytes) {
    countMessage();
    WorkRequest receive = receives.take();
    boolean hasImmediate =
        request.kind == MessageKind.SEND_WITH_IMMEDIATE
            || request.kind == MessageKind.RDMA_WRITE_WITH_IMMEDIATE;
    int invalidated = request.kind == MessageKind.SEND_WITH_INVALIDATE ? request.immediateData : 0;
    receive.received(hasImmediate, hasImmediate ? request.immediateData : 0, invalidated);
    queuePair.completions().add(queuePair, receive, WorkStatus.SUCCESS, bytes);
  }

  /** The receive that was in use ends with the queue pair's error. */
  private Verdict failReceive(Verdict why) {
    queuePair.completions().add(queuePair, receives.take(), why.status(), 0);
    return why;
  }

  /** Takes a packet or a run of an RDMA WRITE. */
  Verdict takeWrite(Arrival request) {
    if (!isInPlace(request, Progress.WRITE)) {
      return Verdict.INVALID;
    }
    boolean takesReceive = request.ends && request.kind == MessageKind.RDMA_WRITE_WITH_IMMEDIATE;
    if (takesReceive && receives.first() == null) {
      return Verdict.NOT_READY;
    }
    if (request.begins) {
      writeAddress = request.remoteAddress;
      writeKey = request.remoteKey;
      writeLeftBytes = request.dmaLengthBytes;
    }
    boolean fits =
        request.ends
            ? request.payloadBytes == writeLeftBytes
            : request.payloadBytes < writeLeftBytes;
    if (!fits || writeLeftBytes > Integer.MAX_VALUE) {
      return Verdict.INVALID;
    }
    if (writeLeftBytes > 0 && !placeWritten(request)) {
      return Verdict.FORBIDDEN;
    }
    writeAddress += request.payloadBytes;
    writeLeftBytes -= request.payloadBytes;
    progress = request.ends ? Progress.NOTHING : Progress.WRITE;
    if (takesReceive) {
      completeReceive(request, 0);
    } else if (request.ends) {
      countMessage();
    }
    return Verdict.TAKEN;
  }

  /**
   * All that is left must lie within the region: a message that would end outside places nothing.
   */
  private boolean placeWritten(Arrival request) {
    Region region =
        queuePair
            .regions()
            .remote(writeKey, writeAddress, writeLeftBytes, MemoryRegion.REMOTE_WRITE);
    if (region == null) {
      return false;
    }
    region.place(writeAddress, request.payload, request.payloadOffsetBytes, request.payloadBytes);
    return true;
  }
}
