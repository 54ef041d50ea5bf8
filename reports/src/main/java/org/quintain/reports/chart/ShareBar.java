// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.List;
import org.quintain.reports.markup.Markup;

/** Draws one slim bar that is divided into the parts of a whole. */
public final class ShareBar {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 10;

  /** Parts smaller than this, in user units, are widened to it: a single failure must be seen. */
  private static final double LEAST = 5;

  private ShareBar() {}

  /**
   * One part.
   *
   * @param kind the class that gives it its colour
   * @param count how many
   */
  public record Part(String kind, int count) {}

  /**
   * The bar as an SVG element.
   *
   * @param words title and description; the axes' labels are not used
   * @param parts the parts, from the left; those of count 0 are left out
   */
  public static String svg(Words words, List<Part> parts) {
    List<Part> shown = parts.stream().filter(part -> part.count() > 0).toList();
    int total = shown.stream().mapToInt(Part::count).sum();
    double gaps = Math.max(0, shown.size() - 1) * 2.0;
    double small = 0;
    int large = 0;
    for (Part part : shown) {
      if (part.count() * (WIDTH - gaps) / total < LEAST) {
        small += LEAST;
      } else {
        large += part.count();
      }
    }
    Markup svg = new Markup();
    Frame.open(svg, words, "share", WIDTH, HEIGHT);
    double left = 0;
    for (Part part : shown) {
      boolean widened = part.count() * (WIDTH - gaps) / total < LEAST;
      double width = widened ? LEAST : part.count() * (WIDTH - gaps - small) / large;
      svg.empty(
          "rect",
          "class",
          part.kind(),
          "x",
          Frame.number(left),
          "y",
          "0",
          "width",
          Frame.number(width),
          "height",
          Integer.toString(HEIGHT),
          "rx",
          "2");
      left += width + 2;
    }
    return svg.close().toString();
  }
}
