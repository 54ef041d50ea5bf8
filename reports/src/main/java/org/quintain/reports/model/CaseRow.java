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
 * @param results one entry per {@link ReportModel#tested()} fabric, null where the case was not
 *     part of its run
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

  /** The area of the case: its id up to the number. */
  public String area() {
    return areaOf(first.id());
  }

  /** The area of a case id: {@code RW} of {@code RW-04} and of {@code RW-03/write-16}. */
  public static String areaOf(String id) {
    for (int i = id.indexOf('-'); i > 0 && i + 1 < id.length(); i = id.indexOf('-', i + 1)) {
      if (Character.isDigit(id.charAt(i + 1))) {
        return id.substring(0, i);
      }
    }
    return id;
  }

  /** Whether it ended so on any fabric. */
  public boolean has(Verdict verdict) {
    return results.stream().filter(Objects::nonNull).anyMatch(r -> r.verdict() == verdict);
  }
}
