// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/**
 * A world on the calling thread: mailboxes of any number of reactors, worked off when somebody
 * waits.
 */
public final class TestWorld implements World {
  private record Timer(long deadlineNs, long order, int reactor, ReactorTask task) {}

  private final List<TestReactor> reactors = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          (one, other) ->
              one.deadlineNs != other.deadlineNs
                  ? Long.compare(one.deadlineNs, other.deadlineNs)
                  : Long.compare(one.order, other.order));
  private final ArrayDeque<Timer> mail = new ArrayDeque<>();
  private long nowNs;
  private long orders;
  private int current;

  /** A world of {@code count} reactors, of which the caller is on the first. */
  public TestWorld(int count) {
    for (int index = 0; index < count; index++) {
      reactors.add(new TestReactor(index));
    }
  }

  /** A world of one reactor. */
  public TestWorld() {
    this(1);
  }

  /** The reactor of {@code index}. */
  public Reactor reactor(int index) {
    return reactors.get(index);
  }

  /** All reactors. */
  public List<Reactor> reactors() {
    return List.copyOf(reactors);
  }

  /** Runs {@code task} as if on the reactor of {@code index}. */
  public void on(int index, Runnable task) {
    int before = current;
    current = index;
    task.run();
    current = before;
  }

  /** Runs one message or timer; false when there is none. */
  public boolean step() {
    Timer next = mail.pollFirst();
    if (next == null) {
      next = timers.poll();
    }
    if (next == null) {
      return false;
    }
    nowNs = Math.max(nowNs, next.deadlineNs);
    Timer due = next;
    on(due.reactor, () -> due.task.run(nowNs));
    return true;
  }

  /** Runs every message there is, and no timer: no time passes. */
  public void deliver() {
    while (!mail.isEmpty()) {
      step();
    }
  }

  /** Runs everything there is to run, timers included. */
  public void settle() {
    while (step()) {
      nowNs++;
    }
  }

  /** The same world for clients that live on the reactor of {@code index}. */
  public World seenFrom(int index) {
    TestWorld whole = this;
    return new World() {
      @Override
      public long nowNs() {
        return whole.nowNs();
      }

      @Override
      public Reactor reactor() {
        return whole.reactor(index);
      }

      @Override
      public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
        return whole.awaitUntil(condition, timeoutNs);
      }

      @Override
      public void wake() {}
    };
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public Reactor reactor() {
    return reactors.get(0);
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    long deadlineNs = nowNs + timeoutNs;
    while (!condition.getAsBoolean()) {
      if (nowNs > deadlineNs || !step()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void wake() {}

  private final class TestReactor implements Reactor {
    private final int index;

    TestReactor(int index) {
      this.index = index;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public boolean isCurrent() {
      return current == index;
    }

    @Override
    public void post(ReactorTask task) {
      mail.addLast(new Timer(nowNs, orders++, index, task));
    }

    @Override
    public void callAt(long deadlineNs, ReactorTask task) {
      timers.add(new Timer(deadlineNs, orders++, index, task));
    }
  }
}
