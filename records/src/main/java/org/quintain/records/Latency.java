// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A latency distribution: the whole histogram, and beside it the figures a person looks for. All
 * figures are nanoseconds.
 *
 * @param count operations recorded
 * @param minNs smallest latency; 0 when nothing was recorded
 * @param meanNs arithmetic mean
 * @param maxNs largest latency
 * @param standardDeviationNs standard deviation
 * @param percentiles the shares of {@link #PERCENTS}, ascending
 * @param histogram the full HdrHistogram: its compressed V2 form in base64, as its logs carry it
 */
public record Latency(
    long count,
    long minNs,
    double meanNs,
    long maxNs,
    double standardDeviationNs,
    List<Percentile> percentiles,
    String histogram) {

  /** The shares that every latency states, in per cent. */
  public static final List<Double> PERCENTS =
      List.of(1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 99.999);

  /** Makes the value with its own copy of the percentiles. */
  public Latency {
    percentiles = List.copyOf(percentiles);
    Objects.requireNonNull(histogram, "histogram");
  }

  /**
   * Takes down a histogram of nanosecond values. The histogram is read, not kept.
   *
   * @param histogram the recorded latencies in nanoseconds
   */
  public static Latency of(Histogram histogram) {
    List<Percentile> percentiles = new ArrayList<>();
    for (double percent : PERCENTS) {
      percentiles.add(new Percentile(percent, histogram.getValueAtPercentile(percent)));
    }
    boolean empty = histogram.getTotalCount() == 0;
    return new Latency(
        histogram.getTotalCount(),
        empty ? 0 : histogram.getMinValue(),
        empty ? 0 : histogram.getMean(),
        histogram.getMaxValue(),
        empty ? 0 : histogram.getStdDeviation(),
        percentiles,
        encode(histogram));
  }

  /**
   * The full distribution.
   *
   * @throws IllegalArgumentException if the text is not a compressed V2 histogram in base64
   */
  public Histogram decode() {
    return decode(histogram);
  }

  /**
   * Reads a histogram from its base64 text.
   *
   * @throws IllegalArgumentException if the text is not a compressed V2 histogram in base64
   */
  public static Histogram decode(String base64) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
    } catch (DataFormatException | RuntimeException e) {
      // HdrHistogram answers bad bytes with whatever its reader stumbled over.
      throw new IllegalArgumentException("the histogram does not decode: " + e.getMessage(), e);
    }
  }

  /** Writes a histogram as base64 text of its compressed V2 form. */
  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip();
    buffer.get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
