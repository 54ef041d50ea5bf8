// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quintain.records.ReplayResult;
import org.quintain.records.ReplayRow;

/**
 * A replay held against a published record.
 *
 * <p>One matching number is no evidence: a model with one free parameter can be made to hit it. So
 * this never concludes {@link Conclusion#MATCHED} from fewer than {@value #LEAST_FIGURES} figures
 * that were read in their source, nor from figures that a model may have been fitted to alone.
 *
 * @param recordId the published record
 * @param title what that record is, in one line
 * @param notice what must be printed with these figures; may be empty
 * @param rows one row per published performance figure that the replay has a value for
 * @param conclusion what may be said
 * @param reason one sentence on why
 */
public record PublishedComparison(
    String recordId,
    String title,
    String notice,
    List<Row> rows,
    Conclusion conclusion,
    String reason) {

  /** Fewer figures than these are never called matched. */
  public static final int LEAST_FIGURES = 2;

  /** Makes the value with its own copy of the rows. */
  public PublishedComparison {
    rows = List.copyOf(rows);
  }

  /** What a comparison allows to be said. */
  public enum Conclusion {
    /** Enough independent figures, all within the tolerance. */
    MATCHED,
    /** At least one figure that was read lies outside the tolerance. */
    NOT_MATCHED,
    /** Too few figures, or none that a conclusion may rest on. */
    NOT_ENOUGH_EVIDENCE
  }

  /**
   * One figure beside the published one.
   *
   * @param point the published figure
   * @param evidence how well that is known
   * @param published its value in the base unit of its dimension
   * @param measured ours, in the same unit
   * @param errorPercent how far ours lies above (or, negative, below) the published one, in per
   *     cent of the published one
   */
  public record Row(
      Point point, Evidence evidence, double published, double measured, double errorPercent) {}

  /**
   * Compares.
   *
   * @param published the record
   * @param measured our values in base units (per second, bytes per second, nanoseconds), by {@link
   *     Point#key()}
   * @param tolerancePercent largest error that still counts as the same
   * @throws IllegalArgumentException if a key names no performance figure of the record
   */
  public static PublishedComparison compare(
      PublishedRecord published, Map<String, Double> measured, double tolerancePercent) {
    List<Row> rows = new ArrayList<>();
    int used = 0;
    for (Point point : published.points()) {
      Double ours = measured.get(point.key());
      if (ours == null || !point.isPerformance()) {
        continue;
      }
      used++;
      double theirs = point.baseValue();
      double error = 100 * (ours - theirs) / theirs;
      rows.add(new Row(point, published.evidenceOf(point), theirs, ours, error));
    }
    if (used != measured.size()) {
      throw new IllegalArgumentException(
          "the record "
              + published.id()
              + " has no performance figure for some of "
              + measured.keySet());
    }
    return conclude(published, rows, tolerancePercent);
  }

  /** The comparison as a run record keeps it. */
  public ReplayResult toReplayResult() {
    List<ReplayRow> kept = new ArrayList<>();
    for (Row row : rows) {
      kept.add(
          new ReplayRow(
              row.point().key(),
              row.evidence().word(),
              baseUnitOf(row.point()),
              row.published(),
              row.measured(),
              row.errorPercent()));
    }
    return new ReplayResult(recordId, title, notice, conclusion.name(), reason, kept);
  }

  private static String baseUnitOf(Point point) {
    return switch (Unit.ofSymbol(point.unit()).orElseThrow().dimension()) {
      case RATE -> Unit.OPS_PER_SECOND.symbol();
      case BANDWIDTH -> Unit.BYTES_PER_SECOND.symbol();
      case TIME -> Unit.NS.symbol();
      case SIZE, MONEY, MONEY_PER_RATE, MONEY_PER_SIZE, COUNT, SHARE ->
          throw new IllegalStateException(point.key() + " is no figure of performance");
    };
  }

  private static PublishedComparison conclude(
      PublishedRecord published, List<Row> rows, double tolerancePercent) {
    List<Row> firm = rows.stream().filter(row -> row.evidence() == Evidence.READ).toList();
    List<Row> outside =
        firm.stream().filter(row -> !(Math.abs(row.errorPercent()) <= tolerancePercent)).toList();
    boolean calibrated = published.points().stream().anyMatch(p -> p.use() == Use.CALIBRATION);
    boolean heldOut = firm.stream().anyMatch(row -> row.point().use() == Use.HOLDOUT);
    Conclusion conclusion;
    String reason;
    if (!outside.isEmpty()) {
      Row worst = worst(outside);
      conclusion = Conclusion.NOT_MATCHED;
      reason =
          String.format(
              Locale.ROOT,
              "%d of %d figures lie outside %.1f %%; the worst is %s with %+.1f %%",
              outside.size(),
              firm.size(),
              tolerancePercent,
              worst.point().key(),
              worst.errorPercent());
    } else if (firm.size() < LEAST_FIGURES) {
      conclusion = Conclusion.NOT_ENOUGH_EVIDENCE;
      reason =
          firm.size()
              + " of the figures compared was read in its source; it takes at least "
              + LEAST_FIGURES
              + ", since a model with one free parameter hits any single number";
    } else if (calibrated && !heldOut) {
      conclusion = Conclusion.NOT_ENOUGH_EVIDENCE;
      reason = "only figures that a model may be fitted to were compared, none that is held out";
    } else {
      conclusion = Conclusion.MATCHED;
      reason =
          String.format(
              Locale.ROOT, "all %d figures lie within %.1f %%", firm.size(), tolerancePercent);
    }
    return new PublishedComparison(
        published.id(), published.title(), published.notice(), rows, conclusion, reason);
  }

  private static Row worst(List<Row> rows) {
    Row worst = rows.get(0);
    for (Row row : rows) {
      if (Math.abs(row.errorPercent()) > Math.abs(worst.errorPercent())) {
        worst = row;
      }
    }
    return worst;
  }
}
