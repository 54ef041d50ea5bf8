// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that was accepted and has not said enough for anyone to know which reactor it
 * belongs to. Once it has, its socket and its first bytes move there, and this is forgotten.
 */
final class ArrivingStream implements StreamSocket.ReadinessListener {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivingStream.class);
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(15);

  private final NettyReactor reactor;
  private final Socket descriptor;
  private final EpollStreamSocket socket;
  private final List<StreamLane> lanes;
  private final StreamSorter sorter;
  private final Runnable onGone;
  private final ByteBuffer first = ByteBuffer.allocate(StreamSorter.BYTES_MAX);
  private @Nullable Future<?> timer;
  private boolean gone;

  /**
   * @param onGone called once, when the connection has moved on or ended
   */
  ArrivingStream(
      NettyReactor reactor,
      Socket descriptor,
      List<StreamLane> lanes,
      StreamSorter sorter,
      Runnable onGone) {
    this.reactor = reactor;
    this.descriptor = descriptor;
    this.socket = new EpollStreamSocket(reactor, descriptor, reactor.gatherVector());
    this.lanes = lanes;
    this.sorter = sorter;
    this.onGone = onGone;
  }

  void open() throws IOException {
    socket.register(this);
    timer = reactor.timerAt(System.nanoTime() + PATIENCE_NS, nowNs -> end());
  }

  @Override
  public void onReadable() {
    try {
      ByteBuffer scratch = reactor.scratch();
      int got = socket.read(scratch, 0, first.remaining());
      if (got < 0) {
        end();
        return;
      }
      first.put(first.position(), scratch, 0, got);
      first.position(first.position() + got);
      boolean isAll = !first.hasRemaining();
      ByteBuffer seen = first.duplicate().flip();
      int lane = sorter.laneOf(seen, isAll);
      if (lane != StreamSorter.MORE) {
        moveTo(lanes.get(lane));
      }
    } catch (IOException broken) {
      end();
    }
  }

  private void moveTo(StreamLane lane) {
    leave();
    socket.detach();
    ByteBuffer bytes = first.flip();
    lane.reactor().post(nowNs -> adopt(lane, bytes));
  }

  private void adopt(StreamLane lane, ByteBuffer bytes) {
    NettyReactor home = lane.reactor();
    StreamEndpoint endpoint = home.isFaulted() ? null : lane.endpoints().newEndpoint();
    if (endpoint == null) {
      try {
        descriptor.close();
      } catch (IOException closed) {
        LOG.debug("a connection that was turned away was gone already", closed);
      }
      return;
    }
    EpollStreamSocket moved = new EpollStreamSocket(home, descriptor, home.gatherVector());
    new ReadinessStreamDriver(home, endpoint, moved).openWith(bytes);
  }

  @Override
  public void onWritable() {
    // Nothing is written here.
  }

  @Override
  public void onBroken() {
    end();
  }

  private void leave() {
    if (!gone) {
      gone = true;
      Future<?> set = timer;
      if (set != null) {
        set.cancel(false);
      }
      onGone.run();
    }
  }

  private void end() {
    if (!gone) {
      leave();
      socket.close(true);
    }
  }
}
