// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * What a load run did in one direction.
 *
 * @param direction read, write or trim
 * @param ios operations that completed with GOOD status
 * @param bytes bytes they moved
 * @param errors operations that ended otherwise
 * @param iops operations per second over the measured window
 * @param bytesPerSecond bytes per second over the measured window
 * @param submission from the moment the load generator began to submit until the fabric had the
 *     command; fio's {@code slat}
 * @param completion from then until the outcome was known; fio's {@code clat}
 * @param total the whole, and in an open loop counted from the intended start; fio's {@code lat}
 */
public record DirectionResult(
    Direction direction,
    long ios,
    long bytes,
    long errors,
    double iops,
    double bytesPerSecond,
    Latency submission,
    Latency completion,
    Latency total) {
  /** Makes the value; no part is null. */
  public DirectionResult {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(submission, "submission");
    Objects.requireNonNull(completion, "completion");
    Objects.requireNonNull(total, "total");
  }
}
