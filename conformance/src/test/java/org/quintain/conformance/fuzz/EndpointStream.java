// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import java.nio.ByteBuffer;
import java.util.Random;
import org.quintain.conformance.lab.LabWorld;
import org.quintain.initiator.ByteStream;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * A driver of one endpoint on the calling thread: what is sent goes into it in pieces of any
 * length, what it has to send waits until somebody receives.
 */
final class EndpointStream implements ByteStream, StreamWire {
  private static final int PIECE_MAX = 9000;
  private static final int GATHER_MAX = 60_000;
  private static final int SEGMENTS = 8;

  private final LabWorld world;
  private final Random random;
  private final StreamEndpoint endpoint;
  private final String address;
  private final SegmentList gathered = new SegmentList(SEGMENTS);
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private long armedNs = Long.MAX_VALUE;
  private boolean isGone;

  EndpointStream(LabWorld world, Random random, StreamEndpoint endpoint, String address) {
    this.world = world;
    this.random = random;
    this.endpoint = endpoint;
    this.address = address;
    endpoint.onConnected(world.nowNs(), this);
    arm();
  }

  @Override
  public void send(ByteBuffer bytes) {
    ByteBuffer joined = ByteBuffer.allocate(pending.remaining() + bytes.remaining());
    pending = joined.put(pending).put(bytes).flip();
    deliver();
    tidy();
  }

  private void deliver() {
    while (!isGone && pending.hasRemaining() && !endpoint.wantsClose()) {
      ByteBuffer space = endpoint.receiveSpace();
      if (!space.hasRemaining()) {
        return;
      }
      int most = Math.min(pending.remaining(), space.remaining());
      int piece = Math.min(most, 1 + random.nextInt(PIECE_MAX));
      space.put(space.position(), pending, pending.position(), piece);
      pending.position(pending.position() + piece);
      endpoint.onReceived(world.nowNs(), piece);
    }
  }

  @Override
  public int receive(ByteBuffer into, long timeoutNs) {
    int took = take(into);
    if (took == 0 && timeoutNs > 0) {
      world.awaitUntil(() -> isGone || endpoint.hasOutput(), timeoutNs);
      took = take(into);
    }
    return took == 0 && isGone ? -1 : took;
  }

  private int take(ByteBuffer into) {
    int took = 0;
    while (!isGone && endpoint.hasOutput() && into.hasRemaining()) {
      gathered.clear();
      endpoint.gather(gathered, 1 + random.nextInt(GATHER_MAX));
      long most = Math.min(gathered.totalBytes(), into.remaining());
      int left = 1 + random.nextInt((int) most);
      int all = left;
      for (int index = 0; index < gathered.count() && left > 0; index++) {
        int piece = Math.min(left, gathered.length(index));
        into.put(into.position(), gathered.base(index), gathered.offset(index), piece);
        into.position(into.position() + piece);
        left -= piece;
      }
      endpoint.onSent(world.nowNs(), all);
      took += all;
      deliver();
    }
    tidy();
    return took;
  }

  /** What a driver does after each call: keeps time, and closes what is to be closed. */
  private void tidy() {
    if (!isGone && endpoint.wantsClose() && !endpoint.hasOutput()) {
      disconnect("the target closed");
    }
    arm();
  }

  private void disconnect(String reason) {
    isGone = true;
    endpoint.onDisconnected(world.nowNs(), reason);
  }

  private void arm() {
    long deadlineNs = isGone ? Long.MAX_VALUE : endpoint.nextDeadlineNs();
    if (deadlineNs < armedNs) {
      armedNs = deadlineNs;
      world.callAt(deadlineNs, this::onTime);
    }
  }

  private void onTime(long nowNs) {
    armedNs = Long.MAX_VALUE;
    if (!isGone) {
      endpoint.onDeadline(nowNs);
      tidy();
    }
  }

  @Override
  public void markReady() {
    world.post(nowNs -> tidy());
  }

  @Override
  public String peerAddress() {
    return address;
  }

  @Override
  public String localAddress() {
    return "127.0.0.1:3260";
  }

  @Override
  public void close() {
    if (!isGone) {
      if (random.nextInt(3) == 0) {
        endpoint.onEndOfStream(world.nowNs());
      }
      disconnect("the initiator closed");
    }
  }
}
