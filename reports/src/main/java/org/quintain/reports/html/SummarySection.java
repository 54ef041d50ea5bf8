// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Verdict;
import org.quintain.reports.chart.ShareBar;
import org.quintain.reports.chart.Words;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.FabricVerdict;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.ReportModel;

/** The head of the page: what ran, what it comes to, one card per fabric. */
final class SummarySection {
  private SummarySection() {}

  static void write(Markup page, ReportModel model) {
    page.open("header", "class", "top").line();
    page.open("div", "class", "brand");
    page.trusted(
        "<svg viewBox=\"0 0 28 28\" aria-hidden=\"true\" class=\"mark\">"
            + "<circle cx=\"14\" cy=\"14\" r=\"12\"/><circle cx=\"14\" cy=\"14\" r=\"6.5\"/>"
            + "<circle cx=\"14\" cy=\"14\" r=\"1.8\" class=\"bull\"/></svg>");
    page.leaf("span", "Quintain").closeLine();
    page.leaf("h1", heading(model)).line();
    writeFacts(page, model);
    navigation(page, model);
    page.closeLine();
    page.open("div", "class", "cards").line();
    for (int i = 0; i < model.fabrics().size(); i++) {
      card(page, model.fabrics().get(i), i);
    }
    page.closeLine();
  }

  private static String heading(ReportModel model) {
    List<FabricSummary> fabrics = model.fabrics();
    if (fabrics.isEmpty()) {
      return "No results";
    }
    int failed = 0;
    int passed = 0;
    for (FabricSummary fabric : fabrics) {
      failed += fabric.verdict() == FabricVerdict.FAIL ? 1 : 0;
      passed += fabric.verdict() == FabricVerdict.PASS ? 1 : 0;
    }
    String of = fabrics.size() == 1 ? "" : " of " + fabrics.size();
    if (failed > 0) {
      return failed + of + (failed == 1 && of.isEmpty() ? " fabric fails" : " fabrics fail");
    }
    if (passed == fabrics.size()) {
      return switch (passed) {
        case 1 -> "The fabric passes";
        case 2 -> "Both fabrics pass";
        default -> "All " + passed + " fabrics pass";
      };
    }
    return "Nothing fails; "
        + passed
        + of
        + (fabrics.size() == 1 ? " fabric" : " fabrics")
        + " pass";
  }

  private static void writeFacts(Markup page, ReportModel model) {
    page.open("p", "class", "facts");
    List<String> facts = new ArrayList<>();
    for (RunRecord run : model.runs()) {
      facts.add(
          run.title()
              + ", "
              + run.startedAt().replace('T', ' ')
              + ", "
              + Figures.duration(run.durationNs())
              + ", "
              + run.software().name()
              + " "
              + run.software().version()
              + " ("
              + run.software().commit()
              + ")");
    }
    page.text(String.join(" · ", facts));
    page.closeLine();
  }

  private static void navigation(Markup page, ReportModel model) {
    page.open("nav", "aria-label", "Sections");
    if (!FailureSection.isEmpty(model)) {
      page.leaf("a", "What failed", "href", "#failures");
    }
    if (!model.jobs().isEmpty()) {
      page.leaf("a", "Load", "href", "#load");
    }
    if (!ComparisonSection.isEmpty(model)) {
      page.leaf("a", "Peers", "href", "#peers");
    }
    if (!ReplaySection.isEmpty(model)) {
      page.leaf("a", "Published records", "href", "#replays");
    }
    if (!model.rows().isEmpty()) {
      page.leaf("a", "Conformance", "href", "#conformance");
    }
    page.leaf("a", "Set-up and how to repeat", "href", "#setup");
    page.closeLine();
  }

  private static void card(Markup page, FabricSummary fabric, int number) {
    FabricVerdict verdict = fabric.verdict();
    page.open("article", "class", "card " + Parts.kind(verdict)).line();
    page.leaf("h2", fabric.label()).line();
    page.leaf("p", verdict.words(), "class", "verdict " + Parts.kind(verdict)).line();
    if (!fabric.cases().isEmpty()) {
      cases(page, fabric, number);
    }
    if (!fabric.loads().isEmpty()) {
      loads(page, fabric);
    }
    page.leaf("p", fabric.fabric().description(), "class", "about").line();
    page.closeLine();
  }

  private static void cases(Markup page, FabricSummary fabric, int number) {
    List<ShareBar.Part> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      parts.add(new ShareBar.Part(Parts.kind(verdict), fabric.counts().of(verdict)));
    }
    String words = fabric.counts().words();
    page.trusted(
        ShareBar.svg(
            new Words("cases-" + number, "Conformance on " + fabric.label(), words, "", ""),
            parts));
    page.line();
    page.open("p", "class", "counts");
    for (Verdict verdict : Verdict.values()) {
      int count = fabric.counts().of(verdict);
      if (count > 0) {
        page.open("span", "class", "count " + Parts.kind(verdict));
        page.leaf("b", Figures.whole(count));
        page.text(" " + countWord(verdict)).close().text(" ");
      }
    }
    page.closeLine();
  }

  private static String countWord(Verdict verdict) {
    return verdict == Verdict.PASS
        ? "passed"
        : verdict == Verdict.FAIL ? "failed" : verdict.name().toLowerCase(Locale.ROOT);
  }

  private static void loads(Markup page, FabricSummary fabric) {
    LoadResult best = fabric.loads().get(0);
    for (LoadResult load : fabric.loads()) {
      best = load.iops() > best.iops() ? load : best;
    }
    page.open("p", "class", "headline");
    page.leaf("b", Figures.rate(best.iops())).text(" IOPS, " + best.job().name());
    if (fabric.loadErrors() > 0) {
      page.text("; ");
      page.leaf("strong", Figures.whole(fabric.loadErrors()) + " I/O errors", "class", "fail");
    }
    page.closeLine();
  }
}
