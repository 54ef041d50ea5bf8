// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a published figure states. */
public enum Metric {
  /** Operations per second. */
  IOPS("iops", Dimension.RATE, true),
  /** Bytes per second. */
  BANDWIDTH("bandwidth", Dimension.BANDWIDTH, true),
  /** Mean latency or response time. */
  LATENCY_MEAN("latency-mean", Dimension.TIME, true),
  /** Standard deviation of the latency. */
  LATENCY_DEVIATION("latency-deviation", Dimension.TIME, true),
  /** Time from the start of one command, or one whole job, to its end. */
  COMPLETION_TIME("completion-time", Dimension.TIME, true),
  /** Processor time per operation. */
  CPU_PER_IO("cpu-per-io", Dimension.TIME, true),
  /** Operations outstanding. */
  OUTSTANDING("outstanding", Dimension.COUNT, false),
  /** A benchmark's own score. */
  SCORE("score", Dimension.COUNT, false),
  /** How many of something: ports, tiles, distinct blocks. */
  QUANTITY("quantity", Dimension.COUNT, false),
  /** A share of a whole. */
  SHARE("share", Dimension.SHARE, false),
  /** An amount of data. */
  SIZE("size", Dimension.SIZE, false),
  /** Price of the whole. */
  PRICE("price", Dimension.MONEY, false),
  /** Price per operation per second. */
  PRICE_PER_IOPS("price-per-iops", Dimension.MONEY_PER_RATE, false),
  /** Price per capacity. */
  PRICE_PER_CAPACITY("price-per-capacity", Dimension.MONEY_PER_SIZE, false);

  private final String word;
  private final Dimension dimension;
  private final boolean performance;

  Metric(String word, Dimension dimension, boolean performance) {
    this.word = word;
    this.dimension = dimension;
    this.performance = performance;
  }

  /** The metric as data files spell it. */
  public String word() {
    return word;
  }

  /** What it measures. */
  public Dimension dimension() {
    return dimension;
  }

  /** Whether a replay can be held against it; prices and head counts are no behaviour. */
  public boolean isPerformance() {
    return performance;
  }

  /** The metric with a word, if there is one. */
  public static Optional<Metric> ofWord(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
  }

  /** The words of all metrics, in order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Metric::word).toList();
  }
}
