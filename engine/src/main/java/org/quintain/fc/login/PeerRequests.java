// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.login.RemotePortState.Input;
import org.quintain.fc.wire.AddressDiscovery;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LinkServiceReject;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.ProcessLoginPayload;

/** The link service requests to one peer, and what their answers are to its table. */
final class PeerRequests {
  private final RemotePort peer;
  private LinkServiceClient.@Nullable Pending pending;

  PeerRequests(RemotePort peer) {
    this.peer = peer;
  }

  /** The answer to what is out is not wanted any more. */
  void cancel() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }

  private void send(long nowNs, LinkServiceClient.Writer writer, Answer answer) {
    cancel();
    pending =
        peer.nPort().client().request(nowNs, peer.nPort().portId(), peer.portId(), writer, answer);
  }

  void sendFlogi(long nowNs) {
    LoginParameters ours = peer.nPort().fabricParameters();
    send(
        nowNs,
        (bytes, at) -> {
          ours.write(bytes, at, ElsCommand.FLOGI);
          return LoginParameters.LENGTH_BYTES;
        },
        new Answer() {
          @Override
          public void onAccepted(long now, ReceivedSequence answer) {
            peer.on(now, Input.ACCEPTED);
          }
        });
  }

  void sendPlogi(long nowNs) {
    LoginParameters ours = peer.nPort().portParameters();
    send(
        nowNs,
        (bytes, at) -> {
          ours.write(bytes, at, ElsCommand.PLOGI);
          return LoginParameters.LENGTH_BYTES;
        },
        new Answer() {
          @Override
          public void onAccepted(long now, ReceivedSequence answer) {
            onPlogiAccepted(now, answer);
          }
        });
  }

  private void onPlogiAccepted(long nowNs, ReceivedSequence answer) {
    if (answer.lengthBytes() < LoginParameters.LENGTH_BYTES) {
      peer.on(nowNs, Input.FAILED);
      return;
    }
    LoginParameters theirs = LoginParameters.parse(answer.payload(), answer.payloadOffset());
    if (!theirs.hasClass3() || !theirs.isSensible()) {
      peer.on(nowNs, Input.REFUSED);
      return;
    }
    peer.onParameters(nowNs, theirs);
    peer.on(nowNs, Input.ACCEPTED);
  }

  void sendPrli(long nowNs) {
    UpperProtocol upper = peer.nPort().upper();
    send(
        nowNs,
        (bytes, at) -> {
          int length = ProcessLoginPayload.writeHead(bytes, at, ElsCommand.PRLI, 1);
          ProcessLoginPayload.writePage(
              bytes,
              at,
              0,
              upper.type(),
              ProcessLoginPayload.ESTABLISH_IMAGE_PAIR,
              upper.serviceParameters(peer));
          return length;
        },
        new Answer() {
          @Override
          public void onAccepted(long now, ReceivedSequence answer) {
            onPrliAccepted(now, answer);
          }

          @Override
          public void onRejected(long now, int reason, int explanation) {
            if (explanation == LinkServiceReject.PORT_LOGIN_REQUIRED) {
              peer.onForgotten(now);
            } else {
              super.onRejected(now, reason, explanation);
            }
          }
        });
  }

  private void onPrliAccepted(long nowNs, ReceivedSequence answer) {
    ByteBuffer payload = answer.payload();
    int at = answer.payloadOffset();
    if (!ProcessLoginPayload.isSound(payload, at, answer.lengthBytes())) {
      peer.on(nowNs, Input.FAILED);
      return;
    }
    switch (ProcessLoginPayload.responseCode(payload, at, 0)) {
      case ProcessLoginPayload.EXECUTED, ProcessLoginPayload.CONDITIONALLY_EXECUTED ->
          peer.onGranted(nowNs, ProcessLoginPayload.parameters(payload, at, 0));
      case ProcessLoginPayload.NO_RESOURCES, ProcessLoginPayload.NOT_INITIALISED ->
          peer.on(nowNs, Input.FAILED);
      default -> peer.on(nowNs, Input.REFUSED);
    }
  }

  void sendAdisc(long nowNs) {
    NPort local = peer.nPort();
    send(
        nowNs,
        (bytes, at) -> {
          AddressDiscovery.write(
              bytes,
              at,
              ElsCommand.ADISC,
              local.identity().portName(),
              local.identity().nodeName(),
              local.portId());
          return AddressDiscovery.LENGTH_BYTES;
        },
        new Answer() {
          @Override
          public void onAccepted(long now, ReceivedSequence answer) {
            ByteBuffer payload = answer.payload();
            int at = answer.payloadOffset();
            boolean same =
                answer.lengthBytes() >= AddressDiscovery.LENGTH_BYTES
                    && AddressDiscovery.portName(payload, at) == peer.portName()
                    && AddressDiscovery.nodeName(payload, at) == peer.nodeName();
            peer.on(now, same ? Input.VERIFIED : Input.MISMATCHED, LogoutCause.GONE, null);
          }

          @Override
          public void onRejected(long now, int reason, int explanation) {
            peer.on(now, Input.MISMATCHED, LogoutCause.GONE, null);
          }

          @Override
          public void onFailed(long now) {
            peer.on(now, Input.MISMATCHED, LogoutCause.GONE, null);
          }
        });
  }

  /** What rejections and silence mean where nothing else is said. */
  private abstract class Answer implements LinkServiceClient.Handler {
    @Override
    public void onRejected(long nowNs, int reason, int explanation) {
      boolean isForNow =
          reason == LinkServiceReject.LOGICAL_BUSY
              || reason == LinkServiceReject.IN_PROGRESS
              || reason == LinkServiceReject.UNABLE_TO_PERFORM;
      peer.on(nowNs, isForNow ? Input.FAILED : Input.REFUSED);
    }

    @Override
    public void onFailed(long nowNs) {
      peer.on(nowNs, Input.FAILED);
    }
  }
}
