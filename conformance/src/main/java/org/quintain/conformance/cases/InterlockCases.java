// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** UA, second part: unit attentions that interlock, by UA_INTLCK_CTRL. */
public final class InterlockCases {
  private static final String CLAUSE = "SPC-5 7.5.9 Control mode page, UA_INTLCK_CTRL";

  private static final List<ConformanceCase> TABLE =
      List.of(
          shall(
                  "UA-30",
                  CLAUSE,
                  "10b: a unit attention is reported again and again until REQUEST SENSE tells it",
                  bench -> interlocked(bench, 0x20, InterlockCases::untilRequestSense))
              .needs(Need.SECOND_NEXUS)
              .destroysData(),
          shall(
                  "UA-31",
                  CLAUSE + "; SAM-5 5.14",
                  "11b: after RESERVATION CONFLICT comes 6/2C/09, until REQUEST SENSE",
                  bench -> interlocked(bench, 0x30, InterlockCases::afterConflict))
              .needs(Need.SECOND_NEXUS)
              .destroysData());

  private InterlockCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static void interlocked(TestBench bench, int control, ConformanceCase.Body body) {
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, 4, control, "UA_INTLCK_CTRL");
    byte[] page = pages.page(ModePages.CURRENT, 0x0A);
    bench.require((page[4] & 0x30) == 0, "UA_INTLCK_CTRL is not zero.");
    pages.withFlipped(0x0A, 4, control, () -> body.run(bench));
    bench.b().clearUnitAttentions();
  }

  /** REQUEST SENSE tells {@code code} and ends the condition. */
  private static void ends(Nexus nexus, int code) {
    Answer told = nexus.call(Cdb.requestSense(false, 252)).in(252).go().good(18);
    Sense sense = Sense.parse(told.data(), told.dataLength());
    told.that(sense.is(Sense.UNIT_ATTENTION, code), "parameter data with the unit attention");
    nexus.call(Cdb.testUnitReady()).go().good();
  }

  /** The change of the mode page itself is what nexus B has yet to hear of. */
  private static void untilRequestSense(TestBench bench) {
    for (int turn = 0; turn < 3; turn++) {
      bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2A01);
    }
    bench.b().call(Cdb.inquiry(36)).in(36).go().good(36);
    ends(bench.b(), 0x2A01);
  }

  private static void afterConflict(TestBench bench) {
    Nexus b = bench.b();
    ends(b, 0x2A01);
    Registrants pr = new Registrants(bench);
    pr.register(bench.a(), Registrants.KEY_A);
    pr.reserve(bench.a(), Registrants.KEY_A, 1);
    Registrants.conflict(Registrants.write(b));
    for (int turn = 0; turn < 2; turn++) {
      b.call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2C09);
    }
    ends(b, 0x2C09);
    bench.call(Cdb.testUnitReady()).go().good();
    pr.scrub();
  }
}
