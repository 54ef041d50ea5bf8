// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import org.quintain.sim.random.RandomStream;

/**
 * How long a disk takes: a fixed part, an exponentially distributed part, and the transfer.
 *
 * @param fixedNs what every request takes
 * @param readMeanNs mean of what a read takes on top
 * @param writeMeanNs mean of what a write takes on top
 * @param flushMeanNs mean of what a flush takes on top
 * @param bytesPerSecond how fast data moves
 * @param slowProbability how often a request takes a hundred times as long
 */
public record DiskProfile(
    long fixedNs,
    long readMeanNs,
    long writeMeanNs,
    long flushMeanNs,
    long bytesPerSecond,
    double slowProbability) {

  /** A good solid state disk. */
  public static DiskProfile quiet() {
    return new DiskProfile(10_000, 40_000, 10_000, 200_000, 2_000_000_000L, 0);
  }

  /** Anything from memory to an old disk. */
  public static DiskProfile draw(RandomStream random) {
    return new DiskProfile(
        random.betweenMagnitudes(500, 100_000),
        random.betweenMagnitudes(1_000, 5_000_000),
        random.betweenMagnitudes(1_000, 5_000_000),
        random.betweenMagnitudes(1_000, 20_000_000),
        random.betweenMagnitudes(50_000_000L, 5_000_000_000L),
        random.coin() ? 0 : 0.01);
  }
}
