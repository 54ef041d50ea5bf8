// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;

/**
 * What a T2 command duration limits descriptor asks to be done about a command that takes too long
 * (SPC-6 7.5.11.2). Times are in nanoseconds, 0 for those that nothing follows from.
 *
 * @param inactiveNs after how long from its arrival a command that is not yet processed is
 *     terminated
 * @param activeNs after how long from the beginning of its processing a command is terminated
 * @param guidelineNs after how long from its arrival the guideline counts as missed
 * @param isTerminatedByGuideline whether a command that misses the guideline is terminated; else it
 *     goes on with {@code next}
 * @param next the limits that hold from then on, null for none
 */
public record DurationLimit(
    long inactiveNs,
    long activeNs,
    long guidelineNs,
    boolean isTerminatedByGuideline,
    @Nullable DurationLimit next) {

  /** Whether anything ever follows from it. */
  public boolean isEnforced() {
    return inactiveNs > 0 || activeNs > 0 || guidelineNs > 0;
  }
}
