// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * The driver of one end: the loop that {@link StreamEndpoint} asks for, on the end's own reactor.
 *
 * <pre>
 * DOWN → UP → GONE      CLOSING: our endpoint wanted the close, its output is still leaving
 *         ↘ CLOSING ↗   HALF_OPEN: the other end is gone and we don't know
 *         ↘ HALF_OPEN ↗
 * </pre>
 */
final class StreamSide implements ReactorEvents, StreamWire {
  private static final int CONNECT = 0;
  private static final int PUMP = 1;
  private static final int DEADLINE = 2;
  private static final int LOSE = 3;
  private static final int GATHER_SEGMENTS = 256;
  private static final int GATHER_BYTES = 256 << 10;

  private enum State {
    DOWN,
    UP,
    HALF_OPEN,
    CLOSED,
    GONE
  }

  private final SimStream stream;
  private final SimWorld world;
  private final Supplier<StreamEndpoint> factory;
  private final SimReactor reactor;
  private final StreamDirection out;
  private final StreamDirection in;
  private final boolean isInitiator;
  private final SegmentList gathered = new SegmentList(GATHER_SEGMENTS);
  private @Nullable StreamEndpoint endpointOnceUp;
  private State state = State.DOWN;
  private boolean pumpScheduled;
  private boolean endTold;
  private boolean receiving;
  private boolean resetUnderWay;
  private long armedNs = DeadlineTable.NONE;
  private String loseReason = "";
  private final Alarm alarm;

  /**
   * What the event queue keeps of a deadline. Deadlines are seconds away and streams of a suite
   * live milliseconds: once the end is gone its alarm lets go of it, or the queue would keep every
   * stream of a run.
   */
  private static final class Alarm implements ReactorEvents {
    private final SimReactor reactor;
    private @Nullable StreamSide side;

    Alarm(SimReactor reactor, StreamSide side) {
      this.reactor = reactor;
      this.side = side;
    }

    @Override
    public SimReactor reactor() {
      return reactor;
    }

    @Override
    public void onEvent(long nowNs, int kind, long argument) {
      StreamSide present = side;
      if (present != null) {
        present.onEvent(nowNs, kind, argument);
      }
    }
  }

  StreamSide(
      SimStream stream,
      SimStream.End end,
      StreamDirection out,
      StreamDirection in,
      boolean isInitiator) {
    this.stream = stream;
    this.world = stream.world();
    this.factory = end.endpoint();
    this.reactor = end.reactor();
    this.out = out;
    this.in = in;
    this.isInitiator = isInitiator;
    this.alarm = new Alarm(end.reactor(), this);
  }

  @Override
  public SimReactor reactor() {
    return reactor;
  }

  @Override
  public String peerAddress() {
    return isInitiator ? stream.targetAddress() : stream.initiatorAddress();
  }

  @Override
  public String localAddress() {
    return isInitiator ? stream.initiatorAddress() : stream.targetAddress();
  }

  @Override
  public void markReady() {
    schedulePump();
  }

  @Override
  public void sendEarly(long nowNs) {
    if (receiving) {
      send(nowNs);
    }
  }

  void connectAt(long timeNs) {
    world.schedule(timeNs, this, CONNECT, 0);
  }

  /** The endpoint is told at {@code timeNs} that the stream is gone. */
  void loseAt(long timeNs, String reason) {
    if (!isGone()) {
      loseReason = reason;
      resetUnderWay = true;
      world.schedule(timeNs, this, LOSE, 0);
    }
  }

  /** The host of this end lost its power: the endpoint is not told, it is gone as well. */
  void vanish() {
    state = State.GONE;
    alarm.side = null;
  }

  void becomeHalfOpen() {
    if (state == State.UP) {
      state = State.HALF_OPEN;
    }
    if (state == State.DOWN || out.hasUnacknowledged()) {
      stream.answerWithReset(world.nowNs(), this);
    }
  }

  boolean isGone() {
    return state == State.GONE || state == State.CLOSED;
  }

  void onArrival(long nowNs) {
    if (state == State.CLOSED && in.available() > 0) {
      // RFC 9293 3.10.7.1: what arrives for a closed connection is answered with a reset.
      stream.answerWithReset(nowNs, stream.receiver(isInitiator));
      in.kill();
    } else {
      schedulePump();
    }
  }

