// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

/**
 * What one turn brought.
 *
 * @param iops requests answered in a second
 * @param medianUs half of them were answered within so many microseconds
 * @param p999Us 99.9 % of them were
 * @param targetCpuUs processor time of the other end's process for each of them
 * @param clientCpuUs processor time of the client's thread for each of them
 */
public record Turn(
    double iops, double medianUs, double p999Us, double targetCpuUs, double clientCpuUs) {}
