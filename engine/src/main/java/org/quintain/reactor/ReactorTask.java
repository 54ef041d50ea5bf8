// SPDX-License-Identifier: Apache-2.0
package org.quintain.reactor;

/** Something a reactor runs once, on its own thread. */
@FunctionalInterface
public interface ReactorTask {
  /** Runs at {@code nowNs} of the reactor's monotonic time. */
  void run(long nowNs);
}
