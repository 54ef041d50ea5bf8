// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.CaseFilter;
import org.quintain.conformance.Suite;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.device.CommandDefinition;
import org.quintain.initiator.FabricException;

/**
 * The suite reaches every row of the engine's table of commands, with success and with every error
 * that the row's columns name. What went over the nexuses counts, not what cases say they do.
 */
class RowCoverageTest {
  /** What no case can come to, with the reason. */
  private static final Set<String> OUT_OF_REACH =
      Set.of(
          // It is there only while access depends on logical blocks, and SET TARGET PORT GROUPS
          // cannot put that state back once a case has changed it.
          "9E/13 REPORT REFERRALS: INACCESSIBLE");

  private static final RowCoverage DIRECT = RowCoverage.ofAllDisks();

  @BeforeAll
  static void runTheSuiteOnDisksOfAllShapes() throws FabricException {
    DIRECT.run("direct:", Suite.all());
    DIRECT.run("direct:?protection=2", cases("PI", "RW", "ROW", "PR", "ALUA"));
    DIRECT.run("direct:?removable=1", cases("PWR", "ROW", "PR", "ALUA"));
    DIRECT.run("direct:?referrals=1", cases("ROW-0?/report-referrals", "PR-104", "ALUA"));
  }

  private static List<ConformanceCase> cases(String... areas) {
    return CaseFilter.of(List.of(areas)).choose();
  }

  @Test
  void everyRowComesToEveryEndThatItsColumnsName() {
    assertThat(DIRECT.failed()).isEmpty();
    assertThat(DIRECT.rows()).hasSizeGreaterThan(80);
    assertThat(DIRECT.missing()).containsExactlyInAnyOrderElementsOf(OUT_OF_REACH);
  }

  @Test
  void everyRowOfAThinDiskComesToEveryEndOnSimulatedIscsi() throws FabricException {
    RowCoverage simulated = RowCoverage.ofThinDisk();
    simulated.run("sim:iscsi", Suite.all());
    assertThat(simulated.failed()).isEmpty();
    assertThat(simulated.rows()).hasSizeGreaterThan(70);
    assertThat(simulated.missing()).isEmpty();
  }

  @Test
  void aRowIsMissedAsSoonAsTheCasesThatReachItAreGone() {
    for (CommandDefinition row : DIRECT.rows()) {
      for (RowEnd end : RowEnd.dueOf(row)) {
        String name = RowCoverage.nameOf(row);
        assertThat(DIRECT.missingWithout(DIRECT.cases(name, end))).contains(name + ": " + end);
      }
    }
  }

  @Test
  void aRunOfOneCaseLeavesTheOtherRowsMissing() throws FabricException {
    RowCoverage little = RowCoverage.ofAllDisks();
    little.run("direct:", CaseFilter.of(List.of("RW-04/read10")).choose());
    assertThat(little.missing())
        .contains("2A WRITE(10): SUCCESS", "28 READ(10): UNIT_ATTENTION")
        .doesNotContain("28 READ(10): ERROR");
  }
}
