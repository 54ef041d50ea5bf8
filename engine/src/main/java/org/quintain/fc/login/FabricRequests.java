// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.login.LocalPortState.Input;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.NameServerRequest;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.fc.wire.StateChangePayload;
import org.quintain.fc.wire.WellKnownAddress;

/** An N_Port's requests to the fabric's servers, one after the other. */
final class FabricRequests {
  /** For requests whose answer changes nothing. */
  static final LinkServiceClient.Handler NOBODY_WAITS =
      new LinkServiceClient.Handler() {
        @Override
        public void onAccepted(long nowNs, ReceivedSequence answer) {}

        @Override
        public void onRejected(long nowNs, int reason, int explanation) {}

        @Override
        public void onFailed(long nowNs) {}
      };

  /** What the name server is told, in this order (FC-GS-8 5.2.5.2). */
  private enum Registration {
    TYPES,
    FEATURES,
    NODE_NAME,
    SYMBOLIC_PORT_NAME,
    SYMBOLIC_NODE_NAME
  }

  private static final Registration[] REGISTRATIONS = Registration.values();

  private final NPort nPort;
  private LinkServiceClient.@Nullable Pending pending;

  FabricRequests(NPort nPort) {
    this.nPort = nPort;
  }

  void cancel() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }

  void sendFabricLogin(long nowNs) {
    LoginParameters ours = nPort.fabricParameters();
    int command = nPort.isVirtual() ? ElsCommand.FDISC : ElsCommand.FLOGI;
    pending =
        nPort
            .client()
            .request(
                nowNs,
                WellKnownAddress.UNASSIGNED,
                WellKnownAddress.FABRIC_LOGIN,
                (bytes, at) -> {
                  ours.write(bytes, at, command);
                  return LoginParameters.LENGTH_BYTES;
                },
                new Answer() {
                  @Override
                  public void onAccepted(long now, ReceivedSequence answer) {
                    onFabricAccepted(now, answer);
                  }
                });
  }

  private void onFabricAccepted(long nowNs, ReceivedSequence answer) {
    if (answer.lengthBytes() < LoginParameters.LENGTH_BYTES) {
      nPort.on(nowNs, Input.FAILED);
      return;
    }
    LoginParameters theirs = LoginParameters.parse(answer.payload(), answer.payloadOffset());
    nPort.onFabricAccepted(nowNs, answer.destinationId(), theirs);
  }

  void sendDirectoryLogin(long nowNs) {
    LoginParameters ours = nPort.portParameters();
    pending =
        nPort
            .client()
            .request(
                nowNs,
                nPort.portId(),
                WellKnownAddress.DIRECTORY_SERVER,
                (bytes, at) -> {
                  ours.write(bytes, at, ElsCommand.PLOGI);
                  return LoginParameters.LENGTH_BYTES;
                },
                new Answer());
  }

  void register(long nowNs) {
    register(nowNs, 0);
  }

  private void register(long nowNs, int step) {
    if (step == REGISTRATIONS.length) {
      nPort.on(nowNs, Input.ACCEPTED);
      return;
    }
    pending =
        nPort
            .client()
            .query(
                nowNs,
                nPort.portId(),
                WellKnownAddress.DIRECTORY_SERVER,
                writer(REGISTRATIONS[step]),
                new Answer() {
                  @Override
                  public void onAccepted(long now, ReceivedSequence answer) {
                    register(now, step + 1);
                  }

                  @Override
                  public void onRejected(long now, int reason, int explanation) {
                    onRegistrationRejected(now, step);
                  }
                });
  }

  /** Names for people may be refused; without the others no initiator would find this port. */
  private void onRegistrationRejected(long nowNs, int step) {
    if (step < Registration.NODE_NAME.ordinal()) {
      nPort.on(nowNs, Input.FAILED);
    } else {
      register(nowNs, step + 1);
    }
  }

  private LinkServiceClient.Writer writer(Registration step) {
    int id = nPort.portId();
    NPortIdentity identity = nPort.identity();
    UpperProtocol upper = nPort.upper();
    return switch (step) {
      case TYPES -> (bytes, at) -> NameServerRequest.writeTypes(bytes, at, id, upper.type());
      case FEATURES ->
          (bytes, at) ->
              NameServerRequest.writeFeatures(bytes, at, id, upper.type(), upper.features());
      case NODE_NAME ->
          (bytes, at) -> NameServerRequest.writeNodeName(bytes, at, id, identity.nodeName());
      case SYMBOLIC_PORT_NAME ->
          (bytes, at) ->
              NameServerRequest.writeSymbolicPortName(bytes, at, id, identity.symbolicName());
      case SYMBOLIC_NODE_NAME ->
          (bytes, at) ->
              NameServerRequest.writeSymbolicNodeName(
                  bytes, at, identity.nodeName(), identity.symbolicName());
    };
  }

  void sendStateChangeRegistration(long nowNs) {
    pending =
        nPort
            .client()
            .request(
                nowNs,
                nPort.portId(),
                WellKnownAddress.FABRIC_CONTROLLER,
                (bytes, at) -> {
                  StateChangePayload.writeRegistration(bytes, at, StateChangePayload.REGISTER_FULL);
                  return StateChangePayload.REGISTRATION_BYTES;
                },
                new Answer());
  }

  void sendProcessLogout(long nowNs, int remoteId) {
    int type = nPort.upper().type();
    nPort
        .client()
        .request(
            nowNs,
            nPort.portId(),
            remoteId,
            (bytes, at) -> {
              int length = ProcessLoginPayload.writeHead(bytes, at, ElsCommand.PRLO, 1);
              ProcessLoginPayload.writePage(bytes, at, 0, type, 0, 0);
              return length;
            },
            NOBODY_WAITS);
  }

  /** What answers mean to the table where nothing else is said. */
  private class Answer implements LinkServiceClient.Handler {
    @Override
    public void onAccepted(long nowNs, ReceivedSequence answer) {
      nPort.on(nowNs, Input.ACCEPTED);
    }

    @Override
    public void onRejected(long nowNs, int reason, int explanation) {
      nPort.on(nowNs, Input.FAILED);
    }

    @Override
    public void onFailed(long nowNs) {
      nPort.on(nowNs, Input.FAILED);
    }
  }
}
