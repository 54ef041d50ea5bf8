// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.quintain.ib.wire.AcknowledgeHeader;
import org.quintain.ib.wire.PacketSequence;
import org.quintain.ib.wire.RnrTimer;
import org.quintain.wire.MessageKind;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * What the peer's answers mean to the requesting half (IBA 9.7.5.1.2, 9.9.2.4): acknowledgements,
 * positive or not, and the bytes of reads, which it places.
 */
final class ResponseReceiver {
  private final RcQueuePair queuePair;
  private final Requester requester;

  ResponseReceiver(RcQueuePair queuePair, Requester requester) {
    this.queuePair = queuePair;
    this.requester = requester;
  }

  /** A response has come (IBA 9.9.2.4). */
  void onResponse(long nowNs, Arrival response) {
    int about = response.sequenceNumber;
    boolean isBeyond =
        response.packets > 1
            && !requester.isUnderWay(PacketSequence.plus(about, response.packets - 1));
    if (!requester.isUnderWay(about) || isBeyond) {
      queuePair.count(TransportCounter.GHOST_RESPONSES);
      return;
    }
    if (response.kind == MessageKind.RDMA_READ_RESPONSE) {
      onReadAnswer(nowNs, response);
      return;
    }
    int value = AcknowledgeHeader.value(response.syndrome);
    switch (AcknowledgeHeader.kind(response.syndrome)) {
      case AcknowledgeHeader.KIND_ACK -> {
        if (!requester.acknowledgeBefore(nowNs, PacketSequence.plus(about, 1))) {
          requester.onMissed(true);
        }
      }
      case AcknowledgeHeader.KIND_RNR_NAK -> {
        if (requester.acknowledgeBefore(nowNs, about)) {
          requester.onNotReady(nowNs, RnrTimer.waitNs(value));
        } else {
          requester.onMissed(true);
        }
      }
      case AcknowledgeHeader.KIND_NAK -> onNegative(nowNs, about, value);
      default -> queuePair.count(TransportCounter.MALFORMED_PACKETS);
    }
    if (requester.canSend()) {
      queuePair.schedule();
    }
  }

  private void onNegative(long nowNs, int about, int code) {
    if (!requester.acknowledgeBefore(nowNs, about)) {
      requester.onMissed(true);
      return;
    }
    switch (code) {
      case AcknowledgeHeader.PSN_SEQUENCE_ERROR -> requester.onMissed(false);
      case AcknowledgeHeader.INVALID_REQUEST -> refused(nowNs, WorkStatus.REM_INV_REQ_ERR);
      case AcknowledgeHeader.REMOTE_ACCESS_ERROR -> refused(nowNs, WorkStatus.REM_ACCESS_ERR);
      case AcknowledgeHeader.REMOTE_OPERATIONAL_ERROR -> refused(nowNs, WorkStatus.REM_OP_ERR);
      default -> queuePair.count(TransportCounter.MALFORMED_PACKETS);
    }
  }

  private void refused(long nowNs, WorkStatus why) {
    requester.fail(nowNs, requester.unackedPlace(), why);
  }

  /** Answers to a read (IBA 9.7.5.1.2): those that are missing before them are asked for again. */
  private void onReadAnswer(long nowNs, Arrival answer) {
    if (!requester.acknowledgeBefore(nowNs, answer.sequenceNumber)) {
      requester.onMissed(true);
      return;
    }
    SendEntry read = requester.readExpected();
    WorkRequest request = read == null ? null : read.request;
    if (read == null || request == null || requester.unacked() != answer.sequenceNumber) {
      queuePair.count(TransportCounter.GHOST_RESPONSES);
      return;
    }
    int before = requester.answered(read);
    boolean isLast = before + answer.packets == read.packets;
    int offset = before * queuePair.mtuBytes();
    int wanted = isLast ? request.lengthBytes() - offset : answer.packets * queuePair.mtuBytes();
    if (before + answer.packets > read.packets
        || answer.ends != isLast
        || answer.payloadBytes != wanted) {
      refused(nowNs, WorkStatus.BAD_RESP_ERR);
      return;
    }
    if (wanted > 0) {
      Region region =
          queuePair
              .regions()
              .local(request.localKey(), request.localAddress(), request.lengthBytes());
      if (region == null) {
        refused(nowNs, WorkStatus.LOC_PROT_ERR);
        return;
      }
      region.place(
          request.localAddress() + offset,
          answer.payload,
          answer.payloadOffsetBytes,
          answer.payloadBytes);
    }
    requester.onAnswered(nowNs, read, answer.packets);
    if (requester.canSend()) {
      queuePair.schedule();
    }
  }
}
