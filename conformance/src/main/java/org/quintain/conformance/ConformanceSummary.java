// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.List;
import org.quintain.records.CaseResult;
import org.quintain.records.Level;
import org.quintain.records.Verdict;

/**
 * What a run found.
 *
 * @param results one for each case that was asked for, in the order they ran
 */
public record ConformanceSummary(List<CaseResult> results) {
  /** Makes the value with its own copy of the list. */
  public ConformanceSummary {
    results = List.copyOf(results);
  }

  /** How many cases ended with {@code verdict}. */
  public int count(Verdict verdict) {
    return (int) results.stream().filter(result -> result.verdict() == verdict).count();
  }

  /**
   * Whether at least one case passed, none is unknown, and none failed except at level "should" or
   * "vendor".
   */
  public boolean isConforming() {
    return count(Verdict.PASS) > 0
        && count(Verdict.UNKNOWN) == 0
        && results.stream().noneMatch(r -> r.verdict() == Verdict.FAIL && r.level() == Level.SHALL);
  }

  /** One line for a person. */
  public String text() {
    return count(Verdict.PASS)
        + " passed, "
        + count(Verdict.FAIL)
        + " failed, "
        + count(Verdict.SKIPPED)
        + " skipped, "
        + count(Verdict.UNKNOWN)
        + " unknown of "
        + results.size();
  }
}
