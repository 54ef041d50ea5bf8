// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One published figure.
 *
 * @param metric what it states, a {@link Metric#word()}
 * @param value the figure, as published
 * @param unit its unit, a {@link Unit#symbol()}
 * @param at the conditions it holds under, by fio's names where fio has them ({@code rw}, {@code
 *     bs} in bytes, {@code iodepth}, {@code numjobs}), sorted; together with the metric it names
 *     the point
 * @param evidence how well this figure is known; null for as well as its record
 * @param use whether a model may be fitted to it; null where nobody has said
 */
public record Point(
    String metric,
    double value,
    String unit,
    Map<String, String> at,
    @Nullable Evidence evidence,
    @Nullable Use use) {

  /** Makes the value with its own sorted copy of the conditions. */
  public Point {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(unit, "unit");
    // Jackson passes null for what the file leaves out.
    at = Collections.unmodifiableMap(at == null ? new TreeMap<>() : new TreeMap<>(at));
  }

  /** The metric and the conditions as one text, such as {@code iops bs=4096 iodepth=32 rw=read}. */
  public String key() {
    StringBuilder key = new StringBuilder(metric);
    at.forEach((name, condition) -> key.append(' ').append(name).append('=').append(condition));
    return key.toString();
  }

  /** The figure in the base unit of its dimension: per second, bytes, nanoseconds. */
  public double baseValue() {
    return Unit.ofSymbol(unit)
        .orElseThrow(() -> new IllegalStateException("the unit " + unit + " is not known"))
        .toBase(value);
  }

  /** Whether a replay can be held against this figure. */
  public boolean isPerformance() {
    return Metric.ofWord(metric).map(Metric::isPerformance).orElse(false);
  }
}
