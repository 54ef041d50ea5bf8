// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayList;
import java.util.Arrays;
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
  private static final long NEVER = Long.MAX_VALUE;

  private final FramePool pool;
  private final List<LinkEnd> ends = new ArrayList<>();

  /** All trains that were ever needed at a time, by their numbers. */
  private Train[] all = {};

  // Numbers of trains: those that run in any order, those that are free as a stack.
  private int[] running = {};
  private int[] free = {};
  private int runningCount;
  private int freeCount;
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
    return runningCount;
  }

  /** The transmitter that {@link LinkEnd#order} numbers. */
  LinkEnd end(int order) {
    return ends.get(order - 1);
  }

  /** The train of a number. */
  Train train(int number) {
    return all[number];
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
    if (freeCount == 0) {
      makeOne();
    }
    Train train = all[free[--freeCount]];
    train.begin(route, sequence);
    train.index = runningCount;
    running[runningCount++] = train.number();
    return train;
  }

  private void makeOne() {
    int number = all.length;
    all = Arrays.copyOf(all, number + 1);
    running = Arrays.copyOf(running, number + 1);
    free = Arrays.copyOf(free, number + 1);
    all[number] = new Train(this, number);
    free[freeCount++] = number;
  }

  /** {@code train} has arrived: what happens from here on does not concern it. */
  void leave(Train train) {
    whole++;
    int last = running[--runningCount];
    running[train.index] = last;
    all[last].index = train.index;
  }

  void putBack(Train train) {
    free[freeCount++] = train.number();
  }

  /**
   * Lets the next frame of {@code cutter} leave with {@code train}. Where something would come
   * between, all trains become frames, and the answer is no: the frame is still to be sent.
   */
  public boolean add(SimWorld world, Train train, FrameCutter cutter) {
    long nowNs = world.nowNs();
    Route route = train.route();
    int lengthBytes = cutter.nextLengthBytes();
    long onwardNs = plan(nowNs, route, lengthBytes);
    if (onwardNs == NEVER) {
      toFrames(nowNs);
      return false;
    }
    reserve(nowNs, route, train, train.add(cutter), lengthBytes);
    if (!cutter.hasNext()) {
      world.schedule(onwardNs, train, 0, train.generation());
    }
    return true;
  }

  /**
   * Writes down, at the next place of each transmitter, when a frame that is ready now gets where.
   *
   * @return when it is seen at its way's end; {@link #NEVER} where that cannot be said
   */
  private static long plan(long nowNs, Route route, int lengthBytes) {
    int last = route.count() - 1;
    long arrivalNs = nowNs;
    long readyPs = nowNs * 1_000;
    Route.Hop hop = route.hop(0);
    long framePs = hop.profile.framePs(lengthBytes);
    for (int index = 0; ; index++) {
      Timetable timetable = hop.timetable;
      long startPs = Math.max(timetable.freeAtPs(), readyPs);
      if (!hop.end.isUp()
          || !timetable.isInOrder(hop.feeder, arrivalNs)
          || !timetable.hasCredit(nowNs, startPs)) {
        return NEVER;
      }
      if (index > 0) {
        route.hop(index - 1).timetable.nextFreedNs(Timetable.ceilNs(startPs + framePs));
      }
      Timetable.Place place = timetable.next();
      place.arrivalNs = arrivalNs;
      place.readyPs = readyPs;
      place.startPs = startPs;
      long tailPs = startPs + framePs + hop.propagationPs;
      if (index == last) {
        long onwardNs = Timetable.ceilNs(tailPs);
        timetable.nextFreedNs(onwardNs);
        return onwardNs;
      }
      arrivalNs = Timetable.ceilNs(startPs + hop.headerInPs);
      hop = route.hop(index + 1);
      framePs = hop.profile.framePs(lengthBytes);
      readyPs = LinkFrame.readyAfterHop(arrivalNs, hop.hopPs, tailPs, framePs);
    }
  }

  /** Takes the places that {@link #plan} filled, for a frame of {@code train}. */
  private void reserve(long nowNs, Route route, Train train, int number, int lengthBytes) {
    anyReserved = true;
    int last = route.count() - 1;
    for (int index = 0; index <= last; index++) {
      Route.Hop hop = route.hop(index);
      Timetable.Place place = hop.timetable.next();
      place.feeder = hop.feeder;
      place.train = train.number();
      place.generation = train.generation();
      place.number = number;
      place.lengthBytes = lengthBytes;
      hop.timetable.reserve(nowNs, place, index == last);
    }
  }

  /** All trains become the frames that they are at {@code nowNs}. */
  public void toFrames(long nowNs) {
    if (!anyReserved) {
      return;
    }
    anyReserved = false;
    broken += runningCount == 0 ? 0 : 1;
    for (LinkEnd end : ends) {
      end.timetable().toFrames(nowNs, pool);
    }
    for (LinkEnd end : ends) {
      end.timetable().clear();
    }
    while (runningCount > 0) {
      Train train = all[running[--runningCount]];
      train.retire();
      putBack(train);
    }
  }
}
