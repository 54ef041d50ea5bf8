// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.login.LogoutCause;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.ProcessLoginAnswer;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.UpperProtocol;
import org.quintain.fc.wire.NameServerRequest;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.sam.Check;

/**
 * The initiator function above one N_Port: logs in with the targets that the fabric knows, and
 * tells each nexus when its target is there (FCP-4 clause 6). Owned by the N_Port's reactor.
 */
public final class FcpInitiatorProtocol implements UpperProtocol {
  private final FcpServiceParameters wanted;
  private final boolean seeksAll;
  private final List<Connection> connections = new ArrayList<>();
  private @Nullable NPort nPort;

  /** An FC-4 whose process logins ask for {@code wanted}, with all targets there are. */
  public FcpInitiatorProtocol(FcpServiceParameters wanted) {
    this(wanted, true);
  }

  private FcpInitiatorProtocol(FcpServiceParameters wanted, boolean seeksAll) {
    this.wanted = wanted;
    this.seeksAll = seeksAll;
  }

  /** The same, which logs in with nobody until somebody connects. */
  public static FcpInitiatorProtocol onDemand(FcpServiceParameters wanted) {
    return new FcpInitiatorProtocol(wanted, false);
  }

  /** Says which N_Port it stands on, before anybody connects. */
  public void standOn(NPort port) {
    nPort = port;
  }

  private NPort nPort() {
    NPort present = nPort;
    Check.that(present != null, "an FC-4 stands on an N_Port before it is used");
    return present;
  }

  /** The login with the target port of that name, for {@link FcpInitiatorPort}. */
  public FcpInitiatorPort.Login to(long targetPortName) {
    return new Connection(targetPortName);
  }

  @Override
  public int type() {
    return FcpInformationUnit.TYPE;
  }

  @Override
  public int features() {
    return NameServerRequest.INITIATOR_FEATURE;
  }

  @Override
  public boolean seeksPeers() {
    return seeksAll || !connections.isEmpty();
  }

  @Override
  public int serviceParameters(RemotePort peer) {
    return wanted.bits();
  }

  /** A peer that is a target as well as an initiator may log in with us as we do with it. */
  @Override
  public ProcessLoginAnswer onProcessLogin(long nowNs, RemotePort peer, int requested) {
    FcpServiceParameters asked = new FcpServiceParameters(requested);
    return wanted.formsImagePair(asked)
        ? ProcessLoginAnswer.grant(wanted.answerTo(asked).bits())
        : ProcessLoginAnswer.refuse(ProcessLoginPayload.PARAMETERS_INVALID);
  }

  @Override
  public void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted) {
    peer.context(new FcpServiceParameters(granted));
    for (Connection connection : List.copyOf(connections)) {
      connection.onAccepted(nowNs, peer);
    }
  }

  @Override
  public void onProcessLoginRefused(long nowNs, RemotePort peer) {
    loseAll(nowNs, peer, "the target port refuses the process login");
  }

  @Override
  public void onLoggedOut(long nowNs, RemotePort peer, LogoutCause cause) {
    peer.context(null);
    loseAll(nowNs, peer, words(cause));
  }

  private void loseAll(long nowNs, RemotePort peer, String reason) {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.targetPortName == peer.portName()) {
        connection.lose(nowNs, reason);
      }
    }
  }

  private static String words(LogoutCause cause) {
    return switch (cause) {
      case LOGGED_OUT_BY_PEER -> "the target port logged out";
      case PROCESS_LOGGED_OUT_BY_PEER -> "the target port ended the process login";
      case LOGGED_IN_ANEW -> "the target port logged in anew";
      case LOGGED_OUT_BY_THIRD_PARTY -> "a third port ended the login";
      case REQUESTED -> "logged out";
      case GONE -> "the target port is in the fabric no more";
      case LINK_LOST -> "the link is down";
      case FABRIC_CHANGED -> "the fabric changed";
    };
  }

  @Override
  public @Nullable ExchangeListener accept(
      long nowNs, RemotePort peer, Exchange exchange, ByteBuffer frame, int base) {
    return null;
  }

  @Override
  public long transferredBytes(Exchange exchange) {
    return exchange.context() instanceof InitiatorSlot slot
        ? Math.max(slot.received, slot.sentTo)
        : 0;
  }

  /** One nexus that wants to stand, or stands. */
  private final class Connection implements FcpInitiatorPort.Login {
    private final long targetPortName;
    private @Nullable FcpInitiatorNexus nexus;

    Connection(long targetPortName) {
      this.targetPortName = targetPortName;
    }

    @Override
    public void logIn(long nowNs, FcpInitiatorNexus toEstablish) {
      nexus = toEstablish;
      connections.add(this);
      RemotePort peer = nPort().peerNamed(targetPortName);
      if (peer != null && peer.context() != null) {
        onAccepted(nowNs, peer);
      } else {
        nPort().seek(nowNs, targetPortName);
      }
    }

    void onAccepted(long nowNs, RemotePort peer) {
      FcpInitiatorNexus waiting = nexus;
      if (waiting == null || waiting.isEstablished() || peer.portName() != targetPortName) {
        return;
      }
      FcpServiceParameters granted = (FcpServiceParameters) peer.context();
      if (granted == null || !granted.has(FcpServiceParameters.TARGET_FUNCTION)) {
        lose(nowNs, WorldWideName.format(targetPortName) + " is no target port");
        return;
      }
      waiting.establish(
          nowNs,
          nPort().portId(),
          peer.portId(),
          wanted.agreedWith(granted),
          peer.framePayloadMax());
    }

    void lose(long nowNs, String reason) {
      connections.remove(this);
      FcpInitiatorNexus lost = nexus;
      if (lost != null) {
        lost.lose(nowNs, reason);
      }
    }

    @Override
    public void logOut(long nowNs, FcpInitiatorNexus toLeave) {
      RemotePort peer = nPort().peerNamed(targetPortName);
      if (peer != null && toLeave.isEstablished()) {
        nPort().logOut(nowNs, peer);
      }
      lose(nowNs, "logged out");
    }
  }
}
