// SPDX-License-Identifier: Apache-2.0
package org.quintain.reactor;

import java.util.function.BooleanSupplier;

/**
 * The world an application client waits in. Awaiting steps the event queue in simulation, where a
 * silence of 30 seconds costs nothing, and parks the calling thread on hardware.
 */
public interface World {
  /** Monotonic time in nanoseconds, virtual in simulation. */
  long nowNs();

  /** The reactor that initiator ports opened here run on. */
  Reactor reactor();

  /**
   * Lets the world go on until {@code condition} holds or {@code timeoutNs} have passed, and says
   * whether it holds. The condition is evaluated by the caller's thread; on hardware what it reads
   * must be volatile or published by {@link #wake()}.
   */
  boolean awaitUntil(BooleanSupplier condition, long timeoutNs);

  /** Makes waiting threads look at their condition again; callable from any thread. */
  void wake();
}
