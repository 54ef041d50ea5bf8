// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.World;
import org.quintain.sam.Check;

/** Real time and one real reactor: awaiting parks the caller's thread. */
public final class HardwareWorld implements World {
  /** A waiter looks at its condition this often even if nobody wakes it. */
  private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final NettyReactor reactor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private volatile int waiters;

  /** A world around {@code reactor}. */
  public HardwareWorld(NettyReactor reactor) {
    this.reactor = reactor;
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    Check.that(!reactor.isCurrent(), "a reactor never waits for itself");
    if (condition.getAsBoolean()) {
      return true;
    }
    long beganNs = System.nanoTime();
    lock.lock();
    try {
      // The write of waiters comes before the look at the condition, and in wake() the other way
      // round.
      waiters = waiters + 1;
      while (!condition.getAsBoolean()) {
        long leftNs = timeoutNs - (System.nanoTime() - beganNs);
        if (leftNs <= 0) {
          return false;
        }
        try {
          woken.awaitNanos(Math.min(leftNs, LOOK_AGAIN_NS));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return condition.getAsBoolean();
        }
      }
      return true;
    } finally {
      waiters = waiters - 1;
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    if (waiters > 0) {
      lock.lock();
      try {
        woken.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
