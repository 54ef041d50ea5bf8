// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.RetransmissionRequest;
import org.quintain.wire.OutgoingSequence;

/**
 * SRR: the initiator missed an information unit and asks for it, or for what follows from it, once
 * more (FCP-4 8.2, 12.4).
 */
final class RetransmissionHandler {
  private static final int UNDER_WAY_MAX = 6;

  private final FcpTargetPort port;

  RetransmissionHandler(FcpTargetPort port) {
    this.port = port;
  }

  void onRequest(long nowNs, TargetNexus nexus, Exchange exchange, ReceivedSequence sequence) {
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    boolean whole =
        sequence.status() == SequenceStatus.COMPLETE
            && RetransmissionRequest.isWhole(bytes, at, sequence.lengthBytes());
    if (!whole) {
      reject(
          nowNs,
          exchange,
          RetransmissionRequest.UNABLE_TO_PERFORM,
          RetransmissionRequest.UNABLE_TO_SUPPLY_DATA);
      return;
    }
    int oxId = RetransmissionRequest.originatorExchangeId(bytes, at);
    TargetTask task = find(nexus, oxId);
    if (task == null || task.isAborting) {
      reject(
          nowNs,
          exchange,
          RetransmissionRequest.LOGICAL_ERROR,
          RetransmissionRequest.INVALID_EXCHANGE);
      return;
    }
    long offset = RetransmissionRequest.relativeOffset(bytes, at);
    FcpInformationUnit unit =
        FcpInformationUnit.of(RetransmissionRequest.routingControl(bytes, at));
    if (unit == null
        || !nexus.mayRetry()
        || task.references > UNDER_WAY_MAX
        || !isToBeHad(task, unit, offset)) {
      reject(
          nowNs,
          exchange,
          RetransmissionRequest.UNABLE_TO_PERFORM,
          RetransmissionRequest.UNABLE_TO_SUPPLY_DATA);
      return;
    }
    port.counters().add(FcpCounter.RETRANSMISSIONS);
    accept(nowNs, exchange);
    repeat(nowNs, task, unit, offset);
  }

  private @Nullable TargetTask find(TargetNexus nexus, int oxId) {
    for (int index = 0; index < port.tasks().made(); index++) {
      TargetTask task = port.tasks().at(index);
      Exchange exchange = task.exchange;
      if (task.nexus == nexus
          && task.isOpen()
          && exchange != null
          && task.command != null
          && exchange.originatorExchangeId() == oxId) {
        return task;
      }
    }
    return null;
  }

  private static boolean isToBeHad(TargetTask task, FcpInformationUnit unit, long offset) {
    return switch (unit) {
      case FCP_DATA -> DataInSender.has(task, offset);
      case FCP_XFER_RDY -> DataOutReceiver.mayAskAgain(task, offset);
      case FCP_RSP -> task.state == TargetTask.State.CONFIRMING;
      case FCP_CMND, FCP_CONF -> false;
    };
  }

  private void repeat(long nowNs, TargetTask task, FcpInformationUnit unit, long offset) {
    switch (unit) {
      case FCP_DATA -> {
        port.dataIn().sendAgain(nowNs, task, offset);
        if (task.state == TargetTask.State.CONFIRMING) {
          port.responses().sendAgain(nowNs, task);
        }
      }
      case FCP_XFER_RDY -> port.dataOut().askAgain(nowNs, task, offset);
      case FCP_RSP -> port.responses().sendAgain(nowNs, task);
      case FCP_CMND, FCP_CONF -> {}
    }
  }

  private void accept(long nowNs, Exchange exchange) {
    OutgoingSequence sequence = port.exchanges().begin(exchange, RoutingControl.FC4_LINK_REPLY);
    int at = sequence.inlinePayload(RetransmissionRequest.ACCEPT_BYTES);
    RetransmissionRequest.writeAccept(sequence.header(), at);
    port.output().sendLast(nowNs, exchange, sequence);
  }

  private void reject(long nowNs, Exchange exchange, int reason, int explanation) {
    port.counters().add(FcpCounter.RETRANSMISSIONS_REFUSED);
    OutgoingSequence sequence = port.exchanges().begin(exchange, RoutingControl.FC4_LINK_REPLY);
    int at = sequence.inlinePayload(RetransmissionRequest.REJECT_BYTES);
    RetransmissionRequest.writeReject(sequence.header(), at, reason, explanation);
    port.output().sendLast(nowNs, exchange, sequence);
  }
}
