// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * Stands between a queue pair and its protocol: keeps receives back for a while, spoils remote keys
 * and breaks the queue pair, all as a real one could do without either end's being wrong.
 */
final class TroubledQueuePair implements QueuePair, QueuePairListener, ReactorEvents {
  private static final int BREAK = 0;
  private static final int HAND_OVER = 1;

  private final AdapterTrouble trouble;
  private final QueuePairListener listener;
  private final ArrayDeque<WorkRequest> kept = new ArrayDeque<>();
  private @Nullable QueuePair pairOnceMade;
  private long keepsUntilNs;
  private boolean isEstablished;
  private boolean isBroken;
  private boolean isEnding;
  private boolean isOver;

  TroubledQueuePair(AdapterTrouble trouble, QueuePairListener listener) {
    this.trouble = trouble;
    this.listener = listener;
  }

  void standOn(QueuePair made) {
    pairOnceMade = made;
  }

  private QueuePair pair() {
    QueuePair present = pairOnceMade;
    Check.that(present != null, "a queue pair is made before it is used");
    return present;
  }

  @Override
  public SimReactor reactor() {
    return trouble.reactor();
  }

  // What the protocol asks for.

  @Override
  public boolean post(long nowNs, WorkRequest request) {
    if (request.operation() == WorkOperation.RECEIVE) {
      return postReceive(nowNs, request);
    }
    if (isEstablished && !isBroken && trouble.breaks(number())) {
      isBroken = true;
      trouble.world().schedule(nowNs, this, BREAK, 0);
    }
    if (request.lengthBytes() > 0) {
      spoil(request);
    }
    return pair().post(nowNs, request);
  }

  private void spoil(WorkRequest request) {
    WorkOperation operation = request.operation();
    if (operation != WorkOperation.RDMA_WRITE && operation != WorkOperation.RDMA_READ) {
      return;
    }
    int turnedBy = trouble.spoilsKeyBy();
    if (turnedBy == 0) {
      return;
    }
    int key = request.remoteKey() ^ turnedBy;
    boolean isFenced = request.isFenced();
    if (operation == WorkOperation.RDMA_WRITE) {
      request.asWrite(
          request.source(),
          request.sourceOffsetBytes(),
          request.lengthBytes(),
          request.remoteAddress(),
          key);
    } else {
      int lengthBytes = request.lengthBytes();
      MemoryRegion same = new Target(request.localKey(), request.localAddress(), lengthBytes);
      request.asRead(same, 0, lengthBytes, request.remoteAddress(), key);
    }
    request.fenced(isFenced);
  }

  /** Where a read's bytes go, as its request says. */
  private record Target(int localKey, long address, int lengthBytes) implements MemoryRegion {
    @Override
    public int remoteKey() {
      return 0;
    }

    @Override
    public boolean isRemotelyValid() {
      return false;
    }

    @Override
    public void deregister() {
      Check.that(false, "a read's target is not its request's to give back");
    }
  }

  private boolean postReceive(long nowNs, WorkRequest request) {
    if (isOver || receiveRoom() <= 0) {
      return false;
    }
    if (isEstablished && !isBroken && keepsUntilNs == 0) {
      long keptNs = trouble.keepsReceivesNs();
      if (keptNs > 0) {
        keepsUntilNs = nowNs + keptNs;
        trouble.world().schedule(keepsUntilNs, this, HAND_OVER, 0);
      }
    }
    if (keepsUntilNs == 0) {
      return pair().post(nowNs, request);
    }
    kept.add(request);
    return true;
  }

  @Override
  public int sendRoom() {
    return pair().sendRoom();
  }

  @Override
  public int receiveRoom() {
    return pair().receiveRoom() - kept.size();
  }

  @Override
  public void disconnect(long nowNs, byte[] privateData) {
    isEnding = true;
    handOver(nowNs);
    pair().disconnect(nowNs, privateData);
  }

  @Override
  public void fail(long nowNs) {
    isBroken = true;
    isEnding = true;
    handOver(nowNs);
    pair().fail(nowNs);
  }

  @Override
  public int number() {
    return pair().number();
  }

  @Override
  public Gid peer() {
    return pair().peer();
  }

  // What was kept.

  /** Hands over the receives that were kept back, which may come back flushed. */
  private void handOver(long nowNs) {
    keepsUntilNs = 0;
    while (!kept.isEmpty()) {
      WorkRequest request = kept.element();
      if (!pair().post(nowNs, request)) {
        return; // Nothing takes them any more: they come back with the end.
      }
      kept.remove();
    }
  }

  private void flushKept(long nowNs) {
    while (!kept.isEmpty()) {
      WorkRequest request = kept.remove();
      request.onPosted();
      request.onCompleted(WorkStatus.WR_FLUSH_ERR, 0);
      listener.onCompletion(nowNs, this, request);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (isOver || (kind == BREAK && isEnding)) {
      return;
    }
    if (kind == BREAK) {
      handOver(nowNs);
      pair().fail(nowNs);
      listener.onError(nowNs, this, WorkStatus.LOC_QP_OP_ERR);
    } else if (keepsUntilNs != 0 && nowNs >= keepsUntilNs) {
      handOver(nowNs);
    }
  }

  // What the queue pair says.

  @Override
  public void onEstablished(long nowNs, QueuePair queuePair, byte[] privateData) {
    isEstablished = true;
    listener.onEstablished(nowNs, this, privateData);
  }

  @Override
  public void onCompletion(long nowNs, QueuePair queuePair, WorkRequest request) {
    listener.onCompletion(nowNs, this, request);
  }

  @Override
  public void onError(long nowNs, QueuePair queuePair, WorkStatus cause) {
    if (!isBroken) {
      isBroken = true;
      handOver(nowNs);
      listener.onError(nowNs, this, cause);
    }
  }

  @Override
  public void onRejected(long nowNs, QueuePair queuePair, int reasonCode, byte[] privateData) {
    end(nowNs);
    listener.onRejected(nowNs, this, reasonCode, privateData);
  }

  @Override
  public void onUnreachable(long nowNs, QueuePair queuePair) {
    end(nowNs);
    listener.onUnreachable(nowNs, this);
  }

  @Override
  public void onDisconnected(long nowNs, QueuePair queuePair, byte[] privateData) {
    end(nowNs);
    listener.onDisconnected(nowNs, this, privateData);
  }

  private void end(long nowNs) {
    isOver = true;
    flushKept(nowNs);
  }
}
