// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.ControlParameters;
import org.quintain.fabric.Command;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/**
 * The auto contingent allegiance conditions of one logical unit (SAM-5 5.9): for which nexuses one
 * is in effect, at most one in each task set. What they do to commands is in {@link StartRule},
 * {@link AllegianceRule} and {@link LogicalUnit}. Runs on the owner reactor.
 */
final class Allegiances {
  private static final int PERSISTENT_RESERVE_OUT = 0x5F;
  private static final int PREEMPT_AND_ABORT = 0x05;

  private final boolean[] isFaulted;
  private int count;

  /** None, for nexuses of indices below {@code nexusIndices}. */
  Allegiances(int nexusIndices) {
    isFaulted = new boolean[nexusIndices];
  }

  /** Whether no ACA condition is in effect. */
  boolean isNone() {
    return count == 0;
  }

  /** Whether one is in effect that was established for the nexus of {@code index}. */
  boolean isFaulted(int index) {
    return isFaulted[index];
  }

  /**
   * Whether one is in effect for the task set of the nexus of {@code index}, which with TST 001b is
   * its own.
   */
  boolean isInEffect(int index, ControlParameters control) {
    return count > 0 && (control.taskSetType() == 0 || isFaulted[index]);
  }

  /** Establishes one for the nexus of {@code index}, unless its task set has one already. */
  void establish(int index, ControlParameters control) {
    if (!isInEffect(index, control)) {
      isFaulted[index] = true;
      count++;
    }
  }

  /** Clears that of the nexus of {@code index}; says whether there was one. */
  boolean clear(int index) {
    boolean wasFaulted = isFaulted[index];
    if (wasFaulted) {
      isFaulted[index] = false;
      count--;
    }
    return wasFaulted;
  }

  /** The status that {@code task}, just received, ends with, or null when it is processed. */
  @Nullable Status refusal(Task task, ControlParameters control, TaskSet taskSet) {
    int index = task.nexus().index();
    if (!isInEffect(index, control)) {
      return null;
    }
    Command command = task.command();
    byte[] cdb = command.cdb();
    int facts = 0;
    if (!isFaulted[index]) {
      facts |= AllegianceRule.OTHER_NEXUS;
    }
    if (task.attribute == TaskAttribute.ACA) {
      facts |= AllegianceRule.ACA_ATTRIBUTE;
    }
    if (Cdb.hasNaca(cdb, command.cdbLength())) {
      facts |= AllegianceRule.NACA;
    }
    if (!taskSet
        .find(other -> other.passesAllegiance && other.attribute == TaskAttribute.ACA)
        .isEmpty()) {
      facts |= AllegianceRule.ACA_COMMAND_PRESENT;
    }
    if (Cdb.u8(cdb, 0) == PERSISTENT_RESERVE_OUT && (cdb[1] & 0x1F) == PREEMPT_AND_ABORT) {
      facts |= AllegianceRule.PREEMPT_AND_ABORT;
    }
    if (control.isTaskManagementOnly()) {
      facts |= AllegianceRule.FUNCTIONS_ONLY;
    }
    return AllegianceRule.refusal(facts);
  }
}
