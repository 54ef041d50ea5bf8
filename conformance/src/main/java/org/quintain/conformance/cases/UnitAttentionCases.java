// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** UA: unit attention conditions, who gets them, which commands report and which leave them. */
public final class UnitAttentionCases {
  private static final String UNIT_ATTENTION = "SAM-5 5.14 Unit attention condition";

  private static final List<ConformanceCase> TABLE =
      List.of(
          shall(
                  "UA-01",
                  "SAM-5 6.3.1 Power on",
                  "After power on, the first command of each nexus: 6/29/xx once",
                  UnitAttentionCases::powerOn)
              .needs(Need.POWER_CONTROL)
              .destroysData(),
          shall(
              "UA-02",
              UNIT_ATTENTION,
              "A new nexus gets at most one unit attention, and that of power on or reset",
              UnitAttentionCases::newNexus),
          shall(
                  "UA-03",
                  UNIT_ATTENTION,
                  "INQUIRY with a unit attention pending: GOOD, and it stays pending",
                  bench -> exempt(bench, Cdb.inquiry(36), 36))
              .destroysData(),
          shall(
                  "UA-04",
                  UNIT_ATTENTION,
                  "REPORT LUNS with a unit attention pending: GOOD, and it stays pending",
                  bench -> exempt(bench, Cdb.reportLuns(0, 1024), 1024))
              .destroysData(),
          shall(
                  "UA-05",
                  "SPC-5 6.39 REQUEST SENSE",
                  "REQUEST SENSE with a unit attention pending: GOOD, it comes as parameter data and is cleared",
                  UnitAttentionCases::requestSense)
              .destroysData(),
          shall(
                  "UA-07",
                  UNIT_ATTENTION,
                  "TEST UNIT READY reports a unit attention once, then is GOOD",
                  UnitAttentionCases::reportedOnce)
              .destroysData(),
          shall(
                  "UA-08",
                  UNIT_ATTENTION,
                  "A unit attention reported to one nexus stays pending for another",
                  UnitAttentionCases::perNexus)
              .needs(Need.SECOND_NEXUS)
              .destroysData(),
          shall(
                  "UA-09",
                  UNIT_ATTENTION,
                  "READ with a unit attention pending: no data, the whole buffer as residual",
                  UnitAttentionCases::read)
              .destroysData(),
          shall(
                  "UA-10",
                  UNIT_ATTENTION,
                  "WRITE with a unit attention pending writes nothing",
                  UnitAttentionCases::write)
              .destroysData(),
          shall(
                  "UA-13",
                  "SPC-5 6.12 MODE SELECT(6), unit attention MODE PARAMETERS CHANGED",
                  "MODE SELECT that changes a shared page: 6/2A/01 on the other nexus, none on its own",
                  UnitAttentionCases::modeParametersChanged)
              .needs(Need.SECOND_NEXUS)
              .destroysData(),
          shall(
                  "UA-34",
                  UNIT_ATTENTION,
                  "One reset gives eight nexuses one unit attention each",
                  UnitAttentionCases::eightNexuses)
              .destroysData());

  private UnitAttentionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  /** Asks that {@code answer} is a unit attention of power on, reset or nexus loss. */
  static void checkReset(Answer answer) {
    answer.check(Sense.UNIT_ATTENTION);
    Sense sense = answer.sense();
    answer.that(
        sense != null && sense.asc() == 0x29,
        "6/29/xx POWER ON, RESET, OR BUS DEVICE RESET OCCURRED");
  }

  /** Makes a unit attention on all nexuses by LOGICAL UNIT RESET. */
  static void provoke(TestBench bench) {
    TaskCases.expectComplete(
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
  }

  private static void powerOn(TestBench bench) {
    bench.power().powerCycle();
    bench.a().reconnect();
    checkReset(bench.call(Cdb.testUnitReady()).go());
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void newNexus(TestBench bench) {
    Nexus nexus = bench.fresh();
    Answer first = nexus.call(Cdb.testUnitReady()).go();
    if (!first.isGood()) {
      checkReset(first);
    }
    nexus.call(Cdb.testUnitReady()).go().good();
  }

  private static void exempt(TestBench bench, Cdb cdb, int room) {
    provoke(bench);
    bench.call(cdb).in(room).go().good(8);
    checkReset(bench.call(Cdb.testUnitReady()).go());
  }

  private static void requestSense(TestBench bench) {
    provoke(bench);
    Answer answer = bench.call(Cdb.requestSense(false, 252)).in(252).go().good(18);
    Sense sense = Sense.parse(answer.data(), answer.dataLength());
    answer.that(
        sense.key() == Sense.UNIT_ATTENTION && sense.asc() == 0x29,
        "parameter data with sense 6/29/xx, not " + sense);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void reportedOnce(TestBench bench) {
    provoke(bench);
    checkReset(bench.call(Cdb.testUnitReady()).go());
    bench.call(Cdb.testUnitReady()).go().good();
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void perNexus(TestBench bench) {
    provoke(bench);
    checkReset(bench.call(Cdb.testUnitReady()).go());
    bench.call(Cdb.testUnitReady()).go().good();
    checkReset(bench.b().call(Cdb.testUnitReady()).go());
    bench.b().call(Cdb.testUnitReady()).go().good();
  }

  private static void read(TestBench bench) {
    provoke(bench);
    Answer answer = bench.call(Cdb.read10(0, 1)).in(bench.facts().blockBytes()).go();
    checkReset(answer);
    answer.movedNothing();
    bench.blocks().read(0, 1);
  }

  private static void write(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 51));
    provoke(bench);
    checkReset(bench.call(Cdb.write10(at, 1)).out(blocks.pattern(at, 1, 52)).go());
    blocks.expect(
        at, blocks.pattern(at, 1, 51), "a WRITE that reports a unit attention writes nothing");
  }

  private static void modeParametersChanged(TestBench bench) {
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x08, 2, 0x04, "WCE");
    bench.b().clearUnitAttentions();
    pages.withFlipped(
        0x08,
        2,
        0x04,
        () -> {
          bench.call(Cdb.testUnitReady()).go().good();
          bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2A01);
          bench.b().call(Cdb.testUnitReady()).go().good();
        });
  }

  private static void eightNexuses(TestBench bench) {
    List<Nexus> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Nexus nexus = bench.fresh();
      nexus.clearUnitAttentions();
      all.add(nexus);
    }
    provoke(bench);
    for (Nexus nexus : all) {
      checkReset(nexus.call(Cdb.testUnitReady()).go());
      nexus.call(Cdb.testUnitReady()).go().good();
    }
  }
}
