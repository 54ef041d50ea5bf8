// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * What keeps a command that waits in a task set from starting (SAM-5 8.6, 8.7): the decision table
 * of the task set, one row for each kind of command, one bit for each thing that may stand in its
 * way.
 *
 * <pre>
 *                   BARRIER OLDER    ANYTHING OLDER CONFLICT HELD ALLEGIANCE
 *                   RUNS    BARRIER  RUNS     ONE            BACK
 * SIMPLE            waits   waits                   waits    waits waits
 * ORDERED                            waits    waits          waits waits
 * HEAD_OF_QUEUE                                              waits waits
 * IMPLICIT_HEAD                                              waits waits
 * ACA                                                        waits
 * ENDING
 * </pre>
 *
 * <p>A barrier is a command that is ORDERED or HEAD OF QUEUE by its own attribute. Everything is
 * counted within one task set: that of all nexuses or, with TST 001b, that of the command's nexus.
 */
enum StartRule {
  /** SIMPLE. */
  SIMPLE(
      StartRule.BARRIER_RUNS
          | StartRule.OLDER_BARRIER_WAITS
          | StartRule.CONFLICT
          | StartRule.HELD_BACK
          | StartRule.ALLEGIANCE),
  /** ORDERED. */
  ORDERED(
      StartRule.ANYTHING_RUNS | StartRule.OLDER_WAITS | StartRule.HELD_BACK | StartRule.ALLEGIANCE),
  /** HEAD OF QUEUE. */
  HEAD_OF_QUEUE(StartRule.HELD_BACK | StartRule.ALLEGIANCE),
  /** INQUIRY and its like, whatever their attribute. */
  IMPLICIT_HEAD(StartRule.HELD_BACK | StartRule.ALLEGIANCE),
  /** ACA, and what else is processed during an ACA condition. */
  ACA(StartRule.HELD_BACK),
  /** A command that is only to be told its end. */
  ENDING(0);

  /** An ORDERED or HEAD OF QUEUE command runs. */
  static final int BARRIER_RUNS = 0x01;

  /** An ORDERED command that came before waits. */
  static final int OLDER_BARRIER_WAITS = 0x02;

  /** Any command runs. */
  static final int ANYTHING_RUNS = 0x04;

  /** Any command that came before waits. */
  static final int OLDER_WAITS = 0x08;

  /**
   * QUEUE ALGORITHM MODIFIER is 0, and a command of the same nexus that came before has not ended,
   * where one of the two changes the medium (SPC-5 7.5.10: restricted reordering).
   */
  static final int CONFLICT = 0x10;

  /** A store still works for an aborted command that this one must not overtake. */
  static final int HELD_BACK = 0x20;

  /** An ACA condition that the command is not part of (SAM-5 5.9.2). */
  static final int ALLEGIANCE = 0x40;

  private final int waitsFor;

  StartRule(int waitsFor) {
    this.waitsFor = waitsFor;
  }

  /** Whether a command of this row starts under {@code conditions}, a sum of the bits above. */
  boolean starts(int conditions) {
    return (waitsFor & conditions) == 0;
  }

  /** Whether a running command of this row is a barrier for SIMPLE ones. */
  boolean isBarrier() {
    return this == ORDERED || this == HEAD_OF_QUEUE;
  }

  /** Whether a command of this row is put before all others that wait. */
  boolean isPutFirst() {
    return this != SIMPLE && this != ORDERED;
  }

  /** The row of {@code task}. */
  static StartRule of(Task task) {
    if (task.isOverlapped || task.refusal != null) {
      return ENDING;
    }
    if (task.passesAllegiance) {
      return ACA;
    }
    if (task.isImplicitHead) {
      return IMPLICIT_HEAD;
    }
    return switch (task.attribute) {
      case SIMPLE -> SIMPLE;
      case ORDERED -> ORDERED;
      case HEAD_OF_QUEUE -> HEAD_OF_QUEUE;
      case ACA -> ACA;
    };
  }
}
