// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.wire.OutgoingSequence;

/**
 * Sequences that travel whole through a fabric in which nobody looks at their frames.
 *
 * <p>What frames do where nothing comes between is known beforehand: when each begins to leave each
 * transmitter on its way, and when the last is in. So a train reserves, frame by frame, its place
 * in the {@link Timetable} of each transmitter, and only its arrival is an event. All is as with
 * frames: room at the sender, order, credits, every time.
 *
 * <p>The promise holds as long as nothing comes between. Where something does, all trains become
 * the frames that they would be at that moment ({@link #toFrames}): in queues, on fibres, in
 * buffers, with R_RDYs under way. That is when a frame would have to overtake another, when credits
 * might run out, when the fabric itself sends a frame, when a link, a login, a zone or a way
 * changes. Trains run again once the last frame has arrived.
 */
public final class Trains {
  private final FramePool pool;
  private final List<LinkEnd> ends = new ArrayList<>();
  private final List<Train> running = new ArrayList<>();
  private final ArrayDeque<Train> free = new ArrayDeque<>();
  private long[] arrivalNs = new long[8];
  private long[] readyPs = new long[8];
  private long[] startPs = new long[8];
  private boolean isPermitted;
  private boolean isWatched;
  private boolean anyReserved;
  private long whole;
  private long broken;

  Trains(FramePool pool) {
    this.pool = pool;
  }

  int register(LinkEnd end) {
    ends.add(end);
    return ends.size();
  }

  /**
   * From now on sequences may travel whole: no fault will ever meet this fabric.
   *
   * @param isTapped whether somebody looks at frames nevertheless, so that there have to be some
   */
  public void permit(boolean isTapped) {
    isPermitted = true;
    isWatched = isTapped;
  }

  /**
   * Whether the fabric is one in which sequences may travel whole. Its trace then tells of
   * sequences instead of frames, so that a run is the same whether somebody looks or not.
   */
  public boolean isPermitted() {
    return isPermitted;
  }

  /** How many trains are under way. */
  public int running() {
    return running.size();
  }

  /** How many sequences arrived whole. */
  public long whole() {
    return whole;
  }

  /** How often all trains under way became frames. */
  public long broken() {
    return broken;
  }

  /** Whether a train may begin: no frame is under way. */
  public boolean mayBegin() {
    return isPermitted && !isWatched && pool.lentCount() == 0;
  }

  /** Begins a train of {@code sequence}; null where it is too long. */
  public @Nullable Train begin(Route route, OutgoingSequence sequence) {
    if (sequence.payload().totalBytes() > Train.PAYLOAD_MAX) {
      return null;
    }
    Train train = free.isEmpty() ? new Train(this) : free.pop();
    train.begin(route, sequence);
    train.index = running.size();
    running.add(train);
    return train;
  }

  /** {@code train} has arrived: what happens from here on does not concern it. */
  void leave(Train train) {
    whole++;
    Train last = running.remove(running.size() - 1);
    if (last != train) {
      running.set(train.index, last);
      last.index = train.index;
    }
  }

  void putBack(Train train) {
    free.push(train);
  }

  /**
   * Lets the next frame of {@code cutter} leave with {@code train}. Where something would come
   * between, all trains become frames, and the answer is no: the frame is still to be sent.
   */
  public boolean add(SimWorld world, Train train, FrameCutter cutter) {
    long nowNs = world.nowNs();
    int lengthBytes = cutter.nextLengthBytes();
    if (!plan(nowNs, train.route(), lengthBytes)) {
      toFrames(nowNs);
      return false;
    }
    int number = train.add(cutter);
    Route route = train.route();
    long onwardNs = reserve(nowNs, route, train, number, lengthBytes);
    if (!cutter.hasNext()) {
      world.schedule(onwardNs, train, 0, train.generation());
    }
    return true;
  }

  /** When a frame that is ready now gets where; false where that cannot be said. */
  private boolean plan(long nowNs, Route route, int lengthBytes) {
    if (route.count() > arrivalNs.length) {
      return false;
    }
    LinkEnd feeder = null;
    long arrival = nowNs;
    long ready = nowNs * 1_000;
    for (int hop = 0; hop < route.count(); hop++) {
      LinkEnd end = route.end(hop);
      Timetable timetable = end.timetable();
      long start = Math.max(timetable.freeAtPs(), ready);
      if (!end.isUp()
          || !timetable.isInOrder(feeder, arrival)
          || !timetable.hasCredit(nowNs, start)) {
        return false;
      }
      arrivalNs[hop] = arrival;
      readyPs[hop] = ready;
      startPs[hop] = start;
      if (!route.isLast(hop)) {
        LinkProfile profile = end.link().profile();
        LinkProfile next = route.end(hop + 1).link().profile();
        long tailPs = start + profile.framePs(lengthBytes) + profile.propagationPs();
        arrival = Timetable.ceilNs(start + profile.headerPs() + profile.propagationPs());
        ready =
            LinkFrame.readyAfterHop(
                arrival, route.hopPs(hop + 1), tailPs, next.framePs(lengthBytes));
      }
      feeder = end;
    }
    return true;
  }

  private long reserve(long nowNs, Route route, Train train, int number, int lengthBytes) {
    anyReserved = true;
    LinkEnd feeder = null;
    long onwardNs = 0;
    for (int hop = 0; hop < route.count(); hop++) {
      LinkEnd end = route.end(hop);
      LinkProfile profile = end.link().profile();
      boolean isLast = route.isLast(hop);
      Timetable.Place place = end.timetable().add(nowNs);
      place.feeder = feeder;
      place.train = train;
      place.generation = train.generation();
      place.number = number;
      place.isLastHop = isLast;
      place.lengthBytes = lengthBytes;
      place.arrivalNs = arrivalNs[hop];
      place.readyPs = readyPs[hop];
      place.startPs = startPs[hop];
      if (isLast) {
        onwardNs =
            Timetable.ceilNs(startPs[hop] + profile.framePs(lengthBytes) + profile.propagationPs());
        place.freedNs = onwardNs;
      } else {
        onwardNs = arrivalNs[hop + 1];
        LinkProfile next = route.end(hop + 1).link().profile();
        place.freedNs = Timetable.ceilNs(startPs[hop + 1] + next.framePs(lengthBytes));
      }
      place.onwardNs = onwardNs;
      feeder = end;
    }
    return onwardNs;
  }

  /** All trains become the frames that they are at {@code nowNs}. */
  public void toFrames(long nowNs) {
    if (!anyReserved) {
      return;
    }
    anyReserved = false;
    broken += running.isEmpty() ? 0 : 1;
    for (LinkEnd end : ends) {
      end.timetable().toFrames(nowNs, pool);
    }
    for (LinkEnd end : ends) {
      end.timetable().clear();
    }
    for (Train train : running) {
      train.retire();
      free.push(train);
    }
    running.clear();
  }
}
