// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.Latency;
import org.quintain.records.LoadResult;
import org.quintain.records.Percentile;

/**
 * Writes load results as fio's {@code --output-format=json+} does, so that fio's parsers and
 * plotters read them: latencies in nanoseconds, bandwidth in KiB/s ({@code bw}) and bytes/s ({@code
 * bw_bytes}), run times in milliseconds.
 */
public final class FioJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private FioJson() {}

  /**
   * The whole document.
   *
   * @param version what stands where fio states its version
   * @param timestampMs when the run ended, in milliseconds since 1970
   */
  public static String write(String version, long timestampMs, List<LoadResult> results) {
    ObjectNode root = JSON.createObjectNode();
    root.put("fio version", version);
    root.put("timestamp", timestampMs / 1000);
    root.put("timestamp_ms", timestampMs);
    root.putObject("global options").put("ioengine", "quintain");
    ArrayNode jobs = root.putArray("jobs");
    for (LoadResult result : results) {
      job(jobs.addObject(), result);
    }
    root.putArray("disk_util");
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    }
  }

  private static void job(ObjectNode node, LoadResult result) {
    long runtimeMs = result.durationNs() / 1_000_000;
    node.put("jobname", result.job().name());
    node.put("groupid", 0);
    node.put("error", result.errors() > 0 ? 5 : 0);
    node.put("eta", 0);
    node.put("elapsed", (runtimeMs + 999) / 1000);
    ObjectNode options = node.putObject("job options");
    options.put("name", result.job().name());
    options.put("rw", result.job().rw());
    options.put("bs", Long.toString(result.job().blockSizeBytes()));
    options.put("iodepth", Integer.toString(result.job().iodepth()));
    options.put("numjobs", Integer.toString(result.job().numjobs()));
    options.put("size", Long.toString(result.job().sizeBytes()));
    options.put("rwmixread", Integer.toString(result.job().rwMixRead()));
    result.job().options().forEach(options::put);
    for (Direction direction : Direction.values()) {
      direction(node.putObject(direction.word()), direction, result, runtimeMs);
    }
    node.put("job_runtime", runtimeMs);
  }

  private static void direction(
      ObjectNode node, Direction direction, LoadResult result, long runtimeMs) {
    DirectionResult found = null;
    for (DirectionResult one : result.directions()) {
      found = one.direction() == direction ? one : found;
    }
    node.put("io_bytes", found == null ? 0 : found.bytes());
    node.put("io_kbytes", found == null ? 0 : found.bytes() >> 10);
    node.put("bw_bytes", found == null ? 0 : Math.round(found.bytesPerSecond()));
    node.put("bw", found == null ? 0 : Math.round(found.bytesPerSecond() / 1024));
    node.put("iops", found == null ? 0 : found.iops());
    node.put("runtime", found == null ? 0 : runtimeMs);
    node.put("total_ios", found == null ? 0 : found.ios());
    node.put("short_ios", 0);
    node.put("drop_ios", 0);
    latency(node.putObject("slat_ns"), found == null ? null : found.submission(), false);
    latency(node.putObject("clat_ns"), found == null ? null : found.completion(), true);
    latency(node.putObject("lat_ns"), found == null ? null : found.total(), true);
  }

  private static void latency(ObjectNode node, @Nullable Latency latency, boolean distribution) {
    node.put("min", latency == null ? 0 : latency.minNs());
    node.put("max", latency == null ? 0 : latency.maxNs());
    node.put("mean", latency == null ? 0 : latency.meanNs());
    node.put("stddev", latency == null ? 0 : latency.standardDeviationNs());
    node.put("N", latency == null ? 0 : latency.count());
    if (latency == null || !distribution) {
      return;
    }
    ObjectNode percentiles = node.putObject("percentile");
    for (Percentile percentile : latency.percentiles()) {
      percentiles.put(
          String.format(Locale.ROOT, "%.6f", percentile.percent()), percentile.valueNs());
    }
    ObjectNode bins = node.putObject("bins");
    bins(latency.decode()).forEach((bin, count) -> bins.put(Long.toString(bin), count));
  }

  private static SortedMap<Long, Long> bins(Histogram histogram) {
    SortedMap<Long, Long> bins = new TreeMap<>();
    for (HistogramIterationValue value : histogram.recordedValues()) {
      long middle = histogram.medianEquivalentValue(value.getValueIteratedTo());
      bins.merge(FioBins.binOf(middle), value.getCountAddedInThisIterationStep(), Long::sum);
    }
    return bins;
  }
}
