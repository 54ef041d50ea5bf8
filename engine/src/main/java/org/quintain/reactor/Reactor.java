// SPDX-License-Identifier: Apache-2.0
package org.quintain.reactor;

/**
 * One thread with its wires, timers and mailbox. Reactors share nothing and talk by {@link #post}
 * alone. In simulation a reactor is a queue on virtual time and {@code post} is delayed by a seeded
 * amount, so that interleavings are explored.
 */
public interface Reactor {
  /** A small number that names this reactor within its world, from 0. */
  int index();

  /**
   * Monotonic time in nanoseconds, virtual in simulation. For edges that are not given {@code
   * nowNs}.
   */
  long nowNs();

  /** Whether the caller runs on this reactor, and so may touch what it owns. */
  boolean isCurrent();

  /**
   * Puts {@code task} into the mailbox; callable from any thread; tasks of one sender keep their
   * order.
   */
  void post(ReactorTask task);

  /**
   * Runs {@code task} at {@code deadlineNs} or soon after, on this reactor; called on this reactor.
   * A task cannot be taken back: it checks whether it is still wanted.
   */
  void callAt(long deadlineNs, ReactorTask task);
}
