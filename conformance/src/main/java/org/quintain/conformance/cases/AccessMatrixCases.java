// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.CommandRows;
import org.quintain.conformance.scsi.CommandRows.Row;
import org.quintain.conformance.scsi.RowRules;
import org.quintain.conformance.scsi.Sense;

/** ALUA, third part: each command in each asymmetric access state of its port (SPC-5 5.18.2). */
public final class AccessMatrixCases {
  private static final String CLAUSE = "SPC-5 5.18.2 Asymmetric logical unit access";
  private static final int NOT_READY = 2;
  private static final int TRANSITION = 0x040A;
  private static final int IN_STANDBY = 0x040B;
  private static final int IN_UNAVAILABLE = 0x040C;

  private AccessMatrixCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Row row : CommandRows.all()) {
      if (row.isSafe()) {
        cases.add(of("ALUA-26", row, "active/optimized: executed", PortGroups.OPTIMIZED, false));
        cases.add(
            of("ALUA-27", row, "active/non-optimized: executed", PortGroups.NON_OPTIMIZED, false));
      }
      if (RowRules.needsActivePort(row)) {
        cases.add(of("ALUA-29", row, "standby: 2/04/0B", PortGroups.STANDBY, true));
      } else if (row.isSafe()) {
        cases.add(of("ALUA-28", row, "standby: executed", PortGroups.STANDBY, false));
      }
      if (!RowRules.runsInEveryState(row)) {
        cases.add(of("ALUA-31", row, "unavailable: 2/04/0C", PortGroups.UNAVAILABLE, true));
      } else if (row.isSafe()) {
        cases.add(of("ALUA-30", row, "unavailable: executed", PortGroups.UNAVAILABLE, false));
      }
    }
    return cases;
  }

  private static ConformanceCase of(
      String plan, Row row, String what, int state, boolean isRefused) {
    return shall(
            plan + "/" + RowCases.suffix(row),
            CLAUSE,
            row.name() + " through a port that is " + what,
            bench -> run(bench, row, state, isRefused))
        .needs(Need.SECOND_PORT)
        .destroysData();
  }

  private static void run(TestBench bench, Row row, int state, boolean isRefused) {
    bench.requireCommand(row.name(), row.opcode(), row.action());
    PortGroups groups = new PortGroups(bench);
    groups.move(groups.farGroup(), state);
    Answer answer = RowCases.send(groups.far(), row, row.blank());
    if (!isRefused) {
      for (int code : new int[] {TRANSITION, IN_STANDBY, IN_UNAVAILABLE}) {
        answer.that(!answer.isCheck(NOT_READY, code), "no refusal because of the access state");
      }
      return;
    }
    Sense sense = answer.sense();
    boolean isIllegal = sense != null && sense.key() == Sense.ILLEGAL_REQUEST;
    if (!isIllegal) {
      answer.check(NOT_READY, state == PortGroups.STANDBY ? IN_STANDBY : IN_UNAVAILABLE);
    }
  }
}
