// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.records.Job;

/**
 * One workload, as a section of a job file describes it.
 *
 * @param name the section's name
 * @param mode fio's {@code rw}
 * @param blockBytes fio's {@code bs}: bytes of each command, a multiple of the logical block
 * @param offsetBytes where the addressed extent begins
 * @param sizeBytes length of the addressed extent; 0 for the rest of the logical unit
 * @param ioDepth commands outstanding on each nexus
 * @param numJobs how many nexuses run the job side by side
 * @param runtimeNs length of the measured window; 0 where size or count alone bound it
 * @param timeBased whether the extent is walked again until the time is over
 * @param rampNs time before the measured window whose operations do not count
 * @param readPercent share of reads, 0 to 100
 * @param ioCountMax operations after which each nexus stops; 0 for no such bound
 * @param loops how often the extent is walked when time does not bound the job
 * @param rateIops operations per second and nexus of an open loop; 0 for a closed loop
 * @param poisson whether an open loop's starts are a Poisson process rather than evenly spaced
 * @param randomMap whether random addresses visit each block once before any block comes again
 * @param zipfTheta skew of the zipf distribution of random addresses; 0 for uniform
 * @param verify whether written blocks carry a stamp that is checked
 * @param flushEvery a SYNCHRONIZE CACHE after this many writes; 0 for none
 * @param forceUnitAccess whether writes carry FUA (fio: {@code sync=1})
 * @param stonewall whether it waits for the jobs above it in the file rather than running beside
 *     them
 * @param seed where addresses and mixes are drawn from
 */
public record LoadJob(
    String name,
    AccessMode mode,
    int blockBytes,
    long offsetBytes,
    long sizeBytes,
    int ioDepth,
    int numJobs,
    long runtimeNs,
    boolean timeBased,
    long rampNs,
    int readPercent,
    long ioCountMax,
    int loops,
    long rateIops,
    boolean poisson,
    boolean randomMap,
    double zipfTheta,
    boolean verify,
    int flushEvery,
    boolean forceUnitAccess,
    boolean stonewall,
    long seed) {

  /**
   * The job as a record states it.
   *
   * @param extentBytes the extent that was addressed
   */
  public Job toRecord(long extentBytes) {
    SortedMap<String, String> options = new TreeMap<>();
    note(options, "offset", offsetBytes, 0);
    note(options, "ramp_time_ns", rampNs, 0);
    note(options, "number_ios", ioCountMax, 0);
    note(options, "loops", loops, 1);
    note(options, "rate_iops", rateIops, 0);
    note(options, "fsync", flushEvery, 0);
    note(options, "randseed", seed, 0);
    if (rateIops > 0) {
      options.put("rate_process", poisson ? "poisson" : "linear");
    }
    if (timeBased) {
      options.put("time_based", "1");
    }
    if (!randomMap) {
      options.put("norandommap", "1");
    }
    if (zipfTheta > 0) {
      options.put("random_distribution", "zipf:" + zipfTheta);
    }
    if (verify) {
      options.put("verify", "crc32c");
    }
    if (forceUnitAccess) {
      options.put("sync", "1");
    }
    return new Job(
        name,
        mode.word(),
        blockBytes,
        ioDepth,
        numJobs,
        extentBytes,
        runtimeNs,
        readPercent,
        options);
  }

  private static void note(
      SortedMap<String, String> options, String option, long value, long unlessValue) {
    if (value != unlessValue) {
      options.put(option, Long.toString(value));
    }
  }
}
