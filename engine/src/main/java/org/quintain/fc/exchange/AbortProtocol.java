// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeCounters.Counter;
import org.quintain.fc.wire.BasicAccept;
import org.quintain.fc.wire.BasicReject;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.ReinstateRecoveryQualifier;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.sam.Check;
import org.quintain.wire.OutgoingSequence;

/**
 * ABTS and its answers (FC-FS-5 16.3.2), and the rest that an aborted exchange's identifiers take:
 * who sent ABTS waits R_A_TOV and tells the peer by RRQ; who accepted it discards what comes until
 * then (FC-FS-5 18.7, FC-LS-4 4.3.13).
 */
final class AbortProtocol implements ExchangeListener {
  /** ABTS' Parameter: this sequence alone, not the exchange. */
  private static final int ABORT_SEQUENCE = 1;

  private static final int SMALLEST_FRAME_PAYLOAD = 128;

  private final ExchangeManager manager;
  private final ExchangeTable table;
  private final OutputQueue output;
  private final ExchangeTimers timers;
  private final SequenceReceiver receiver;
  private final FrameRouter router;

  AbortProtocol(
      ExchangeManager manager,
      ExchangeTable table,
      OutputQueue output,
      ExchangeTimers timers,
      SequenceReceiver receiver,
      FrameRouter router) {
    this.manager = manager;
    this.table = table;
    this.output = output;
    this.timers = timers;
    this.receiver = receiver;
    this.router = router;
  }

  void abort(long nowNs, Exchange exchange) {
    exchange.on(ExchangeState.Event.ABORT);
    stopTraffic(nowNs, exchange);
    sendAbts(nowNs, exchange);
  }

  private void stopTraffic(long nowNs, Exchange exchange) {
    timers.clear(exchange);
    receiver.abandon(exchange);
    output.giveUp(nowNs, exchange);
  }

  private void sendAbts(long nowNs, Exchange exchange) {
    exchange.abortAttempts++;
    OutgoingSequence abts = basic(exchange, RoutingControl.ABTS);
    int control = exchange.isOriginator() ? 0 : FrameControl.RESPONDER;
    control |= FrameControl.END_SEQUENCE | FrameControl.TRANSFER_INITIATIVE;
    FrameHeader.frameControl(abts.header(), abts.base(), control);
    // ABTS belongs to the sequence sent last and has the next count of it (FC-FS-5 16.3.2.2).
    FrameHeader.sequenceId(abts.header(), abts.base(), (exchange.nextSequenceId - 1) & 0xFF);
    FrameHeader.sequenceCount(abts.header(), abts.base(), exchange.nextSequenceCount);
    output.put(abts);
    timers.set(exchange, ExchangeTimers.ABORT, nowNs + manager.timeouts().replyNs());
    manager.counters().add(Counter.ABORTS_SENT);
    manager.markReady();
  }

  private OutgoingSequence basic(Exchange exchange, int routingControl) {
    OutgoingSequence sequence = output.take(exchange);
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    header.putInt(base, routingControl << 24 | exchange.remoteId());
    header.putInt(base + 4, exchange.localId());
    FrameHeader.originatorExchangeId(header, base, exchange.originatorExchangeId());
    FrameHeader.responderExchangeId(header, base, exchange.responderExchangeId());
    sequence.framePayloadMax(SMALLEST_FRAME_PAYLOAD);
    return sequence;
  }

  /** A basic link service came; all of them are one frame long. */
  void onBasicLinkService(long nowNs, ByteBuffer frame, int base, int payloadBytes) {
    switch (FrameHeader.routingControl(frame, base)) {
      case RoutingControl.ABTS -> onAbts(nowNs, frame, base);
      case RoutingControl.BA_ACC -> onAnswer(nowNs, frame, base, true);
      case RoutingControl.BA_RJT -> onAnswer(nowNs, frame, base, false);
      case RoutingControl.NOP -> {
        // It asks for nothing (FC-FS-5 16.2).
      }
      default -> manager.counters().add(Counter.STRAY_FRAMES);
    }
    Check.that(payloadBytes >= 0, "a frame has a header", payloadBytes);
  }

  private void onAbts(long nowNs, ByteBuffer frame, int base) {
    manager.counters().add(Counter.ABORTS_RECEIVED);
    Exchange exchange = table.find(frame, base);
    if (exchange == null || exchange.state() == ExchangeState.CLOSING) {
      onAbtsOfUnknown(nowNs, frame, base);
      return;
    }
    switch (exchange.state()) {
      case OPEN, COMPLETE -> {
        if ((FrameHeader.parameter(frame, base) & ABORT_SEQUENCE) != 0) {
          abortSequence(nowNs, exchange, frame, base);
        } else {
          exchange.on(ExchangeState.Event.PEER_ABORTS);
          stopTraffic(nowNs, exchange);
          exchange.listener.onAbortRequested(nowNs, exchange);
        }
      }
      case ABORT_REQUESTED -> {
        // The user has not answered the first one yet; its answer serves both.
      }
      case ABORTING, RECOVERY -> answerAccept(exchange.responderExchangeId(), frame, base);
      case FREE, CLOSING -> Check.that(false, "an exchange that is found is in use");
    }
  }

