// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.List;
import java.util.Locale;
import org.quintain.reports.markup.Markup;

/** Draws lines and tinted areas between two axes. */
public final class LineChart {
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 28;
  private static final int BOTTOM = 42;

  /** Estimated width of a digit of a tick's label, in user units: to keep labels apart. */
  private static final double DIGIT = 7.2;

  private final Words words;
  private final Scale x;
  private final Scale y;
  private final Size size;

  private LineChart(Words words, Scale x, Scale y, Size size) {
    this.words = words;
    this.x = x;
    this.y = y;
    this.size = size;
  }

  /**
   * The chart as an SVG element.
   *
   * @param words title, description and labels
   * @param x the horizontal axis
   * @param y the vertical axis
   * @param series the lines, the first on top
   * @param size how large
   */
  public static String svg(Words words, Scale x, Scale y, List<Series> series, Size size) {
    return new LineChart(words, x, y, size).draw(series);
  }

  private String draw(List<Series> series) {
    Markup svg = new Markup();
    Frame.open(svg, words, size.word(), size.width(), size.height());
    drawGrid(svg);
    for (int i = series.size() - 1; i >= 0; i--) {
      drawSeries(svg, series.get(i));
    }
    drawLabels(svg);
    return svg.close().toString();
  }

  private double px(double at) {
    return LEFT + at * (size.width() - LEFT - RIGHT);
  }

  private double py(double at) {
    return size.height() - BOTTOM - at * (size.height() - TOP - BOTTOM);
  }

  private void drawGrid(Markup svg) {
    for (Tick tick : y.ticks()) {
      String at = Frame.number(py(tick.at()));
      String kind = tick.label().isEmpty() ? "grid minor" : "grid";
      svg.empty(
          "line",
          "class",
          kind,
          "x1",
          Frame.number(px(0)),
          "x2",
          Frame.number(px(1)),
          "y1",
          at,
          "y2",
          at);
      if (!tick.label().isEmpty()) {
        svg.leaf(
            "text",
            tick.label(),
            "class",
            "tick",
            "x",
            Frame.number(px(0) - 7),
            "y",
            Frame.number(py(tick.at()) + 4),
            "text-anchor",
            "end");
      }
    }
    drawHorizontalTicks(svg);
    svg.empty(
        "line",
        "class",
        "axis",
        "x1",
        Frame.number(px(0)),
        "x2",
        Frame.number(px(1)),
        "y1",
        Frame.number(py(0)),
        "y2",
        Frame.number(py(0)));
  }

  private void drawHorizontalTicks(Markup svg) {
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : x.ticks()) {
      String at = Frame.number(px(tick.at()));
      String kind = tick.label().isEmpty() ? "grid minor" : "grid";
      svg.empty(
          "line",
          "class",
          kind,
          "x1",
          at,
          "x2",
          at,
          "y1",
          Frame.number(py(0)),
          "y2",
          Frame.number(py(1)));
      double half = tick.label().length() * DIGIT / 2;
      double middle = Math.min(px(tick.at()), size.width() - half - 1);
      if (!tick.label().isEmpty() && middle - half > free) {
        svg.leaf(
            "text",
            tick.label(),
            "class",
            "tick",
            "x",
            Frame.number(middle),
            "y",
            Frame.number(py(0) + 18),
            "text-anchor",
            "middle");
        free = middle + half + 5;
      }
    }
  }

  private void drawLabels(Markup svg) {
    svg.leaf("text", words.yLabel(), "class", "label", "x", "2", "y", "13");
    svg.leaf(
        "text",
        words.xLabel(),
        "class",
        "label",
        "x",
        Frame.number(px(1)),
        "y",
        Frame.number(size.height() - 6.0),
        "text-anchor",
        "end");
  }

  private void drawSeries(Markup svg, Series series) {
    if (series.points().isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Series.Place place : series.points()) {
      path.append(path.length() == 0 ? "M" : "L")
          .append(Frame.number(px(x.at(place.x()))))
          .append(' ')
          .append(Frame.number(py(y.at(place.y()))));
    }
    if (series.look() == Series.Look.AREA) {
      String first = Frame.number(px(x.at(series.points().get(0).x())));
      String last = Frame.number(px(x.at(series.points().get(series.points().size() - 1).x())));
      String ground = Frame.number(py(0));
      svg.empty(
          "path",
          "class",
          "area " + series.colorClass(),
          "d",
          String.format(Locale.ROOT, "%sL%s %sL%s %sZ", path, last, ground, first, ground));
    }
    svg.empty(
        "path",
        "class",
        series.lineClass(),
        "stroke-dasharray",
        series.dashes().isEmpty() ? "none" : series.dashes(),
        "d",
        path.toString());
    if (series.points().size() == 1) {
      Series.Place only = series.points().get(0);
      svg.empty(
          "circle",
          "class",
          "dot " + series.colorClass(),
          "cx",
          Frame.number(px(x.at(only.x()))),
          "cy",
          Frame.number(py(y.at(only.y()))),
          "r",
          "4");
    }
  }
}
