// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Status;

/**
 * What becomes of a command that is received while an ACA condition is in effect for its task set:
 * the two tables of SAM-5 5.9.3 (the faulted nexus) and 5.9.4 (another nexus, one task set for
 * all), as rows of which the first that fits is taken.
 *
 * @param mask which facts the row looks at
 * @param facts what it wants them to be
 * @param refusal the status the command ends with, null when it is processed
 */
record AllegianceRule(int mask, int facts, @Nullable Status refusal) {
  /** The command came by another nexus than the faulted one. */
  static final int OTHER_NEXUS = 0x01;

  /** It has the ACA attribute. */
  static final int ACA_ATTRIBUTE = 0x02;

  /** It has NACA set. */
  static final int NACA = 0x04;

  /** The task set has a command with the ACA attribute already. */
  static final int ACA_COMMAND_PRESENT = 0x08;

  /** It is PERSISTENT RESERVE OUT with the service action PREEMPT AND ABORT. */
  static final int PREEMPT_AND_ABORT = 0x10;

  /** TMF_ONLY is set: no command recovers, task management alone does. */
  static final int FUNCTIONS_ONLY = 0x20;

  private static final List<AllegianceRule> ROWS =
      List.of(
          // The faulted nexus.
          row(OTHER_NEXUS | ACA_ATTRIBUTE, 0, Status.ACA_ACTIVE),
          row(OTHER_NEXUS | FUNCTIONS_ONLY, FUNCTIONS_ONLY, Status.ACA_ACTIVE),
          row(OTHER_NEXUS | ACA_COMMAND_PRESENT, ACA_COMMAND_PRESENT, Status.ACA_ACTIVE),
          row(OTHER_NEXUS, 0, null),
          // Another nexus.
          row(ACA_ATTRIBUTE, ACA_ATTRIBUTE, Status.ACA_ACTIVE),
          row(PREEMPT_AND_ABORT, PREEMPT_AND_ABORT, null),
          row(NACA, NACA, Status.ACA_ACTIVE),
          row(0, 0, Status.BUSY));

  private static AllegianceRule row(int mask, int facts, @Nullable Status refusal) {
    return new AllegianceRule(mask, facts, refusal);
  }

  /** The status of a command of which {@code facts} hold, null when it is processed. */
  static @Nullable Status refusal(int facts) {
    for (AllegianceRule row : ROWS) {
      if ((facts & row.mask) == row.facts) {
        return row.refusal;
      }
    }
    throw new IllegalStateException("The last row fits all.");
  }
}
