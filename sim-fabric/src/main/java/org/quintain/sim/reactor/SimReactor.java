// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.time.EventHandler;

/**
 * A reactor on virtual time. Messages of one sender arrive in order, each after a delay drawn from
 * this reactor's own stream; messages of different senders overtake each other. A reactor can be
 * held up for a while, as by a garbage collection; what is due meanwhile runs afterwards, in the
 * order in which it was due, however often the hold is prolonged.
 */
public final class SimReactor implements Reactor {
  private final SimWorld world;
  private final int index;
  private final MailboxDelay delay;
  private final RandomStream random;
  private final Mailbox[] mailboxes;
  private final Timers timers = new Timers();
  private final ArrayDeque<HeldEvent> held = new ArrayDeque<>();
  private final EventHandler release = this::releaseHeld;
  private long busyUntilNs;
  private boolean isReleasing;

  private record HeldEvent(EventHandler handler, int kind, long argument) {}

  SimReactor(SimWorld world, int index, int reactorCount, MailboxDelay delay) {
    this.world = world;
    this.index = index;
    this.delay = delay;
    this.random = world.random("reactor/" + index);
    this.mailboxes = new Mailbox[reactorCount + 1];
    for (int sender = 0; sender <= reactorCount; sender++) {
      mailboxes[sender] = new Mailbox();
    }
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public long nowNs() {
    return world.nowNs();
  }

  @Override
  public boolean isCurrent() {
    return world.current() == this;
  }

  @Override
  public void post(ReactorTask task) {
    SimReactor sender = world.current();
    mailboxes[sender == null ? 0 : sender.index + 1].put(task);
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    timers.set(deadlineNs, task);
  }

  /** Holds the reactor up until {@code timeNs}: nothing runs on it before. */
  public void holdUntil(long timeNs) {
    busyUntilNs = Math.max(busyUntilNs, timeNs);
  }

  /**
   * Whether what is due now has to wait, for the end of a hold or for what was due before it. What
   * is due when a hold ends is what the reactor was busy with, and comes first.
   */
  boolean isHeldUp() {
    return busyUntilNs > world.nowNs() || isReleasing;
  }

  /** Keeps an event that is due until the reactor has time. */
  void hold(EventHandler handler, int kind, long argument) {
    if (held.isEmpty()) {
      world.schedule(busyUntilNs, release, 0, 0);
    }
    held.add(new HeldEvent(handler, kind, argument));
  }

  private void releaseHeld(long nowNs, int kind, long argument) {
    if (busyUntilNs <= nowNs) {
      HeldEvent first = held.remove();
      world.runOn(this, first.handler(), first.kind(), first.argument());
    }
    isReleasing = !held.isEmpty() && busyUntilNs <= nowNs;
    if (!held.isEmpty()) {
      world.schedule(busyUntilNs, release, 0, 0);
    }
  }

  /** The world this reactor is in. */
  public SimWorld world() {
    return world;
  }

  /** Messages of one sender, in order. */
  private final class Mailbox implements ReactorEvents {
    private final ArrayDeque<ReactorTask> tasks = new ArrayDeque<>();
    private long lastArrivalNs;

    void put(ReactorTask task) {
      long delayNs = random.exponentialNs(delay.meanNs());
      if (random.chance(delay.longProbability())) {
        delayNs += 100 * random.exponentialNs(delay.meanNs());
      }
      lastArrivalNs = Math.max(lastArrivalNs, world.nowNs() + delayNs);
      tasks.addLast(task);
      world.schedule(lastArrivalNs, this, 0, 0);
    }

    @Override
    public SimReactor reactor() {
      return SimReactor.this;
    }

    @Override
    public void onEvent(long nowNs, int kind, long argument) {
      ReactorTask task = tasks.pollFirst();
      Check.that(task != null, "a message arrives once");
      task.run(nowNs);
    }
  }

  /** Tasks due at a time, in slots that the events name. */
  private final class Timers implements ReactorEvents {
    private @Nullable ReactorTask[] tasks = new @Nullable ReactorTask[16];
    private int[] free = new int[16];
    private int freeCount;

    Timers() {
      for (int slot = 15; slot >= 0; slot--) {
        free[freeCount++] = slot;
      }
    }

    void set(long deadlineNs, ReactorTask task) {
      if (freeCount == 0) {
        int before = tasks.length;
        tasks = Arrays.copyOf(tasks, 2 * before);
        free = Arrays.copyOf(free, 2 * before);
        for (int slot = 2 * before - 1; slot >= before; slot--) {
          free[freeCount++] = slot;
        }
      }
      int slot = free[--freeCount];
      tasks[slot] = task;
      world.schedule(deadlineNs, this, 0, slot);
    }

    @Override
    public SimReactor reactor() {
      return SimReactor.this;
    }

    @Override
    public void onEvent(long nowNs, int kind, long argument) {
      int slot = (int) argument;
      ReactorTask task = tasks[slot];
      Check.that(task != null, "a timer runs once");
      tasks[slot] = null;
      free[freeCount++] = slot;
      task.run(nowNs);
    }
  }
}
