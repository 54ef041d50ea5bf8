// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.quintain.sam.Check;

/**
 * The places of one transmitter that trains have reserved, in the order in which their frames leave
 * it. A place is forgotten when nothing can depend on it any more: its frame is gone, and so is the
 * R_RDY for it. Trains and transmitters are known by their numbers, since references cost a
 * collector's barrier each, and every frame reserves a place at every transmitter.
 */
final class Timetable {
  private static final int FIRST_PLACES = 16;
  private static final int FORGET_EVERY = 8;

  /** One frame at one transmitter. */
  static final class Place {
    /** The transmitter that it comes from, by {@link LinkEnd#order}; at the sending node, 0. */
    int feeder;

    /** Whose frame it is, as long as {@link Train#isRunning} with {@link #generation}. */
    int train;

    int generation;
    int number;
    int lengthBytes;

    /** When it comes to the transmitter. */
    long arrivalNs;

    /** From when on it can leave. */
    long readyPs;

    /** When its first bit leaves. */
    long startPs;
  }

  private final LinkEnd end;
  private final Trains trains;
  private final LinkProfile profile;
  private final long longestFramePs;

  /** From its first bit until a switch behind the link has seen a frame. */
  private final long headerInPs;

  /** How long after its buffer became free a frame's R_RDY is here, at the latest. */
  private final long returnPs;

  private Place[] places = new Place[FIRST_PLACES];

  // What is asked of places again and again, close together: when each begins to leave, rounded up
  // to nanoseconds, and when the buffer that it takes at the other end is free again.
  private long[] beginsNs = new long[FIRST_PLACES];
  private long[] freedNs = new long[FIRST_PLACES];

  // All count places since the beginning; the ring holds those from head to tail.
  private long head;
  private long tail;
  private long firstNotBegun;
  private long firstNotReturned;

  // Of the last place, if there is one.
  private long lastArrivalNs;
  private int lastFeeder;
  private long freeAtPs;

  /** Whether it leads to a node, where a train is awaited as a whole. */
  private boolean isLastHop;

  /** When the frame that was forgotten last had left. */
  private long earlierFrameEndPs;

  Timetable(LinkEnd end, Trains trains) {
    this.end = end;
    this.trains = trains;
    this.profile = end.link().profile();
    this.headerInPs = profile.headerPs() + profile.propagationPs();
    this.longestFramePs = profile.framePs(LinkFrame.CAPACITY_BYTES);
    this.returnPs = longestFramePs + profile.readyPs() + profile.propagationPs();
    for (int index = 0; index < FIRST_PLACES; index++) {
      places[index] = new Place();
    }
  }

  static long ceilNs(long timePs) {
    return (timePs + 999) / 1_000;
  }

  private int index(long number) {
    return (int) number & (places.length - 1);
  }

  private Place at(long number) {
    return places[index(number)];
  }

  /** When the transmitter can begin another frame. */
  long freeAtPs() {
    return head == tail ? end.line().freeAtPs() : freeAtPs;
  }

  /** Whether a frame that comes from {@code feeder} then comes behind all that are reserved. */
  boolean isInOrder(int feeder, long arrivalNs) {
    return head == tail
        || arrivalNs > lastArrivalNs
        || (arrivalNs == lastArrivalNs && feeder >= lastFeeder);
  }

  /** Whether a credit is there at {@code startPs}, however long R_RDYs wait behind frames. */
  boolean hasCredit(long nowNs, long startPs) {
    int credits = end.creditsAt(nowNs);
    return tail - firstNotReturned < credits || tail - notReturnedAt(startPs) < credits;
  }

  private long notReturnedAt(long timePs) {
    long freePs = timePs - returnPs;
    while (firstNotReturned < tail && freedNs[index(firstNotReturned)] * 1_000 <= freePs) {
      firstNotReturned++;
    }
    return firstNotReturned;
  }

