// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.quintain.records.DirectionResult;
import org.quintain.records.Job;
import org.quintain.records.LoadResult;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.ReportModel;

/** Load results as CSV (RFC 4180): one row per fabric, job and direction; latencies in ns. */
public final class CsvReport {
  private static final double[] PERCENTS = {50, 90, 95, 99, 99.9, 99.99};

  private static final String HEADER =
      "run,fabric,job,rw,bs,iodepth,numjobs,direction,ios,bytes,errors,iops,bytes_per_second,"
          + "slat_mean_ns,clat_mean_ns,lat_mean_ns,lat_min_ns,lat_p50_ns,lat_p90_ns,lat_p95_ns,"
          + "lat_p99_ns,lat_p99.9_ns,lat_p99.99_ns,lat_max_ns,target_cpu_ns_per_io";

  private CsvReport() {}

  /** The text; equal models give equal text. */
  public static String of(ReportModel model) {
    StringBuilder out = new StringBuilder(HEADER).append("\r\n");
    for (FabricSummary fabric : model.fabrics()) {
      for (LoadResult load : fabric.loads()) {
        for (DirectionResult direction : load.directions()) {
          out.append(String.join(",", row(fabric, load, direction))).append("\r\n");
        }
      }
    }
    return out.toString();
  }

  private static List<String> row(
      FabricSummary fabric, LoadResult load, DirectionResult direction) {
    Job job = load.job();
    Histogram total = direction.total().decode();
    List<String> cells = new ArrayList<>();
    cells.add(cell(fabric.run().id()));
    cells.add(cell(fabric.fabric().name()));
    cells.add(cell(job.name()));
    cells.add(cell(job.rw()));
    cells.add(Long.toString(job.blockSizeBytes()));
    cells.add(Integer.toString(job.iodepth()));
    cells.add(Integer.toString(job.numjobs()));
    cells.add(direction.direction().word());
    cells.add(Long.toString(direction.ios()));
    cells.add(Long.toString(direction.bytes()));
    cells.add(Long.toString(direction.errors()));
    cells.add(number(direction.iops()));
    cells.add(number(direction.bytesPerSecond()));
    cells.add(number(direction.submission().meanNs()));
    cells.add(number(direction.completion().meanNs()));
    cells.add(number(direction.total().meanNs()));
    cells.add(Long.toString(direction.total().minNs()));
    for (double percent : PERCENTS) {
      cells.add(Long.toString(total.getValueAtPercentile(percent)));
    }
    cells.add(Long.toString(direction.total().maxNs()));
    Double cpu = load.targetCpuNsPerIo();
    cells.add(cpu == null ? "" : number(cpu));
    return cells;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A text cell; what a spreadsheet would run as a formula is made plain text by an apostrophe. */
  static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
