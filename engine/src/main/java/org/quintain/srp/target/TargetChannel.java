// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.TargetLogoutReason;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * One RDMA channel of a nexus: its queue pair, its receive buffers, its open tasks (SRP r16a 4.2).
 *
 * <pre>
 *   state       input                                        next
 *   CONNECTING  established                                  LIVE
 *   LIVE        I_LOGOUT; disconnected by another login      LEAVING   disconnects
 *   LIVE        the peer breaks SRP                          LEAVING   SRP_T_LOGOUT, disconnects
 *   any         queue pair error                             LEAVING   disconnects
 *   any         disconnected, unreachable, rejected          OVER
 * </pre>
 */
final class TargetChannel implements QueuePairListener {
  private enum State {
    CONNECTING,
    LIVE,
    LEAVING,
    OVER
  }

  private static final byte[] NO_DATA = new byte[0];

  /** Receives beside those for requests: answers to what the target asks, and a logout. */
  private static final int SPARE_RECEIVES = 4;

  private final SrpTargetPort port;
  private final TargetNexus nexus;
  private final SrpLoginRequest login;
  private final ChannelMemory memory;
  private final MemoryRegion receiveRegion;
  private final OpenTasks open = new OpenTasks();
  private final RequestLimit limit;
  private final TargetRequests requests;
  private final int immediateDataOffset;
  private final ArrayDeque<WorkRequest> backlog = new ArrayDeque<>();
  private final ArrayDeque<WorkRequest> heldBack = new ArrayDeque<>();
  private State state = State.CONNECTING;
  private int tasksInUse;
  private boolean isDetached;
  private boolean isResuming;
  private @Nullable QueuePair queuePair;

  TargetChannel(
      SrpTargetPort port,
      TargetNexus nexus,
      SrpLoginRequest login,
      ChannelMemory memory,
      MemoryRegion receiveRegion,
      int requestLimit) {
    this.port = port;
    this.nexus = nexus;
    this.login = login;
    this.memory = memory;
    this.receiveRegion = receiveRegion;
    this.limit = new RequestLimit(requestLimit);
    this.requests = new TargetRequests(this);
    this.immediateDataOffset =
        LoginHandler.grantsImmediateData(login, port.settings()) ? login.immediateDataOffset() : 0;
  }

  /** How many receives a channel with {@code requestLimit} has posted. */
  static int receives(int requestLimit) {
    return requestLimit + SPARE_RECEIVES;
  }

  /** The connection was accepted: receives are posted before the peer can send. */
  void begin(long nowNs, QueuePair accepted) {
    queuePair = accepted;
    for (WorkRequest receive : memory.receives) {
      repost(nowNs, receive);
    }
  }

  SrpTargetPort port() {
    return port;
  }

  TargetNexus nexus() {
    return nexus;
  }

  /** What the initiator asked for. */
  SrpLoginRequest login() {
    return login;
  }

  ChannelMemory memory() {
    return memory;
  }

  OpenTasks open() {
    return open;
  }

  RequestLimit limit() {
    return limit;
  }

  TargetRequests requests() {
    return requests;
  }

  /** Some more tasks are in use, or fewer. */
  void onTasks(int more) {
    tasksInUse += more;
  }

  /**
   * Whether another task may be in use. There can be more of them than requests are open, since a
   * task stays until its response is acknowledged.
   */
  boolean hasRoomForTask() {
    return tasksInUse < 2 * limit.limit() + SPARE_RECEIVES;
  }

  /** Whether it carries requests and responses. */
  boolean isLive() {
    return state == State.LIVE;
  }

  /** Whether nothing may be sent over it any more but a logout. */
  boolean isGone() {
    return isDetached;
  }

  /** The longest information unit that the initiator takes. */
  int unitBytesMax() {
    return (int) Math.min(login.initiatorToTargetBytes(), port.settings().targetToInitiatorBytes());
  }

  /** Where immediate data begins in an SRP_CMD, 0 where there is none. */
  int immediateDataOffset() {
    return immediateDataOffset;
  }

  // Sending.

  /** Posts {@code request}, or lets it wait until the send queue has room. */
  void post(long nowNs, WorkRequest request) {
    Check.that(state != State.OVER, "a channel posts while it has a queue pair");
    if (!backlog.isEmpty() || !queuePair().post(nowNs, request)) {
      backlog.add(request);
    }
  }

  private void pump(long nowNs) {
    while (!backlog.isEmpty() && queuePair().post(nowNs, backlog.peek())) {
      backlog.remove();
    }
  }

