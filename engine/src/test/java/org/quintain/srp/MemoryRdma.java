// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RejectReason;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * RDMA by copying: ports and queue pairs on one reactor without a wire between, with chance and
 * trouble of a test's choosing. Keys, bounds and rights are held to as adapters do.
 */
final class MemoryRdma {
  private static final long STEP_NS = 1_000;

  private final Reactor reactor;
  private final Map<Gid, Port> ports =
      new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
  private int numbers = 0x11;

  /** Draws how long each step takes; null for none. */
  @Nullable Random random;

  /** How many work requests go until a queue pair fails, below zero for ever. */
  int failsIn = -1;

  /** The port whose queue pairs send nothing, but wait until they may again; null for none. */
  @Nullable Port held;

  /** How many accesses to memory were refused. */
  int refusedAccesses;

  /** How many regions can be registered at a time. */
  int regionsMax = Integer.MAX_VALUE;

  MemoryRdma(Reactor reactor) {
    this.reactor = reactor;
  }

  Port port(long guid) {
    Port port = new Port(guid);
    ports.put(port.gid(), port);
    return port;
  }

  long nowNs() {
    return reactor.nowNs();
  }

  void later(Runnable step) {
    Random chance = random;
    if (chance == null) {
      reactor.post(nowNs -> step.run());
    } else {
      reactor.callAt(reactor.nowNs() + chance.nextInt(20) * STEP_NS, nowNs -> step.run());
    }
  }

  final class Port implements RdmaPort {
    private final long guid;
    private final Map<Integer, CopiedRegion> regions = new TreeMap<>();
    private final Map<Long, ConnectListener> listeners = new TreeMap<>();
    private int keys = 0x100;

    Port(long guid) {
      this.guid = guid;
    }

    /** How many regions are registered. */
    int regions() {
      return regions.size();
    }

    @Override
    public @Nullable MemoryRegion register(
        ByteBuffer memory, int offsetBytes, int lengthBytes, int rights) {
      if (regions.size() >= regionsMax) {
        return null;
      }
      CopiedRegion region =
          new CopiedRegion(regions, ++keys, memory, offsetBytes, lengthBytes, rights);
      regions.put(keys, region);
      return region;
    }

    @Override
    public boolean listen(long serviceId, ConnectListener listener) {
      return listeners.putIfAbsent(serviceId, listener) == null;
    }

    @Override
    public void stopListening(long serviceId) {
      listeners.remove(serviceId);
    }

    @Override
    public QueuePair connect(long nowNs, ConnectParameters parameters, QueuePairListener listener) {
      Port there = ports.get(parameters.destination());
      Pair pair = new Pair(this, listener, parameters.options(), parameters.destination());
      ConnectListener heard = there == null ? null : there.listeners.get(parameters.serviceId());
      if (heard == null) {
        later(() -> pair.refuse(there == null ? -1 : RejectReason.INVALID_SERVICE_ID.code()));
      } else {
        CopiedRequest request = new CopiedRequest(MemoryRdma.this, pair, there, parameters);
        later(() -> heard.onConnectRequest(reactor.nowNs(), request));
      }
      return pair;
    }

    @Override
    public Gid gid() {
      return Gid.ofPortGuid(guid);
    }

    @Override
    public long guid() {
      return guid;
    }

    @Override
    public String name() {
      return "memory";
    }

    private @Nullable CopiedRegion find(int key, long address, int lengthBytes, int right) {
      CopiedRegion region = regions.get(key);
      boolean may =
          region != null
              && (region.rights & right) != 0
              && address >= region.address()
              && address + lengthBytes <= region.address() + region.lengthBytes();
      return may ? region : null;
    }
  }

  final class Pair implements QueuePair {
    final Port port;
    final QueuePairListener listener;
    private final QueuePairOptions options;
    private final Gid peerGid;
    private final int number = numbers++;
    private final ArrayDeque<WorkRequest> sends = new ArrayDeque<>();
    private final ArrayDeque<WorkRequest> receives = new ArrayDeque<>();
    @Nullable Pair peer;
    boolean established;
    boolean inError;
    boolean over;
    private boolean isWorking;

    Pair(Port port, QueuePairListener listener, QueuePairOptions options, Gid peerGid) {
      this.port = port;
      this.listener = listener;
      this.options = options;
      this.peerGid = peerGid;
    }

    private void refuse(int reason) {
      if (!over) {
        flush();
        over = true;
        if (reason < 0) {
          listener.onUnreachable(reactor.nowNs(), this);
        } else {
          listener.onRejected(reactor.nowNs(), this, reason, new byte[148]);
        }
      }
    }

    @Override
    public boolean post(long nowNs, WorkRequest request) {
      boolean isReceive = request.operation() == WorkOperation.RECEIVE;
      boolean isFull = isReceive ? receiveRoom() == 0 : sendRoom() == 0;
      if (over || isFull || (!isReceive && !established)) {
        return false;
      }
      request.onPosted();
      (isReceive ? receives : sends).add(request);
      if (inError) {
        later(this::flush);
      } else {
        work();
      }
      return true;
    }

