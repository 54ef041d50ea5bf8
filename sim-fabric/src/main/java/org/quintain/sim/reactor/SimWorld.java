// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.Check;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.time.EventQueue;
import org.quintain.sim.trace.Trace;

/**
 * The simulated world: one event queue, one clock, one seed, any number of reactors. Awaiting takes
 * events; virtual time passes only between them. Used by one thread.
 */
public final class SimWorld implements World {
  private static final int FIRST_PENDING = 1024;

  private final long seed;
  private final Trace trace;
  private final WorldLimits limits;
  private final EventQueue queue = new EventQueue(FIRST_PENDING);
  private final List<SimReactor> reactors = new ArrayList<>();
  private Invariant[] invariants = {};
  private @Nullable SimReactor current;
  private boolean inEvent;
  private long nowNs;
  private long events;

  /** A world with {@code reactorCount} reactors, at time 0. */
  public SimWorld(
      long seed, int reactorCount, MailboxDelay delay, Trace trace, WorldLimits limits) {
    this.seed = seed;
    this.trace = trace;
    this.limits = limits;
    for (int index = 0; index < reactorCount; index++) {
      reactors.add(new SimReactor(this, index, reactorCount, delay));
    }
  }

  /** The seed that everything here follows from. */
  public long seed() {
    return seed;
  }

  /** The stream of random draws of the component called {@code path}. */
  public RandomStream random(String path) {
    return new RandomStream(seed, path);
  }

  /** What happened so far. */
  public Trace trace() {
    return trace;
  }

  /** How many events were taken so far. */
  public long events() {
    return events;
  }

  /** How many events wait. */
  public int pendingEvents() {
    return queue.size();
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public Reactor reactor() {
    return reactors.get(0);
  }

  /** The reactor {@code index}, from 0. */
  public SimReactor reactor(int index) {
    return reactors.get(index);
  }

  /** How many reactors there are. */
  public int reactorCount() {
    return reactors.size();
  }

  /** The reactor whose code runs just now, or null outside of events. */
  @Nullable SimReactor current() {
    return current;
  }

  /** Adds something to look at after every event. */
  public void addInvariant(Invariant invariant) {
    Invariant[] more = java.util.Arrays.copyOf(invariants, invariants.length + 1);
    more[invariants.length] = invariant;
    invariants = more;
  }

  /** Schedules an event at {@code timeNs} or, if that has passed, now. */
  public void schedule(long timeNs, EventHandler handler, int kind, long argument) {
    queue.schedule(Math.max(timeNs, nowNs), handler, kind, argument);
  }

  /** Takes one event; false when none waits. */
  public boolean step() {
    Check.that(!inEvent, "an event does not wait for events");
    if (!queue.take()) {
      return false;
    }
    nowNs = queue.timeNs();
    events++;
    checkLimits();
    EventHandler handler = queue.handler();
    inEvent = true;
    try {
      if (handler instanceof ReactorEvents bound) {
        runOrHold(bound.reactor(), handler, queue.kind(), queue.argument());
      } else {
        handler.onEvent(nowNs, queue.kind(), queue.argument());
      }
    } finally {
      inEvent = false;
      current = null;
    }
    for (Invariant invariant : invariants) {
      invariant.check(nowNs);
    }
    return true;
  }

  private void runOrHold(SimReactor reactor, EventHandler handler, int kind, long argument) {
    if (reactor.isHeldUp()) {
      reactor.hold(handler, kind, argument);
    } else {
      runOn(reactor, handler, kind, argument);
    }
  }

  /** Runs an event as code of {@code reactor}, which has time; called from within an event. */
  void runOn(SimReactor reactor, EventHandler handler, int kind, long argument) {
    current = reactor;
    handler.onEvent(nowNs, kind, argument);
  }

  /** Runs {@code task} at once as code of {@code reactor}; called from outside of events. */
  public void runAs(SimReactor reactor, ReactorTask task) {
    Check.that(!inEvent, "code on a reactor runs on as that reactor");
    inEvent = true;
    current = reactor;
    try {
      task.run(nowNs);
    } finally {
      inEvent = false;
      current = null;
    }
  }

  private void checkLimits() {
    if (events > limits.eventsMax()) {
      throw new SimulationLimit(
          "the run did not end within " + limits.eventsMax() + " events: it hangs or loops");
    }
    if (nowNs > limits.timeMaxNs()) {
      throw new SimulationLimit(
          "the run did not end within " + Trace.time(limits.timeMaxNs()) + " s of virtual time");
    }
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    Check.that(!inEvent, "code on a reactor does not wait");
    long deadlineNs =
        timeoutNs > Long.MAX_VALUE - 1 - nowNs ? Long.MAX_VALUE - 1 : nowNs + timeoutNs;
    while (!condition.getAsBoolean()) {
      if (queue.nextTimeNs() > deadlineNs) {
        nowNs = Math.max(nowNs, deadlineNs);
        return condition.getAsBoolean();
      }
      step();
    }
    return true;
  }

  /** Lets {@code durationNs} pass. */
  public void run(long durationNs) {
    awaitUntil(() -> false, durationNs);
  }

  @Override
  public void wake() {
    // The one thread looks at its condition after every event anyway.
  }
}
