// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.List;
import java.util.Locale;
import org.quintain.records.ReplayResult;
import org.quintain.records.ReplayRow;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.ReportModel;

/** Replays beside the published records they follow: every figure, its evidence, its error. */
final class ReplaySection {
  private ReplaySection() {}

  static boolean isEmpty(ReportModel model) {
    return replays(model).isEmpty();
  }

  static void write(Markup page, ReportModel model) {
    if (isEmpty(model)) {
      return;
    }
    Parts.openSection(
        page,
        "replays",
        "Beside published records",
        "A single figure is never called matched: a model with one free parameter hits any one"
            + " number.");
    for (ReplayResult replay : replays(model)) {
      write(page, replay);
    }
    page.closeLine();
  }

  private static void write(Markup page, ReplayResult replay) {
    page.open("article", "class", "replay").line();
    page.open("h3").leaf("span", replay.recordId(), "class", "id");
    page.text(" " + replay.title()).closeLine();
    page.open("p");
    String words = Figures.conclusion(replay.conclusion());
    page.leaf("span", words, "class", "badge " + kind(replay.conclusion()));
    page.text(" " + replay.reason()).closeLine();
    if (!replay.notice().isEmpty()) {
      page.leaf("p", replay.notice(), "class", "clause").line();
    }
    Parts.openTable(
        page,
        "Figures of " + replay.recordId(),
        "stack",
        List.of("Figure", "Evidence"),
        List.of("Published", "Ours", "Error"));
    for (ReplayRow row : replay.rows()) {
      page.open("tr");
      page.leaf("th", row.point(), "scope", "row").leaf("td", row.evidence(), "data-h", "Evidence");
      page.leaf(
          "td", Figures.inUnit(row.published(), row.unit()), "class", "n", "data-h", "Published");
      page.leaf("td", Figures.inUnit(row.measured(), row.unit()), "class", "n", "data-h", "Ours");
      String error = String.format(Locale.ROOT, "%+.1f %%", row.errorPercent());
      page.open("td", "class", "n", "data-h", "Error").leaf("b", error).close();
      page.closeLine();
    }
    Parts.closeTable(page);
    page.closeLine();
  }

  private static String kind(String conclusion) {
    return switch (conclusion) {
      case "MATCHED" -> "pass";
      case "NOT_MATCHED" -> "fail";
      default -> "unknown";
    };
  }

  private static List<ReplayResult> replays(ReportModel model) {
    return model.runs().stream().flatMap(run -> run.replays().stream()).toList();
  }
}