    private void work() {
      if (!isWorking && !sends.isEmpty()) {
        isWorking = true;
        later(this::step);
      }
    }

    private void step() {
      isWorking = false;
      if (inError || over || sends.isEmpty()) {
        return;
      }
      if (failsIn >= 0 && failsIn-- == 0) {
        fail(reactor.nowNs());
        listener.onError(reactor.nowNs(), this, WorkStatus.RETRY_EXC_ERR);
        return;
      }
      Pair there = peer;
      if (there == null || there.over || there.inError) {
        enterError(WorkStatus.RETRY_EXC_ERR);
        return;
      }
      WorkRequest request = sends.peek();
      boolean isReady = !request.operation().consumesReceive() || !there.receives.isEmpty();
      if (port == held || !isReady) {
        isWorking = true;
        reactor.callAt(reactor.nowNs() + 10 * STEP_NS, nowNs -> step());
        return;
      }
      WorkStatus status = carryOut(request, there);
      sends.remove();
      request.onCompleted(status, status == WorkStatus.SUCCESS ? request.lengthBytes() : 0);
      listener.onCompletion(reactor.nowNs(), this, request);
      if (status == WorkStatus.SUCCESS) {
        work();
      } else {
        refusedAccesses++;
        enterError(status);
        there.enterError(WorkStatus.LOC_ACCESS_ERR);
      }
    }

    private WorkStatus carryOut(WorkRequest request, Pair there) {
      int length = request.lengthBytes();
      switch (request.operation()) {
        case SEND -> {
          WorkRequest receive = there.receives.peek();
          if (length > receive.lengthBytes()) {
            return WorkStatus.REM_INV_REQ_ERR;
          }
          CopiedRegion to = there.port.regions.get(receive.localKey());
          gather(request, to.memory, to.at(receive.localAddress()));
          there.receives.remove();
          receive.onCompleted(WorkStatus.SUCCESS, length);
          there.listener.onCompletion(reactor.nowNs(), there, receive);
        }
        case RDMA_WRITE -> {
          CopiedRegion to =
              there.port.find(
                  request.remoteKey(), request.remoteAddress(), length, MemoryRegion.REMOTE_WRITE);
          if (to == null) {
            return WorkStatus.REM_ACCESS_ERR;
          }
          gather(request, to.memory, to.at(request.remoteAddress()));
        }
        case RDMA_READ -> {
          CopiedRegion from =
              there.port.find(
                  request.remoteKey(), request.remoteAddress(), length, MemoryRegion.REMOTE_READ);
          CopiedRegion to = port.regions.get(request.localKey());
          if (from == null || to == null) {
            return from == null ? WorkStatus.REM_ACCESS_ERR : WorkStatus.LOC_PROT_ERR;
          }
          to.memory.put(
              to.at(request.localAddress()), from.memory, from.at(request.remoteAddress()), length);
        }
        default -> throw new AssertionError("nobody here posts " + request.operation());
      }
      return WorkStatus.SUCCESS;
    }

    private static void gather(WorkRequest request, ByteBuffer into, int at) {
      long skip = request.sourceOffsetBytes();
      int left = request.lengthBytes();
      int to = at;
      for (int index = 0; index < request.source().count() && left > 0; index++) {
        int piece = request.source().length(index);
        if (skip >= piece) {
          skip -= piece;
          continue;
        }
        int take = (int) Math.min(piece - skip, left);
        into.put(
            to, request.source().base(index), request.source().offset(index) + (int) skip, take);
        to += take;
        left -= take;
        skip = 0;
      }
    }

    private void enterError(WorkStatus cause) {
      if (!inError && !over) {
        fail(reactor.nowNs());
        later(
            () -> {
              if (!over) {
                listener.onError(reactor.nowNs(), this, cause);
              }
            });
      }
    }

    @Override
    public void fail(long nowNs) {
      inError = true;
      later(this::flush);
    }

    void flush() {
      while (!sends.isEmpty() || !receives.isEmpty()) {
        WorkRequest request = sends.isEmpty() ? receives.remove() : sends.remove();
        request.onCompleted(WorkStatus.WR_FLUSH_ERR, 0);
        listener.onCompletion(reactor.nowNs(), this, request);
      }
    }

    @Override
    public void disconnect(long nowNs, byte[] privateData) {
      inError = true;
      later(this::end);
    }

    private void end() {
      if (over) {
        return;
      }
      inError = true;
      flush();
      over = true;
      listener.onDisconnected(reactor.nowNs(), this, new byte[0]);
      Pair there = peer;
      if (there != null) {
        later(there::end);
      }
    }

    @Override
    public int sendRoom() {
      return options.sendDepth() - sends.size();
    }

    @Override
    public int receiveRoom() {
      return options.receiveDepth() - receives.size();
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public Gid peer() {
      return peerGid;
    }
  }
}
