// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quintain.records.DirectionResult;
import org.quintain.records.Job;
import org.quintain.records.LoadResult;
import org.quintain.records.Percentile;
import org.quintain.reports.chart.BarChart;
import org.quintain.reports.chart.Size;
import org.quintain.reports.chart.Words;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.JobGroup;
import org.quintain.reports.model.ReportModel;

/** The load results: one block per job with its charts and its table of figures. */
final class LoadSection {
  private static final double[] COLUMNS = {50, 90, 99, 99.9, 99.99};

  private LoadSection() {}

  static void write(Markup page, ReportModel model) {
    if (model.jobs().isEmpty()) {
      return;
    }
    Parts.openSection(
        page,
        "load",
        "Load",
        "Latencies are total latencies, from the intended start to the known outcome. Simulated"
            + " fabrics count virtual time.");
    for (int i = 0; i < model.jobs().size(); i++) {
      block(page, model.jobs().get(i), "job" + (i + 1));
    }
    page.closeLine();
  }

  private static void block(Markup page, JobGroup group, String id) {
    page.open("article", "class", "job").line();
    page.leaf("h3", group.job().name()).line();
    page.leaf("p", describe(group.job()), "class", "clause").line();
    page.open("div", "class", "charts").line();
    if (group.entries().size() == 1) {
      headlines(page, group.entries().get(0).load());
    } else {
      rates(page, group, id);
    }
    LoadCharts charts = new LoadCharts(group, id);
    charts.writePercentiles(page);
    charts.writeHistogram(page);
    charts.writeSeries(page);
    page.closeLine();
    table(page, group);
    page.closeLine();
  }

  /** The job in a line, in fio's words. */
  private static String describe(Job job) {
    List<String> parts = new ArrayList<>();
    parts.add(job.rw() + (job.rw().endsWith("rw") ? " " + job.rwMixRead() + " % reads" : ""));
    parts.add(Figures.size(job.blockSizeBytes()) + " blocks");
    parts.add(
        "depth " + job.iodepth() + (job.numjobs() > 1 ? " × " + job.numjobs() + " jobs" : ""));
    parts.add("over " + Figures.size(job.sizeBytes()));
    if (job.runtimeNs() > 0) {
      parts.add("for " + Figures.duration(job.runtimeNs()));
    }
    job.options().forEach((name, value) -> parts.add(name + "=" + value));
    return String.join(" · ", parts);
  }

  /**
   * With one fabric there is nothing to compare, and one bar says nothing: large figures instead.
   */
  private static void headlines(Markup page, LoadResult load) {
    page.open("dl", "class", "headlines").line();
    headline(page, "Operations per second", Figures.rate(load.iops()));
    headline(page, "Bandwidth", Figures.bandwidth(load.bytesPerSecond()));
    for (DirectionResult direction : load.directions()) {
      String word = direction.direction().word();
      headline(page, "Median " + word, percentile(direction, 50));
      headline(page, "99 % of " + word + "s within", percentile(direction, 99));
    }
    page.closeLine();
  }

  private static void headline(Markup page, String name, String figure) {
    page.open("div").leaf("dt", name).leaf("dd", figure).closeLine();
  }

  private static void rates(Markup page, JobGroup group, String id) {
    List<BarChart.Bar> bars = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < group.entries().size(); i++) {
      JobGroup.Entry entry = group.entries().get(i);
      LoadResult load = entry.load();
      String figure = Figures.rate(load.iops()) + " IOPS";
      bars.add(new BarChart.Bar(entry.fabric().label(), figure, load.iops(), i));
      words.append(i == 0 ? "" : ", ").append(entry.fabric().label()).append(' ').append(figure);
    }
    String title = "Operations per second";
    Words text = new Words(id + "-iops", title, words + ".", "", "");
    page.open("figure").leaf("figcaption", title);
    for (Size size : Size.values()) {
      page.trusted(BarChart.svg(text, bars, size));
    }
    page.closeLine();
  }

  private static void table(Markup page, JobGroup group) {
    List<String> headings = new ArrayList<>(List.of("IOPS", "Bandwidth", "Errors", "Mean"));
    for (double percent : COLUMNS) {
      headings.add("p" + plain(percent));
    }
    headings.add("Max");
    headings.add("Target CPU per I/O");
    String label = "Figures of " + group.job().name();
    Parts.openTable(page, label, "wide", List.of("Fabric", "Direction"), headings);
    for (JobGroup.Entry entry : group.entries()) {
      for (DirectionResult direction : entry.load().directions()) {
        row(page, entry, direction);
      }
    }
    Parts.closeTable(page);
  }

  private static void row(Markup page, JobGroup.Entry entry, DirectionResult direction) {
    page.open("tr");
    page.leaf("th", entry.fabric().label(), "scope", "row");
    page.leaf("td", direction.direction().word());
    page.leaf("td", Figures.rate(direction.iops()), "class", "n");
    page.leaf("td", Figures.bandwidth(direction.bytesPerSecond()), "class", "n");
    page.leaf(
        "td", Figures.whole(direction.errors()), "class", direction.errors() > 0 ? "n fail" : "n");
    page.leaf("td", Figures.time(direction.total().meanNs()), "class", "n");
    for (double percent : COLUMNS) {
      page.leaf("td", percentile(direction, percent), "class", "n");
    }
    page.leaf("td", Figures.time(direction.total().maxNs()), "class", "n");
    Double cpu = entry.load().targetCpuNsPerIo();
    page.leaf("td", cpu == null ? "not measured" : Figures.time(cpu), "class", "n");
    page.closeLine();
  }

  private static String percentile(DirectionResult direction, double percent) {
    for (Percentile percentile : direction.total().percentiles()) {
      if (Math.abs(percentile.percent() - percent) < 1e-9) {
        return Figures.time(percentile.valueNs());
      }
    }
    return Figures.time(direction.total().decode().getValueAtPercentile(percent));
  }

  private static String plain(double percent) {
    return percent == Math.rint(percent)
        ? Long.toString((long) percent)
        : String.format(Locale.ROOT, "%s", percent);
  }
}
