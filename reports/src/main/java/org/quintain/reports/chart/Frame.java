// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.Locale;
import org.quintain.reports.markup.Markup;

/** What every chart begins with, and how coordinates are spelled. */
final class Frame {
  private Frame() {}

  /** Opens the SVG element with its title and description; the caller closes it. */
  static void open(Markup svg, Words words, String kind, double width, double height) {
    String id = words.id() + "-" + kind;
    svg.open(
        "svg",
        "class",
        "chart " + kind,
        "viewBox",
        "0 0 " + number(width) + " " + number(height),
        "role",
        "img",
        "aria-labelledby",
        id + "-t " + id + "-d");
    svg.leaf("title", words.title(), "id", id + "-t");
    svg.leaf("desc", words.description(), "id", id + "-d");
  }

  /** A coordinate with at most two places and no needless zeroes. */
  static String number(double value) {
    double rounded = Math.rint(value * 100) / 100;
    if (rounded == Math.rint(rounded)) {
      return Long.toString((long) rounded);
    }
    String text = String.format(Locale.ROOT, "%.2f", rounded);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }
}
