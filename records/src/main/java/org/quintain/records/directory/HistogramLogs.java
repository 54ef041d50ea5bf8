// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.quintain.records.DirectionResult;
import org.quintain.records.Latency;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;

/**
 * Writes the histograms of a record once more, as the logs that HdrHistogram's own tools and
 * plotters read: one file per load result, one tagged line per direction and part ({@code
 * read-clat} …).
 */
final class HistogramLogs {
  private HistogramLogs() {}

  /** Writes one new file per load result; makes the directory only if there is one. */
  static void write(Path directory, RunRecord record) throws IOException {
    List<LoadResult> loads = record.loads();
    if (loads.isEmpty()) {
      return;
    }
    Files.createDirectories(directory);
    for (int i = 0; i < loads.size(); i++) {
      LoadResult load = loads.get(i);
      String name = (i + 1) + "-" + fileName(load.fabric() + "-" + load.job().name()) + ".hlog";
      Path file = directory.resolve(name);
      Files.deleteIfExists(file); // From a commit that was tried before in this same directory.
      DurableFiles.writeNew(file, log(load));
    }
  }

  private static byte[] log(LoadResult load) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      HistogramLogWriter writer = new HistogramLogWriter(out);
      writer.outputLogFormatVersion();
      writer.outputLegend();
      for (DirectionResult direction : load.directions()) {
        String word = direction.direction().word();
        line(writer, word + "-slat", direction.submission(), load.durationNs());
        line(writer, word + "-clat", direction.completion(), load.durationNs());
        line(writer, word + "-lat", direction.total(), load.durationNs());
      }
    }
    return bytes.toByteArray();
  }

  private static void line(
      HistogramLogWriter writer, String tag, Latency latency, long durationNs) {
    Histogram histogram = latency.decode();
    histogram.setTag(tag);
    histogram.setStartTimeStamp(0);
    histogram.setEndTimeStamp(durationNs / 1_000_000);
    writer.outputIntervalHistogram(histogram);
  }

  /** A name that any file system takes. */
  private static String fileName(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
