// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.CaseRow;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.ReportModel;

/** Every case on every fabric: an overview of squares, and a table that can be filtered. */
final class ConformanceSection {
  private ConformanceSection() {}

  static void write(Markup page, ReportModel model) {
    if (model.rows().isEmpty()) {
      return;
    }
    Parts.openSection(
        page,
        "conformance",
        "Conformance",
        Figures.whole(model.rows().size())
            + (model.rows().size() == 1 ? " case" : " cases")
            + " on "
            + model.tested().size()
            + (model.tested().size() == 1 ? " fabric: " : " fabrics: ")
            + model.counts().words()
            + ". A skipped case is never counted as passed.");
    matrix(page, model);
    controls(page);
    table(page, model);
    page.closeLine();
  }

  private static void matrix(Markup page, ReportModel model) {
    page.open("div", "class", "matrix", "aria-hidden", "true").line();
    for (Map.Entry<String, List<CaseRow>> area : areas(model).entrySet()) {
      page.open("div", "class", "area");
      page.leaf("span", area.getKey(), "class", "id");
      page.open("div", "class", "grid");
      for (CaseRow row : area.getValue()) {
        page.open("div", "class", "column");
        for (int column = 0; column < model.tested().size(); column++) {
          square(page, row, row.results().get(column), model.tested().get(column));
        }
        page.close();
      }
      page.close();
      page.closeLine();
    }
    page.closeLine();
    page.open("p", "class", "key");
    page.text("One column per case; a plain square passed");
    for (Verdict verdict : new Verdict[] {Verdict.FAIL, Verdict.SKIPPED, Verdict.UNKNOWN}) {
      page.text(", " + Parts.sign(verdict) + " " + Parts.word(verdict).toLowerCase(Locale.ROOT));
    }
    if (model.tested().size() > 1) {
      page.text(". Squares from the top: ");
      page.text(String.join(", ", model.tested().stream().map(FabricSummary::label).toList()));
    }
    page.text(".").closeLine();
  }

  private static void square(
      Markup page, CaseRow row, @Nullable CaseResult result, FabricSummary fabric) {
    if (result == null) {
      page.leaf(
          "span", "", "class", "sq none", "title", row.id() + " not run on " + fabric.label());
      return;
    }
    page.leaf(
        "a",
        result.verdict() == Verdict.PASS ? "" : Parts.sign(result.verdict()),
        "class",
        "sq " + Parts.kind(result.verdict()),
        "tabindex",
        "-1",
        "href",
        "#case-" + Parts.slug(row.id()),
        "title",
        row.id() + " " + Parts.word(result.verdict()) + " on " + fabric.label());
  }

  private static void controls(Markup page) {
    page.open("form", "class", "filter", "hidden", "hidden", "role", "search").line();
    page.open("label").leaf("span", "Search id, title, clause, reason");
    page.empty("input", "type", "search", "id", "q");
    page.closeLine();
    page.open("label").leaf("span", "Verdict");
    page.open("select", "id", "v").leaf("option", "any", "value", "");
    for (Verdict verdict : Verdict.values()) {
      page.leaf("option", Parts.word(verdict), "value", verdict.name());
    }
    page.close();
    page.closeLine();
    page.open("label").leaf("span", "Level");
    page.open("select", "id", "l").leaf("option", "any", "value", "");
    for (String level : new String[] {"shall", "should", "vendor"}) {
      page.leaf("option", level, "value", level);
    }
    page.close();
    page.closeLine();
    page.leaf("output", "", "id", "shown", "aria-live", "polite");
    page.closeLine();
  }

  private static void table(Markup page, ReportModel model) {
    page.open("table", "class", "cases").line();
    page.open("thead").open("tr");
    page.leaf("th", "Case", "scope", "col").leaf("th", "What it asks", "scope", "col");
    for (FabricSummary fabric : model.tested()) {
      page.leaf("th", fabric.label(), "scope", "col", "class", "v");
    }
    page.close().closeLine();
    for (Map.Entry<String, List<CaseRow>> area : areas(model).entrySet()) {
      page.open("tbody").line();
      for (CaseRow row : area.getValue()) {
        row(page, model, row);
      }
      page.closeLine();
    }
    page.closeLine();
  }

  private static void row(Markup page, ReportModel model, CaseRow row) {
    StringBuilder verdicts = new StringBuilder();
    for (Verdict verdict : Verdict.values()) {
      verdicts.append(row.has(verdict) ? " " + verdict.name() : "");
    }
    CaseResult first = row.first();
    page.open(
        "tr",
        "id",
        "case-" + Parts.slug(row.id()),
        "data-v",
        verdicts.toString().trim(),
        "data-l",
        first.level().word());
    page.open("th", "scope", "row", "class", "id").text(row.id()).close();
    page.open("td", "class", "what");
    page.leaf("span", first.title(), "class", "t");
    page.open("span", "class", "clause");
    page.text(first.clause() + " · " + first.level().word());
    page.text(first.requires().isBlank() ? "" : " · needs " + first.requires()).close();
    reasons(page, model, row);
    page.close();
    for (int i = 0; i < row.results().size(); i++) {
      CaseResult result = row.results().get(i);
      page.open("td", "class", "v", "data-f", model.tested().get(i).label());
      if (result == null) {
        page.leaf("span", "not run", "class", "none");
      } else {
        Parts.badge(page, result.verdict());
      }
      page.close();
    }
    page.closeLine();
  }

  /** Each reason once, with the fabrics it was given for. */
  private static void reasons(Markup page, ReportModel model, CaseRow row) {
    Map<String, List<String>> fabricsByReason = new LinkedHashMap<>();
    for (int i = 0; i < row.results().size(); i++) {
      CaseResult result = row.results().get(i);
      if (result != null && !result.reason().isBlank()) {
        fabricsByReason
            .computeIfAbsent(result.reason(), reason -> new ArrayList<>())
            .add(model.tested().get(i).label());
      }
    }
    for (Map.Entry<String, List<String>> entry : fabricsByReason.entrySet()) {
      page.open("span", "class", "reason");
      if (model.tested().size() > 1) {
        page.leaf("b", String.join(", ", entry.getValue())).text(": ");
      }
      page.text(entry.getKey()).close();
    }
  }

  private static Map<String, List<CaseRow>> areas(ReportModel model) {
    Map<String, List<CaseRow>> areas = new LinkedHashMap<>();
    for (CaseRow row : model.rows()) {
      areas.computeIfAbsent(row.area(), area -> new ArrayList<>()).add(row);
    }
    return areas;
  }
}
