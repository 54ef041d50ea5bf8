// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one job did on one fabric.
 *
 * @param fabric the {@link FabricUnderTest#name()} it ran on
 * @param job the workload
 * @param durationNs the measured window in nanoseconds of the fabric's own clock (virtual time in
 *     simulation)
 * @param directions one entry per direction used
 * @param series IOPS and bandwidth over time, ascending; may be empty
 * @param targetCpuNsPerIo processor time the target spent per operation in nanoseconds; left out
 *     where it could not be measured apart from the load generator's
 */
public record LoadResult(
    String fabric,
    Job job,
    long durationNs,
    List<DirectionResult> directions,
    List<SeriesPoint> series,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double targetCpuNsPerIo) {

  /** Makes the value with its own copies of the lists. */
  public LoadResult {
    Objects.requireNonNull(fabric, "fabric");
    Objects.requireNonNull(job, "job");
    directions = List.copyOf(directions);
    series = List.copyOf(series);
  }

  /** Operations per second, all directions together. */
  public double iops() {
    return directions.stream().mapToDouble(DirectionResult::iops).sum();
  }

  /** Bytes per second, all directions together. */
  public double bytesPerSecond() {
    return directions.stream().mapToDouble(DirectionResult::bytesPerSecond).sum();
  }

  /** Operations that did not end with GOOD status, all directions together. */
  public long errors() {
    return directions.stream().mapToLong(DirectionResult::errors).sum();
  }
}
