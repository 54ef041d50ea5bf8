// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.CommonTransport;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.wire.OutgoingSequence;

/** Sends link service and name server requests, one exchange each, and brings their answers. */
final class LinkServiceClient implements ExchangeListener {
  private static final int FRAME_PAYLOAD_MAX = 2112;

  private final ExchangeManager exchanges;

  LinkServiceClient(ExchangeManager exchanges) {
    this.exchanges = exchanges;
  }

  /** Writes a request and says how long it is. */
  interface Writer {
    int write(ByteBuffer bytes, int at);
  }

  /** Takes the answer. */
  interface Handler {
    /**
     * LS_ACC, or an accepted name server answer, came.
     *
     * @param answer valid until the call returns
     */
    void onAccepted(long nowNs, ReceivedSequence answer);

    /** It was rejected with {@code reason} and {@code explanation}. */
    void onRejected(long nowNs, int reason, int explanation);

    /** No answer came, or none that can be read. */
    void onFailed(long nowNs);
  }

  /** A request that is under way. */
  static final class Pending {
    private final Handler handler;
    private boolean over;

    Pending(Handler handler) {
      this.handler = handler;
    }

    /** Its answer is not wanted any more. */
    void cancel() {
      over = true;
    }

    /** Whether nothing will be told any more. */
    boolean isOver() {
      return over;
    }
  }

  /** Sends an extended link service request. */
  Pending request(long nowNs, int localId, int remoteId, Writer writer, Handler handler) {
    return send(
        nowNs,
        localId,
        remoteId,
        FrameType.EXTENDED_LINK_SERVICE,
        RoutingControl.ELS_REQUEST,
        writer,
        handler);
  }

  /** Sends a request to a generic service. */
  Pending query(long nowNs, int localId, int remoteId, Writer writer, Handler handler) {
    return send(
        nowNs,
        localId,
        remoteId,
        FrameType.COMMON_TRANSPORT,
        RoutingControl.UNSOLICITED_CONTROL,
        writer,
        handler);
  }

  private Pending send(
      long nowNs,
      int localId,
      int remoteId,
      int type,
      int routingControl,
      Writer writer,
      Handler handler) {
    Pending pending = new Pending(handler);
    Exchange exchange = exchanges.originate(this, localId, remoteId, type, FRAME_PAYLOAD_MAX);
    if (exchange == null) {
      fail(nowNs, pending);
      return pending;
    }
    exchange.context(pending);
    OutgoingSequence sequence = exchanges.begin(exchange, routingControl);
    int at = sequence.inlinePayload(sequence.inlineCapacityBytes());
    sequence.inlinePayload(writer.write(sequence.header(), at));
    exchanges.send(nowNs, exchange, sequence, SequenceEnd.TRANSFER_INITIATIVE);
    exchanges.awaitReply(nowNs, exchange, exchanges.timeouts().replyNs());
    return pending;
  }

  private static @Nullable Pending pendingOf(Exchange exchange) {
    return exchange.context() instanceof Pending pending && !pending.over ? pending : null;
  }

  private static void fail(long nowNs, @Nullable Pending pending) {
    if (pending != null) {
      pending.over = true;
      pending.handler.onFailed(nowNs);
    }
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence answer) {
    Pending pending = pendingOf(exchange);
    if (answer.status() != SequenceStatus.COMPLETE || answer.lengthBytes() < 4) {
      giveUp(nowNs, exchange);
      fail(nowNs, pending);
      return;
    }
    boolean isQuery = exchange.type() == FrameType.COMMON_TRANSPORT;
    exchanges.release(exchange);
    if (pending == null) {
      return;
    }
    pending.over = true;
    if (isQuery) {
      answerQuery(nowNs, pending.handler, answer);
    } else {
      answerRequest(nowNs, pending.handler, answer);
    }
  }

  private static void answerRequest(long nowNs, Handler handler, ReceivedSequence answer) {
    ByteBuffer payload = answer.payload();
    int at = answer.payloadOffset();
    int command = payload.get(at) & 0xFF;
    if (command == ElsCommand.LS_ACC) {
      handler.onAccepted(nowNs, answer);
    } else if (command == ElsCommand.LS_RJT
        && answer.lengthBytes() >= LinkServiceReject.LENGTH_BYTES) {
      handler.onRejected(
          nowNs, LinkServiceReject.reason(payload, at), LinkServiceReject.explanation(payload, at));
    } else {
      handler.onFailed(nowNs);
    }
  }

  private static void answerQuery(long nowNs, Handler handler, ReceivedSequence answer) {
    ByteBuffer payload = answer.payload();
    int at = answer.payloadOffset();
    if (answer.lengthBytes() < CommonTransport.HEAD_BYTES) {
      handler.onFailed(nowNs);
    } else if (CommonTransport.command(payload, at) == CommonTransport.ACCEPTED) {
      handler.onAccepted(nowNs, answer);
    } else {
      handler.onRejected(
          nowNs, CommonTransport.reason(payload, at), CommonTransport.explanation(payload, at));
    }
  }

  /** A port without an address cannot abort: nobody could answer it. */
  private void giveUp(long nowNs, Exchange exchange) {
    exchange.context(null);
    if (exchange.localId() == 0) {
      exchanges.release(exchange);
    } else {
      exchanges.abort(nowNs, exchange);
    }
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    Pending pending = pendingOf(exchange);
    giveUp(nowNs, exchange);
    fail(nowNs, pending);
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    exchanges.acceptAbort(nowNs, exchange);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    fail(nowNs, pendingOf(exchange));
  }
}
