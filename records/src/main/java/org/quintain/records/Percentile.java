// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

/**
 * One point of a latency distribution, kept readable beside the full histogram.
 *
 * @param percent share of operations at or below the value, 0 to 100
 * @param valueNs that latency in nanoseconds
 */
public record Percentile(double percent, long valueNs) {}
