// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.reactor.Reactor;
import org.quintain.testing.TestWorld;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * Two exchange managers joined by a link that cuts frames, or hands over whole sequences, and that
 * loses, repeats and holds up frames as it is told.
 */
final class LossyLink {
  private static final long LATENCY_NS = 10_000;

  final Reactor reactor;
  final Random random;
  private final Side one;
  private final Side other;

  /** Chances in thousand of each frame. */
  int lost;

  int repeated;
  int late;
  int mangled;
  boolean whole;
  boolean isDown;
  long frames;
  long framesLost;

  /** The last frame with the R_CTL of an FCP_RSP. */
  ByteBuffer lastResponse = ByteBuffer.allocate(0);

  /** Frames of this R_CTL are lost, so many more of them; for tests that name one. */
  int loseRoutingControl = -1;

  int loseCount;

  /** Frames of these numbers are lost, as {@link #frames} counts them: the next is that many. */
  Set<Long> loseNumbers = Set.of();

  LossyLink(Reactor reactor, long seed, ExchangeManager one, ExchangeManager other) {
    this(reactor, seed, new BareEndpoint(one), new BareEndpoint(other));
  }

  LossyLink(Reactor reactor, long seed, FrameEndpoint one, FrameEndpoint other) {
    this.reactor = reactor;
    this.random = new Random(seed);
    this.one = new Side(one);
    this.other = new Side(other);
    this.one.peer = this.other;
    this.other.peer = this.one;
    up();
  }

  void up() {
    isDown = false;
    one.endpoint.onLinkUp(reactor.nowNs(), one);
    other.endpoint.onLinkUp(reactor.nowNs(), other);
  }

  void down() {
    isDown = true;
    one.down();
    other.down();
  }

  /** Lets {@code durationNs} pass and no more, whatever else waits for its time. */
  static void let(TestWorld world, long durationNs) {
    boolean[] over = new boolean[1];
    world.reactor().callAt(world.nowNs() + durationNs, nowNs -> over[0] = true);
    world.awaitUntil(() -> over[0], Long.MAX_VALUE / 2);
  }

  /** Loses the next {@code count} frames with {@code routingControl}. */
  void lose(int routingControl, int count) {
    loseRoutingControl = routingControl;
    loseCount = count;
  }

  private final class Side implements FrameWire {
    private final FrameEndpoint endpoint;
    private final List<OutgoingSequence> held = new ArrayList<>();
    private final FrameCutter cutter = new FrameCutter();
    private Side peer;
    private boolean isPosted;
    private long watchedNs = DeadlineTable.NONE;

    Side(FrameEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** All that the driver holds goes back before the link is told to be down. */
    void down() {
      List<OutgoingSequence> given = List.copyOf(held);
      held.clear();
      for (OutgoingSequence sequence : given) {
        endpoint.onSent(reactor.nowNs(), sequence);
      }
      endpoint.onLinkDown(reactor.nowNs(), "the test pulled it");
    }

    private void giveBack(long nowNs, OutgoingSequence sequence) {
      if (held.remove(sequence)) {
        endpoint.onSent(nowNs, sequence);
      }
    }

    @Override
    public LinkTopology topology() {
      return LinkTopology.FABRIC_OR_POINT_TO_POINT;
    }

    @Override
    public int assignedPortId() {
      return 0;
    }

    @Override
    public int framePayloadMax() {
      return 2048;
    }

    @Override
    public int bufferToBufferCredit() {
      return 10;
    }

    @Override
    public String name() {
      return "link";
    }

    @Override
    public void markReady() {
      if (!isPosted) {
        isPosted = true;
        reactor.post(this::pump);
      }
    }

    private void pump(long nowNs) {
      isPosted = false;
      OutgoingSequence sequence;
      while (!isDown && (sequence = endpoint.poll(nowNs)) != null) {
        held.add(sequence);
        if (whole) {
          OutgoingSequence taken = sequence;
          reactor.callAt(nowNs + LATENCY_NS, atNs -> handOver(atNs, taken));
        } else {
          sendFrames(nowNs, sequence);
        }
      }
      watch();
    }

    private void handOver(long nowNs, OutgoingSequence sequence) {
      frames++;
      if (held.contains(sequence)) {
        peer.endpoint.onSequence(nowNs, sequence);
        giveBack(nowNs, sequence);
      }
      watch();
      peer.watch();
    }

    private void sendFrames(long nowNs, OutgoingSequence sequence) {
      cutter.begin(sequence);
      while (cutter.hasNext()) {
        ByteBuffer frame = ByteBuffer.allocate(2200);
        int length = cutter.nextWithoutCrc(frame, 0);
        boolean first = cutter.startDelimiter() == StartDelimiter.SOF_I3;
        boolean chosen = loseNumbers.contains(frames++);
        lastResponse = frame.get(0) == 7 ? frame : lastResponse;
        boolean named = (frame.get(0) & 0xFF) == loseRoutingControl && loseCount > 0;
        if (named || chosen || random.nextInt(1000) < lost) {
          loseCount -= named ? 1 : 0;
          framesLost++;
          continue;
        }
        if (random.nextInt(1000) < mangled) {
          mangle(frame, length);
        }
        deliver(nowNs, frame, length, first);
        if (random.nextInt(1000) < repeated) {
          deliver(nowNs, frame, length, first);
        }
      }
      reactor.callAt(
          nowNs + LATENCY_NS,
          atNs -> {
            giveBack(atNs, sequence);
            watch();
          });
    }

    /** Changes a byte or two, in the header more often than behind it. */
    private void mangle(ByteBuffer frame, int length) {
      int changes = 1 + random.nextInt(2);
      for (int change = 0; change < changes; change++) {
        boolean inHead = random.nextInt(4) > 0;
        int at = random.nextInt(inHead ? Math.min(length, 24 + 32) : length);
        frame.put(at, (byte) (random.nextBoolean() ? random.nextInt(256) : 1 << random.nextInt(8)));
      }
    }

    private void deliver(long nowNs, ByteBuffer frame, int length, boolean first) {
      long extraNs = random.nextInt(1000) < late ? random.nextInt(100_000) : 0;
      reactor.callAt(
          nowNs + LATENCY_NS + extraNs,
          atNs -> {
            if (!isDown) {
              peer.endpoint.onFrame(atNs, frame, 0, length, first);
              peer.watch();
            }
          });
    }

    private void watch() {
      long dueNs = endpoint.nextDeadlineNs();
      if (dueNs != DeadlineTable.NONE && dueNs < watchedNs) {
        watchedNs = dueNs;
        reactor.callAt(dueNs, this::onDeadline);
      }
    }

    private void onDeadline(long nowNs) {
      if (nowNs >= watchedNs) {
        watchedNs = DeadlineTable.NONE;
        endpoint.onDeadline(nowNs);
      }
      watch();
    }
  }
}
