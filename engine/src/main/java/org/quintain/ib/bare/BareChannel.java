// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.bare;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.MessagePort;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** One connection of a bare port: its queue pair on the reactor, its messages for the suite. */
final class BareChannel implements MessagePort.Channel, QueuePairListener {
  private static final int SEND_DEPTH = 1024;
  private static final byte[] NOTHING = new byte[0];

  /** A message that came, and the one after it once there is one. */
  private static final class Arrival {
    private final byte[] message;
    private volatile @Nullable Arrival next;

    private Arrival(byte[] message) {
      this.message = message;
    }
  }

  private final BareMessagePort port;
  private final int receives;
  private final int receiveBytes;
  private volatile MessagePort.State state = MessagePort.State.REQUESTED;
  private volatile byte[] answer = NOTHING;
  private volatile int rejectReason;
  private @Nullable QueuePair queuePair;
  private @Nullable ByteBuffer memory;
  private @Nullable MemoryRegion region;
  private Arrival newest = new Arrival(NOTHING);
  private Arrival taken = newest;

  BareChannel(BareMessagePort port, int receives, int receiveBytes) {
    this.port = port;
    this.receives = receives;
    this.receiveBytes = receiveBytes;
  }

  /** Requests the connection, on the reactor. */
  void begin(long nowNs, RdmaPort rdma, Gid target, long serviceId, byte[] privateData) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(receives * receiveBytes);
    MemoryRegion registered = rdma.register(bytes, 0, bytes.capacity(), MemoryRegion.LOCAL_WRITE);
    Check.that(registered != null, "an adapter has a region for a suite");
    memory = bytes;
    region = registered;
    QueuePair asked =
        rdma.connect(
            nowNs,
            new ConnectParameters(
                target, serviceId, privateData, QueuePairOptions.ofDepths(SEND_DEPTH, receives)),
            this);
    queuePair = asked;
    for (int slot = 0; slot < receives; slot++) {
      repost(nowNs, asked, registered, new WorkRequest(slot));
    }
  }

  private void repost(long nowNs, QueuePair at, MemoryRegion into, WorkRequest receive) {
    int offset = slotOf(receive) * receiveBytes;
    at.post(nowNs, receive.asReceive(into, offset, receiveBytes));
  }

  private static int slotOf(WorkRequest receive) {
    return receive.context() instanceof Integer slot ? slot : 0;
  }

  // The suite's side.

  @Override
  public MessagePort.State state() {
    return state;
  }

  @Override
  public byte[] answer() {
    return answer.clone();
  }

  @Override
  public int rejectReason() {
    return rejectReason;
  }

  @Override
  public void send(byte[] message) {
    SegmentList list = new SegmentList(1);
    list.add(ByteBuffer.wrap(message.clone()), 0, message.length);
    port.onReactor(
        nowNs -> {
          QueuePair present = queuePair;
          if (present != null && state == MessagePort.State.ESTABLISHED) {
            present.post(nowNs, new WorkRequest(null).asSend(list, 0, message.length));
          }
        });
  }

  @Override
  public byte @Nullable [] receive(long timeoutNs) {
    port.world().awaitUntil(() -> taken.next != null || state == MessagePort.State.OVER, timeoutNs);
    Arrival next = taken.next;
    if (next == null) {
      return null;
    }
    taken = next;
    return next.message;
  }

  @Override
  public boolean awaitAnswer(long timeoutNs) {
    return port.world().awaitUntil(() -> state != MessagePort.State.REQUESTED, timeoutNs);
  }

  @Override
  public boolean awaitOver(long timeoutNs) {
    return port.world().awaitUntil(() -> state == MessagePort.State.OVER, timeoutNs);
  }

  @Override
  public void fail() {
    port.onReactor(
        nowNs -> {
          QueuePair present = queuePair;
          if (present != null) {
            present.fail(nowNs);
          }
        });
  }

  @Override
  public void disconnect() {
    port.onReactor(this::leave);
  }

  private void leave(long nowNs) {
    QueuePair present = queuePair;
    boolean stands = state == MessagePort.State.ESTABLISHED || state == MessagePort.State.REQUESTED;
    if (present != null && stands) {
      present.disconnect(nowNs, NOTHING);
    }
  }

  // The queue pair's side.

  @Override
  public void onEstablished(long nowNs, QueuePair from, byte[] privateData) {
    answer = privateData.clone();
    state = MessagePort.State.ESTABLISHED;
    port.world().wake();
  }

  @Override
  public void onCompletion(long nowNs, QueuePair from, WorkRequest request) {
    MemoryRegion into = region;
    ByteBuffer bytes = memory;
    boolean came =
        request.operation() == WorkOperation.RECEIVE && request.status() == WorkStatus.SUCCESS;
    if (!came || into == null || bytes == null) {
      return;
    }
    byte[] message = new byte[request.transferredBytes()];
    bytes.get(slotOf(request) * receiveBytes, message);
    Arrival arrival = new Arrival(message);
    newest.next = arrival;
    newest = arrival;
    repost(nowNs, from, into, request);
    port.world().wake();
  }

  @Override
  public void onError(long nowNs, QueuePair from, WorkStatus cause) {
    leave(nowNs);
  }

  @Override
  public void onRejected(long nowNs, QueuePair from, int reasonCode, byte[] privateData) {
    answer = privateData.clone();
    rejectReason = reasonCode;
    end(MessagePort.State.REJECTED);
  }

  @Override
  public void onUnreachable(long nowNs, QueuePair from) {
    end(MessagePort.State.OVER);
  }

  @Override
  public void onDisconnected(long nowNs, QueuePair from, byte[] privateData) {
    end(MessagePort.State.OVER);
  }

  private void end(MessagePort.State how) {
    MemoryRegion registered = region;
    if (registered != null) {
      region = null;
      registered.deregister();
    }
    state = how;
    port.world().wake();
  }
}
