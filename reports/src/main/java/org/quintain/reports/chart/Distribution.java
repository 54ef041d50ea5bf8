// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.quintain.reports.chart.Series.Place;

/** Turns a histogram of latencies into the places of a line. */
public final class Distribution {
  /** Steps of the percentile line per nine. */
  private static final int STEPS_PER_NINE = 24;

  /** Bins of the histogram per decade of latency. */
  private static final int BINS_PER_DECADE = 20;

  private Distribution() {}

  /** Latency over percentile, up to the share that a single operation makes up. */
  public static List<Place> percentiles(Histogram histogram) {
    List<Place> places = new ArrayList<>();
    long count = histogram.getTotalCount();
    if (count == 0) {
      return places;
    }
    double end = Math.log10(count);
    for (int step = 0; step <= end * STEPS_PER_NINE; step++) {
      double percent = 100 * (1 - Math.pow(10, -(double) step / STEPS_PER_NINE));
      places.add(new Place(percent, histogram.getValueAtPercentile(percent)));
    }
    places.add(new Place(100 * (1 - 1.0 / count), histogram.getMaxValue()));
    return places;
  }

  /**
   * Share of the operations in per cent over latency, as the outline of steps of equal width on a
   * logarithmic scale.
   */
  public static List<Place> outline(Histogram histogram) {
    List<Place> places = new ArrayList<>();
    long count = histogram.getTotalCount();
    if (count == 0) {
      return places;
    }
    int first = binOf(histogram.getMinValue());
    int last = binOf(histogram.getMaxValue());
    places.add(new Place(startOf(first), 0));
    for (int bin = first; bin <= last; bin++) {
      double share = 100.0 * countIn(histogram, bin) / count;
      places.add(new Place(startOf(bin), share));
      places.add(new Place(startOf(bin + 1), share));
    }
    places.add(new Place(startOf(last + 1), 0));
    return places;
  }

  private static int binOf(long value) {
    return (int) Math.floor(Math.log10(Math.max(value, 1)) * BINS_PER_DECADE);
  }

  private static double startOf(int bin) {
    return Math.pow(10, (double) bin / BINS_PER_DECADE);
  }

  /** Whole nanoseconds in the bin; the histogram's own buckets are finer than a bin. */
  private static long countIn(Histogram histogram, int bin) {
    long low = (long) Math.ceil(startOf(bin));
    long high = (long) Math.ceil(startOf(bin + 1)) - 1;
    if (low > high) {
      return 0;
    }
    long below = low <= 1 ? 0 : histogram.getCountBetweenValues(0, low - 1);
    return histogram.getCountBetweenValues(0, high) - below;
  }
}
