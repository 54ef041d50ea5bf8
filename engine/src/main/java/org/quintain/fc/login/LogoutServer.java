// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.login.LinkServiceServer.Request;
import org.quintain.fc.login.RemotePortState.Input;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LogoutPayload;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.fc.wire.WellKnownAddress;

/** Answers those who log out, or log others out (FC-LS-4 6.5, 4.3.8, 4.3.18, 4.3.24). */
final class LogoutServer {
  /** TPRLO flag: all process logins of the TYPE, whoever made them. */
  private static final int GLOBAL = 0x1000;

  /** TPRLO flag: the page names an address. */
  private static final int THIRD_PARTY_VALID = 0x2000;

  private final LinkServiceServer server;

  LogoutServer(LinkServiceServer server) {
    this.server = server;
  }

  void onLogo(long nowNs, Request request) {
    if (request.lengthBytes() < LogoutPayload.LENGTH_BYTES) {
      server.rejectForLength(nowNs, request);
      return;
    }
    NPort nPort = request.nPort();
    int sender = request.exchange().remoteId();
    int out = LogoutPayload.portId(request.payload(), request.at());
    long name = LogoutPayload.portName(request.payload(), request.at());
    server.accept(nowNs, request);
    if (sender == WellKnownAddress.FABRIC_LOGIN
        || (sender == WellKnownAddress.FABRIC_CONTROLLER && out == nPort.portId())) {
      nPort.on(nowNs, LocalPortState.Input.FABRIC_LOGOUT);
      return;
    }
    if (sender == WellKnownAddress.DIRECTORY_SERVER) {
      nPort.on(nowNs, LocalPortState.Input.DIRECTORY_LOGOUT);
      return;
    }
    RemotePort peer = nPort.peer(sender);
    LogoutCause cause = LogoutCause.LOGGED_OUT_BY_PEER;
    if (out != sender && out != 0) {
      peer = nPort.peer(out);
      cause = LogoutCause.LOGGED_OUT_BY_THIRD_PARTY;
      if (peer != null && peer.portName() != name) {
        peer = null;
      }
    }
    if (peer != null) {
      peer.on(nowNs, Input.LOGO_CAME, cause, request.exchange());
    }
  }

  void onPrlo(long nowNs, Request request) {
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
    boolean ours = false;
    int[] types = new int[pages];
    int[] codes = new int[pages];
    for (int page = 0; page < pages; page++) {
      types[page] = ProcessLoginPayload.type(payload, request.at(), page);
      boolean known = types[page] == request.nPort().upper().type();
      boolean stands = known && peer.hasProcessLogin();
      codes[page] = stands ? ProcessLoginPayload.EXECUTED : ProcessLoginPayload.NO_IMAGE;
      ours |= stands;
    }
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          int length = ProcessLoginPayload.writeHead(bytes, at, ElsCommand.LS_ACC, pages);
          for (int page = 0; page < pages; page++) {
            ProcessLoginPayload.writePage(bytes, at, page, types[page], codes[page] << 8, 0);
          }
          return length;
        });
    if (ours) {
      peer.on(nowNs, Input.PRLO_CAME, LogoutCause.PROCESS_LOGGED_OUT_BY_PEER, null);
    }
  }

  void onTprlo(long nowNs, Request request) {
    if (request.loggedInPeer() == null) {
      server.rejectForLogin(nowNs, request);
      return;
    }
    ByteBuffer payload = request.payload();
    if (!ProcessLoginPayload.isSound(payload, request.at(), request.lengthBytes())) {
      server.rejectForLength(nowNs, request);
      return;
    }
    NPort nPort = request.nPort();
    int type = ProcessLoginPayload.type(payload, request.at(), 0);
    int flags = ProcessLoginPayload.flags(payload, request.at(), 0);
    int third = ProcessLoginPayload.parameters(payload, request.at(), 0) & 0xFFFFFF;
    boolean known = type == nPort.upper().type();
    server.accept(
        nowNs,
        request,
        (bytes, at) -> {
          int length = ProcessLoginPayload.writeHead(bytes, at, ElsCommand.LS_ACC, 1);
          int code = known ? ProcessLoginPayload.EXECUTED : ProcessLoginPayload.NO_IMAGE;
          ProcessLoginPayload.writePage(bytes, at, 0, type, code << 8 | (flags & GLOBAL), 0);
          return length;
        });
    if (!known) {
      return;
    }
    if ((flags & GLOBAL) != 0) {
      for (RemotePort peer : nPort.snapshot()) {
        logOutProcess(nowNs, peer);
      }
    } else if ((flags & THIRD_PARTY_VALID) != 0) {
      logOutProcess(nowNs, nPort.peer(third));
    }
  }

  private static void logOutProcess(long nowNs, @Nullable RemotePort peer) {
    if (peer != null && peer.hasProcessLogin()) {
      peer.on(nowNs, Input.PRLO_CAME, LogoutCause.LOGGED_OUT_BY_THIRD_PARTY, null);
    }
  }
}
