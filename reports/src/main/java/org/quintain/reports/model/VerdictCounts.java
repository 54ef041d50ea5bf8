// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.List;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * How many cases ended how.
 *
 * @param passed cases that passed
 * @param failed cases that failed
 * @param skipped cases that did not run
 * @param unknown cases that ran without a conclusion
 */
public record VerdictCounts(int passed, int failed, int skipped, int unknown) {
  /** Counts. */
  public static VerdictCounts of(List<CaseResult> cases) {
    int[] counts = new int[Verdict.values().length];
    for (CaseResult result : cases) {
      counts[result.verdict().ordinal()]++;
    }
    return new VerdictCounts(
        counts[Verdict.PASS.ordinal()],
        counts[Verdict.FAIL.ordinal()],
        counts[Verdict.SKIPPED.ordinal()],
        counts[Verdict.UNKNOWN.ordinal()]);
  }

  /** The count of one verdict. */
  public int of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> passed;
      case FAIL -> failed;
      case SKIPPED -> skipped;
      case UNKNOWN -> unknown;
    };
  }

  /** All cases. */
  public int total() {
    return passed + failed + skipped + unknown;
  }

  /** The counts in words, without those that are zero: {@code 112 passed, 3 failed, 5 skipped}. */
  public String words() {
    StringBuilder words = new StringBuilder();
    String[] names = {" passed", " failed", " skipped", " unknown"};
    int[] counts = {passed, failed, skipped, unknown};
    for (int i = 0; i < names.length; i++) {
      if (counts[i] > 0) {
        words.append(words.length() == 0 ? "" : ", ").append(counts[i]).append(names[i]);
      }
    }
    return words.length() == 0 ? "no cases" : words.toString();
  }
}
