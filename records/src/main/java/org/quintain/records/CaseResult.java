// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * What one conformance case found on one fabric.
 *
 * @param id the stable id of the case, such as {@code RW-04}; unique per fabric within a record
 * @param title what the case does and expects, in one line
 * @param clause the clause it rests on, such as {@code SBC-4 5.16}
 * @param level how binding that clause is
 * @param verdict how it ended
 * @param reason one sentence on why it did not pass; empty for {@link Verdict#PASS} only
 * @param detail evidence in several lines (CDB, sense, bytes); may be empty
 * @param requires what the case needs of the target, such as {@code provisioning=thin}; may be
 *     empty
 * @param repeat the one command that repeats this case alone; may be empty
 * @param durationNs how long the case took, in nanoseconds of the fabric's own clock
 * @param fabric the {@link FabricUnderTest#name()} it ran on
 */
public record CaseResult(
    String id,
    String title,
    String clause,
    Level level,
    Verdict verdict,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String requires,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String repeat,
    long durationNs,
    String fabric) {

  /** Makes the value; texts that were left out of the JSON come back as empty ones. */
  public CaseResult {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(clause, "clause");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(fabric, "fabric");
    reason = orEmpty(reason);
    detail = orEmpty(detail);
    requires = orEmpty(requires);
    repeat = orEmpty(repeat);
  }

  /** A case that passed, with nothing more to say than what it is. */
  public static CaseResult passed(
      String fabric, String id, String title, String clause, Level level, long durationNs) {
    return new CaseResult(
        id, title, clause, level, Verdict.PASS, "", "", "", "", durationNs, fabric);
  }

  /** The same case with another verdict and the sentence that explains it. */
  public CaseResult withVerdict(Verdict newVerdict, String newReason) {
    return new CaseResult(
        id,
        title,
        clause,
        level,
        newVerdict,
        newReason,
        detail,
        requires,
        repeat,
        durationNs,
        fabric);
  }

  /** The same result with evidence in several lines. */
  public CaseResult withDetail(String newDetail) {
    return new CaseResult(
        id, title, clause, level, verdict, reason, newDetail, requires, repeat, durationNs, fabric);
  }

  /** The same result with what the case requires of the target. */
  public CaseResult withRequires(String newRequires) {
    return new CaseResult(
        id, title, clause, level, verdict, reason, detail, newRequires, repeat, durationNs, fabric);
  }

  /** The same result with the command that repeats it. */
  public CaseResult withRepeat(String newRepeat) {
    return new CaseResult(
        id, title, clause, level, verdict, reason, detail, requires, newRepeat, durationNs, fabric);
  }

  /** Jackson passes null for what the JSON leaves out. */
  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
