// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

/** Something that holds after every event. */
@FunctionalInterface
public interface Invariant {
  /**
   * Looks, cheaply.
   *
   * @throws org.quintain.sam.InvariantViolation with a sentence when it does not hold
   */
  void check(long nowNs);
}
