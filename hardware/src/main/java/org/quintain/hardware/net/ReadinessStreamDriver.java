// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;

/**
 * Drives an endpoint over a socket that tells when it is ready (NIO, epoll). One readiness event is
 * read until the socket is dry or a bound is reached, all of it parsed, then answered by gathered
 * writes.
 *
 * <p>Bytes land in the endpoint's own space where that is large, so that data goes straight into a
 * command's buffer; else in the reactor's scratch memory, from where one copy takes them into small
 * spaces: one system call then brings many small PDUs.
 */
final class ReadinessStreamDriver extends StreamDriver implements StreamSocket.ReadinessListener {
  private static final int DIRECT_READ_MIN_BYTES = 16 << 10;
  private static final int READ_BATCH_BYTES = 1 << 20;
  private static final int GATHER_BYTES = 512 << 10;
  private static final int SEND_BATCH_BYTES = 4 << 20;
  private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

  private final StreamSocket socket;
  // Made once: a method reference made for each event would be garbage for each event.
  private final Step readStep = this::readBatch;
  private final Step writableStep = this::takeWritable;
  private boolean readInterest = true;
  private boolean writeInterest;
  private boolean lingering;
  private @Nullable Future<?> lingerTimer;

  /** Bytes read that the endpoint had no space for; empty nearly always. */
  private @Nullable ByteBuffer stash;

  ReadinessStreamDriver(NettyReactor reactor, StreamEndpoint endpoint, StreamSocket socket) {
    super(reactor, endpoint);
    this.socket = socket;
  }

  /** Takes the socket into service; on its reactor. */
  void open() {
    open(System.nanoTime());
  }

  private void open(long connectedNs) {
    try {
      socket.register(this);
    } catch (IOException broken) {
      socket.close(true);
      endpoint.onDisconnected(
          System.nanoTime(), "the socket could not be registered: " + broken.getMessage());
      return;
    }
    start(connectedNs, socket.peer(), socket.local());
  }

  /**
   * The same for a connection that is up since {@code connectedNs} and whose {@code first} bytes,
   * from position to limit, came already.
   */
  void openWith(ByteBuffer first, long connectedNs) {
    open(connectedNs);
    guarded(nowNs -> feedAll(nowNs, first));
  }

  @Override
  public void onReadable() {
    if (lingering) {
      drainLingering();
    } else {
      guarded(readStep);
    }
  }

  @Override
  public void onWritable() {
    guarded(writableStep);
  }

  private void takeWritable(long nowNs) {
    writeInterest = false;
    applyInterest();
  }

  @Override
  public void onBroken() {
    if (lingering) {
      endLingering(true);
    } else {
      guarded(nowNs -> disconnect(nowNs, "the connection was reset by the peer", false));
    }
  }

  private void readBatch(long nowNs) {
    int left = READ_BATCH_BYTES;
    try {
      while (left > 0 && readInterest && !isDown()) {
        ByteBuffer space = endpoint.receiveSpace();
        int room = space.remaining();
        if (room == 0) {
          pauseInput();
          return;
        }
        boolean straight = room >= DIRECT_READ_MIN_BYTES && space.isDirect();
        ByteBuffer into = straight ? space : reactor.scratch();
        int index = straight ? space.position() : 0;
        int asked = straight ? room : into.capacity();
        int got = socket.read(into, index, asked);
        if (got < 0) {
          readInterest = false;
          applyInterest();
          endOfStream(nowNs);
          return;
        }
        if (got > 0) {
          left -= got;
          if (straight) {
            received(nowNs, got);
          } else {
            feedScratch(nowNs, into, got);
          }
        }
        if (got < asked) {
          return;
        }
      }
    } catch (IOException broken) {
      disconnect(nowNs, clause(broken), false);
    }
  }

  private void feedScratch(long nowNs, ByteBuffer scratch, int lengthBytes) {
    scratch.limit(lengthBytes).position(0);
    try {
      feedAll(nowNs, scratch);
    } finally {
      scratch.clear();
    }
  }

