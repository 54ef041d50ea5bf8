// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.device.ControlParameters;
import org.quintain.fabric.Command;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Status;

/**
 * The unit attention conditions that one logical unit has for each nexus (SAM-5 5.14), and how a
 * command reports them: as UA_INTLCK_CTRL says, a condition is cleared by being reported with CHECK
 * CONDITION or stays until REQUEST SENSE asks for it (SPC-5 7.5.10). Runs on the owner reactor.
 */
final class UnitAttentions {
  private static final int INTERLOCK = 2;
  private static final int INTERLOCK_WITH_STATUSES = 3;

  private final TargetDevice device;
  private final int unitNumber;

  /** By nexus index; null where the nexus does not see this logical unit. */
  private final @Nullable UnitAttentionQueue[] queues;

  UnitAttentions(TargetDevice device, int unitNumber) {
    this.device = device;
    this.unitNumber = unitNumber;
    this.queues = new UnitAttentionQueue[device.nexusIndices()];
  }

  /** The nexus of {@code index} sees the logical unit from now on. */
  void attach(int index) {
    if (queues[index] == null) {
      queues[index] = new UnitAttentionQueue();
    }
  }

  /** The nexus of {@code index} is gone, or does not see the logical unit any more. */
  void detach(int index) {
    queues[index] = null;
  }

  /** The conditions for the nexus of {@code index}, null where it does not see the logical unit. */
  @Nullable UnitAttentionQueue of(int index) {
    return queues[index];
  }

  /** Establishes {@code condition} for the nexus of {@code index}, if it sees the logical unit. */
  void establish(long nowNs, int index, AdditionalSense condition) {
    UnitAttentionQueue queue = queues[index];
    if (queue == null) {
      return;
    }
    device.events().onCondition(index, unitNumber, condition);
    if (queue.establish(condition)) {
      device.trace(
          nowNs,
          TraceEvent.UNIT_ATTENTION_ESTABLISHED,
          index,
          unitNumber,
          condition.code() << 8 | condition.qualifier());
    }
  }

  /**
   * Establishes {@code condition} for every nexus that sees the logical unit but that of index
   * {@code except}, -1 for none, in the order of their indices.
   */
  void establishForOthers(long nowNs, int except, AdditionalSense condition) {
    for (int index = 0; index < queues.length; index++) {
      if (index != except) {
        establish(nowNs, index, condition);
      }
    }
  }

  /**
   * What a command that finds {@code queue} is to report of a reset or a nexus loss, null for
   * nothing.
   */
  static @Nullable AdditionalSense reportReset(
      UnitAttentionQueue queue, ControlParameters control) {
    return isInterlocked(control) ? queue.peekReset() : queue.takeReset();
  }

  /** What a command that finds {@code queue} is to report, null for nothing. */
  static @Nullable AdditionalSense report(UnitAttentionQueue queue, ControlParameters control) {
    return isInterlocked(control) ? queue.peek() : queue.take();
  }

  private static boolean isInterlocked(ControlParameters control) {
    return control.unitAttentionInterlock() >= INTERLOCK;
  }

  /**
   * {@code command} ends with a status that its initiator may have missed: with UA_INTLCK_CTRL 11b
   * that is told again as a unit attention condition, of which there is one at a time.
   */
  void onStatus(long nowNs, Command command, ControlParameters control) {
    if (control.unitAttentionInterlock() != INTERLOCK_WITH_STATUSES) {
      return;
    }
    AdditionalSense told = previous(command.status());
    int index = command.nexus().index();
    UnitAttentionQueue queue = queues[index];
    if (told != null
        && queue != null
        && !queue.has(AdditionalSense.PREVIOUS_BUSY_STATUS)
        && !queue.has(AdditionalSense.PREVIOUS_TASK_SET_FULL_STATUS)
        && !queue.has(AdditionalSense.PREVIOUS_RESERVATION_CONFLICT_STATUS)) {
      establish(nowNs, index, told);
    }
  }

  private static @Nullable AdditionalSense previous(Status status) {
    return switch (status) {
      case BUSY -> AdditionalSense.PREVIOUS_BUSY_STATUS;
      case TASK_SET_FULL -> AdditionalSense.PREVIOUS_TASK_SET_FULL_STATUS;
      case RESERVATION_CONFLICT -> AdditionalSense.PREVIOUS_RESERVATION_CONFLICT_STATUS;
      case GOOD, CHECK_CONDITION, CONDITION_MET, ACA_ACTIVE, TASK_ABORTED -> null;
    };
  }
}