  /** How many frames wait for the line at {@code nowNs}, which never goes back. */
  int waiting(long nowNs) {
    while (firstNotBegun < tail && beginsNs[index(firstNotBegun)] <= nowNs) {
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
    return beginsNs[index(tail - count)];
  }

  /**
   * Forgets what nothing depends on any more at {@code nowNs}. A frame's end still tells when an
   * R_RDY that waited behind it has left.
   */
  private void forget(long nowNs) {
    long pastPs = nowNs * 1_000 - longestFramePs - returnPs;
    long kept = head;
    while (kept < tail && freedNs[index(kept)] * 1_000 <= pastPs && !isAwaited(kept)) {
      kept++;
    }
    if (kept == head) {
      return;
    }
    if (kept - head > 1) {
      Place before = at(kept - 2);
      end.line().begin(before.startPs, before.lengthBytes, kept - head - 1);
    }
    Place last = at(kept - 1);
    end.line().begin(last.startPs, last.lengthBytes, 1);
    earlierFrameEndPs = end.line().frameEndPs();
    head = kept;
    firstNotBegun = Math.max(firstNotBegun, head);
    firstNotReturned = Math.max(firstNotReturned, head);
  }

  /** Who gets a train is told of none of its frames before it is whole. */
  private boolean isAwaited(long number) {
    return isLastHop && isRunning(at(number));
  }

  /** The place behind all others, to be filled and then {@link #reserve}d. */
  Place next() {
    if (tail - head == places.length) {
      grow();
    }
    return at(tail);
  }

  /** When the buffer is free that the frame at the next place takes at the other end. */
  void nextFreedNs(long timeNs) {
    freedNs[index(tail)] = timeNs;
  }

  /** {@code place}, which {@link #next} gave, is filled. */
  void reserve(long nowNs, Place place, boolean isAtLastHop) {
    if ((tail & (FORGET_EVERY - 1)) == 0) {
      forget(nowNs);
    }
    if (head == tail) {
      earlierFrameEndPs = end.line().frameEndPs();
    }
    beginsNs[index(tail)] = ceilNs(place.startPs);
    lastArrivalNs = place.arrivalNs;
    lastFeeder = place.feeder;
    freeAtPs = place.startPs + profile.slotPs(place.lengthBytes);
    isLastHop = isAtLastHop;
    tail++;
  }

  private void grow() {
    int before = places.length;
    Place[] more = new Place[2 * before];
    long[] begins = new long[2 * before];
    long[] freed = new long[2 * before];
    for (long number = tail - before; number < tail + before; number++) {
      int index = (int) number & (more.length - 1);
      more[index] = number < tail ? at(number) : new Place();
      begins[index] = number < tail ? beginsNs[index(number)] : 0;
      freed[index] = number < tail ? freedNs[index(number)] : 0;
    }
    places = more;
    beginsNs = begins;
    freedNs = freed;
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
      if (place.feeder != 0 && place.arrivalNs >= nowNs) {
        break; // On its way here, and so are those behind it.
      }
      long beginNs = beginsNs[index(number)];
      if (beginNs > nowNs) {
        end.putBack(waitingFrame(place, pool));
        if (!anyWaits) {
          end.transmitBy(beginNs);
          anyWaits = true;
        }
      } else {
        onBegun(nowNs, place, freedNs[index(number)], pool);
      }
    }
  }

  private boolean isRunning(Place place) {
    return trains.train(place.train).isRunning(place.generation);
  }

  private LinkFrame frame(Place place, FramePool pool) {
    Check.that(isRunning(place), "a frame is a train's");
    LinkFrame frame = pool.take();
    trains.train(place.train).cut(place.number, frame);
    return frame;
  }

  private LinkFrame waitingFrame(Place place, FramePool pool) {
    LinkFrame frame = frame(place, pool);
    frame.readyPs = place.readyPs;
    frame.queuedNs = place.arrivalNs;
    if (place.feeder != 0) {
      receiverOf(place).hold(frame);
    }
    return frame;
  }

  /** Who has the buffer that a frame takes while it waits here. */
  private LinkReceiver receiverOf(Place place) {
    return trains.end(place.feeder).peer().receiver();
  }

  private void onBegun(long nowNs, Place place, long freedAtNs, FramePool pool) {
    long frameEndPs = place.startPs + profile.framePs(place.lengthBytes);
    end.line().begin(place.startPs, place.lengthBytes);
    if (place.feeder != 0 && ceilNs(frameEndPs) >= nowNs) {
      receiverOf(place).holdUntil(ceilNs(frameEndPs));
    }
    boolean isDelivered = isLastHop && !isRunning(place);
    if (freedAtNs >= nowNs && !isDelivered) {
      end.spendCredit(nowNs, Credits.NONE);
    } else {
      long leavesPs = Math.max(freedAtNs * 1_000, end.peer().timetable().frameEndPsAt(freedAtNs));
      end.spendCredit(nowNs, leavesPs + profile.readyPs() + profile.propagationPs());
    }
    LinkReceiver receiver = end.peer().receiver();
    long onwardNs = isLastHop ? freedAtNs : ceilNs(place.startPs + headerInPs);
    if (onwardNs >= nowNs && !isDelivered) {
      LinkFrame frame = frame(place, pool);
      frame.tailPs = frameEndPs + profile.propagationPs();
      receiver.bringBack(frame, onwardNs);
    } else if (isLastHop && !isDelivered) {
      receiver.handOver(nowNs, frame(place, pool));
    }
  }

  /** When the frame had left, or leaves, that was begun last before {@code timeNs}. */
  private long frameEndPsAt(long timeNs) {
    for (long number = tail - 1; number >= head; number--) {
      if (beginsNs[index(number)] < timeNs) {
        Place place = at(number);
        return place.startPs + profile.framePs(place.lengthBytes);
      }
    }
    return earlierFrameEndPs;
  }

  void clear() {
    head = tail;
    firstNotBegun = tail;
    firstNotReturned = tail;
  }
}
