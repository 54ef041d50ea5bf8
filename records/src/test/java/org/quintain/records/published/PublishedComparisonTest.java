// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quintain.records.ReplayResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Samples;
import org.quintain.records.json.RunRecordJson;
import org.quintain.records.published.PublishedComparison.Conclusion;

class PublishedComparisonTest {
  private final PublishedRecords published = PublishedRecords.load();

  private PublishedRecord record(String id) {
    return published.record(id).orElseThrow();
  }

  /** What a model would say that is off by a factor at every point of one use. */
  private static Map<String, Double> scaled(PublishedRecord record, Use use, double factor) {
    Map<String, Double> measured = new HashMap<>();
    for (Point point : record.points()) {
      if (point.isPerformance() && (use == null || point.use() == use)) {
        measured.put(point.key(), point.baseValue() * factor);
      }
    }
    return measured;
  }

  @Test
  void matchesWhenManyReadFiguresLieWithinTheTolerance() {
    PublishedRecord iser = record("iser-libiscsi");

    PublishedComparison comparison = PublishedComparison.compare(iser, scaled(iser, null, 1.04), 5);

    assertThat(comparison.conclusion()).isEqualTo(Conclusion.MATCHED);
    assertThat(comparison.rows()).hasSize(8);
    assertThat(comparison.rows().get(0).errorPercent()).isEqualTo(4.0, within(1e-6));
  }

  @Test
  void namesTheWorstFigureThatLiesOutside() {
    PublishedRecord iser = record("iser-libiscsi");
    Map<String, Double> measured = scaled(iser, null, 1);
    measured.put("iops iodepth=16", 152_000.0);

    PublishedComparison comparison = PublishedComparison.compare(iser, measured, 5);

    assertThat(comparison.conclusion()).isEqualTo(Conclusion.NOT_MATCHED);
    assertThat(comparison.reason())
        .isEqualTo("1 of 8 figures lie outside 5.0 %; the worst is iops iodepth=16 with +33.4 %");
  }

  @Test
  void refusesToCallASingleFigureMatchedHoweverWellItFits() {
    PublishedRecord record = record("k2-2m-vendor");

    PublishedComparison comparison =
        PublishedComparison.compare(record, Map.of("iops rw=read", 2_000_000.0), 5);

    assertThat(comparison.conclusion()).isEqualTo(Conclusion.NOT_ENOUGH_EVIDENCE);
    assertThat(comparison.reason()).contains("at least 2");
  }

  @Test
  void doesNotCountFiguresComputedFromTheOneThatWasRead() {
    PublishedRecord record = record("k2-2m-vendor");

    PublishedComparison comparison =
        PublishedComparison.compare(record, scaled(record, null, 1), 5);

    assertThat(comparison.rows()).hasSizeGreaterThan(2);
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.NOT_ENOUGH_EVIDENCE);
  }

  @Test
  void restsNothingOnUnverifiedFigures() {
    PublishedRecord huawei = record("huawei");

    PublishedComparison comparison =
        PublishedComparison.compare(huawei, scaled(huawei, null, 2), 5);

    assertThat(comparison.rows()).hasSize(3);
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.NOT_ENOUGH_EVIDENCE);
    assertThat(comparison.notice()).contains("not an SPC result");
  }

  @Test
  void demandsAHeldOutFigureOfARecordThatModelsAreFittedTo() {
    PublishedRecord srp = record("scst-srp-2011");

    assertThat(PublishedComparison.compare(srp, scaled(srp, Use.CALIBRATION, 1), 5).conclusion())
        .isEqualTo(Conclusion.NOT_ENOUGH_EVIDENCE);
    assertThat(PublishedComparison.compare(srp, scaled(srp, Use.HOLDOUT, 1), 5).conclusion())
        .isEqualTo(Conclusion.MATCHED);
  }

  @Test
  void countsAValueThatIsNoNumberAsOutside() {
    PublishedRecord iser = record("iser-libiscsi");
    Map<String, Double> measured = scaled(iser, null, 1);
    measured.put("iops iodepth=1", Double.NaN);

    assertThat(PublishedComparison.compare(iser, measured, 5).conclusion())
        .isEqualTo(Conclusion.NOT_MATCHED);
  }

  @Test
  void becomesPartOfARunRecord() {
    PublishedRecord iser = record("iser-libiscsi");

    ReplayResult result =
        PublishedComparison.compare(iser, scaled(iser, null, 1.5), 5).toReplayResult();
    RunRecord record =
        RunRecord.builder()
            .software(Samples.record("a").software())
            .setup(Samples.record("a").setup())
            .replay(result)
            .build();

    assertThat(result.conclusion()).isEqualTo("NOT_MATCHED");
    assertThat(result.rows()).hasSize(8).allMatch(row -> row.unit().equals("ops/s"));
    assertThat(RunRecordJson.fromBytes(RunRecordJson.toBytes(record), "x")).isEqualTo(record);
  }

  @Test
  void refusesAKeyThatTheRecordDoesNotHave() {
    assertThatThrownBy(
            () -> PublishedComparison.compare(record("scst-r2t"), Map.of("iops rw=no", 1.0), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scst-r2t");
  }
}
