// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.SplittableRandom;
import org.quintain.perf.job.LoadJob;

/**
 * When operations are meant to start in an open loop. A start that comes late, because every slot
 * is taken, keeps its intended time, and its latency is counted from there: no omission is
 * coordinated.
 */
final class Pacer {
  private final double meanNs;
  private final boolean poisson;
  private final SplittableRandom random;
  private double nextNs;

  Pacer(LoadJob job, int index, long startNs) {
    meanNs = 1e9 / job.rateIops();
    poisson = job.poisson();
    random = new SplittableRandom(BlockPermutation.mix(job.seed() ^ (0x9AC3L + index)));
    nextNs = startNs;
  }

  /** The intended start of the next operation. */
  long nextStartNs() {
    return (long) nextNs;
  }

  /** The next operation was started; the one after it is meant one interval later. */
  void onStarted() {
    nextNs += poisson ? -meanNs * Math.log(1 - random.nextDouble()) : meanNs;
  }
}
