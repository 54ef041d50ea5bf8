// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.FcTimeouts;
import org.quintain.fc.login.LinkServiceServer.Request;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.NodeIdentification;
import org.quintain.fc.wire.ReadExchangeConcise;
import org.quintain.fc.wire.ReadTimeouts;
import org.quintain.fc.wire.ReinstateRecoveryQualifier;
import org.quintain.fc.wire.StateChangePayload;

/** Answers those who tell or ask something that changes no login. */
final class InquiryServer {
  private final LinkServiceServer server;

  InquiryServer(LinkServiceServer server) {
    this.server = server;
  }

  void onRscn(long nowNs, Request request) {
    ByteBuffer payload = request.payload();
    int at = request.at();
    if (!StateChangePayload.isSound(payload, at, request.lengthBytes())) {
      server.rejectForLength(nowNs, request);
      return;
    }
    int pages = StateChangePayload.pages(payload, at);
    NPort nPort = request.nPort();
    // Read before the answer, since what follows may reuse the memory.
    int[] formats = new int[pages];
    int[] ids = new int[pages];
    for (int page = 0; page < pages; page++) {
      formats[page] = StateChangePayload.format(payload, at, page);
      ids[page] = StateChangePayload.portId(payload, at, page);
    }
    server.accept(nowNs, request);
    for (int page = 0; page < pages; page++) {
      nPort.discovery().onStateChange(nowNs, formats[page], ids[page]);
    }
    nPort.rediscover(nowNs);
  }

  void onRtv(long nowNs, Request request) {
    FcTimeouts timeouts = request.nPort().exchanges().timeouts();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          ReadTimeouts.write(bytes, at, timeouts.resourceAllocationNs(), timeouts.errorDetectNs());
          return ReadTimeouts.LENGTH_BYTES;
        });
  }

  /** What came goes back, but for the command (FC-LS-4 4.3.15). */
  void onEcho(long nowNs, Request request) {
    ByteBuffer payload = ByteBuffer.allocate(request.lengthBytes());
    payload.put(0, request.payload(), request.at(), request.lengthBytes());
    payload.put(0, (byte) ElsCommand.LS_ACC);
    server.accept(nowNs, request, payload);
  }

  void onRnid(long nowNs, Request request) {
    if (request.lengthBytes() < NodeIdentification.REQUEST_BYTES) {
      server.rejectForLength(nowNs, request);
      return;
    }
    int format = NodeIdentification.format(request.payload(), request.at());
    if (format != NodeIdentification.COMMON) {
      server.reject(
          nowNs,
          request,
          LinkServiceReject.UNABLE_TO_PERFORM,
          LinkServiceReject.REQUEST_NOT_SUPPORTED);
      return;
    }
    NPortIdentity identity = request.nPort().identity();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          NodeIdentification.writeAnswer(bytes, at, identity.portName(), identity.nodeName());
          return NodeIdentification.ANSWER_BYTES;
        });
  }

  void onRec(long nowNs, Request request) {
    if (request.loggedInPeer() == null) {
      server.rejectForLogin(nowNs, request);
      return;
    }
    if (request.lengthBytes() < ReadExchangeConcise.REQUEST_BYTES) {
      server.rejectForLength(nowNs, request);
      return;
    }
    ByteBuffer payload = request.payload();
    int from = request.at();
    NPort nPort = request.nPort();
    int originatorId = ReadExchangeConcise.originatorId(payload, from);
    Exchange exchange =
        nPort
            .exchanges()
            .find(
                nPort.portId(),
                request.exchange().remoteId(),
                originatorId,
                ReadExchangeConcise.originatorExchangeId(payload, from),
                ReadExchangeConcise.responderExchangeId(payload, from));
    if (exchange == null || exchange.type() != nPort.upper().type()) {
      if (nPort.upper().mayHaveForgotten(nowNs, request.exchange().remoteId())) {
        server.reject(
            nowNs,
            request,
            LinkServiceReject.UNABLE_TO_PERFORM,
            LinkServiceReject.DATA_NOT_AVAILABLE);
      } else {
        rejectExchange(nowNs, request);
      }
      return;
    }
    int responderId =
        originatorId == nPort.portId() ? request.exchange().remoteId() : nPort.portId();
    long transferred = nPort.upper().transferredBytes(exchange);
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          ReadExchangeConcise.writeAnswer(
              bytes,
              at,
              exchange.originatorExchangeId(),
              exchange.responderExchangeId(),
              originatorId,
              responderId,
              transferred,
              exchange.exchangeStatus());
          return ReadExchangeConcise.ANSWER_BYTES;
        });
  }

  private void rejectExchange(long nowNs, Request request) {
    server.reject(
        nowNs, request, LinkServiceReject.LOGICAL_ERROR, LinkServiceReject.INVALID_EXCHANGE_IDS);
  }

  void onRrq(long nowNs, Request request) {
    if (request.lengthBytes() < 12) {
      server.rejectForLength(nowNs, request);
      return;
    }
    ByteBuffer payload = request.payload();
    int at = request.at();
    NPort nPort = request.nPort();
    boolean known =
        nPort
            .exchanges()
            .onRecoveryQualifierReinstated(
                nPort.portId(),
                request.exchange().remoteId(),
                ReinstateRecoveryQualifier.originatorId(payload, at),
                ReinstateRecoveryQualifier.originatorExchangeId(payload, at),
                ReinstateRecoveryQualifier.responderExchangeId(payload, at));
    if (known) {
      server.accept(nowNs, request);
    } else {
      rejectExchange(nowNs, request);
    }
  }
}
