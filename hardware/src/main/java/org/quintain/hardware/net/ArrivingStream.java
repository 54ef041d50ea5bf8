// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that was accepted and has not said enough for anyone to know which reactor it
 * belongs to. Once it has, its socket and its first bytes move there, and this is forgotten.
 */
final class ArrivingStream implements StreamSocket.ReadinessListener, Arrivals.Arrival {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivingStream.class);

  /** What a usual first Login Request has room in. */
  private static final int FIRST_BYTES = 1024;

  private final NettyReactor reactor;
  private final Socket descriptor;
  private final EpollStreamSocket socket;
  private final List<StreamLane> lanes;
  private final StreamSorter sorter;
  private final Arrivals arrivals;
  private final @Nullable InetSocketAddress peer;
  private final long acceptedNs = System.nanoTime();

  /** What has come; nothing is held for who says nothing. */
  private ByteBuffer first = ByteBuffer.allocate(0);

  private @Nullable Future<?> timer;
  private boolean gone;

  ArrivingStream(
      NettyReactor reactor,
      Socket descriptor,
      List<StreamLane> lanes,
      StreamSorter sorter,
      Arrivals arrivals) {
    this.reactor = reactor;
    this.descriptor = descriptor;
    this.socket = new EpollStreamSocket(reactor, descriptor, reactor.gatherVector());
    this.lanes = lanes;
    this.sorter = sorter;
    this.arrivals = arrivals;
    this.peer = descriptor.remoteAddress();
  }

  void open() throws IOException {
    socket.register(this);
    timer = reactor.timerAt(acceptedNs + arrivals.limits().timeoutNs(), nowNs -> end());
    arrivals.add(this, peer);
  }

  @Override
  public void onReadable() {
    try {
      ByteBuffer scratch = reactor.scratch();
      int got = socket.read(scratch, 0, StreamSorter.BYTES_MAX - first.position());
      if (got < 0) {
        end();
        return;
      }
      makeRoom(got);
      first.put(first.position(), scratch, 0, got);
      first.position(first.position() + got);
      boolean isAll = first.position() == StreamSorter.BYTES_MAX;
      ByteBuffer seen = first.duplicate().flip();
      int lane = sorter.laneOf(seen, isAll);
      if (lane != StreamSorter.MORE) {
        moveTo(lanes.get(lane));
      }
    } catch (IOException broken) {
      end();
    }
  }

  private void makeRoom(int lengthBytes) {
    if (first.remaining() < lengthBytes) {
      int room = Math.max(FIRST_BYTES, first.capacity());
      while (room < first.position() + lengthBytes) {
        room *= 2;
      }
      first = ByteBuffer.allocate(Math.min(room, StreamSorter.BYTES_MAX)).put(first.flip());
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
    new ReadinessStreamDriver(home, endpoint, moved).openWith(bytes, acceptedNs);
  }

  @Override
  public void onWritable() {
    // Nothing is written here.
  }

  @Override
  public void onBroken() {
    end();
  }

  @Override
  public void drop() {
    end();
  }

  private void leave() {
    if (!gone) {
      gone = true;
      Future<?> set = timer;
      if (set != null) {
        set.cancel(false);
      }
      arrivals.remove(this, peer);
    }
  }

  private void end() {
    if (!gone) {
      leave();
      socket.close(true);
    }
  }
}