  private void feedAll(long nowNs, ByteBuffer bytes) {
    feed(nowNs, bytes);
    if (bytes.hasRemaining() && !isDown()) {
      stash = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
      pauseInput();
    }
  }

  private void pauseInput() {
    readInterest = false;
    applyInterest();
  }

  @Override
  protected boolean resumeInput(long nowNs) {
    if (readInterest || isEndOfStreamSeen() || !endpoint.receiveSpace().hasRemaining()) {
      return false;
    }
    ByteBuffer waiting = stash;
    if (waiting != null) {
      feed(nowNs, waiting);
      if (waiting.hasRemaining()) {
        return true;
      }
      stash = null;
    }
    readInterest = true;
    applyInterest();
    return waiting != null;
  }

  @Override
  protected boolean sendOutput(long nowNs) {
    if (writeInterest) {
      return false;
    }
    int left = SEND_BATCH_BYTES;
    SegmentList gathered = reactor.gathered();
    try {
      while (endpoint.hasOutput()) {
        if (left <= 0) {
          awaitWritable();
          return false;
        }
        gathered.clear();
        endpoint.gather(gathered, GATHER_BYTES);
        long wanted = gathered.totalBytes();
        long taken = wanted == 0 ? 0 : socket.write(gathered);
        if (taken > 0) {
          left -= (int) taken;
          // The time behind the system call: what is measured up to here includes it.
          sent(System.nanoTime(), taken);
        }
        if (isDown()) {
          return false;
        }
        if (taken < wanted) {
          awaitWritable();
          return false;
        }
        if (wanted == 0) {
          return true;
        }
      }
      return true;
    } catch (IOException broken) {
      disconnect(nowNs, clause(broken), false);
      return false;
    }
  }

  @Override
  public void sendEarly(long nowNs) {
    if (writeInterest || !isReceiving() || isDown()) {
      return;
    }
    SegmentList gathered = reactor.gathered();
    gathered.clear();
    endpoint.gather(gathered, GATHER_BYTES);
    try {
      long taken = gathered.totalBytes() == 0 ? 0 : socket.write(gathered);
      if (taken > 0) {
        sent(System.nanoTime(), taken);
      }
    } catch (IOException broken) {
      // The endpoint is in the middle of an input: the write behind that will fail as well.
    }
  }

  private void awaitWritable() {
    writeInterest = true;
    applyInterest();
  }

  private void applyInterest() {
    if (isDown()) {
      return;
    }
    try {
      socket.interest(readInterest, writeInterest);
    } catch (IOException broken) {
      disconnect(System.nanoTime(), clause(broken), false);
    }
  }

  @Override
  protected boolean closeSocket(boolean orderly) {
    stash = null;
    if (!orderly || isEndOfStreamSeen()) {
      socket.close(!orderly);
      return true;
    }
    // A close with input unread is a reset, which may overtake our last bytes: say that we are
    // done, then
    // read until the peer is, for a second at most.
    try {
      socket.shutdownOutput();
      lingering = true;
      socket.interest(true, false);
      lingerTimer = reactor.timerAt(System.nanoTime() + LINGER_NS, nowNs -> endLingering(false));
      return false;
    } catch (IOException broken) {
      lingering = false;
      socket.close(true);
      return true;
    }
  }

  private void drainLingering() {
    ByteBuffer scratch = reactor.scratch();
    try {
      int left = READ_BATCH_BYTES;
      int got = 1;
      while (got > 0 && left > 0) {
        got = socket.read(scratch, 0, scratch.capacity());
        left -= got;
      }
      if (got < 0) {
        endLingering(false);
      }
    } catch (IOException broken) {
      endLingering(true);
    }
  }

  private void endLingering(boolean reset) {
    if (lingering) {
      lingering = false;
      Future<?> timer = lingerTimer;
      if (timer != null) {
        timer.cancel(false);
        lingerTimer = null;
      }
      socket.close(reset);
      reactor.onStreamDown(this);
    }
  }

  private static String clause(IOException broken) {
    String message = broken.getMessage();
    return message == null ? broken.getClass().getSimpleName() : message;
  }
}
