// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.Latency;
import org.quintain.records.SeriesPoint;

/**
 * What one job did, all its nexuses together. Owned by the reactor; the three totals may be read by
 * anyone, for progress.
 */
final class Meter {
  private static final long LONGEST_NS = 3_600_000_000_000L;
  private static final int SERIES_MAX = 4096;

  private final OneDirection read = new OneDirection();
  private final OneDirection write = new OneDirection();
  private final long intervalNs;
  private long[] seriesIos = new long[64];
  private long[] seriesBytes = new long[64];
  private int seriesCount;
  private long windowStartNs;
  private long windowEndNs;
  private long lastEndNs;
  private volatile long completedIos;
  private volatile long completedBytes;

  /** One direction's counts and distributions. */
  private static final class OneDirection {
    private long ios;
    private long bytes;
    private long errors;
    private final Histogram submission = new Histogram(LONGEST_NS, 3);
    private final Histogram completion = new Histogram(LONGEST_NS, 3);
    private final Histogram total = new Histogram(LONGEST_NS, 3);
  }

  /** A meter whose series has a point every {@code intervalNs}. */
  Meter(long intervalNs) {
    this.intervalNs = intervalNs;
  }

  /** The measured window; what ends outside it does not count. */
  void window(long startNs, long endNs) {
    windowStartNs = startNs;
    windowEndNs = endNs;
    lastEndNs = startNs;
  }

  void onGood(boolean isRead, int bytes, long intendedNs, long submittedNs, long completedNs) {
    if (completedNs < windowStartNs || completedNs > windowEndNs) {
      return;
    }
    OneDirection direction = isRead ? read : write;
    direction.ios++;
    direction.bytes += bytes;
    direction.submission.recordValue(clamp(submittedNs - intendedNs));
    direction.completion.recordValue(clamp(completedNs - submittedNs));
    direction.total.recordValue(clamp(completedNs - intendedNs));
    lastEndNs = completedNs;
    int point = (int) Math.min(SERIES_MAX - 1, (completedNs - windowStartNs) / intervalNs);
    if (point >= seriesIos.length) {
      int length = Math.min(SERIES_MAX, Math.max(point + 1, seriesIos.length * 2));
      seriesIos = Arrays.copyOf(seriesIos, length);
      seriesBytes = Arrays.copyOf(seriesBytes, length);
    }
    seriesCount = Math.max(seriesCount, point + 1);
    seriesIos[point]++;
    seriesBytes[point] += bytes;
    completedIos = read.ios + write.ios;
    completedBytes = read.bytes + write.bytes;
  }

  void onError(boolean isRead) {
    (isRead ? read : write).errors++;
  }

  /** Operations that counted so far. */
  long completedIos() {
    return completedIos;
  }

  /** Bytes that counted so far. */
  long completedBytes() {
    return completedBytes;
  }

  /**
   * The length of the window: as planned, or until the last operation where size bounded the job.
   */
  long measuredNs() {
    return Math.max(
        1, windowEndNs == Long.MAX_VALUE ? lastEndNs - windowStartNs : windowEndNs - windowStartNs);
  }

  /** Ends the window now, because the job ended by itself. */
  void endWindow(long nowNs) {
    windowEndNs = Math.min(windowEndNs, Math.max(nowNs, windowStartNs + 1));
  }

  List<DirectionResult> directions() {
    List<DirectionResult> results = new ArrayList<>();
    add(results, Direction.READ, read);
    add(results, Direction.WRITE, write);
    return results;
  }

  private void add(List<DirectionResult> results, Direction name, OneDirection direction) {
    if (direction.ios == 0 && direction.errors == 0) {
      return;
    }
    double seconds = measuredNs() / 1e9;
    results.add(
        new DirectionResult(
            name,
            direction.ios,
            direction.bytes,
            direction.errors,
            direction.ios / seconds,
            direction.bytes / seconds,
            Latency.of(direction.submission),
            Latency.of(direction.completion),
            Latency.of(direction.total)));
  }

  /** The series' whole intervals; a last one that the window cuts short is left out. */
  List<SeriesPoint> series() {
    List<SeriesPoint> points = new ArrayList<>();
    double seconds = intervalNs / 1e9;
    for (int point = 0; point < seriesCount; point++) {
      long endNs = (point + 1) * intervalNs;
      if (endNs <= measuredNs()) {
        points.add(
            new SeriesPoint(endNs, seriesIos[point] / seconds, seriesBytes[point] / seconds));
      }
    }
    return points;
  }

  private static long clamp(long valueNs) {
    return Math.max(0, Math.min(LONGEST_NS, valueNs));
  }
}
