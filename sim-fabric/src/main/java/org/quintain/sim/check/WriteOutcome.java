// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.check;

/** How a write ended, as far as its application client knows. */
public enum WriteOutcome {
  /** GOOD status: its data is what a later read gives. */
  DONE,
  /** GOOD status with forced unit access: it survives a power loss as well. */
  DONE_DURABLY,
  /**
   * A status that says that nothing was done: BUSY, TASK SET FULL, RESERVATION CONFLICT, a unit
   * attention.
   */
  NOT_EXECUTED,
  /**
   * It ended in an error or was aborted: it may have been done, wholly or in part, and will not be
   * any more.
   */
  PERHAPS,
  /** No answer and none will come: it may have been done, or may be done still. */
  UNKNOWN
}
