// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.login.LinkServiceServer.Request;
import org.quintain.fc.wire.AddressDiscovery;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.wire.LinkTopology;

/** Answers those who log in, or look whether they still are (FC-LS-4 6.2 to 6.4). */
final class LoginServer {
  private final LinkServiceServer server;

  LoginServer(LinkServiceServer server) {
    this.server = server;
  }

  /** Only an N_Port at the far end of a link without fabric sends FLOGI to another. */
  void onFlogi(long nowNs, Request request) {
    NPort nPort = request.nPort();
    if (request.lengthBytes() < LoginParameters.LENGTH_BYTES) {
      server.rejectForLength(nowNs, request);
      return;
    }
    LoginParameters theirs = LoginParameters.parse(request.payload(), request.at());
    LoginParameters ours = nPort.fabricParameters();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          ours.write(bytes, at, ElsCommand.LS_ACC);
          return LoginParameters.LENGTH_BYTES;
        });
    if (nPort.port().topology() == LinkTopology.FABRIC_OR_POINT_TO_POINT) {
      nPort.direct().onPeerFound(nowNs, theirs.portName());
    }
  }

  void onPlogi(long nowNs, Request request) {
    NPort nPort = request.nPort();
    LoginParameters theirs = readable(nowNs, request);
    if (theirs == null) {
      return;
    }
    RemotePort known = request.peer();
    boolean oursIsHigher = Long.compareUnsigned(nPort.identity().portName(), theirs.portName()) > 0;
    if (known != null && known.state() == RemotePortState.PORT_LOGIN && oursIsHigher) {
      // Both log in at once: the higher name's login goes on (FC-LS-4 6.3.2.3).
      server.reject(
          nowNs, request, LinkServiceReject.IN_PROGRESS, LinkServiceReject.REQUEST_IN_PROGRESS);
      return;
    }
    if (known == null && nPort.isFull()) {
      server.reject(
          nowNs, request, LinkServiceReject.UNABLE_TO_PERFORM, LinkServiceReject.NO_RESOURCES);
      return;
    }
    RemotePort peer = nPort.peerOrNew(request.exchange().remoteId());
    request.exchange().framePayloadMax(Math.max(128, theirs.class3FramePayloadMax()));
    LoginParameters ours = nPort.portParameters();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          ours.write(bytes, at, ElsCommand.LS_ACC);
          return LoginParameters.LENGTH_BYTES;
        });
    peer.acceptLogin(nowNs, theirs, request.exchange());
  }

  /** The parameters of PLOGI or PDISC; null once they were rejected. */
  private @Nullable LoginParameters readable(long nowNs, Request request) {
    if (request.lengthBytes() < LoginParameters.LENGTH_BYTES) {
      server.rejectForLength(nowNs, request);
      return null;
    }
    LoginParameters theirs = LoginParameters.parse(request.payload(), request.at());
    int wrong = LinkServiceReject.NO_EXPLANATION;
    if (!theirs.isSensible()) {
      wrong = LinkServiceReject.PAYLOAD_SIZE_ERROR;
    } else if (!theirs.hasClass3()) {
      wrong = LinkServiceReject.OPTIONS_ERROR;
    } else if (theirs.portName() == 0
        || theirs.portName() == request.nPort().identity().portName()) {
      wrong = LinkServiceReject.INVALID_PORT_NAME;
    }
    if (wrong != LinkServiceReject.NO_EXPLANATION) {
      server.reject(nowNs, request, LinkServiceReject.LOGICAL_ERROR, wrong);
      return null;
    }
    return theirs;
  }

  /** PDISC looks at the parameters and disturbs nothing (FC-LS-4 4.3.20). */
  void onPdisc(long nowNs, Request request) {
    LoginParameters theirs = readable(nowNs, request);
    if (theirs == null) {
      return;
    }
    RemotePort peer = request.loggedInPeer();
    if (peer == null || !isSame(peer, theirs.portName(), theirs.nodeName())) {
      refuse(nowNs, request, peer);
      return;
    }
    LoginParameters ours = request.nPort().portParameters();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          ours.write(bytes, at, ElsCommand.LS_ACC);
          return LoginParameters.LENGTH_BYTES;
        });
    peer.on(nowNs, RemotePortState.Input.VERIFIED);
  }

  void onAdisc(long nowNs, Request request) {
    if (request.lengthBytes() < AddressDiscovery.LENGTH_BYTES) {
      server.rejectForLength(nowNs, request);
      return;
    }
    ByteBuffer payload = request.payload();
    int from = request.at();
    RemotePort peer = request.loggedInPeer();
    long portName = AddressDiscovery.portName(payload, from);
    long nodeName = AddressDiscovery.nodeName(payload, from);
    if (peer == null || !isSame(peer, portName, nodeName)) {
      refuse(nowNs, request, peer);
      return;
    }
    NPort nPort = request.nPort();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          AddressDiscovery.write(
              bytes,
              at,
              ElsCommand.LS_ACC,
              nPort.identity().portName(),
              nPort.identity().nodeName(),
              nPort.portId());
          return AddressDiscovery.LENGTH_BYTES;
        });
    peer.on(nowNs, RemotePortState.Input.VERIFIED);
  }

  private static boolean isSame(RemotePort peer, long portName, long nodeName) {
    return peer.portName() == portName && peer.nodeName() == nodeName;
  }

  /** Another stands where {@code known} stood: that login is over, and the other is told so. */
  private void refuse(long nowNs, Request request, @Nullable RemotePort known) {
    server.rejectForLogin(nowNs, request);
    if (known != null) {
      known.logOutFor(nowNs, LogoutCause.GONE, request.exchange());
    }
  }

  void onPrli(long nowNs, Request request) {
    RemotePort peer = request.loggedInPeer();
    if (peer == null) {
      server.rejectForLogin(nowNs, request);
      return;
    }
    ByteBuffer payload = request.payload();
    if (!ProcessLoginPayload.isSound(payload, request.at(), request.lengthBytes())) {
      server.rejectForLength(nowNs, request);
      return;
    }
    int pages = Math.min(16, ProcessLoginPayload.pages(payload, request.at()));
    // The upper level is asked before the answer is written, whose memory is not the request's.
    ByteBuffer answer =
        ByteBuffer.allocate(
            ProcessLoginPayload.HEAD_BYTES + pages * ProcessLoginPayload.PAGE_BYTES);
    ProcessLoginPayload.writeHead(answer, 0, ElsCommand.LS_ACC, pages);
    for (int page = 0; page < pages; page++) {
      answerPage(nowNs, request, peer, page, answer);
    }
    server.accept(nowNs, request, answer);
  }

  private static void answerPage(
      long nowNs, Request request, RemotePort peer, int page, ByteBuffer answer) {
    UpperProtocol upper = request.nPort().upper();
    ByteBuffer payload = request.payload();
    int type = ProcessLoginPayload.type(payload, request.at(), page);
    if (type != upper.type()) {
      ProcessLoginPayload.writeAnswer(
          answer, 0, page, type, ProcessLoginPayload.PARAMETERS_INVALID, 0);
      return;
    }
    int flags = ProcessLoginPayload.flags(payload, request.at(), page);
    if ((flags & ProcessLoginPayload.ESTABLISH_IMAGE_PAIR) == 0) {
      // Parameters are told, nothing is established (FC-LS-4 4.3.17.4).
      ProcessLoginPayload.writePage(
          answer, 0, page, type, ProcessLoginPayload.EXECUTED << 8, upper.serviceParameters(peer));
      return;
    }
    int requested = ProcessLoginPayload.parameters(payload, request.at(), page);
    ProcessLoginAnswer said = upper.onProcessLogin(nowNs, peer, requested);
    if (said.isGranted()) {
      peer.inbound(true);
    }
    ProcessLoginPayload.writeAnswer(
        answer, 0, page, type, said.responseCode(), said.serviceParameters());
  }
}