  /**
   * The first frame of an exchange may be under way still, behind its own ABTS: its identifiers go
   * to rest, so that it is discarded when it comes. Where the peer names an RX_ID of ours that is
   * over, it is told so.
   */
  private void onAbtsOfUnknown(long nowNs, ByteBuffer frame, int base) {
    boolean mayCome =
        FrameHeader.responderExchangeId(frame, base) == FrameHeader.NO_EXCHANGE_ID
            && (FrameHeader.frameControl(frame, base) & FrameControl.RESPONDER) == 0
            && router.isLocal(FrameHeader.destinationId(frame, base));
    Exchange exchange = mayCome ? table.take() : null;
    if (exchange == null) {
      OutgoingSequence reject = answer(frame, base, RoutingControl.BA_RJT);
      int at = reject.inlinePayload(BasicReject.LENGTH_BYTES);
      BasicReject.write(
          reject.header(), at, BasicReject.LOGICAL_ERROR, BasicReject.INVALID_EXCHANGE_IDS);
      queue(reject);
      return;
    }
    router.beginResponder(exchange, frame, base);
    exchange.on(ExchangeState.Event.PEER_ABORTS);
    accept(nowNs, exchange, frame, base);
  }

  private void abortSequence(long nowNs, Exchange exchange, ByteBuffer frame, int base) {
    int sequenceId = FrameHeader.sequenceId(frame, base);
    int low = exchange.receiving ? exchange.receivedFirstCount : 0;
    OutgoingSequence accept = answer(frame, base, RoutingControl.BA_ACC);
    int at = accept.inlinePayload(BasicAccept.LENGTH_BYTES);
    BasicAccept.writeSequence(
        accept.header(),
        at,
        sequenceId,
        exchange.originatorExchangeId(),
        exchange.responderExchangeId(),
        low,
        FrameHeader.sequenceCount(frame, base));
    queue(accept);
    if (exchange.receiving) {
      receiver.onTimeout(nowNs, exchange);
    }
  }

  /** The user agrees to the abort that the peer asked for. */
  void accept(long nowNs, Exchange exchange) {
    OutgoingSequence accept = basic(exchange, RoutingControl.BA_ACC);
    int control = exchange.isOriginator() ? 0 : FrameControl.RESPONDER;
    control |= FrameControl.LAST_SEQUENCE | FrameControl.END_SEQUENCE;
    FrameHeader.frameControl(accept.header(), accept.base(), control);
    int at = accept.inlinePayload(BasicAccept.LENGTH_BYTES);
    BasicAccept.writeExchange(
        accept.header(), at, exchange.originatorExchangeId(), exchange.responderExchangeId());
    queue(accept);
    rest(nowNs, exchange);
  }

  private void accept(long nowNs, Exchange exchange, ByteBuffer frame, int base) {
    answerAccept(exchange.responderExchangeId(), frame, base);
    rest(nowNs, exchange);
  }

  /** The recipient of ABTS keeps the identifiers until RRQ, or as long as RRQ can be late. */
  private void rest(long nowNs, Exchange exchange) {
    exchange.on(ExchangeState.Event.ABORT_ACCEPTED);
    timers.set(exchange, ExchangeTimers.RECOVERY, nowNs + manager.timeouts().replyNs());
    end(nowNs, exchange, ExchangeEnd.ABORTED_BY_PEER);
    manager.markReady();
  }

  private void answerAccept(int rxId, ByteBuffer frame, int base) {
    OutgoingSequence accept = answer(frame, base, RoutingControl.BA_ACC);
    int at = accept.inlinePayload(BasicAccept.LENGTH_BYTES);
    FrameHeader.responderExchangeId(accept.header(), accept.base(), rxId);
    BasicAccept.writeExchange(
        accept.header(), at, FrameHeader.originatorExchangeId(frame, base), rxId);
    queue(accept);
  }

  /**
   * An answer of no exchange to the basic link service in {@code frame}, the exchange's context
   * turned. The answer is a sequence that its sender initiates: Linux takes one that says otherwise
   * for an acknowledgement, and waits on.
   */
  private OutgoingSequence answer(ByteBuffer frame, int base, int routingControl) {
    OutgoingSequence sequence = output.take(null);
    ByteBuffer header = sequence.header();
    int to = sequence.base();
    header.putInt(to, routingControl << 24 | FrameHeader.sourceId(frame, base));
    header.putInt(to + 4, FrameHeader.destinationId(frame, base));
    int turned = FrameHeader.frameControl(frame, base) ^ FrameControl.RESPONDER;
    int control =
        (turned & FrameControl.RESPONDER) | FrameControl.LAST_SEQUENCE | FrameControl.END_SEQUENCE;
    FrameHeader.frameControl(header, to, control);
    FrameHeader.sequenceId(header, to, FrameHeader.sequenceId(frame, base));
    header.putInt(to + 16, frame.getInt(base + 16));
    sequence.framePayloadMax(SMALLEST_FRAME_PAYLOAD);
    return sequence;
  }

