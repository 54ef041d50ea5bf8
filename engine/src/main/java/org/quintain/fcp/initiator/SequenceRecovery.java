// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.ReadExchangeConcise;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.InitiatorCounters.Counter;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.fcp.wire.RetransmissionRequest;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.wire.OutgoingSequence;

/**
 * Recovery of what the wire lost (FCP-4 12.4): after silence REC asks the target how far it is; SRR
 * asks for what did not come, or lets the target ask for what it did not get.
 */
final class SequenceRecovery implements ExchangeListener {
  private static final int RECOVERIES_MAX = 200;

  /**
   * RR_TOV (FCP-4 clause 11): how long a target keeps a command whose response is not confirmed.
   * Later than that an exchange that the target does not know may have been lost, or long been
   * done.
   */
  private static final long RETAINED_NS = 20_000_000_000L;

  /** An exchange of recovery's own: for the command of a slot's opening, or for a QUERY TASK. */
  private record Inquiry(
      @Nullable InitiatorSlot slot,
      long opening,
      @Nullable ManageTask function,
      @Nullable FcpInformationUnit retransmission) {
    static Inquiry of(InitiatorSlot slot, @Nullable FcpInformationUnit retransmission) {
      return new Inquiry(slot, slot.openings, null, retransmission);
    }
  }

  private final FcpInitiatorNexus nexus;

  SequenceRecovery(FcpInitiatorNexus nexus) {
    this.nexus = nexus;
  }

  /** Nothing was heard of {@code slot} for long: REC. */
  void ask(long nowNs, InitiatorSlot slot) {
    if (slot.isRecovering) {
      nexus.watch(nowNs, slot);
      return;
    }
    nexus.counters().add(Counter.RECOVERIES);
    if (++slot.recoveries > RECOVERIES_MAX) {
      giveUp(nowNs, slot);
      return;
    }
    if (!readExchange(nowNs, slot.exchange(), Inquiry.of(slot, null))) {
      nexus.watch(nowNs, slot);
      return;
    }
    slot.isRecovering = true;
  }

  /** QUERY TASK: whether the target has the command's exchange (FCP-4 4.10). */
  boolean query(long nowNs, ManageTask function) {
    InitiatorSlot slot = nexus.slots().ofIdentifier(function.commandIdentifier());
    Exchange exchange = slot == null ? null : slot.exchange;
    if (!nexus.agreed().has(FcpServiceParameters.REC_SUPPORT)) {
      nexus.functions().end(nowNs, function, FunctionResponse.FUNCTION_REJECTED, -1);
      return true;
    }
    if (exchange == null) {
      nexus.functions().end(nowNs, function, FunctionResponse.FUNCTION_COMPLETE, 0);
      return true;
    }
    return readExchange(nowNs, exchange, new Inquiry(null, 0, function, null));
  }

  private boolean readExchange(long nowNs, Exchange about, Inquiry inquiry) {
    Exchange exchange = nexus.originate(this, FrameType.EXTENDED_LINK_SERVICE);
    if (exchange == null) {
      return false;
    }
    exchange.context(inquiry);
    OutgoingSequence sequence = nexus.exchanges().begin(exchange, RoutingControl.ELS_REQUEST);
    int at = sequence.inlinePayload(ReadExchangeConcise.REQUEST_BYTES);
    ReadExchangeConcise.write(
        sequence.header(),
        at,
        nexus.localId(),
        about.originatorExchangeId(),
        about.responderExchangeId());
    nexus.exchanges().send(nowNs, exchange, sequence, SequenceEnd.TRANSFER_INITIATIVE);
    nexus.exchanges().awaitReply(nowNs, exchange, nexus.settings().recoveryTimeoutNs());
    return true;
  }

  /** The response is there and some of the data is not. */
  void askForData(long nowNs, InitiatorSlot slot) {
    retransmit(nowNs, slot, FcpInformationUnit.FCP_DATA, slot.received);
  }

  private void retransmit(
      long nowNs, InitiatorSlot slot, FcpInformationUnit unit, long relativeOffset) {
    if (++slot.recoveries > RECOVERIES_MAX) {
      giveUp(nowNs, slot);
      return;
    }
    Exchange exchange = slot.isRecovering ? null : nexus.originate(this, FcpInformationUnit.TYPE);
    if (exchange == null) {
      nexus.watch(nowNs, slot);
      return;
    }
    nexus.counters().add(Counter.RETRANSMISSIONS_ASKED);
    slot.isRecovering = true;
    exchange.context(Inquiry.of(slot, unit));
    OutgoingSequence sequence = nexus.exchanges().begin(exchange, RoutingControl.FC4_LINK_REQUEST);
    int at = sequence.inlinePayload(RetransmissionRequest.LENGTH_BYTES);
    RetransmissionRequest.write(
        sequence.header(),
        at,
        slot.exchange().originatorExchangeId(),
        slot.exchange().responderExchangeId(),
        relativeOffset,
        unit.routingControl());
    nexus.exchanges().send(nowNs, exchange, sequence, SequenceEnd.TRANSFER_INITIATIVE);
    nexus.exchanges().awaitReply(nowNs, exchange, nexus.settings().recoveryTimeoutNs());
    // What it asks for may come before its answer does.
    nexus.exchanges().giveInitiative(slot.exchange());
    nexus.watch(nowNs, slot);
  }

