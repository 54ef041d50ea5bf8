// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.CommandRows;
import org.quintain.conformance.scsi.CommandRows.Row;
import org.quintain.conformance.scsi.RowRules;
import org.quintain.conformance.scsi.Sense;

/**
 * ROW, second part: what reservations, write protection and a stopped medium do to each command
 * that the target has.
 *
 * <p>The standards leave open whether a CDB is looked at before; so a command may be refused as an
 * illegal request instead.
 */
public final class RowStateCases {
  private RowStateCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Row row : CommandRows.all()) {
      if (RowRules.isStoppedByReserveAlone(row)) {
        cases.add(
            reserved(
                row,
                "SPC-2 5.5.1 Reservations",
                "RESERVE of another nexus: RESERVATION CONFLICT",
                bench -> underReserve(bench, row)));
      } else if (RowRules.isStoppedByExclusiveAccess(row)) {
        cases.add(
            reserved(
                row,
                "SPC-5 5.13.1; SBC-4 4.17 Reservations",
                "another nexus has exclusive access: RESERVATION CONFLICT",
                bench -> underExclusiveAccess(bench, row)));
      }
      if (RowRules.writes(row)) {
        cases.add(
            shall(
                    "ROW-05/" + RowCases.suffix(row),
                    "SPC-5 7.5.9 Control mode page, SWP; SBC-4 4.12 Write protection",
                    row.name() + " with SWP set: 7/27/02, and never GOOD",
                    bench -> writeProtected(bench, row))
                .destroysData());
      }
      if (RowRules.needsStartedMedium(row)) {
        cases.add(
            shall(
                    "ROW-06/" + RowCases.suffix(row),
                    "SBC-4 4.20 START STOP UNIT and power conditions",
                    row.name() + " on a stopped medium: 2/04/02",
                    bench -> stopped(bench, row))
                .destroysData());
      }
    }
    return cases;
  }

  private static ConformanceCase reserved(
      Row row, String clause, String what, ConformanceCase.Body body) {
    return shall("ROW-04/" + RowCases.suffix(row), clause, row.name() + " while " + what, body)
        .needs(Need.SECOND_NEXUS)
        .destroysData();
  }

  private static boolean isIllegal(Answer answer) {
    Sense sense = answer.sense();
    return answer.status() == 0x02 && sense != null && sense.key() == Sense.ILLEGAL_REQUEST;
  }

  private static void conflict(Answer answer) {
    if (!isIllegal(answer)) {
      Registrants.conflict(answer);
    }
  }

  private static void underReserve(TestBench bench, Row row) {
    bench.requireCommand(row.name(), row.opcode(), row.action());
    bench.requireCommand("RESERVE(6)", 0x16, 0);
    Nexus b = bench.b();
    bench.atEnd(() -> b.call(Cdb.blank("RELEASE(6)", 0x17, 6)).go());
    b.call(Cdb.blank("RESERVE(6)", 0x16, 6)).go().good();
    conflict(RowCases.send(bench.a(), row, row.blank()));
  }

  private static void underExclusiveAccess(TestBench bench, Row row) {
    bench.requireCommand(row.name(), row.opcode(), row.action());
    Nexus b = bench.b();
    Registrants pr = new Registrants(bench);
    b.clearUnitAttentions();
    pr.register(b, Registrants.KEY_B);
    pr.reserve(b, Registrants.KEY_B, 3);
    conflict(RowCases.send(bench.a(), row, RowRules.touching(row)));
  }

  private static void writeProtected(TestBench bench, Row row) {
    bench.requireCommand(row.name(), row.opcode(), row.action());
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, 4, 0x08, "SWP");
    bench.require((pages.page(ModePages.CURRENT, 0x0A)[4] & 0x08) == 0, "SWP is set already.");
    pages.withFlipped(
        0x0A,
        4,
        0x08,
        () -> {
          Answer answer = RowCases.send(bench.a(), row, RowRules.touching(row));
          if (!isIllegal(answer)) {
            answer.check(7, 0x2700, 0x2702);
          }
        });
  }

  private static Answer start(TestBench bench, int start) {
    return bench.call(Cdb.blank("START STOP UNIT", 0x1B, 6).with(4, start)).go();
  }

  private static void stopped(TestBench bench, Row row) {
    bench.requireCommand(row.name(), row.opcode(), row.action());
    bench.requireCommand("START STOP UNIT", 0x1B, 0);
    bench.atEnd(() -> start(bench, 1));
    Answer stop = start(bench, 0);
    if (isIllegal(stop)) {
      throw CaseEnd.skip("The medium cannot be stopped.");
    }
    stop.good();
    Answer answer = RowCases.send(bench.a(), row, row.blank());
    if (!isIllegal(answer)) {
      answer.check(2, 0x0402);
    }
    start(bench, 1).good();
  }
}
