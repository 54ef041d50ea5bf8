// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * The places of one transmitter that trains have reserved, in the order in which their frames leave
 * it. A place is forgotten when nothing can depend on it any more: its frame is gone, and so is the
 * R_RDY for it.
 */
final class Timetable {
  private static final int FIRST_PLACES = 64;
  private static final int FORGET_EVERY = 16;

  /** One frame at one transmitter. */
  static final class Place {
    /** The transmitter that it comes from; null at the node that sends it. */
    @Nullable LinkEnd feeder;

    /** Whose frame it is, as long as {@link Train#isRunning} with {@link #generation}. */
    @Nullable Train train;

    int generation;
    int number;
    boolean isLastHop;
    int lengthBytes;

    /** When it comes to the transmitter. */
    long arrivalNs;

    /** From when on it can leave. */
    long readyPs;

    /** When its first bit leaves. */
    long startPs;

    /** When it is seen at the other end of the link. */
    long onwardNs;

    /** When the buffer that it takes there is free again. */
    long freedNs;
  }

  private final LinkEnd end;
  private final LinkProfile profile;
  private final long longestFramePs;

  /** How long after its buffer became free a frame's R_RDY is here, at the latest. */
  private final long returnPs;

  private Place[] places = new Place[FIRST_PLACES];

  // All count places since the beginning; the ring holds those from head to tail.
  private long head;
  private long tail;
  private long firstNotBegun;
  private long firstNotReturned;

  /** When the frame that was forgotten last had left. */
  private long earlierFrameEndPs;

  Timetable(LinkEnd end) {
    this.end = end;
    this.profile = end.link().profile();
    this.longestFramePs = profile.framePs(LinkFrame.CAPACITY_BYTES);
    this.returnPs = longestFramePs + profile.readyPs() + profile.propagationPs();
    for (int index = 0; index < FIRST_PLACES; index++) {
      places[index] = new Place();
    }
  }

  static long ceilNs(long timePs) {
    return (timePs + 999) / 1_000;
  }

