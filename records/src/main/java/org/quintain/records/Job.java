// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The workload of a load result, in the words of fio's job files.
 *
 * @param name the job section's name
 * @param rw fio's {@code rw}: read, write, randread, randwrite, rw, randrw, trim, randtrim
 * @param blockSizeBytes fio's {@code bs} in bytes; the mean where {@code bssplit} mixes several
 * @param iodepth commands outstanding per job
 * @param numjobs jobs run side by side, each on its own nexus
 * @param sizeBytes extent of the logical unit that is addressed, in bytes
 * @param runtimeNs length of the measured window in nanoseconds; 0 if bounded by size alone
 * @param rwMixRead share of reads in per cent, 0 to 100; 100 for a pure read job
 * @param options every further option that was in force, by fio's name (bssplit, rate_iops, verify,
 *     ramp_time, random_distribution …); kept sorted
 */
public record Job(
    String name,
    String rw,
    long blockSizeBytes,
    int iodepth,
    int numjobs,
    long sizeBytes,
    long runtimeNs,
    int rwMixRead,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> options) {

  /** Makes the value with its own sorted copy of the options. */
  public Job {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(rw, "rw");
    // Jackson passes null for what the JSON leaves out.
    options =
        Collections.unmodifiableMap(options == null ? new TreeMap<>() : new TreeMap<>(options));
  }
}