  private void giveUp(long nowNs, InitiatorSlot slot) {
    nexus.abort(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    Inquiry inquiry = (Inquiry) exchange.context();
    if (inquiry == null) {
      return;
    }
    if (sequence.status() != SequenceStatus.COMPLETE) {
      nexus.exchanges().awaitReply(nowNs, exchange, nexus.settings().recoveryTimeoutNs());
      return;
    }
    exchange.context(null);
    nexus.exchanges().release(exchange);
    ByteBuffer bytes = sequence.payload();
    int at = sequence.payloadOffset();
    int length = sequence.lengthBytes();
    ManageTask function = inquiry.function();
    if (function != null) {
      boolean there =
          isAccept(bytes, at, length)
              && (ReadExchangeConcise.exchangeStatus(bytes, at) & ReadExchangeConcise.COMPLETE)
                  == 0;
      FunctionResponse response =
          there ? FunctionResponse.FUNCTION_SUCCEEDED : FunctionResponse.FUNCTION_COMPLETE;
      nexus.functions().end(nowNs, function, response, 0);
      return;
    }
    InitiatorSlot slot = openSlotOf(inquiry);
    if (slot == null) {
      return;
    }
    slot.isRecovering = false;
    FcpInformationUnit asked = inquiry.retransmission();
    if (asked != null) {
      onRetransmissionAnswer(nowNs, slot, asked, RetransmissionRequest.isAccept(bytes, at, length));
    } else if (isAccept(bytes, at, length)) {
      onExchangeRead(
          nowNs,
          slot,
          ReadExchangeConcise.transferredBytes(bytes, at),
          ReadExchangeConcise.exchangeStatus(bytes, at));
    } else if (length >= 4 && bytes.get(at) == ElsCommand.LS_RJT) {
      boolean unknown =
          length >= LinkServiceReject.LENGTH_BYTES
              && LinkServiceReject.explanation(bytes, at) == LinkServiceReject.INVALID_EXCHANGE_IDS;
      onExchangeRefused(nowNs, slot, unknown);
    } else {
      nexus.watch(nowNs, slot);
    }
  }

  private static boolean isAccept(ByteBuffer bytes, int at, int lengthBytes) {
    return lengthBytes >= ReadExchangeConcise.ANSWER_BYTES && bytes.get(at) == ElsCommand.LS_ACC;
  }

  /** The slot that an inquiry was for, if its command still stands where it stood. */
  private static @Nullable InitiatorSlot openSlotOf(Inquiry inquiry) {
    InitiatorSlot slot = inquiry.slot();
    boolean same =
        slot != null
            && slot.state == InitiatorSlot.State.OPEN
            && slot.openings == inquiry.opening();
    return same ? slot : null;
  }

  private void onRetransmissionAnswer(
      long nowNs, InitiatorSlot slot, FcpInformationUnit asked, boolean accepted) {
    if (accepted) {
      nexus.watch(nowNs, slot);
    } else if (asked == FcpInformationUnit.FCP_XFER_RDY) {
      // The target wants no more data than it has: what is missing is its response.
      retransmit(nowNs, slot, FcpInformationUnit.FCP_RSP, 0);
    } else {
      nexus.counters().add(Counter.RETRANSMISSIONS_REFUSED);
      giveUp(nowNs, slot);
    }
  }

  /**
   * The target tells nothing of the exchange. Where it has none such, its FCP_CMND was lost, for it
   * keeps what is not confirmed; a first burst that followed it was lost on the target as well
   * (FCP-4 12.4.1.2). A command that may have been done meanwhile is not done twice.
   */
  private void onExchangeRefused(long nowNs, InitiatorSlot slot, boolean unknown) {
    slot.sendsAgain = unknown && !slot.isAnswered && nowNs - slot.openedNs < RETAINED_NS;
    nexus.abort(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
  }

  /** FCP-4 12.4.1.4 to 12.4.1.8, annex C. */
  private void onExchangeRead(
      long nowNs, InitiatorSlot slot, long transferred, int exchangeStatus) {
    boolean targetActs = (exchangeStatus & ReadExchangeConcise.HOLDS_INITIATIVE) != 0;
    long toSend = slot.command().dataOutLength();
    boolean stalls = slot.lastTransferred == transferred;
    slot.lastTransferred = transferred;
    if (targetActs) {
      // It is at work; or data-in was lost that it holds for sent, and its response is to come.
      nexus.watch(nowNs, slot);
    } else if (transferred < toSend && stalls) {
      // Our data was lost, or the FCP_XFER_RDY that asks for more.
      retransmit(nowNs, slot, FcpInformationUnit.FCP_XFER_RDY, transferred);
    } else if (slot.command().dataInLength() > 0 && transferred > slot.received) {
      retransmit(nowNs, slot, FcpInformationUnit.FCP_DATA, slot.received);
    } else if (stalls) {
      retransmit(nowNs, slot, FcpInformationUnit.FCP_RSP, 0);
    } else {
      nexus.watch(nowNs, slot);
    }
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    nexus.exchanges().acceptAbort(nowNs, exchange);
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    // FCP-4 12.4.1.3: the question or its answer was lost; its exchange is cleared, and it is asked
    // anew when the next silence is noticed.
    nexus.exchanges().abort(nowNs, exchange);
    forget(nowNs, exchange);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    forget(nowNs, exchange);
  }

  private void forget(long nowNs, Exchange exchange) {
    Inquiry inquiry = (Inquiry) exchange.context();
    exchange.context(null);
    if (inquiry == null) {
      return;
    }
    ManageTask function = inquiry.function();
    if (function != null) {
      nexus
          .functions()
          .end(nowNs, function, FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE, -1);
      return;
    }
    InitiatorSlot slot = openSlotOf(inquiry);
    if (slot != null) {
      slot.isRecovering = false;
      if (nexus.isEstablished()) {
        nexus.watch(nowNs, slot);
      }
    }
  }
}