  private Place at(long number) {
    return places[(int) number & (places.length - 1)];
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** When the transmitter can begin another frame. */
  long freeAtPs() {
    if (head == tail) {
      return end.line().freeAtPs();
    }
    Place last = at(tail - 1);
    return last.startPs + profile.slotPs(last.lengthBytes);
  }

  /** Whether a frame that comes from {@code feeder} then comes behind all that are reserved. */
  boolean isInOrder(@Nullable LinkEnd feeder, long arrivalNs) {
    if (head == tail) {
      return true;
    }
    Place last = at(tail - 1);
    return arrivalNs > last.arrivalNs
        || (arrivalNs == last.arrivalNs && order(feeder) >= order(last.feeder));
  }

  private static int order(@Nullable LinkEnd feeder) {
    return feeder == null ? 0 : feeder.order();
  }

  /** Whether a credit is there at {@code startPs}, however long R_RDYs wait behind frames. */
  boolean hasCredit(long nowNs, long startPs) {
    while (firstNotReturned < tail && at(firstNotReturned).freedNs * 1_000 + returnPs <= startPs) {
      firstNotReturned++;
    }
    return tail - firstNotReturned < end.creditsAt(nowNs);
  }

  /** How many frames wait for the line at {@code nowNs}, which never goes back. */
  int waiting(long nowNs) {
    while (firstNotBegun < tail && ceilNs(at(firstNotBegun).startPs) <= nowNs) {
      firstNotBegun++;
    }
    return (int) (tail - firstNotBegun);
  }

  /** How many frames have begun to leave, of those that are not forgotten. */
  long begun(long nowNs) {
    waiting(nowNs);
    return firstNotBegun - head;
  }

  /** When fewer than {@code count} frames will wait, of more that wait now. */
  long whenFewerWait(int count) {
    return ceilNs(at(tail - count).startPs);
  }

  /** Forgets what nothing depends on any more at {@code nowNs}. */
  void forget(long nowNs) {
    while (head < tail && isPast(at(head), nowNs)) {
      Place place = at(head++);
      earlierFrameEndPs = place.startPs + profile.framePs(place.lengthBytes);
      end.line().begin(place.startPs, place.lengthBytes);
    }
    firstNotBegun = Math.max(firstNotBegun, head);
    firstNotReturned = Math.max(firstNotReturned, head);
  }

  /**
   * A frame's end still tells when an R_RDY that waited behind it has left; and who gets a train is
   * told of none of its frames before it is whole.
   */
  private boolean isPast(Place place, long nowNs) {
    return !(place.isLastHop && isRunning(place))
        && place.freedNs * 1_000 + returnPs + longestFramePs <= nowNs * 1_000;
  }

  /** A place behind all others, to be filled. */
  Place add(long nowNs) {
    if ((tail & (FORGET_EVERY - 1)) == 0) {
      forget(nowNs);
    }
    if (head == tail) {
      earlierFrameEndPs = end.line().frameEndPs();
    }
    if (tail - head == places.length) {
      grow();
    }
    return at(tail++);
  }

  private void grow() {
    Place[] more = new Place[2 * places.length];
    for (long number = tail - places.length; number < tail + places.length; number++) {
      more[(int) number & (more.length - 1)] = number < tail ? at(number) : new Place();
    }
    places = more;
  }

  // Turning into frames.

  /**
   * Puts the frames that are here, or on the link behind, where they are at {@code nowNs}. Places
   * stay until {@link #clear}, since the other end of the link looks at them.
   */
  void toFrames(long nowNs, FramePool pool) {
    boolean anyWaits = false;
    for (long number = head; number < tail; number++) {
      Place place = at(number);
      if (place.feeder != null && place.arrivalNs >= nowNs) {
        break; // On its way here, and so are those behind it.
      }
      if (ceilNs(place.startPs) > nowNs) {
        end.putBack(waitingFrame(place, pool));
        if (!anyWaits) {
          end.transmitBy(ceilNs(place.startPs));
          anyWaits = true;
        }
      } else {
        onBegun(nowNs, place, pool);
      }
    }
  }

  private static boolean isRunning(Place place) {
    Train train = place.train;
    return train != null && train.isRunning(place.generation);
  }

  private LinkFrame frame(Place place, FramePool pool) {
    Train train = place.train;
    Check.that(train != null && train.isRunning(place.generation), "a frame is a train's");
    LinkFrame frame = pool.take();
    train.cut(place.number, frame);
    return frame;
  }

  private LinkFrame waitingFrame(Place place, FramePool pool) {
    LinkFrame frame = frame(place, pool);
    frame.readyPs = place.readyPs;
    frame.queuedNs = place.arrivalNs;
    if (place.feeder != null) {
      place.feeder.peer().receiver().hold(frame);
    }
    return frame;
  }

  private void onBegun(long nowNs, Place place, FramePool pool) {
    long frameEndPs = place.startPs + profile.framePs(place.lengthBytes);
    end.line().begin(place.startPs, place.lengthBytes);
    if (place.feeder != null && ceilNs(frameEndPs) >= nowNs) {
      place.feeder.peer().receiver().holdUntil(ceilNs(frameEndPs));
    }
    boolean isDelivered = place.isLastHop && !isRunning(place);
    if (place.freedNs >= nowNs && !isDelivered) {
      end.spendCredit(nowNs, Credits.NONE);
    } else {
      long leavesPs =
          Math.max(place.freedNs * 1_000, end.peer().timetable().frameEndPsAt(place.freedNs));
      end.spendCredit(nowNs, leavesPs + profile.readyPs() + profile.propagationPs());
    }
    LinkReceiver receiver = end.peer().receiver();
    if (place.onwardNs >= nowNs && !isDelivered) {
      LinkFrame frame = frame(place, pool);
      frame.tailPs = frameEndPs + profile.propagationPs();
      receiver.bringBack(frame, place.onwardNs);
    } else if (place.isLastHop && !isDelivered) {
      receiver.handOver(nowNs, frame(place, pool));
    }
  }

  /** When the frame had left, or leaves, that was begun last before {@code timeNs}. */
  private long frameEndPsAt(long timeNs) {
    for (long number = tail - 1; number >= head; number--) {
      Place place = at(number);
      if (ceilNs(place.startPs) < timeNs) {
        return place.startPs + profile.framePs(place.lengthBytes);
      }
    }
    return earlierFrameEndPs;
  }

  void clear() {
    for (long number = head; number < tail; number++) {
      at(number).train = null;
    }
    head = tail;
    firstNotBegun = tail;
    firstNotReturned = tail;
  }
}
