// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

/**
 * How often a request meets which fault, and what a power loss does to writes that were not made
 * durable.
 *
 * @param readError a read ends with a medium error at one of its sectors
 * @param writeError a write ends with an error, with only some of its sectors written
 * @param busy a request is refused, and may pass when it comes again
 * @param lostOnPowerLoss how often such a write is lost as a whole
 * @param tornOnPowerLoss how often only some of its sectors are kept
 */
public record DiskFaults(
    double readError,
    double writeError,
    double busy,
    double lostOnPowerLoss,
    double tornOnPowerLoss) {
  /** No errors; a power loss loses or tears two thirds of what was not durable. */
  public static final DiskFaults NONE = new DiskFaults(0, 0, 0, 0.34, 0.33);
}
