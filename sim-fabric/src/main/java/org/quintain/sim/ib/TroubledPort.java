// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RejectReason;

/**
 * A port as a protocol above sees it whose host is slow at times, whose queue pairs break and whose
 * requests name wrong keys: faults that no cable has.
 */
final class TroubledPort implements RdmaPort {
  private final RdmaPort port;
  private final AdapterTrouble trouble;

  TroubledPort(RdmaPort port, AdapterTrouble trouble) {
    this.port = port;
    this.trouble = trouble;
  }

  @Override
  public @Nullable MemoryRegion register(
      ByteBuffer memory, int offsetBytes, int lengthBytes, int rights) {
    return port.register(memory, offsetBytes, lengthBytes, rights);
  }

  @Override
  public boolean listen(long serviceId, ConnectListener listener) {
    return port.listen(
        serviceId,
        (nowNs, request) -> listener.onConnectRequest(nowNs, new TroubledRequest(request)));
  }

  @Override
  public void stopListening(long serviceId) {
    port.stopListening(serviceId);
  }

  @Override
  public QueuePair connect(long nowNs, ConnectParameters parameters, QueuePairListener listener) {
    TroubledQueuePair pair = new TroubledQueuePair(trouble, listener);
    pair.standOn(port.connect(nowNs, parameters, pair));
    return pair;
  }

  @Override
  public Gid gid() {
    return port.gid();
  }

  @Override
  public long guid() {
    return port.guid();
  }

  @Override
  public String name() {
    return port.name();
  }

  /** A request whose queue pair will be a troubled one. */
  private final class TroubledRequest implements ConnectRequest {
    private final ConnectRequest request;

    TroubledRequest(ConnectRequest request) {
      this.request = request;
    }

    @Override
    public long serviceId() {
      return request.serviceId();
    }

    @Override
    public byte[] privateData() {
      return request.privateData();
    }

    @Override
    public Gid peer() {
      return request.peer();
    }

    @Override
    public long peerGuid() {
      return request.peerGuid();
    }

    @Override
    public @Nullable String peerAddress() {
      return request.peerAddress();
    }

    @Override
    public @Nullable String localAddress() {
      return request.localAddress();
    }

    @Override
    public int peerResponderResources() {
      return request.peerResponderResources();
    }

    @Override
    public int peerInitiatorDepth() {
      return request.peerInitiatorDepth();
    }

    @Override
    public boolean isOpen() {
      return request.isOpen();
    }

    @Override
    public @Nullable QueuePair accept(
        long nowNs, QueuePairListener listener, QueuePairOptions options, byte[] privateData) {
      TroubledQueuePair pair = new TroubledQueuePair(trouble, listener);
      QueuePair accepted = request.accept(nowNs, pair, options, privateData);
      if (accepted == null) {
        return null;
      }
      pair.standOn(accepted);
      return pair;
    }

    @Override
    public void reject(long nowNs, RejectReason reason, byte[] privateData) {
      request.reject(nowNs, reason, privateData);
    }
  }
}
