// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.quintain.sam.InvariantViolation;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every way of driving a {@link StreamEndpoint} over a socket shares: when the endpoint is
 * called, its deadlines, its end, and what becomes of exceptions. Runs on one reactor; knows no
 * protocol.
 *
 * <p>An {@link InvariantViolation} stops the reactor's streams; any other exception is a fault in
 * the handling of one peer's input and ends this stream only.
 */
abstract class StreamDriver implements StreamWire {
  private static final Logger LOG = LoggerFactory.getLogger(StreamDriver.class);

  protected final NettyReactor reactor;
  protected final StreamEndpoint endpoint;
  private final int number;
  private final ReactorTask readyTask = this::onReady;
  private final ReactorTask timerTask = this::onTimer;
  private String peerAddress = "";
  private String localAddress = "";
  private boolean up;
  private boolean down;
  private boolean inCall;
  private boolean receiving;
  private boolean readyPosted;
  private boolean endOfStreamSeen;
  private long timerAtNs = DeadlineTable.NONE;
  private @Nullable Future<?> timer;

  /** What a driver does with the endpoint, guarded. */
  @FunctionalInterface
  interface Step {
    void run(long nowNs);
  }

  StreamDriver(NettyReactor reactor, StreamEndpoint endpoint) {
    this.reactor = reactor;
    this.endpoint = endpoint;
    this.number = reactor.nextStreamNumber();
  }

  /**
   * Sends what the endpoint has as far as the socket takes it; returns whether all of it is gone.
   */
  protected abstract boolean sendOutput(long nowNs);

  /**
   * Takes up reading again if the endpoint had been full and has space now; returns whether bytes
   * that had waited went in, so that there may be output again.
   */
  protected abstract boolean resumeInput(long nowNs);

  /**
   * Ends the socket; {@code orderly} lets sent bytes arrive, else the peer sees a reset. False when
   * that takes a while: the driver then says by itself when the stream is down.
   */
  protected abstract boolean closeSocket(boolean orderly);

  @Override
  public final String peerAddress() {
    return peerAddress;
  }

  @Override
  public final String localAddress() {
    return localAddress;
  }

  @Override
  public final void markReady() {
    // Within a call the driver sends when the call is over; else once for all marks of this turn.
    if (!inCall && !readyPosted && up && !down) {
      readyPosted = true;
      reactor.post(readyTask);
    }
  }

  /** Whether the endpoint is at what it was given to read. */
  final boolean isReceiving() {
    return receiving;
  }

  final boolean isDown() {
    return down;
  }

  final boolean isEndOfStreamSeen() {
    return endOfStreamSeen;
  }

  /** The socket is connected since {@code connectedNs}. */
  final void start(long connectedNs, @Nullable SocketAddress peer, @Nullable SocketAddress local) {
    peerAddress = text(peer);
    localAddress = text(local);
    up = true;
    reactor.onStreamUp(this);
    guarded(
        nowNs -> {
          reactor.trace().note(nowNs, ReactorTrace.Kind.CONNECTED, number, 0);
          endpoint.onConnected(connectedNs, this);
        });
  }

  /** Runs {@code step}, then sends, sets the timer, and closes if the endpoint wants that. */
  final void guarded(Step step) {
    guarded(step, true);
  }

  /**
   * As {@link #guarded(Step)}; without {@code batchEnds} more input follows before anything is
   * sent.
   */
  final void guarded(Step step, boolean batchEnds) {
    if (down || reactor.isFaulted()) {
      return;
    }
    Check.that(!inCall, "a driver is not entered twice");
    inCall = true;
    try {
      long nowNs = System.nanoTime();
      step.run(nowNs);
      if (batchEnds) {
        afterInput(nowNs);
      }
    } catch (InvariantViolation violation) {
      reactor.onFault(violation);
    } catch (RuntimeException broken) {
      LOG.error("stream {} from {} ends by a fault of ours", number, peerAddress, broken);
      fail("a fault in the handling of its input");
    } finally {
      inCall = false;
    }
  }

