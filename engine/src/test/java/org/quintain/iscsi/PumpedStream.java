// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/** Two endpoints joined by a byte stream that cuts and joins at random, on one reactor. */
final class PumpedStream {
  private static final int ROUNDS_PER_TASK = 16;

  private final Reactor reactor;
  private final Random random;
  private final Side one;
  private final Side other;
  private boolean isPosted;
  private boolean isDown;

  PumpedStream(Reactor reactor, Random random, StreamEndpoint one, StreamEndpoint other) {
    this.reactor = reactor;
    this.random = random;
    this.one = new Side(one, "127.0.0.2:40000", "127.0.0.1:3260");
    this.other = new Side(other, "127.0.0.1:3260", "127.0.0.2:40000");
    this.one.peer = this.other;
    this.other.peer = this.one;
    other.onConnected(reactor.nowNs(), this.other);
    one.onConnected(reactor.nowNs(), this.one);
    post();
  }

  private void post() {
    if (!isPosted && !isDown) {
      isPosted = true;
      reactor.post(this::pump);
    }
  }

  private void pump(long nowNs) {
    isPosted = false;
    boolean moved = true;
    for (int round = 0; round < ROUNDS_PER_TASK && moved && !isDown; round++) {
      boolean oneMoved = one.move(nowNs);
      moved = other.move(nowNs) || oneMoved;
    }
    one.watchDeadline();
    other.watchDeadline();
    if (moved) {
      post();
    }
  }

  private void takeDown(long nowNs) {
    if (!isDown) {
      isDown = true;
      one.endpoint.onDisconnected(nowNs, "the stream was closed");
      other.endpoint.onDisconnected(nowNs, "the stream was closed");
    }
  }

  private final class Side implements StreamWire {
    private final StreamEndpoint endpoint;
    private final String local;
    private final String remote;
    private final SegmentList gathered = new SegmentList(1 + random.nextInt(30));
    private byte[] inFlight = new byte[0];
    private Side peer;
    private long watchedNs = DeadlineTable.NONE;

    Side(StreamEndpoint endpoint, String local, String remote) {
      this.endpoint = endpoint;
      this.local = local;
      this.remote = remote;
    }

    @Override
    public void markReady() {
      post();
    }

    @Override
    public void sendEarly(long nowNs) {
      send(nowNs);
    }

    @Override
    public String peerAddress() {
      return remote;
    }

    @Override
    public String localAddress() {
      return local;
    }

    boolean move(long nowNs) {
      boolean moved = send(nowNs);
      moved |= receive(nowNs);
      if (!isDown && endpoint.wantsClose() && !endpoint.hasOutput() && inFlight.length == 0) {
        takeDown(nowNs);
      }
      return moved;
    }

    private boolean send(long nowNs) {
      if (!endpoint.hasOutput() || inFlight.length > 300_000) {
        return false;
      }
      gathered.clear();
      endpoint.gather(gathered, 1 + random.nextInt(100_000));
      int take = 1 + random.nextInt((int) gathered.totalBytes());
      int at = inFlight.length;
      inFlight = Arrays.copyOf(inFlight, at + take);
      for (int index = 0; at < inFlight.length; index++) {
        int piece = Math.min(gathered.length(index), inFlight.length - at);
        gathered.base(index).get(gathered.offset(index), inFlight, at, piece);
        at += piece;
      }
      endpoint.onSent(nowNs, take);
      return true;
    }

    private boolean receive(long nowNs) {
      ByteBuffer space = peer.endpoint.receiveSpace();
      int most = Math.min(space.remaining(), inFlight.length);
      if (most == 0) {
        return false;
      }
      int piece = random.nextInt(4) == 0 ? 1 + random.nextInt(most) : most;
      space.put(space.position(), inFlight, 0, piece);
      inFlight = Arrays.copyOfRange(inFlight, piece, inFlight.length);
      peer.endpoint.onReceived(nowNs, piece);
      return true;
    }

    void watchDeadline() {
      long nearest = endpoint.nextDeadlineNs();
      if (nearest < watchedNs && !isDown) {
        watchedNs = nearest;
        reactor.callAt(nearest, this::onDue);
      }
    }

    private void onDue(long nowNs) {
      watchedNs = DeadlineTable.NONE;
      if (!isDown) {
        if (endpoint.nextDeadlineNs() <= nowNs) {
          endpoint.onDeadline(nowNs);
        }
        post();
      }
    }
  }
}
