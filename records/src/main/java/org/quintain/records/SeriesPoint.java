// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

/**
 * One interval of a load run.
 *
 * @param atNs where the interval ends, in nanoseconds since the measured window began
 * @param iops operations completed per second within it, all directions together
 * @param bytesPerSecond bytes moved per second within it
 */
public record SeriesPoint(long atNs, double iops, double bytesPerSecond) {}