  QueuePair queuePair() {
    QueuePair present = queuePair;
    Check.that(present != null, "a channel has a queue pair once it is accepted");
    return present;
  }

  // Receiving.

  private static int slotOf(WorkRequest receive) {
    return receive.context() instanceof Integer slot ? slot : 0;
  }

  private void repost(long nowNs, WorkRequest receive) {
    int slot = slotOf(receive);
    receive.asReceive(receiveRegion, slot * memory.slotBytes, memory.slotBytes);
    queuePair().post(nowNs, receive);
  }

  @Override
  public void onEstablished(long nowNs, QueuePair established, byte[] privateData) {
    if (state == State.CONNECTING) {
      state = State.LIVE;
      requests.pump(nowNs);
    }
  }

  @Override
  public void onCompletion(long nowNs, QueuePair from, WorkRequest request) {
    switch (request.operation()) {
      case RECEIVE -> onReceived(nowNs, request);
      case RDMA_READ, RDMA_WRITE, SEND -> {
        pump(nowNs);
        port.life().onSent(nowNs, request, request.status() == WorkStatus.SUCCESS);
      }
      case SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE, RDMA_WRITE_WITH_IMMEDIATE ->
          Check.that(false, "a target posts no such request");
    }
  }

  private void onReceived(long nowNs, WorkRequest receive) {
    if (receive.status() != WorkStatus.SUCCESS || state != State.LIVE) {
      return;
    }
    if (!heldBack.isEmpty() || !handle(nowNs, receive)) {
      port.counters().add(SrpCounter.REQUESTS_HELD_BACK);
      nexus.onHeldBack(1);
      heldBack.add(receive);
      return;
    }
    if (state == State.LIVE) {
      repost(nowNs, receive);
    }
  }

  /** Whether what came was handled; if not, it waits for tasks that are about to be free. */
  private boolean handle(long nowNs, WorkRequest receive) {
    int at = slotOf(receive) * memory.slotBytes;
    return port.units().onUnit(nowNs, this, memory.bytes, at, receive.transferredBytes());
  }

  /** Tasks came free: what was held back may go on. */
  void resume(long nowNs) {
    if (isResuming) {
      return;
    }
    isResuming = true;
    while (state == State.LIVE && !heldBack.isEmpty() && handle(nowNs, heldBack.peek())) {
      if (heldBack.isEmpty()) {
        break; // It was what ended the channel.
      }
      nexus.onHeldBack(-1);
      WorkRequest receive = heldBack.remove();
      if (state == State.LIVE) {
        repost(nowNs, receive);
      }
    }
    isResuming = false;
  }

  // The end.

  /** The target gives the channel up and says why. */
  void logOut(long nowNs, TargetLogoutReason reason) {
    if (state == State.LIVE) {
      port.counters().add(SrpCounter.TARGET_LOGOUTS);
      state = State.LEAVING;
      requests.logOut(nowNs, reason);
      port.detach(nowNs, this);
    } else if (state == State.CONNECTING) {
      leave(nowNs);
    }
  }

  /** The initiator gives the channel up, or what we had to say is said. */
  void leave(long nowNs) {
    if (state != State.OVER) {
      state = State.LEAVING;
      queuePair().disconnect(nowNs, NO_DATA);
      port.detach(nowNs, this);
    }
  }

  @Override
  public void onError(long nowNs, QueuePair from, WorkStatus cause) {
    port.counters().add(SrpCounter.QUEUE_PAIR_ERRORS);
    leave(nowNs);
  }

  @Override
  public void onRejected(long nowNs, QueuePair from, int reasonCode, byte[] privateData) {
    end(nowNs);
  }

  @Override
  public void onUnreachable(long nowNs, QueuePair from) {
    end(nowNs);
  }

  @Override
  public void onDisconnected(long nowNs, QueuePair from, byte[] privateData) {
    end(nowNs);
  }

  /** It was never accepted. */
  void abandon(long nowNs) {
    end(nowNs);
  }

  private void end(long nowNs) {
    if (state == State.OVER) {
      return;
    }
    state = State.OVER;
    port.detach(nowNs, this);
    while (!backlog.isEmpty()) {
      port.life().onSent(nowNs, backlog.remove(), false);
    }
    receiveRegion.deregister();
    port.onOver(this);
  }

  /** Takes note that it is no more one of its nexus'; false where that was so already. */
  boolean markDetached() {
    if (isDetached) {
      return false;
    }
    isDetached = true;
    nexus.onHeldBack(-heldBack.size());
    heldBack.clear();
    return true;
  }
}
