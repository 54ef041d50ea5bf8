// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.Gid;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RejectReason;

/** A connection of {@link MemoryRdma} that is asked for. */
final class CopiedRequest implements ConnectRequest {
  private final MemoryRdma rdma;
  private final MemoryRdma.Pair from;
  private final MemoryRdma.Port to;
  private final ConnectParameters parameters;
  private boolean open = true;

  CopiedRequest(
      MemoryRdma rdma, MemoryRdma.Pair from, MemoryRdma.Port to, ConnectParameters parameters) {
    this.rdma = rdma;
    this.from = from;
    this.to = to;
    this.parameters = parameters;
  }

  @Override
  public long serviceId() {
    return parameters.serviceId();
  }

  @Override
  public byte[] privateData() {
    byte[] field = new byte[92];
    System.arraycopy(parameters.privateData(), 0, field, 0, parameters.privateData().length);
    return field;
  }

  @Override
  public Gid peer() {
    return from.port.gid();
  }

  @Override
  public long peerGuid() {
    return from.port.guid();
  }

  @Override
  public @Nullable String peerAddress() {
    return RdmaPort.isIpServiceId(serviceId()) ? "10.0.0.1:4711" : null;
  }

  @Override
  public @Nullable String localAddress() {
    return RdmaPort.isIpServiceId(serviceId()) ? "10.0.0.2:5555" : null;
  }

  @Override
  public int peerResponderResources() {
    return parameters.options().responderResources();
  }

  @Override
  public int peerInitiatorDepth() {
    return parameters.options().initiatorDepth();
  }

  @Override
  public boolean isOpen() {
    return open && !from.over;
  }

  @Override
  public @Nullable QueuePair accept(
      long nowNs, QueuePairListener listener, QueuePairOptions options, byte[] privateData) {
    if (!isOpen()) {
      return null;
    }
    open = false;
    MemoryRdma.Pair pair = rdma.new Pair(to, listener, options, from.port.gid());
    pair.peer = from;
    from.peer = pair;
    byte[] field = new byte[196];
    System.arraycopy(privateData, 0, field, 0, privateData.length);
    rdma.later(
        () -> {
          if (from.over || pair.over || from.inError || pair.inError) {
            return;
          }
          from.established = true;
          from.listener.onEstablished(rdma.nowNs(), from, field);
          pair.established = true;
          pair.listener.onEstablished(rdma.nowNs(), pair, new byte[224]);
        });
    return pair;
  }

  @Override
  public void reject(long nowNs, RejectReason reason, byte[] privateData) {
    if (open) {
      open = false;
      byte[] field = new byte[148];
      System.arraycopy(privateData, 0, field, 0, privateData.length);
      rdma.later(
          () -> {
            if (!from.over) {
              from.flush();
              from.over = true;
              from.listener.onRejected(rdma.nowNs(), from, reason.code(), field);
            }
          });
    }
  }
}
