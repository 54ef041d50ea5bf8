// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.quintain.records.published.Point;
import org.quintain.records.published.PublishedRecord;
import org.quintain.records.published.PublishedRecords;
import org.quintain.records.published.Use;
import org.quintain.reports.chart.LineChart;
import org.quintain.reports.chart.Scale;
import org.quintain.reports.chart.Series;
import org.quintain.reports.chart.Size;
import org.quintain.reports.chart.Words;
import org.quintain.sim.ib.LineFit;
import org.quintain.sim.ib.SrpSweep;
import org.quintain.sim.ib.SrpTimingModel;
import org.quintain.sim.ib.link.LinkSpeed;

/**
 * Writes docs/srp-sweep.md and its picture: SCST's published block-size sweep over SRP beside the
 * same sweep in simulation, whose hosts' costs are fitted to a part of it.
 */
final class SweepPage {
  /** How far simulation may be from figures that it was not fitted to, in per cent. */
  static final double TOLERANCE_PERCENT = 10;

  private static final String RECORD = "scst-srp-2011";
  private static final LinkSpeed SPEED = LinkSpeed.QDR;
  private static final int KIB = 1024;
  private static final int LARGEST_BYTES = 4 << 20;
  private static final int DEPTH = 32;
  private static final int DEPTH_BYTES = 4 << 10;

  private static final String STYLE =
      "<style>text{font:12px sans-serif;fill:#444}.label{font-weight:bold}"
          + ".grid{stroke:#ddd;stroke-width:1}.minor{stroke:#eee}.axis{stroke:#888}"
          + ".line{fill:none;stroke-width:2}.fine{stroke-width:5;opacity:.3}"
          + ".s1{stroke:#0b63c5}.s2{stroke:#c2410c}</style>";

  private SweepPage() {}

  /** One size of the sweep. */
  private record Row(int bytes, double published, double simulated, boolean isFittedTo) {
    double errorPercent() {
      return 100 * (simulated - published) / published;
    }

    /** Whether it was kept out of the fit, and counts. */
    boolean isHeldOut() {
      return !isFittedTo && bytes <= 1 << 20;
    }
  }

  /**
   * The page and its picture.
   *
   * @param fittedPercent the largest error over the sizes that costs were fitted to
   * @param linePercent how far those sizes are from the fitted lines themselves
   * @param heldOutPercent the largest error over the sizes that were held out
   */
  record Page(
      String text,
      String picture,
      double fittedPercent,
      double linePercent,
      double heldOutPercent) {}

  static Page write(String renewal) {
    PublishedRecord record = PublishedRecords.load().record(RECORD).orElseThrow();
    LineFit reads = fit(record, "read");
    LineFit writes = fit(record, "write");
    SrpSweep.Costs costs = SrpTimingModel.calibrate(SPEED, reads, writes);
    List<Row> readRows = rows(record, "read", costs);
    List<Row> writeRows = rows(record, "write", costs);
    double deep = 1e9 / SrpSweep.meanNs(costs, SPEED, false, DEPTH_BYTES, DEPTH);
    double deepPublished = published(record, "read", DEPTH).get(DEPTH_BYTES).baseValue();
    List<Row> all = new ArrayList<>(readRows);
    all.addAll(writeRows);
    double fitted = worst(all.stream().filter(Row::isFittedTo).toList());
    double heldOut = worst(all.stream().filter(Row::isHeldOut).toList());
    String text =
        SweepText.HEAD.formatted(renewal, SweepText.hosts(record))
            + SweepText.fits(reads, writes)
            + SweepText.costs(costs)
            + SweepText.verdict(fitted, heldOut, TOLERANCE_PERCENT)
            + table(readRows, writeRows)
            + SweepText.depth(deep, deepPublished);
    double line = Math.max(reads.worstPercent(), writes.worstPercent());
    return new Page(text, picture(readRows, writeRows), fitted, line, heldOut);
  }

  private static double worst(List<Row> rows) {
    return rows.stream().mapToDouble(row -> Math.abs(row.errorPercent())).max().orElseThrow();
  }

