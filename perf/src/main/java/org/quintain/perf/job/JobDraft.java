// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

/**
 * A job while its section is read; begins with fio's defaults, or with those of {@code [global]}.
 */
final class JobDraft {
  AccessMode mode = AccessMode.READ;
  int blockBytes = 4096;
  long offsetBytes;
  long sizeBytes;
  int ioDepth = 1;
  int numJobs = 1;
  long runtimeNs;
  boolean timeBased;
  long rampNs;
  int readPercent = -1;
  long ioCountMax;
  int loops = 1;
  long rateIops;
  boolean poisson;
  boolean randomMap = true;
  double zipfTheta;
  boolean verify;
  int flushEvery;
  boolean forceUnitAccess;
  boolean stonewall;
  long seed;

  JobDraft copy() {
    JobDraft copy = new JobDraft();
    copy.mode = mode;
    copy.blockBytes = blockBytes;
    copy.offsetBytes = offsetBytes;
    copy.sizeBytes = sizeBytes;
    copy.ioDepth = ioDepth;
    copy.numJobs = numJobs;
    copy.runtimeNs = runtimeNs;
    copy.timeBased = timeBased;
    copy.rampNs = rampNs;
    copy.readPercent = readPercent;
    copy.ioCountMax = ioCountMax;
    copy.loops = loops;
    copy.rateIops = rateIops;
    copy.poisson = poisson;
    copy.randomMap = randomMap;
    copy.zipfTheta = zipfTheta;
    copy.verify = verify;
    copy.flushEvery = flushEvery;
    copy.forceUnitAccess = forceUnitAccess;
    copy.stonewall = stonewall;
    copy.seed = seed;
    return copy;
  }

  /** The finished job, or an IllegalArgumentException that says what does not fit together. */
  LoadJob finish(String name) {
    if (timeBased && runtimeNs == 0) {
      throw new IllegalArgumentException("time_based needs a runtime");
    }
    if (blockBytes < 512 || blockBytes % 512 != 0 || blockBytes > 4 << 20) {
      throw new IllegalArgumentException("bs is a multiple of 512 from 512 to 4M");
    }
    if (verify && mode.isMixed()) {
      throw new IllegalArgumentException(
          "verify goes with read, write, randread or randwrite: a mix would read what it did not write");
    }
    int reads = mode.isMixed() && readPercent >= 0 ? readPercent : mode.defaultReadPercent();
    return new LoadJob(
        name,
        mode,
        blockBytes,
        offsetBytes,
        sizeBytes,
        ioDepth,
        numJobs,
        runtimeNs,
        timeBased,
        rampNs,
        reads,
        ioCountMax,
        loops,
        rateIops,
        poisson,
        randomMap,
        zipfTheta,
        verify,
        flushEvery,
        forceUnitAccess,
        stonewall,
        seed);
  }
}
