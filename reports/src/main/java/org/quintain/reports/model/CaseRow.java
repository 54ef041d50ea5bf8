// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * One conformance case over all fabrics: a row of the matrix.
 *
 * @param first the result that tells its title, clause and level
 * @param results one entry per fabric of the report, null where the case was not part of the run
 */
public record CaseRow(CaseResult first, List<@Nullable CaseResult> results) {
  /** Makes the value with its own copy of the list. */
  public CaseRow {
    results = Collections.unmodifiableList(new ArrayList<>(results));
  }

  /** The id of the case. */
  public String id() {
    return first.id();
  }

  /** The area of the case: its id up to the last hyphen. */
  public String area() {
    return areaOf(first.id());
  }

  /** The area of a case id. */
  public static String areaOf(String id) {
    int hyphen = id.lastIndexOf('-');
    return hyphen <= 0 ? id : id.substring(0, hyphen);
  }

  /** Whether it ended so on any fabric. */
  public boolean has(Verdict verdict) {
    return results.stream().filter(Objects::nonNull).anyMatch(r -> r.verdict() == verdict);
  }
}
