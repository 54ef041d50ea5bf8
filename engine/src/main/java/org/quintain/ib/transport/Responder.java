// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.AcknowledgeHeader;
import org.quintain.ib.wire.PacketSequence;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;

/**
 * The responding half of a queue pair (IBA 9.7.4, 9.9.3): takes requests in the order of their
 * sequence numbers and decides what becomes of the others.
 */
final class Responder {
  private static final int SEQUENCE_ERROR =
      AcknowledgeHeader.syndrome(AcknowledgeHeader.KIND_NAK, AcknowledgeHeader.PSN_SEQUENCE_ERROR);

  private final RcQueuePair queuePair;
  private final MessageReceiver receiver;
  private final Answers answers;

  private int expected;
  private int notReadySyndrome;

  /** A packet ahead was refused; those behind it are thrown away until it comes. */
  private boolean isWaiting;

  Responder(RcQueuePair queuePair, ReceiveQueue receives, int responderResources) {
    this.queuePair = queuePair;
    receiver = new MessageReceiver(queuePair, receives);
    answers = new Answers(queuePair, responderResources);
  }

  /** The queue pair is ready to receive. */
  void begin(int firstSequenceNumber, int rnrTimerCode) {
    expected = firstSequenceNumber;
    notReadySyndrome = AcknowledgeHeader.syndrome(AcknowledgeHeader.KIND_RNR_NAK, rnrTimerCode);
  }

  /** The sequence number that is expected next. */
  int expected() {
    return expected;
  }

  /**
   * Whether a run of several packets does the same taken as one: it is what is expected, and
   * nothing can become of it in its midst.
   */
  boolean takesWhole(Arrival run) {
    return run.sequenceNumber == expected && receiver.takesWhole(run);
  }

  /** A request has come. */
  void onRequest(long nowNs, Arrival request) {
    int ahead = PacketSequence.distance(expected, request.sequenceNumber);
    if (ahead > 0) {
      onAhead();
    } else if (ahead < 0) {
      onRepeated(request);
    } else {
      onExpected(nowNs, request);
    }
  }

  /** Something is missing before it (IBA 9.7.5.1.3), which is said once. */
  private void onAhead() {
    if (isWaiting) {
      queuePair.count(TransportCounter.DISCARDED_REQUESTS);
      return;
    }
    queuePair.count(TransportCounter.OUT_OF_SEQUENCE);
    isWaiting = true;
    answers.refuse(expected, SEQUENCE_ERROR);
  }

  /** It came before (IBA 9.7.5.1.4): reads are answered again, the rest is acknowledged. */
  private void onRepeated(Arrival request) {
    queuePair.count(TransportCounter.DUPLICATE_REQUESTS);
    if (!request.isSupported) {
      return;
    }
    if (request.kind == MessageKind.RDMA_READ_REQUEST) {
      answers.repeatRead(request, expected, receiver.completedMessages());
    } else {
      answers.acknowledge(PacketSequence.plus(expected, -1));
    }
  }

  private void onExpected(long nowNs, Arrival request) {
    Verdict verdict = take(request);
    if (verdict == Verdict.TAKEN) {
      isWaiting = false;
      answers.withdrawRefusal();
      if (request.acknowledgeRequested && request.kind != MessageKind.RDMA_READ_REQUEST) {
        answers.acknowledge(PacketSequence.plus(expected, -1));
      }
    } else if (verdict == Verdict.NOT_READY) {
      isWaiting = true;
      queuePair.count(TransportCounter.NOT_READY_SENT);
      answers.refuse(expected, notReadySyndrome);
    } else {
      answers.refuse(expected, verdict.syndrome());
      queuePair.onBroken(nowNs, verdict.status());
    }
  }

  private Verdict take(Arrival request) {
    if (!request.isSupported) {
      return Verdict.INVALID;
    }
    Verdict verdict =
        switch (request.kind) {
          case SEND, SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE -> receiver.takeSend(request);
          case RDMA_WRITE, RDMA_WRITE_WITH_IMMEDIATE -> receiver.takeWrite(request);
          case RDMA_READ_REQUEST -> takeRead(request);
          case RDMA_READ_RESPONSE, ACKNOWLEDGE, DATAGRAM -> Verdict.INVALID;
        };
    if (verdict == Verdict.TAKEN && request.kind != MessageKind.RDMA_READ_REQUEST) {
      expected = PacketSequence.plus(expected, request.packets);
    }
    return verdict;
  }

  private Verdict takeRead(Arrival request) {
    boolean isWhole = receiver.isBetweenMessages() && request.payloadBytes == 0;
    if (!isWhole || request.dmaLengthBytes > Integer.MAX_VALUE) {
      return Verdict.INVALID;
    }
    if (!answers.mayRead(request)) {
      return Verdict.FORBIDDEN;
    }
    int messages = PacketSequence.plus(receiver.completedMessages(), 1);
    if (!answers.addRead(request, messages)) {
      return Verdict.INVALID;
    }
    receiver.countMessage();
    int packets = SendQueue.packets(request.dmaLengthBytes, queuePair.mtuBytes());
    expected = PacketSequence.plus(expected, packets);
    return Verdict.TAKEN;
  }

  /** Whether there is an answer to be sent. */
  boolean canSend() {
    return answers.canSend();
  }

  /** The next answer, or null. */
  @Nullable OutgoingMessage next(long nowNs) {
    return answers.next(nowNs, receiver.completedMessages());
  }

  /** Nothing is answered any more. */
  void stop() {
    answers.clear();
  }
}
