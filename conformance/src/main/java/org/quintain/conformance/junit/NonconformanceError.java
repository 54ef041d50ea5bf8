// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import org.quintain.records.CaseResult;

/**
 * A case that failed, or could not be judged, as test tools show it: verdict, reason, clause,
 * evidence, repetition.
 */
public final class NonconformanceError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the error out of a result; it has no stack, since the target is at fault and not a line
   * of ours.
   */
  public NonconformanceError(CaseResult result) {
    super(
        result.verdict()
            + " "
            + result.id()
            + " ("
            + result.level().word()
            + ", "
            + result.clause()
            + "): "
            + result.reason()
            + "\n"
            + result.detail()
            + "\nRepeat: "
            + result.repeat());
    setStackTrace(new StackTraceElement[0]);
  }
}
