// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.List;
import org.quintain.records.Comparison;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.ReportModel;

/** Our figures beside those of peers, measured in the same run. */
final class ComparisonSection {
  private ComparisonSection() {}

  static boolean isEmpty(ReportModel model) {
    return comparisons(model).isEmpty();
  }

  static void write(Markup page, ReportModel model) {
    if (isEmpty(model)) {
      return;
    }
    Parts.openSection(
        page,
        "peers",
        "Beside peers",
        "Measured in the same run on the same machine; only the ratio carries over to others.");
    Parts.openTable(
        page, "Peers", "stack", List.of("Workload", "Peer"), List.of("Ours", "Theirs", "Ratio"));
    for (Comparison comparison : comparisons(model)) {
      page.open("tr");
      page.leaf("th", comparison.name(), "scope", "row")
          .leaf("td", comparison.peer(), "data-h", "Peer");
      page.leaf("td", figure(comparison.ours(), comparison.unit()), "class", "n", "data-h", "Ours");
      page.leaf(
          "td", figure(comparison.theirs(), comparison.unit()), "class", "n", "data-h", "Theirs");
      page.open("td", "class", "n", "data-h", "Ratio")
          .leaf("b", Figures.ratio(comparison.ratio()))
          .close();
      page.closeLine();
    }
    Parts.closeTable(page);
    page.closeLine();
  }

  private static String figure(double value, String unit) {
    return (value >= 1000 ? Figures.rate(value) : Figures.digits(value)) + " " + unit;
  }

  private static List<Comparison> comparisons(ReportModel model) {
    return model.runs().stream().flatMap(run -> run.comparisons().stream()).toList();
  }
}
