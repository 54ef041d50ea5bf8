// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.List;
import org.quintain.records.CaseResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Level;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Verdict;

/**
 * One fabric of one run: a column of the matrix, a card of the page, a suite of the JUnit XML.
 *
 * @param label unique among the summaries of a report: the fabric's name, with the run's id where
 *     several runs have that fabric
 * @param run the run
 * @param fabric the fabric
 * @param cases its conformance results, in the record's order
 * @param loads its load results, in the record's order
 */
public record FabricSummary(
    String label,
    RunRecord run,
    FabricUnderTest fabric,
    List<CaseResult> cases,
    List<LoadResult> loads) {

  /** Makes the value with its own copies of the lists. */
  public FabricSummary {
    cases = List.copyOf(cases);
    loads = List.copyOf(loads);
  }

  /** How the cases ended. */
  public VerdictCounts counts() {
    return VerdictCounts.of(cases);
  }

  /** Operations of all load results that did not end with GOOD status. */
  public long loadErrors() {
    return loads.stream().mapToLong(LoadResult::errors).sum();
  }

  /** What it all comes to. */
  public FabricVerdict verdict() {
    VerdictCounts counts = counts();
    boolean binding =
        cases.stream().anyMatch(c -> c.verdict() == Verdict.FAIL && c.level() == Level.SHALL);
    if (binding || loadErrors() > 0) {
      return FabricVerdict.FAIL;
    }
    if (counts.unknown() > 0) {
      return FabricVerdict.INCONCLUSIVE;
    }
    if (counts.failed() > 0) {
      return FabricVerdict.REMARKS;
    }
    boolean nothing = counts.passed() == 0 && loads.isEmpty();
    return nothing ? FabricVerdict.NOTHING_RAN : FabricVerdict.PASS;
  }

  /** One line that ends a run on a terminal and heads a report. */
  public String line() {
    return label
        + ": "
        + verdict().words().toUpperCase(java.util.Locale.ROOT)
        + " ("
        + details()
        + ")";
  }

  private String details() {
    String conformance = cases.isEmpty() ? "" : counts().words();
    if (loads.isEmpty()) {
      return conformance.isEmpty() ? "no cases" : conformance;
    }
    double best = loads.stream().mapToDouble(LoadResult::iops).max().orElse(0);
    String load = "up to " + Figures.rate(best) + " IOPS";
    String errors = loadErrors() > 0 ? ", " + loadErrors() + " I/O errors" : "";
    return (conformance.isEmpty() ? "" : conformance + "; ") + load + errors;
  }
}
