// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.records.CaseResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Level;
import org.quintain.records.RunRecord;
import org.quintain.records.Setup;
import org.quintain.records.Software;
import org.quintain.records.Verdict;

class ReportModelTest {
  private static CaseResult result(String fabric, String id, Level level, Verdict verdict) {
    return CaseResult.passed(fabric, id, "t", "SPC-5 6.6", level, 1).withVerdict(verdict, "why");
  }

  private static RunRecord run(String id, String fabric, CaseResult... cases) {
    return RunRecord.builder()
        .id(id)
        .software(new Software("quintain", "0.1.0", "c"))
        .setup(new Setup("j", "o", "a", "c", 1, 0, 0))
        .fabric(new FabricUnderTest(fabric, "direct:", ""))
        .cases(List.of(cases))
        .build();
  }

  private static FabricVerdict verdictOf(CaseResult... cases) {
    return ReportModel.of(List.of(run("r", "f", cases))).verdict();
  }

  @Test
  void failsOnlyOnWhatIsBinding() {
    CaseResult passed = result("f", "A-1", Level.SHALL, Verdict.PASS);

    assertThat(verdictOf(passed)).isEqualTo(FabricVerdict.PASS);
    assertThat(verdictOf(passed, result("f", "A-2", Level.SHALL, Verdict.FAIL)))
        .isEqualTo(FabricVerdict.FAIL);
    assertThat(verdictOf(passed, result("f", "A-2", Level.SHOULD, Verdict.FAIL)))
        .isEqualTo(FabricVerdict.REMARKS);
    assertThat(verdictOf(passed, result("f", "A-2", Level.SHALL, Verdict.UNKNOWN)))
        .isEqualTo(FabricVerdict.INCONCLUSIVE);
  }

  @Test
  void neverCallsAllSkippedPassed() {
    assertThat(verdictOf(result("f", "A-1", Level.SHALL, Verdict.SKIPPED)))
        .isEqualTo(FabricVerdict.NOTHING_RAN);
    assertThat(verdictOf()).isEqualTo(FabricVerdict.NOTHING_RAN);
    assertThat(ReportModel.of(List.of()).verdict()).isEqualTo(FabricVerdict.NOTHING_RAN);
  }

  @Test
  void putsCasesOfSeveralRunsSideBySide() {
    ReportModel model =
        ReportModel.of(
            List.of(
                run(
                    "a",
                    "f",
                    result("f", "RW-1", Level.SHALL, Verdict.PASS),
                    result("f", "SAM-1", Level.SHALL, Verdict.PASS)),
                run(
                    "b",
                    "g",
                    result("g", "RW-2", Level.SHALL, Verdict.PASS),
                    result("g", "SAM-1", Level.SHALL, Verdict.FAIL))));

    assertThat(model.rows()).extracting(CaseRow::id).containsExactly("RW-1", "RW-2", "SAM-1");
    assertThat(model.rows().get(0).results().get(1)).isNull();
    assertThat(model.rows().get(2).has(Verdict.FAIL)).isTrue();
    assertThat(model.rowsWith(Verdict.FAIL)).hasSize(1);
    assertThat(model.counts().words()).isEqualTo("3 passed, 1 failed");
  }

  @Test
  void givesNoColumnToAFabricThatRanNoCase() {
    ReportModel model =
        ReportModel.of(
            List.of(run("a", "f"), run("b", "g", result("g", "A-1", Level.SHALL, Verdict.PASS))));

    assertThat(model.fabrics()).hasSize(2);
    assertThat(model.tested()).extracting(FabricSummary::label).containsExactly("g");
    assertThat(model.rows().get(0).results()).hasSize(1);
  }

  @Test
  void tellsRunsApartThatShareAFabric() {
    ReportModel model = ReportModel.of(List.of(run("a", "f"), run("b", "f"), run("c", "g")));

    assertThat(model.fabrics())
        .extracting(FabricSummary::label)
        .containsExactly("f (a)", "f (b)", "g");
  }

  @Test
  void takesTheAreaFromTheId() {
    assertThat(CaseRow.areaOf("RW-04")).isEqualTo("RW");
    assertThat(CaseRow.areaOf("RW-03/write-16")).isEqualTo("RW");
    assertThat(CaseRow.areaOf("X-Y-1")).isEqualTo("X-Y");
    assertThat(CaseRow.areaOf("X-")).isEqualTo("X-");
    assertThat(CaseRow.areaOf("plain")).isEqualTo("plain");
    assertThat(CaseRow.areaOf("-1")).isEqualTo("-1");
  }
}