  /** The published rates, by size in bytes. */
  private static TreeMap<Integer, Point> published(
      PublishedRecord record, String direction, int depth) {
    TreeMap<Integer, Point> points = new TreeMap<>();
    for (Point point : record.points()) {
      boolean isMeant =
          direction.equals(point.at().get("rw"))
              && Integer.toString(depth).equals(point.at().get("iodepth"));
      if (isMeant) {
        points.put(Integer.parseInt(point.at().getOrDefault("bs", "0")), point);
      }
    }
    return points;
  }

  private static LineFit fit(PublishedRecord record, String direction) {
    List<Double> kib = new ArrayList<>();
    List<Double> us = new ArrayList<>();
    published(record, direction, 1)
        .forEach(
            (bytes, point) -> {
              if (point.use() == Use.CALIBRATION) {
                kib.add((double) bytes / KIB);
                us.add(1e6 / point.baseValue());
              }
            });
    return LineFit.of(
        kib.stream().mapToDouble(Double::doubleValue).toArray(),
        us.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static List<Row> rows(PublishedRecord record, String direction, SrpSweep.Costs costs) {
    List<Row> rows = new ArrayList<>();
    boolean isWrite = direction.equals("write");
    published(record, direction, 1)
        .headMap(LARGEST_BYTES, true)
        .forEach(
            (bytes, point) ->
                rows.add(
                    new Row(
                        bytes,
                        point.baseValue(),
                        1e9 / SrpSweep.meanNs(costs, SPEED, isWrite, bytes, 1),
                        point.use() == Use.CALIBRATION)));
    return rows;
  }

  private static String table(List<Row> reads, List<Row> writes) {
    StringBuilder table = new StringBuilder(SweepText.TABLE_HEAD);
    for (int index = 0; index < reads.size(); index++) {
      Row read = reads.get(index);
      Row write = writes.get(index);
      table.append(
          String.format(
              Locale.ROOT,
              "| %d KiB | %.0f | %.0f | %+.1f | %.0f | %.0f | %+.1f | %s |%n",
              read.bytes() / KIB,
              read.published(),
              read.simulated(),
              read.errorPercent(),
              write.published(),
              write.simulated(),
              write.errorPercent(),
              read.isFittedTo() ? "fitted to" : read.isHeldOut() ? "held out" : "beyond"));
    }
    return table.append('\n').toString();
  }

  private static List<Series.Place> places(List<Row> rows, boolean isPublished) {
    return rows.stream()
        .map(
            row ->
                new Series.Place(
                    (double) row.bytes() / KIB,
                    row.bytes() * (isPublished ? row.published() : row.simulated()) / 1e6))
        .toList();
  }

  /** A thin line for each direction of the simulation, on a broad one for what was published. */
  private static String picture(List<Row> reads, List<Row> writes) {
    List<Series> series =
        List.of(
            new Series("reads", 0, places(reads, false), Series.Look.LINE),
            new Series("reads, published", 0, places(reads, true), Series.Look.FINE),
            new Series("writes", 1, places(writes, false), Series.Look.LINE),
            new Series("writes, published", 1, places(writes, true), Series.Look.FINE));
    Words words =
        new Words(
            "sweep",
            "Throughput of single transfers over SRP against their size",
            "Reads are the upper pair of lines, writes the lower: thin what the simulation gives,"
                + " broad and pale what was published. They lie on each other up to 1 MiB, and"
                + " the simulation is above from 2 MiB on.",
            "KiB",
            "MB/s of reads, above, and of writes");
    String svg =
        LineChart.svg(
            words,
            Scale.logarithmic(4, 4_096, mark -> String.format(Locale.ROOT, "%.0f", mark)),
            Scale.fromZero(3_500, mark -> String.format(Locale.ROOT, "%.0f", mark)),
            series,
            Size.WIDE);
    int head = svg.indexOf('>') + 1;
    String open =
        svg.substring(0, head).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    return open + STYLE + svg.substring(head) + "\n";
  }
}
