// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/**
 * Real time without a thread of its own: whoever waits runs the reactor meanwhile, and the thread
 * that made it or waited last may touch what lives there. Others leave messages; if two wait, one
 * of them runs and the other looks on.
 */
final class InlineWorld implements World, Reactor {
  private static final long NAP_NS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final int SPINS_BEFORE_NAP = 200;
  private static final int TASKS_PER_TURN = 64;

  private final ConcurrentLinkedQueue<ReactorTask> fromOthers = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<ReactorTask> fromHere = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final ReentrantLock running = new ReentrantLock();
  private volatile Thread owner = Thread.currentThread();
  private long timerNumber;

  /** One task at its time; ties go by number. */
  private record Timer(long atNs, long number, ReactorTask task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public Reactor reactor() {
    return this;
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == owner;
  }

  @Override
  public void post(ReactorTask task) {
    if (isCurrent()) {
      fromHere.add(task);
    } else {
      fromOthers.add(task);
      LockSupport.unpark(owner);
    }
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    timers.add(new Timer(deadlineNs, timerNumber++, task));
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    if (condition.getAsBoolean()) {
      return true;
    }
    long beganNs = System.nanoTime();
    int spins = 0;
    while (true) {
      boolean worked = false;
      if (running.tryLock()) {
        try {
          owner = Thread.currentThread();
          worked = runWhatIsDue();
        } finally {
          running.unlock();
        }
      }
      if (condition.getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() - beganNs >= timeoutNs) {
        return false;
      }
      if (worked) {
        spins = 0;
      } else if (spins++ >= SPINS_BEFORE_NAP) {
        LockSupport.parkNanos(this, NAP_NS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /**
   * Runs what is due, at most one turn of it: tasks that post themselves again, as a load does,
   * must keep neither timers nor whoever waits from their turn.
   */
  private boolean runWhatIsDue() {
    int tasks = 0;
    while (tasks < TASKS_PER_TURN) {
      ReactorTask task = nextDue(System.nanoTime(), tasks % 2 == 0);
      if (task == null) {
        break;
      }
      task.run(System.nanoTime());
      tasks++;
    }
    return tasks > 0;
  }

  /**
   * A timer that is due or the next message, one kind before the other, or null when there is
   * neither.
   */
  private @Nullable ReactorTask nextDue(long nowNs, boolean timersFirst) {
    Timer timer = timers.peek();
    boolean timerIsDue = timer != null && timer.atNs <= nowNs;
    boolean noMessage = fromHere.isEmpty() && fromOthers.isEmpty();
    if (timerIsDue && (timersFirst || noMessage)) {
      return timers.remove().task;
    }
    ReactorTask message = fromHere.poll();
    return message != null ? message : fromOthers.poll();
  }

  /**
   * Takes the reactor over for the calling thread, so that it may make and end what lives there.
   */
  void adopt() {
    running.lock();
    try {
      owner = Thread.currentThread();
    } finally {
      running.unlock();
    }
  }

  @Override
  public void wake() {
    // Waiters look at their condition by themselves: they run the reactor.
  }
}
