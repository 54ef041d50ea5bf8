// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.NameServerRequest;

/** An FC-4 that grants what it is asked for and notes what it is told. */
final class NotingProtocol implements UpperProtocol, ExchangeListener {
  final List<String> told = new ArrayList<>();
  private final boolean seeks;
  ProcessLoginAnswer answer = ProcessLoginAnswer.grant(0x12);
  int exchangesTaken;
  @Nullable Exchange last;

  NotingProtocol(boolean seeks) {
    this.seeks = seeks;
  }

  @Override
  public int type() {
    return FrameType.FCP;
  }

  @Override
  public int features() {
    return seeks ? NameServerRequest.INITIATOR_FEATURE : NameServerRequest.TARGET_FEATURE;
  }

  @Override
  public boolean seeksPeers() {
    return seeks;
  }

  @Override
  public int serviceParameters(RemotePort peer) {
    return seeks ? 0x22 : 0x12;
  }

  @Override
  public ProcessLoginAnswer onProcessLogin(long nowNs, RemotePort peer, int requested) {
    told.add(String.format("asked %016x %x", peer.portName(), requested));
    return answer;
  }

  @Override
  public void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted) {
    told.add(String.format("granted %016x %x", peer.portName(), granted));
  }

  @Override
  public void onProcessLoginRefused(long nowNs, RemotePort peer) {
    told.add(String.format("refused %016x", peer.portName()));
  }

  @Override
  public void onLoggedOut(long nowNs, RemotePort peer, LogoutCause cause) {
    told.add(String.format("out %016x %s", peer.portName(), cause));
  }

  @Override
  public ExchangeListener accept(
      long nowNs, RemotePort peer, Exchange exchange, ByteBuffer frame, int base) {
    exchangesTaken++;
    last = exchange;
    return this;
  }

  @Override
  public long transferredBytes(Exchange exchange) {
    return 512;
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {}

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {}

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    told.add("exchange " + end);
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {}
}
