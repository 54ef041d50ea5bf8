// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

/**
 * How long a run may go on.
 *
 * @param eventsMax how many events it may take
 * @param timeMaxNs how much virtual time may pass, in nanoseconds
 */
public record WorldLimits(long eventsMax, long timeMaxNs) {
  /** What an application client without limits of its own gets: more than any suite needs. */
  public static WorldLimits generous() {
    return new WorldLimits(1L << 36, 1L << 61);
  }
}
