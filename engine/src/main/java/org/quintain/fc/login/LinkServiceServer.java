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
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.wire.OutgoingSequence;

/**
 * The responder's side of extended link services: hands each request to who knows its command, and
 * sends the answer (FC-LS-4 clause 4).
 */
final class LinkServiceServer implements ExchangeListener {
  private static final int SMALLEST_FRAME_PAYLOAD = 256;

  private final ExchangeManager exchanges;
  private final LoginServer logins;
  private final LogoutServer logouts;
  private final InquiryServer inquiries;

  LinkServiceServer(FcPort port) {
    exchanges = port.exchanges();
    logins = new LoginServer(this);
    logouts = new LogoutServer(this);
    inquiries = new InquiryServer(this);
  }

  /** A request as it is being answered. */
  record Request(Exchange exchange, NPort nPort, ByteBuffer payload, int at, int lengthBytes) {
    int command() {
      return payload.get(at) & 0xFF;
    }

    /** Who asks, or null where it is not known. */
    @Nullable RemotePort peer() {
      return nPort.peer(exchange.remoteId());
    }

    /** Who asks if a port login stands, or null. */
    @Nullable RemotePort loggedInPeer() {
      RemotePort peer = peer();
      return peer != null && peer.isLoggedIn() ? peer : null;
    }
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    Object context = exchange.context();
    if (sequence.status() != SequenceStatus.COMPLETE
        || sequence.lengthBytes() < 4
        || !exchange.holdsInitiative()
        || !(context instanceof NPort nPort)) {
      exchanges.release(exchange);
      return;
    }
    nPort.direct().onRequest(nowNs, exchange.localId());
    if (!exchange.isLive()) {
      return;
    }
    RemotePort peer = nPort.peer(exchange.remoteId());
    exchange.framePayloadMax(
        peer != null && peer.isLoggedIn() ? peer.framePayloadMax() : SMALLEST_FRAME_PAYLOAD);
    Request request =
        new Request(
            exchange, nPort, sequence.payload(), sequence.payloadOffset(), sequence.lengthBytes());
    answer(nowNs, request);
  }

  private void answer(long nowNs, Request request) {
    switch (request.command()) {
      case ElsCommand.FLOGI -> logins.onFlogi(nowNs, request);
      case ElsCommand.PLOGI -> logins.onPlogi(nowNs, request);
      case ElsCommand.PDISC -> logins.onPdisc(nowNs, request);
      case ElsCommand.ADISC -> logins.onAdisc(nowNs, request);
      case ElsCommand.PRLI -> logins.onPrli(nowNs, request);
      case ElsCommand.PRLO -> logouts.onPrlo(nowNs, request);
      case ElsCommand.TPRLO -> logouts.onTprlo(nowNs, request);
      case ElsCommand.LOGO -> logouts.onLogo(nowNs, request);
      case ElsCommand.RSCN -> inquiries.onRscn(nowNs, request);
      case ElsCommand.RTV -> inquiries.onRtv(nowNs, request);
      case ElsCommand.ECHO -> inquiries.onEcho(nowNs, request);
      case ElsCommand.RNID -> inquiries.onRnid(nowNs, request);
      case ElsCommand.REC -> inquiries.onRec(nowNs, request);
      case ElsCommand.RRQ -> inquiries.onRrq(nowNs, request);
      default ->
          reject(
              nowNs,
              request,
              LinkServiceReject.NOT_SUPPORTED,
              LinkServiceReject.REQUEST_NOT_SUPPORTED);
    }
  }

  /** Answers with LS_ACC and nothing more. */
  void accept(long nowNs, Request request) {
    accept(
        nowNs,
        request,
        (bytes, at) -> {
          bytes.putInt(at, ElsCommand.LS_ACC << 24);
          return 4;
        });
  }

  /** Answers with what {@code writer} writes. */
  void accept(long nowNs, Request request, LinkServiceClient.Writer writer) {
    Exchange exchange = request.exchange();
    OutgoingSequence answer = exchanges.begin(exchange, RoutingControl.ELS_REPLY);
    int at = answer.inlinePayload(answer.inlineCapacityBytes());
    answer.inlinePayload(writer.write(answer.header(), at));
    exchanges.send(nowNs, exchange, answer, SequenceEnd.LAST);
    exchanges.release(exchange);
  }

  /** Answers with {@code payload}, which is nobody else's. */
  void accept(long nowNs, Request request, ByteBuffer payload) {
    Exchange exchange = request.exchange();
    OutgoingSequence answer = exchanges.begin(exchange, RoutingControl.ELS_REPLY);
    answer.payload().add(payload, 0, payload.capacity());
    exchanges.send(nowNs, exchange, answer, SequenceEnd.LAST);
    exchanges.release(exchange);
  }

  /** Answers with LS_RJT. */
  void reject(long nowNs, Request request, int reason, int explanation) {
    accept(
        nowNs,
        request,
        (bytes, at) -> {
          LinkServiceReject.write(bytes, at, reason, explanation);
          return LinkServiceReject.LENGTH_BYTES;
        });
  }

  /** Answers that the peer must log in first (FC-LS-4 4.4.3, table 13). */
  void rejectForLogin(long nowNs, Request request) {
    reject(
        nowNs, request, LinkServiceReject.UNABLE_TO_PERFORM, LinkServiceReject.PORT_LOGIN_REQUIRED);
  }

  /** Answers that the payload has a wrong length. */
  void rejectForLength(long nowNs, Request request) {
    reject(nowNs, request, LinkServiceReject.LOGICAL_ERROR, LinkServiceReject.INVALID_LENGTH);
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    exchanges.acceptAbort(nowNs, exchange);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    // A request that nobody waits for any more is not answered.
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    // Answers are sent at once; nothing is waited for.
  }
}