  private void afterInput(long nowNs) {
    if (down) {
      return;
    }
    boolean allSent;
    do {
      allSent = sendOutput(nowNs);
    } while (!down && resumeInput(nowNs));
    if (down) {
      return;
    }
    if (allSent && endpoint.wantsClose()) {
      disconnect(nowNs, "closed by this end", true);
      return;
    }
    long deadlineNs = endpoint.nextDeadlineNs();
    if (deadlineNs < timerAtNs) {
      timerAtNs = deadlineNs;
      cancelTimer();
      timer = reactor.timerAt(deadlineNs, timerTask);
    }
  }

  /** A timer that nobody waits for would keep a stream that is gone in memory. */
  private void cancelTimer() {
    Future<?> set = timer;
    if (set != null) {
      set.cancel(false);
      timer = null;
    }
  }

  private void onReady(long nowNs) {
    readyPosted = false;
    guarded(now -> {});
  }

  private void onTimer(long atNs) {
    timerAtNs = DeadlineTable.NONE;
    timer = null;
    guarded(
        nowNs -> {
          if (endpoint.nextDeadlineNs() <= nowNs) {
            reactor.trace().note(nowNs, ReactorTrace.Kind.DEADLINE, number, 0);
            endpoint.onDeadline(nowNs);
          }
        });
  }

  /** {@code lengthBytes} bytes lie in the endpoint's receive space. */
  final void received(long nowNs, int lengthBytes) {
    reactor.trace().note(nowNs, ReactorTrace.Kind.RECEIVED, number, lengthBytes);
    receiving = true;
    endpoint.onReceived(nowNs, lengthBytes);
    receiving = false;
  }

  /**
   * Copies {@code from}, from its position to its limit, into the endpoint's receive space piece by
   * piece; moves the position, and stops early when the endpoint is full.
   */
  final void feed(long nowNs, ByteBuffer from) {
    while (from.hasRemaining() && !down) {
      ByteBuffer space = endpoint.receiveSpace();
      int length = Math.min(space.remaining(), from.remaining());
      if (length == 0) {
        return;
      }
      space.put(space.position(), from, from.position(), length);
      from.position(from.position() + length);
      received(nowNs, length);
    }
  }

  final void sent(long nowNs, long lengthBytes) {
    reactor.trace().note(nowNs, ReactorTrace.Kind.SENT, number, lengthBytes);
    endpoint.onSent(nowNs, lengthBytes);
  }

  final void endOfStream(long nowNs) {
    if (!endOfStreamSeen) {
      endOfStreamSeen = true;
      reactor.trace().note(nowNs, ReactorTrace.Kind.END_OF_STREAM, number, 0);
      endpoint.onEndOfStream(nowNs);
    }
  }

  /** The stream is gone for {@code reason}; the endpoint hears it, once. */
  final void disconnect(long nowNs, String reason, boolean orderly) {
    if (down) {
      return;
    }
    down = true;
    cancelTimer();
    reactor.trace().note(nowNs, ReactorTrace.Kind.DISCONNECTED, number, 0);
    boolean gone = true;
    try {
      gone = closeSocket(orderly);
    } finally {
      if (gone) {
        reactor.onStreamDown(this);
      }
      endpoint.onDisconnected(nowNs, reason);
    }
  }

  /** As {@link #disconnect} where the endpoint itself may be what is broken. */
  private void fail(String reason) {
    try {
      disconnect(System.nanoTime(), reason, false);
    } catch (RuntimeException broken) {
      reactor.onFault(broken);
    }
  }

  /** Ends the stream from outside, in good order. */
  final void close(String reason) {
    guarded(nowNs -> disconnect(nowNs, reason, true));
  }

  /** Ends the socket and calls the endpoint never again: its state is not to be trusted. */
  final void abandon() {
    if (!down) {
      down = true;
      cancelTimer();
      reactor.onStreamDown(this);
      closeSocket(false);
    }
  }

  private static String text(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
      String host = internet.getAddress().getHostAddress();
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
    }
    return String.valueOf(address);
  }
}
