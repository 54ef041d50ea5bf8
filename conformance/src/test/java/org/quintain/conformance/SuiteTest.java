// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.records.Level;

/** The list of cases, and how a part of it is chosen. */
class SuiteTest {
  @Test
  void everyCaseSaysWhatItIs() {
    for (ConformanceCase one : Suite.all()) {
      assertThat(one.id()).matches("[A-Z]+-[0-9]{2,3}(/[a-z0-9-]+)?");
      assertThat(one.title()).as(one.id()).isNotBlank().doesNotEndWith(".");
      assertThat(one.clause()).as(one.id()).matches("(SAM|SPC|SBC|RFC|FC|SRP|IBA).*[0-9].*");
    }
  }

  @Test
  void thereAreCasesOfEveryArea() {
    assertThat(Suite.all().stream().map(ConformanceCase::area).distinct())
        .contains(
            "SAM", "TASK", "UA", "SNS", "INQ", "RL", "OPC", "MODE", "MISC", "RW", "RES", "IL", "IK",
            "IN", "ID", "IG", "IX", "IT", "IS", "IV", "FPL", "FIU", "FER", "IBR", "IBQ", "IBM");
    assertThat(Suite.all().stream().map(ConformanceCase::row).distinct().count())
        .isGreaterThanOrEqualTo(200);
  }

  private static List<String> chosen(String... words) {
    return CaseFilter.of(List.of(words)).choose().stream().map(ConformanceCase::id).toList();
  }

  @Test
  void anAreaAnIdAndAPatternChoose() {
    assertThat(chosen("UA")).allMatch(id -> id.startsWith("UA-")).hasSizeGreaterThan(5);
    assertThat(chosen("SAM-01")).containsExactly("SAM-01");
    assertThat(chosen("rw-04"))
        .contains("RW-04/read10", "RW-04/capacity")
        .allMatch(id -> id.startsWith("RW-04/"));
    assertThat(chosen("RW-0?/read16"))
        .containsExactly(
            "RW-03/read16", "RW-04/read16", "RW-05/read16", "RW-06/read16", "RW-07/read16");
    assertThat(chosen("SAM-01,SAM-03", "UA-07")).containsExactly("SAM-01", "SAM-03", "UA-07");
  }

  @Test
  void anExclamationMarkTakesAwayAndALevelNarrows() {
    assertThat(chosen("SAM", "!SAM-1*")).contains("SAM-01").doesNotContain("SAM-11");
    assertThat(chosen("!IK")).doesNotContain("IK-01").contains("SAM-01");
    assertThat(CaseFilter.of(List.of("level:should")).choose())
        .isNotEmpty()
        .allMatch(one -> one.level() == Level.SHOULD);
  }

  @Test
  void aWordThatFitsNothingIsAnErrorAndNotAnEmptyRun() {
    assertThatThrownBy(() -> chosen("NOPE-01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NOPE-01");
    assertThatThrownBy(() -> chosen("level:must")).hasMessageContaining("shall, should or vendor");
  }

  @Test
  void noCaseThatDestroysDataRunsUnlessItMay() {
    try (ConformanceSession session =
        new ConformanceSession(
            new org.quintain.conformance.lab.LabFabric(org.quintain.conformance.lab.Bend.NONE),
            "lab:",
            ConformanceOptions.defaults())) {
      for (ConformanceCase one : CaseFilter.of(List.of("RW-09", "UA-10", "TASK-11")).choose()) {
        assertThat(session.run(one).reason()).isEqualTo("It needs --dataloss.");
      }
    }
  }
}
