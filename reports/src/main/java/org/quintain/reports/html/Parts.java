// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.List;
import java.util.Locale;
import org.quintain.records.Verdict;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.FabricVerdict;

/** Small pieces that several sections share. */
final class Parts {
  private Parts() {}

  /** Opens a section with its heading; the caller closes it. */
  static void openSection(Markup page, String id, String heading, String lead) {
    page.open("section", "id", id, "aria-labelledby", id + "-h").line();
    page.leaf("h2", heading, "id", id + "-h").line();
    if (!lead.isEmpty()) {
      page.leaf("p", lead, "class", "lead").line();
    }
  }

  /** A verdict as a word on a tint, with a sign before it: never colour alone. */
  static void badge(Markup page, Verdict verdict) {
    page.open("span", "class", "badge " + kind(verdict));
    page.leaf("span", sign(verdict), "aria-hidden", "true");
    page.text(" " + word(verdict)).close();
  }

  /** The class that gives a verdict its colour. */
  static String kind(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "pass";
      case FAIL -> "fail";
      case SKIPPED -> "skip";
      case UNKNOWN -> "unknown";
    };
  }

  /** The class that gives a fabric's verdict its colour. */
  static String kind(FabricVerdict verdict) {
    return switch (verdict) {
      case PASS -> "pass";
      case FAIL -> "fail";
      case INCONCLUSIVE, REMARKS -> "unknown";
      case NOTHING_RAN -> "skip";
    };
  }

  /** The sign of a verdict, for places too small for a word. */
  static String sign(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "✓";
      case FAIL -> "✕";
      case SKIPPED -> "–";
      case UNKNOWN -> "?";
    };
  }

  /** The word of a verdict. */
  static String word(Verdict verdict) {
    return verdict.name().charAt(0) + verdict.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /**
   * Opens a table of figures with its head; closed by {@link #closeTable}.
   *
   * @param label what assistive technology calls it
   * @param kind {@code wide} for one that scrolls by itself on a phone, {@code stack} for one whose
   *     rows become blocks there
   * @param texts the headings of columns of text
   * @param figures the headings of columns of figures
   */
  static void openTable(
      Markup page, String label, String kind, List<String> texts, List<String> figures) {
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", label);
    page.open("table", "class", "figures " + kind).line();
    page.open("thead").open("tr");
    texts.forEach(heading -> page.leaf("th", heading, "scope", "col"));
    figures.forEach(heading -> page.leaf("th", heading, "scope", "col", "class", "n"));
    page.close().closeLine();
    page.open("tbody").line();
  }

  /** Closes body, table and region. */
  static void closeTable(Markup page) {
    page.close().close().closeLine();
  }

  /** A command to copy. */
  static void command(Markup page, String command) {
    page.open("div", "class", "command");
    page.open("pre").leaf("code", command).close();
    page.leaf("button", "Copy", "type", "button", "class", "copy", "hidden", "hidden");
    page.closeLine();
  }

  /** An element's id made of free text: letters, digits and hyphens. */
  static String slug(String text) {
    String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-+|-+$", "");
  }
}