  void onSpace(long nowNs) {
    schedulePump();
  }

  private void schedulePump() {
    if (!pumpScheduled && (state == State.UP || state == State.HALF_OPEN)) {
      pumpScheduled = true;
      world.schedule(world.nowNs(), this, PUMP, 0);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (isGone()) {
      return;
    }
    switch (kind) {
      case CONNECT -> {
        connect(nowNs);
        pump(nowNs);
      }
      case PUMP -> {
        pumpScheduled = false;
        pump(nowNs);
      }
      case DEADLINE -> {
        if (armedNs <= nowNs) {
          armedNs = DeadlineTable.NONE;
        }
        if (endpoint().nextDeadlineNs() <= nowNs) {
          endpoint().onDeadline(nowNs);
        }
        pump(nowNs);
      }
      case LOSE -> {
        readWhatArrived(nowNs);
        leave(nowNs, State.GONE, loseReason);
      }
      default -> Check.that(false, "a stream's driver has four kinds of event", kind);
    }
  }

  private void connect(long nowNs) {
    StreamEndpoint endpoint = factory.get();
    endpointOnceUp = endpoint;
    state = State.UP;
    endpoint.onConnected(nowNs, this);
  }

  /**
   * A reset does not take away what the receiver's host already has: half of the time it is still
   * read.
   */
  private void readWhatArrived(long nowNs) {
    if (state == State.UP && in.available() > 0 && (in.available() & 1) == 0) {
      receive(nowNs);
    }
  }

  private void pump(long nowNs) {
    if (state != State.UP && state != State.HALF_OPEN) {
      return;
    }
    receive(nowNs);
    send(nowNs);
    if (isGone()) {
      return;
    }
    if (endpoint().wantsClose() && !endpoint().hasOutput()) {
      out.end();
      leave(nowNs, State.CLOSED, "closed");
      return;
    }
    arm();
  }

  private void receive(long nowNs) {
    StreamEndpoint endpoint = endpoint();
    while (in.available() > 0) {
      ByteBuffer space = endpoint.receiveSpace();
      if (!space.hasRemaining()) {
        break;
      }
      int length = in.cut(Math.min(in.available(), space.remaining()));
      in.read(space, length);
      receiving = true;
      endpoint.onReceived(nowNs, length);
      receiving = false;
    }
    if (in.isEndReached() && !endTold) {
      endTold = true;
      world.trace().event(nowNs, stream.source(), TraceKind.END_OF_STREAM, isInitiator ? 1 : 0, 0);
      endpoint.onEndOfStream(nowNs);
    }
  }

  private void send(long nowNs) {
    StreamEndpoint endpoint = endpoint();
    while (endpoint.hasOutput() && out.freeToWrite() > 0) {
      gathered.clear();
      endpoint.gather(gathered, Math.min(out.freeToWrite(), GATHER_BYTES));
      int most = (int) Math.min(gathered.totalBytes(), out.freeToWrite());
      Check.that(most > 0, "an endpoint with output gathers some");
      int length = out.cut(most);
      if (state == State.HALF_OPEN || out.isShut()) {
        if (!resetUnderWay) {
          stream.answerWithReset(nowNs, this);
        }
      } else {
        out.write(gathered, length);
      }
      endpoint.onSent(nowNs, length);
    }
  }

  private StreamEndpoint endpoint() {
    StreamEndpoint present = endpointOnceUp;
    Check.that(present != null, "a stream that is up has an endpoint");
    return present;
  }

  private void arm() {
    StreamEndpoint endpoint = endpoint();
    long nearestNs = endpoint.nextDeadlineNs();
    if (nearestNs < armedNs) {
      armedNs = nearestNs;
      world.schedule(nearestNs, alarm, DEADLINE, 0);
    }
  }

  private void leave(long nowNs, State last, String reason) {
    StreamEndpoint told = endpointOnceUp;
    if (told == null && isInitiator) {
      told = factory.get(); // Who connects is told of the failure like of any loss.
    }
    state = last;
    alarm.side = null;
    world.trace().event(nowNs, stream.source(), TraceKind.DISCONNECTED, isInitiator ? 1 : 0, 0);
    if (told != null) {
      told.onDisconnected(nowNs, reason);
    }
  }
}
