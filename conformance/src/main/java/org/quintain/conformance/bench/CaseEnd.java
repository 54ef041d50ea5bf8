// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import org.quintain.records.Verdict;

/** Ends a case's body before its end with any verdict but PASS; the message is the reason. */
public final class CaseEnd extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  private CaseEnd(Verdict verdict, String reason) {
    super(reason, null, false, false);
    this.verdict = verdict;
  }

  /** The target did what its standard does not allow. */
  public static CaseEnd fail(String reason) {
    return new CaseEnd(Verdict.FAIL, reason);
  }

  /** The case does not apply to this target or may not run. */
  public static CaseEnd skip(String reason) {
    return new CaseEnd(Verdict.SKIPPED, reason);
  }

  /** Nothing can be concluded. */
  public static CaseEnd unknown(String reason) {
    return new CaseEnd(Verdict.UNKNOWN, reason);
  }

  /** The verdict the case ends with. */
  public Verdict verdict() {
    return verdict;
  }

  /** One sentence that says why. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
