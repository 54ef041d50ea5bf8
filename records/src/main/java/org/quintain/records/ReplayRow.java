// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * One figure of a replay beside the published one, both in the base unit.
 *
 * @param point the metric and the conditions, such as {@code iops bs=4096 iodepth=32 rw=read}
 * @param evidence how well the published figure is known: {@code read}, {@code computed} or {@code
 *     unverified}
 * @param unit the unit of both: {@code ops/s}, {@code B/s} or {@code ns}
 * @param published the published figure
 * @param measured ours
 * @param errorPercent how far ours lies above (or, negative, below) the published one, in per cent
 */
public record ReplayRow(
    String point,
    String evidence,
    String unit,
    double published,
    double measured,
    double errorPercent) {
  /** Makes the value; no part is null. */
  public ReplayRow {
    Objects.requireNonNull(point, "point");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(unit, "unit");
  }
}
