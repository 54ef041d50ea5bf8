// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;

/** Virtual time on the calling thread: a silence of 30 seconds costs nothing. */
public final class LabWorld implements World, Reactor {
  private record Event(long atNs, long order, ReactorTask task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNs;
  private long orders;

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    long deadlineNs = nowNs + timeoutNs;
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atNs > deadlineNs) {
        nowNs = deadlineNs;
        return condition.getAsBoolean();
      }
      events.remove(next);
      nowNs = Math.max(nowNs, next.atNs);
      next.task.run(nowNs);
    }
    return true;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public Reactor reactor() {
    return this;
  }

  @Override
  public void wake() {
    // The only waiter is the one that runs everything.
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void post(ReactorTask task) {
    callAt(nowNs, task);
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    events.add(new Event(Math.max(deadlineNs, nowNs), orders++, task));
  }
}
