// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.quintain.records.DirectionResult;
import org.quintain.records.LoadResult;
import org.quintain.records.SeriesPoint;
import org.quintain.reports.chart.Distribution;
import org.quintain.reports.chart.LineChart;
import org.quintain.reports.chart.Scale;
import org.quintain.reports.chart.Series;
import org.quintain.reports.chart.Series.Look;
import org.quintain.reports.chart.Series.Place;
import org.quintain.reports.chart.Size;
import org.quintain.reports.chart.Words;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.JobGroup;

/** The charts of one job: percentiles, histogram, rate over time. */
final class LoadCharts {
  private final JobGroup group;
  private final String id;
  private final List<Measured> measured = new ArrayList<>();

  /** One distribution with the name and colour it has in every chart. */
  private record Measured(String name, int color, boolean second, Histogram histogram) {}

  LoadCharts(JobGroup group, String id) {
    this.group = group;
    this.id = id;
    List<JobGroup.Entry> entries = group.entries();
    for (int i = 0; i < entries.size(); i++) {
      List<DirectionResult> directions = entries.get(i).load().directions();
      for (int d = 0; d < directions.size(); d++) {
        DirectionResult direction = directions.get(d);
        Histogram histogram = direction.total().decode();
        if (histogram.getTotalCount() > 0) {
          String label = entries.get(i).fabric().label();
          String name = directions.size() > 1 ? label + " " + direction.direction().word() : label;
          // Colour and dashes tell the fabric, as its bar does; the weight tells the direction.
          measured.add(new Measured(name, i, d > 0, histogram));
        }
      }
    }
  }

  void writePercentiles(Markup page) {
    if (measured.isEmpty()) {
      return;
    }
    long count = 1;
    double smallest = Double.MAX_VALUE;
    double largest = 1;
    List<Series> series = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (Measured one : measured) {
      Histogram histogram = one.histogram();
      count = Math.max(count, histogram.getTotalCount());
      smallest = Math.min(smallest, Math.max(1, histogram.getMinValue()));
      largest = Math.max(largest, histogram.getMaxValue());
      series.add(
          new Series(
              one.name(),
              one.color(),
              Distribution.percentiles(histogram),
              one.second() ? Look.FINE : Look.LINE));
      words
          .append(one.name())
          .append(": median ")
          .append(Figures.time(histogram.getValueAtPercentile(50)))
          .append(", 99 % ")
          .append(Figures.time(histogram.getValueAtPercentile(99)))
          .append(", largest ")
          .append(Figures.time(histogram.getMaxValue()))
          .append(". ");
    }
    Words text =
        new Words(id + "-pct", "Latency by percentile", words.toString(), "percentile", "latency");
    figure(
        page,
        text,
        Scale.nines(count),
        Scale.logarithmic(smallest, largest, LoadCharts::shortTime),
        series);
  }

  void writeHistogram(Markup page) {
    if (measured.isEmpty()) {
      return;
    }
    double smallest = Double.MAX_VALUE;
    double largest = 1;
    double share = 0;
    List<Series> series = new ArrayList<>();
    for (Measured one : measured) {
      List<Place> outline = Distribution.outline(one.histogram());
      series.add(
          new Series(one.name(), one.color(), outline, one.second() ? Look.FINE : Look.AREA));
      smallest = Math.min(smallest, outline.get(0).x());
      largest = Math.max(largest, outline.get(outline.size() - 1).x());
      share = Math.max(share, outline.stream().mapToDouble(Place::y).max().orElse(0));
    }
    Words text =
        new Words(
            id + "-hist",
            "Latency histogram",
            "Share of the operations by latency, from "
                + Figures.time(smallest)
                + " to "
                + Figures.time(largest)
                + ".",
            "latency",
            "share of operations");
    figure(
        page,
        text,
        Scale.logarithmic(smallest, largest, LoadCharts::shortTime),
        Scale.fromZero(share, value -> Figures.plain(value) + " %"),
        series);
  }

  void writeSeries(Markup page) {
    double end = 0;
    double largest = 0;
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < group.entries().size(); i++) {
      LoadResult load = group.entries().get(i).load();
      List<Place> places = new ArrayList<>();
      for (SeriesPoint point : load.series()) {
        places.add(new Place(point.atNs() / 1e9, point.iops()));
        end = Math.max(end, point.atNs() / 1e9);
        largest = Math.max(largest, point.iops());
      }
      if (!places.isEmpty()) {
        series.add(new Series(group.entries().get(i).fabric().label(), i, places, Look.LINE));
      }
    }
    if (series.isEmpty()) {
      return;
    }
    Words text =
        new Words(
            id + "-time",
            "Rate over time",
            "Operations per second over "
                + Figures.time(end * 1e9)
                + ", at most "
                + Figures.rate(largest)
                + ".",
            "time",
            "IOPS");
    figure(
        page,
        text,
        Scale.fromZero(end, value -> Figures.plain(value) + " s"),
        Scale.fromZero(largest, LoadCharts::shortRate),
        series);
  }

  private static void figure(Markup page, Words text, Scale x, Scale y, List<Series> series) {
    page.open("figure").leaf("figcaption", text.title());
    for (Size size : Size.values()) {
      page.trusted(LineChart.svg(text, x, y, series, size));
    }
    page.open("ul", "class", "legend");
    for (Series one : series) {
      page.open("li");
      page.open("svg", "viewBox", "0 0 26 10", "aria-hidden", "true");
      page.empty(
          "line",
          "class",
          one.lineClass(),
          "x1",
          "1",
          "x2",
          "25",
          "y1",
          "5",
          "y2",
          "5",
          "stroke-dasharray",
          one.dashes().isEmpty() ? "none" : one.dashes());
      page.close().text(one.name()).close();
    }
    page.close();
    page.closeLine();
  }

  /** A tick of a logarithmic time axis: 1, 2 or 5 times a power of ten, so never a fraction. */
  private static String shortTime(double ns) {
    String time = Figures.time(ns);
    return time.replaceAll("\\.0+ ", " ");
  }

  private static String shortRate(double rate) {
    return Figures.rate(rate).replaceAll("\\.0+(?= |$)", "").replaceAll("(\\.\\d)0(?= |$)", "$1");
  }
}
