// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.login.LogoutCause;
import org.quintain.fc.login.ProcessLoginAnswer;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.UpperProtocol;

/** An FC-4 that grants everything and notes what it is told. */
final class SeekingProtocol implements UpperProtocol {
  final List<String> told = new ArrayList<>();
  private final boolean seeks;

  SeekingProtocol(boolean seeks) {
    this.seeks = seeks;
  }

  @Override
  public int type() {
    return 8;
  }

  @Override
  public int features() {
    return seeks ? 2 : 1;
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
    told.add(String.format("asked %016x", peer.portName()));
    return ProcessLoginAnswer.grant(0x12);
  }

  @Override
  public void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted) {
    told.add(String.format("granted %016x", peer.portName()));
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
  public @Nullable ExchangeListener accept(
      long nowNs, RemotePort peer, Exchange exchange, ByteBuffer frame, int base) {
    return null;
  }

  @Override
  public long transferredBytes(Exchange exchange) {
    return 0;
  }
}
