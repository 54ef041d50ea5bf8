// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.time.EventHandler;

/**
 * The receive buffers of one end: frames on the fibre towards it, frames in its buffers, and the
 * R_RDY for each buffer that becomes free (FC-FS-6 19.4.5).
 */
final class LinkReceiver implements EventHandler {
  static final int MISSED = 0;
  private static final int FREED = 1;
  private static final int ARRIVED = 2;
  private static final int DELAYED = 3;
  private static final int EARLIER = 4;

  private final LinkEnd end;
  private final LinkTrouble trouble;
  private final RecoveryGroup readies;
  private final ArrayDeque<LinkFrame> inbound = new ArrayDeque<>();

  /** Frames that came with a train and were not told of yet when it became frames. */
  private final ArrayDeque<LinkFrame> earlier = new ArrayDeque<>();

  private final @Nullable BoundEvents bound;
  private int held;

  LinkReceiver(LinkEnd end, LinkTrouble trouble) {
    this.end = end;
    this.trouble = trouble;
    this.readies = new RecoveryGroup(end.link().profile().recoveryExponent());
    SimReactor reactor = end.client().reactor();
    this.bound = reactor == null ? null : new BoundEvents(reactor);
  }

  /** What happens at a port that a reactor looks after, when the reactor has time. */
  private final class BoundEvents implements ReactorEvents {
    private final SimReactor reactor;

    BoundEvents(SimReactor reactor) {
      this.reactor = reactor;
    }

    @Override
    public SimReactor reactor() {
      return reactor;
    }

    @Override
    public void onEvent(long nowNs, int kind, long argument) {
      LinkReceiver.this.onEvent(nowNs, kind, argument);
    }
  }

  /** What decides between frames that come to a switch at the same time. */
  int order() {
    return end.peer().order();
  }

  private void schedule(long timeNs, int kind, long argument) {
    end.link().world().schedule(timeNs, bound == null ? this : bound, kind, argument);
  }

  /** A frame that has begun to leave the other end will be in at {@code seenNs}. */
  void expect(long nowNs, LinkFrame frame, long seenNs) {
    inbound.add(frame);
    schedule(trouble.slowed(nowNs, seenNs), ARRIVED, end.link().epoch());
  }

  /** What the trouble holds back is to be handed over at {@code timeNs}. */
  void handLater(long timeNs) {
    schedule(timeNs, DELAYED, 0);
  }

  /** The buffer of {@code frame} is free at {@code timeNs}, when it has left for the next link. */
  void freeAt(LinkFrame frame, long timeNs) {
    frame.heldBy = null;
    end.link().world().schedule(timeNs, this, FREED, frame.bufferEpoch);
  }

  /** Frees the buffer that {@code frame} holds, if it holds one; the frame lives on. */
  static void free(long nowNs, LinkFrame frame) {
    LinkReceiver holder = frame.heldBy;
    if (holder != null) {
      frame.heldBy = null;
      holder.onFreed(nowNs, frame.bufferEpoch);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    switch (kind) {
      case MISSED -> {
        if (argument >> 32 == end.link().epoch()) {
          onMissed(nowNs, (int) argument);
        }
      }
      case FREED -> onFreed(nowNs, argument);
      case ARRIVED -> {
        if (argument == end.link().epoch()) {
          onArrived(nowNs, inbound.remove());
        }
      }
      case DELAYED -> trouble.handDelayed(nowNs);
      case EARLIER -> end.client().onFrame(nowNs, end, earlier.remove());
      default -> Check.that(false, "a receiver has five kinds of event", kind);
    }
  }

  // Frames that were with a train until now.

  /** {@code frame} waits to leave the switch that it came to: it holds one of the buffers. */
  void hold(LinkFrame frame) {
    held++;
    frame.heldBy = this;
    frame.bufferEpoch = end.link().epoch();
  }

  /** A frame is on its way out of the switch, and holds its buffer until {@code timeNs}. */
  void holdUntil(long timeNs) {
    held++;
    end.link().world().schedule(timeNs, this, FREED, end.link().epoch());
  }

  /** {@code frame} is on the fibre, and in at {@code timeNs}. */
  void bringBack(LinkFrame frame, long timeNs) {
    frame.isDiscarded = false;
    inbound.add(frame);
    schedule(timeNs, ARRIVED, end.link().epoch());
  }

  /** {@code frame} is in, and its buffer free again; the node knows nothing of it yet. */
  void handOver(long nowNs, LinkFrame frame) {
    earlier.add(frame);
    schedule(nowNs, EARLIER, 0);
  }

  private void onArrived(long nowNs, LinkFrame frame) {
    held++;
    Check.that(held <= end.buffers(), "no frame comes without a free buffer", held, end.buffers());
    frame.heldBy = this;
    frame.bufferEpoch = end.link().epoch();
    if (frame.isDiscarded) {
      end.finish(nowNs, frame);
    } else {
      trouble.hand(nowNs, this, frame);
    }
  }

  private void onFreed(long nowNs, long bufferEpoch) {
    if (bufferEpoch == end.link().epoch()) {
      held--;
      sendReady(nowNs);
    }
  }

  /** The other end sent more frames than came: each has taken a credit with it. */
  private void onMissed(long nowNs, int count) {
    for (int missed = 0; missed < count; missed++) {
      end.peer().onCreditRecovered();
      sendReady(nowNs);
    }
  }

  /** R_RDY leaves behind the frame that is on the line. */
  private void sendReady(long nowNs) {
    LinkProfile profile = end.link().profile();
    boolean isSeen = !trouble.losesReady(nowNs);
    long startPs = Math.max(nowNs * 1_000, end.line().busyUntilPs(nowNs));
    long arrivalPs = startPs + profile.readyPs() + profile.propagationPs();
    end.peer().onReadySent(arrivalPs, isSeen);
    for (int missed = readies.missedAfter(isSeen); missed > 0; missed--) {
      end.peer().onCreditRecovered();
      end.peer().onReadySent(arrivalPs, true);
    }
  }

  /** The link starts anew: what was on the fibre is lost, all buffers count as free. */
  void clear(long nowNs) {
    while (!inbound.isEmpty()) {
      end.finish(nowNs, inbound.remove());
    }
    held = 0;
    readies.clear();
    trouble.clear(nowNs);
  }

  /** How many buffers are held, or will be by what is on the fibre. */
  int buffersTaken() {
    return held + inbound.size();
  }

  boolean isQuiet() {
    return held == 0 && inbound.isEmpty() && earlier.isEmpty() && trouble.isQuiet();
  }
}