  private void queue(OutgoingSequence sequence) {
    output.put(sequence);
    manager.markReady();
  }

  private void onAnswer(long nowNs, ByteBuffer frame, int base, boolean accepted) {
    Exchange exchange = table.find(frame, base);
    if (exchange == null || exchange.state() != ExchangeState.ABORTING) {
      manager.counters().add(Counter.STRAY_FRAMES);
      return;
    }
    timers.clear(exchange);
    if (accepted) {
      int rxId = FrameHeader.responderExchangeId(frame, base);
      if (exchange.isOriginator() && rxId != FrameHeader.NO_EXCHANGE_ID) {
        exchange.responderExchangeId(rxId);
      }
      exchange.on(ExchangeState.Event.ACCEPTED);
      timers.set(
          exchange, ExchangeTimers.RECOVERY, nowNs + manager.timeouts().resourceAllocationNs());
      exchange.reinstates = true;
      end(nowNs, exchange, ExchangeEnd.ABORTED);
      manager.markReady();
    } else {
      refused(nowNs, exchange, ExchangeEnd.ABORT_REJECTED);
    }
  }

  private void refused(long nowNs, Exchange exchange, ExchangeEnd why) {
    exchange.on(ExchangeState.Event.REFUSED);
    end(nowNs, exchange, why);
    manager.close(exchange);
  }

  /** Takes the exchange from its user and tells it. */
  private static void end(long nowNs, Exchange exchange, ExchangeEnd why) {
    ExchangeListener user = exchange.listener;
    exchange.listener = ExchangeManager.nobody();
    user.onEnded(nowNs, exchange, why);
  }

  void onTimer(long nowNs, Exchange exchange, int kind) {
    if (kind == ExchangeTimers.RECOVERY) {
      if (exchange.reinstates) {
        sendRrq(nowNs, exchange);
      } else {
        recovered(exchange);
      }
    } else if (exchange.abortAttempts < manager.timeouts().abortAttemptsMax()) {
      sendAbts(nowNs, exchange);
    } else {
      manager.counters().add(Counter.ABORTS_UNANSWERED);
      refused(nowNs, exchange, ExchangeEnd.ABORT_UNANSWERED);
    }
  }

  private void recovered(Exchange exchange) {
    exchange.on(ExchangeState.Event.RECOVERED);
    manager.close(exchange);
  }

  // RRQ: an exchange of its own; its context is the exchange whose identifiers it frees.

  private void sendRrq(long nowNs, Exchange aborted) {
    Exchange exchange =
        manager.originate(
            this,
            aborted.localId(),
            aborted.remoteId(),
            FrameType.EXTENDED_LINK_SERVICE,
            aborted.framePayloadMax());
    if (exchange == null) {
      recovered(aborted);
      return;
    }
    exchange.context(aborted);
    OutgoingSequence request = manager.begin(exchange, RoutingControl.ELS_REQUEST);
    int at = request.inlinePayload(ReinstateRecoveryQualifier.LENGTH_BYTES);
    int originatorId = aborted.isOriginator() ? aborted.localId() : aborted.remoteId();
    ReinstateRecoveryQualifier.write(
        request.header(),
        at,
        originatorId,
        aborted.originatorExchangeId(),
        aborted.responderExchangeId());
    manager.send(nowNs, exchange, request, SequenceEnd.TRANSFER_INITIATIVE);
    manager.awaitReply(nowNs, exchange, manager.timeouts().replyNs());
  }

  private void rrqDone(Exchange exchange) {
    Object aborted = exchange.context();
    if (aborted instanceof Exchange resting && resting.state() == ExchangeState.RECOVERY) {
      recovered(resting);
    }
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    // LS_ACC or LS_RJT: either way the peer does not keep the identifiers.
    rrqDone(exchange);
    manager.release(exchange);
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    rrqDone(exchange);
    manager.release(exchange);
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    accept(nowNs, exchange);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    rrqDone(exchange);
  }

  boolean onReinstated(int localId, int remoteId, int originatorId, int oxId, int rxId) {
    @Nullable Exchange exchange =
        table.find(originatorId == localId, localId, remoteId, oxId, rxId);
    if (exchange == null || exchange.state() != ExchangeState.RECOVERY) {
      return false;
    }
    recovered(exchange);
    return true;
  }

  /** Ends {@code exchange} wherever it is; its user is told if it has one. */
  void cutOff(long nowNs, Exchange exchange, ExchangeEnd why) {
    if (exchange.state() == ExchangeState.FREE || exchange.state() == ExchangeState.CLOSING) {
      return;
    }
    exchange.on(ExchangeState.Event.CUT_OFF);
    stopTraffic(nowNs, exchange);
    end(nowNs, exchange, why);
    manager.close(exchange);
  }
}
