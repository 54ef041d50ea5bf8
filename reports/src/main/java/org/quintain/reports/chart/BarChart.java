// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.List;
import org.quintain.reports.markup.Markup;

/** Draws labelled horizontal bars, one below the other, from a common zero. */
public final class BarChart {
  /** Height of a bar and its label; few bars may take more room than many. */
  private static final int ROW = 46;

  private static final int ROW_OF_FEW = 74;
  private static final int FEW = 4;

  /** Room of a row that the label and the gap below the bar take. */
  private static final int AROUND = 30;

  /** Room for the figure behind the longest bar, in user units. */
  private static final int FIGURE = 96;

  /** Estimated width of a letter of a label, in user units. */
  private static final double LETTER = 6.6;

  private BarChart() {}

  /**
   * One bar.
   *
   * @param label what it stands for, written above it
   * @param figure its value in words, written behind it
   * @param value its length
   * @param color which of the page's series colours it has, from 0
   */
  public record Bar(String label, String figure, double value, int color) {}

  /**
   * The chart as an SVG element; its height follows the number of bars.
   *
   * @param words title and description; the axes' labels are not used
   * @param bars the bars, top down
   * @param size how wide
   */
  public static String svg(Words words, List<Bar> bars, Size size) {
    Markup svg = new Markup();
    int row = size == Size.WIDE && bars.size() <= FEW ? ROW_OF_FEW : ROW;
    int thick = row - AROUND;
    Frame.open(svg, words, size.word(), size.width(), bars.size() * (double) row + 4);
    double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    double room = size.width() - FIGURE - 2.0;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = i * (double) row;
      double length = largest > 0 ? Math.max(1.5, room * bar.value() / largest) : 1.5;
      svg.leaf(
          "text",
          fitted(bar.label(), size.width()),
          "class",
          "label",
          "x",
          "1",
          "y",
          Frame.number(top + 14));
      svg.empty(
          "rect",
          "class",
          "bar " + Series.colorClass(bar.color()),
          "x",
          "1",
          "y",
          Frame.number(top + 21),
          "width",
          Frame.number(length),
          "height",
          Integer.toString(thick),
          "rx",
          "2");
      svg.leaf(
          "text",
          bar.figure(),
          "class",
          "value",
          "x",
          Frame.number(length + 9),
          "y",
          Frame.number(top + 21 + thick / 2.0 + 4.5));
    }
    return svg.close().toString();
  }

  /** A label that would run out of the drawing loses its middle: both ends of a URL tell more. */
  static String fitted(String label, int width) {
    int room = (int) (width / LETTER);
    if (label.length() <= room) {
      return label;
    }
    int head = room / 2;
    int tail = room - head - 1;
    return label.substring(0, head) + "…" + label.substring(label.length() - tail);
  }
}
