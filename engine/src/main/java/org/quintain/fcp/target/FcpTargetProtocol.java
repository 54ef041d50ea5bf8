// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.login.LogoutCause;
import org.quintain.fc.login.ProcessLoginAnswer;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.UpperProtocol;
import org.quintain.fc.wire.NameServerRequest;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;

/**
 * A target port above its N_Port: grants process logins, which are nexuses, and takes the exchanges
 * of their initiators (FCP-4 clause 6).
 */
public final class FcpTargetProtocol implements UpperProtocol {
  private final FcpTargetPort target;

  /** The FC-4 of the N_Port that {@code target} stands on. */
  public FcpTargetProtocol(FcpTargetPort target) {
    this.target = target;
  }

  /** The target function that it is. */
  public FcpTargetPort target() {
    return target;
  }

  @Override
  public int type() {
    return FcpInformationUnit.TYPE;
  }

  @Override
  public int features() {
    return NameServerRequest.TARGET_FEATURE;
  }

  @Override
  public boolean seeksPeers() {
    return false;
  }

  @Override
  public int serviceParameters(RemotePort peer) {
    return target.serviceParameters().bits();
  }

  /**
   * PRLI, for the first time or again: what was before is lost (FCP-4 6.3.2, 4.9). While commands
   * of it are not over yet, the initiator is asked to come again.
   */
  @Override
  public ProcessLoginAnswer onProcessLogin(long nowNs, RemotePort peer, int requested) {
    FcpServiceParameters asked = new FcpServiceParameters(requested);
    FcpServiceParameters answer = target.serviceParameters().answerTo(asked);
    if (!answer.has(FcpServiceParameters.CONFIRMED_COMPLETION)) {
      // What is not confirmed is not kept, and can be asked for by nobody.
      answer = answer.without(FcpServiceParameters.RETRY);
    }
    target.lose(nowNs, peer.portId());
    if (!asked.has(FcpServiceParameters.INITIATOR_FUNCTION)) {
      peer.context(null);
      return ProcessLoginAnswer.refuse(ProcessLoginPayload.PARAMETERS_INVALID);
    }
    if (target.isClearing(peer.portName())) {
      peer.context(null);
      return ProcessLoginAnswer.refuse(ProcessLoginPayload.NOT_INITIALISED);
    }
    TargetNexus nexus =
        target.establish(nowNs, peer.portId(), peer.portName(), asked.agreedWith(answer));
    peer.context(nexus);
    return nexus == null
        ? ProcessLoginAnswer.refuse(ProcessLoginPayload.NO_RESOURCES)
        : ProcessLoginAnswer.grant(answer.bits());
  }

  @Override
  public void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted) {
    // A target asks nobody.
  }

  @Override
  public void onProcessLoginRefused(long nowNs, RemotePort peer) {
    // A target asks nobody.
  }

  @Override
  public void onLoggedOut(long nowNs, RemotePort peer, LogoutCause cause) {
    peer.context(null);
    target.lose(nowNs, peer.portId());
  }

  @Override
  public @Nullable ExchangeListener accept(
      long nowNs, RemotePort peer, Exchange exchange, ByteBuffer frame, int base) {
    return (TargetNexus) peer.context();
  }

  @Override
  public long transferredBytes(Exchange exchange) {
    return target.transferredBytes(exchange);
  }

  @Override
  public boolean mayHaveForgotten(long nowNs, int remoteId) {
    TargetNexus nexus = target.nexusOf(remoteId);
    return nexus != null && nexus.mayHaveForgotten(nowNs);
  }
}
