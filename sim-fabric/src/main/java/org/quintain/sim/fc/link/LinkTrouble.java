// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * What goes wrong at one end of a link: draws the fate of each frame that leaves and of each R_RDY,
 * holds sequences back that the fabric delays, and makes a slow port slow. Order within a sequence
 * is kept, since a fabric keeps it (FC-FS-6 6.3: class 3 in order per sequence on one path).
 */
final class LinkTrouble {
  /** Nothing outlives this in a fabric: half of R_A_TOV (FC-FS-6 20.2.1.5). */
  private static final long DELAY_MAX_NS = 2_000_000_000L;

  private static final long SLOW_MEAN_NS = 5_000_000L;

  /** What becomes of a frame. */
  enum Fate {
    /** It arrives. */
    ARRIVES,
    /** It arrives and the receiver throws it away. */
    DISCARDED,
    /** Its SOF was not recognised: the receiver never saw it, and gives no R_RDY. */
    UNSEEN
  }

  private record Delayed(long key, long untilNs, ArrayDeque<LinkFrame> frames) {}

  private final LinkEnd end;
  private final FcLink link;
  private final FcWeather weather;
  private final RandomStream random;
  private final TraceSource source;
  private final List<Delayed> delayed = new ArrayList<>();
  private long slowUntilNs;
  private long lastSeenNs;

  LinkTrouble(LinkEnd end, FcLink link, RandomStream random) {
    this.end = end;
    this.link = link;
    this.weather = link.weather();
    this.random = random;
    this.source = link.world().trace().source(end.name() + "/trouble");
  }

  private void note(long nowNs, FcFaultKind kind, long argument) {
    weather.onMet(kind);
    link.world().trace().event(nowNs, source, TraceKind.FAULT, kind.ordinal(), argument);
  }

  /** Draws the fate of a frame that begins to leave; may change its bytes. */
  Fate of(long nowNs, LinkFrame frame) {
    frame.remark = "";
    if (weather.isQuiet()) {
      return Fate.ARRIVES;
    }
    FcFaults faults = weather.faults();
    if (random.chance(faults.linkFlap())) {
      long downNs = random.exponentialNs(faults.linkDownMeanNs());
      note(nowNs, FcFaultKind.LINK_FLAP, downNs);
      frame.remark = "injected: the link goes down behind this frame";
      link.flapSoon(downNs);
    }
    if (random.chance(faults.creditLoss())) {
      note(nowNs, FcFaultKind.CREDIT_LOSS, 0);
      frame.remark = "injected: the receiver does not recognise the SOF, a credit is lost";
      return Fate.UNSEEN;
    }
    if (random.chance(faults.loss())) {
      note(nowNs, FcFaultKind.FRAME_LOSS, frame.lengthBytes());
      frame.remark = "injected: this frame is lost";
      return Fate.DISCARDED;
    }
    if (random.chance(faults.corruption())) {
      corrupt(nowNs, frame);
    }
    return Fate.ARRIVES;
  }

  /** Turns over some of up to 32 neighbouring bits, one at least: a burst that a CRC-32 finds. */
  private void corrupt(long nowNs, LinkFrame frame) {
    int at = random.below(frame.lengthBytes() - 3);
    int pattern = (int) random.nextLong() | 1;
    frame.bytes().putInt(at, frame.bytes().getInt(at) ^ pattern);
    note(nowNs, FcFaultKind.FRAME_CORRUPTION, at);
    frame.remark = "injected: bits turned over from byte " + at + " on";
  }

  /** Draws whether an R_RDY is lost. */
  boolean losesReady(long nowNs) {
    if (weather.isQuiet() || !random.chance(weather.faults().creditLoss())) {
      return false;
    }
    note(nowNs, FcFaultKind.CREDIT_LOSS, 1);
    return true;
  }

  /** When a frame that is in at {@code seenNs} is looked at, behind those before it. */
  long slowed(long nowNs, long seenNs) {
    long atNs = Math.max(seenNs, lastSeenNs);
    boolean isNode = end.client().reactor() != null;
    if (isNode && !weather.isQuiet()) {
      if (random.chance(weather.faults().slowDrain())) {
        long durationNs = random.exponentialNs(SLOW_MEAN_NS);
        note(nowNs, FcFaultKind.SLOW_DRAIN, durationNs);
        slowUntilNs = nowNs + durationNs;
      }
      if (atNs < slowUntilNs) {
        atNs += random.exponentialNs(weather.faults().slowHoldMeanNs());
      }
    }
    lastSeenNs = atNs;
    return atNs;
  }

  /** Hands a frame to the client, or holds it back with the sequence that it belongs to. */
  void hand(long nowNs, LinkReceiver receiver, LinkFrame frame) {
    boolean isNode = end.client().reactor() != null;
    if (!isNode || (weather.isQuiet() && delayed.isEmpty())) {
      end.client().onFrame(nowNs, end, frame);
      return;
    }
    Delayed behind = heldBack(frame.sequenceKey());
    if (behind == null && random.chance(weather.faults().delay())) {
      long delayNs = Math.min(DELAY_MAX_NS, random.exponentialNs(weather.faults().delayMeanNs()));
      note(nowNs, FcFaultKind.FRAME_DELAY, delayNs);
      behind = new Delayed(frame.sequenceKey(), nowNs + delayNs, new ArrayDeque<>());
      delayed.add(behind);
      receiver.handLater(behind.untilNs());
    }
    if (behind != null) {
      LinkReceiver.free(nowNs, frame);
      behind.frames().add(frame);
      return;
    }
    boolean isDoubled = random.chance(weather.faults().duplicate());
    LinkFrame copy = isDoubled ? link.pool().take() : frame;
    if (isDoubled) {
      copy.copyFrom(frame);
      note(nowNs, FcFaultKind.FRAME_DUPLICATE, frame.lengthBytes());
    }
    end.client().onFrame(nowNs, end, frame);
    if (isDoubled) {
      end.client().onFrame(nowNs, end, copy);
    }
  }

  private @Nullable Delayed heldBack(long key) {
    for (Delayed one : delayed) {
      if (one.key() == key) {
        return one;
      }
    }
    return null;
  }

  /** Hands over what was held back until now. */
  void handDelayed(long nowNs) {
    for (int index = 0; index < delayed.size(); index++) {
      Delayed one = delayed.get(index);
      if (one.untilNs() <= nowNs) {
        delayed.remove(index--);
        while (!one.frames().isEmpty()) {
          end.client().onFrame(nowNs, end, one.frames().remove());
        }
      }
    }
  }

  boolean isQuiet() {
    return delayed.isEmpty();
  }

  /** The link starts anew. What the fabric holds back is not on the link, and still comes. */
  void clear(long nowNs) {
    slowUntilNs = nowNs;
    lastSeenNs = nowNs;
  }
}
