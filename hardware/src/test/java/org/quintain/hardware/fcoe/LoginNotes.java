// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.login.LogoutCause;
import org.quintain.fc.login.ProcessLoginAnswer;
import org.quintain.fc.login.RemotePort;
import org.quintain.fc.login.UpperProtocol;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.NameServerRequest;

/** An FC-4 that grants every process login, takes no exchange, and notes what it is told. */
final class LoginNotes implements UpperProtocol {
  final List<String> told = new CopyOnWriteArrayList<>();
  private final boolean seeks;

  LoginNotes(boolean seeks) {
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
    told.add(String.format("asked %x", peer.portName()));
    return ProcessLoginAnswer.grant(0x12);
  }

  @Override
  public void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted) {
    told.add(String.format("granted %x", peer.portName()));
  }

  @Override
  public void onProcessLoginRefused(long nowNs, RemotePort peer) {
    told.add(String.format("refused %x", peer.portName()));
  }

  @Override
  public void onLoggedOut(long nowNs, RemotePort peer, LogoutCause cause) {
    told.add(String.format("out %x", peer.portName()));
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
