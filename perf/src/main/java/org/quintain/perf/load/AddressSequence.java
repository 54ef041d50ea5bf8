// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.quintain.perf.job.LoadJob;

/**
 * Which block of a job's extent comes next, in units of the job's block size. Blocks are numbered
 * from 0; a pass is as many blocks as the extent has.
 */
interface AddressSequence {
  /** The next block. */
  long next();

  /**
   * The sequence that {@code job} asks for over {@code blocks} blocks, on its {@code index}-th
   * nexus.
   */
  static AddressSequence of(LoadJob job, long blocks, int index) {
    long seed = BlockPermutation.mix(job.seed() + 0x5DEECE66DL * (index + 1));
    if (!job.mode().isRandom()) {
      return sequential(blocks, job.numJobs() > 1 ? blocks / job.numJobs() * index : 0);
    }
    if (job.zipfTheta() > 0) {
      return zipf(blocks, job.zipfTheta(), seed);
    }
    return job.randomMap() ? everyBlockOnce(blocks, seed) : uniform(blocks, seed);
  }

  private static AddressSequence sequential(long blocks, long first) {
    return new AddressSequence() {
      private long block = first % blocks;

      @Override
      public long next() {
        long current = block;
        block = block + 1 == blocks ? 0 : block + 1;
        return current;
      }
    };
  }

  private static AddressSequence uniform(long blocks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> random.nextLong(blocks);
  }

  private static AddressSequence everyBlockOnce(long blocks, long seed) {
    return new AddressSequence() {
      private long pass;
      private long position;
      private BlockPermutation order = new BlockPermutation(blocks, seed);

      @Override
      public long next() {
        if (position == blocks) {
          position = 0;
          pass++;
          order = new BlockPermutation(blocks, seed + pass);
        }
        return order.at(position++);
      }
    };
  }

  /**
   * Ranks are scattered over the extent, as fio does, so that the hot blocks are not neighbours.
   */
  private static AddressSequence zipf(long blocks, double theta, long seed) {
    int ranks = (int) Math.min(blocks, Integer.MAX_VALUE - 8);
    ZipfDistribution distribution = new ZipfDistribution(new Well19937c(seed), ranks, theta);
    BlockPermutation scatter = new BlockPermutation(blocks, seed);
    return () -> scatter.at(distribution.sample() - 1L);
  }
}
