// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

/**
 * One way for a target to be wrong on its wire: changes units before the right target gets them, or
 * after it sent them.
 *
 * @param <U> the units of its transport
 */
public interface WireBend<U extends WireUnit> {
  /** The target as it is. */
  static <U extends WireUnit> WireBend<U> none() {
    return new WireBend<>() {};
  }

  /** A unit of the initiator's. */
  default void toTarget(U unit) {}

  /** A unit of the target's. */
  default void toInitiator(U unit) {}
}
