// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.Comparator;
import java.util.List;
import org.quintain.records.CaseResult;
import org.quintain.records.Level;
import org.quintain.records.Verdict;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.CaseRow;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.ReportModel;

/** What failed or has no conclusion, with the reason, the evidence and the command to repeat it. */
final class FailureSection {
  private FailureSection() {}

  static boolean isEmpty(ReportModel model) {
    return rows(model).isEmpty();
  }

  static void write(Markup page, ReportModel model) {
    List<CaseRow> rows = rows(model);
    if (rows.isEmpty()) {
      return;
    }
    int failed = model.counts().failed();
    int unknown = model.counts().unknown();
    String lead =
        (failed > 0 ? failed + (failed == 1 ? " failure" : " failures") : "")
            + (failed > 0 && unknown > 0 ? " and " : "")
            + (unknown > 0 ? unknown + " without a conclusion" : "")
            + ", each with the clause it rests on.";
    Parts.openSection(page, "failures", "What failed", lead);
    for (CaseRow row : rows) {
      write(page, model, row);
    }
    page.closeLine();
  }

  private static List<CaseRow> rows(ReportModel model) {
    return model.rows().stream()
        .filter(row -> row.has(Verdict.FAIL) || row.has(Verdict.UNKNOWN))
        .sorted(Comparator.comparing(FailureSection::rank))
        .toList();
  }

  /** Failures before open questions, what binds before what does not. */
  private static int rank(CaseRow row) {
    return (row.has(Verdict.FAIL) ? 0 : Level.values().length) + row.first().level().ordinal();
  }

  private static void write(Markup page, ReportModel model, CaseRow row) {
    CaseResult first = row.first();
    page.open("article", "class", "finding").line();
    page.open("h3");
    page.leaf("a", row.id(), "class", "id", "href", "#case-" + Parts.slug(row.id()));
    page.text(" " + first.title()).closeLine();
    page.open("p", "class", "clause");
    page.text(first.clause() + " · " + first.level().word()).closeLine();
    for (int i = 0; i < row.results().size(); i++) {
      CaseResult result = row.results().get(i);
      if (result != null
          && (result.verdict() == Verdict.FAIL || result.verdict() == Verdict.UNKNOWN)) {
        result(page, model.tested().get(i), result);
      }
    }
    page.closeLine();
  }

  private static void result(Markup page, FabricSummary fabric, CaseResult result) {
    page.open("div", "class", "result").line();
    page.open("p");
    Parts.badge(page, result.verdict());
    page.text(" ").leaf("span", fabric.label(), "class", "fabric");
    page.text(" " + result.reason()).closeLine();
    if (!result.detail().isBlank()) {
      page.open("details").leaf("summary", "Evidence");
      page.leaf("pre", result.detail()).closeLine();
    }
    if (!result.repeat().isBlank()) {
      Parts.command(page, result.repeat());
    }
    page.closeLine();
  }
}
