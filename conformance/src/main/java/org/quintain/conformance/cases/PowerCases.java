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
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** PWR: START STOP UNIT, power conditions and their timers, and media that can be taken out. */
public final class PowerCases {
  private static final String START_STOP = "SBC-4 5.31 START STOP UNIT";
  private static final String CONDITIONS = "SPC-5 5.12 Power management";
  private static final int POWER_PAGE = 0x1A;
  private static final long TENTH_NS = 100_000_000L;

  private PowerCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>(ofPower());
    all.addAll(ofMedia());
    return all;
  }

  private static List<ConformanceCase> ofPower() {
    return List.of(
        shall(
                "PWR-01",
                START_STOP,
                "Stopped: READ and TEST UNIT READY 2/04/02, INQUIRY works; started: GOOD",
                PowerCases::stopAndStart)
            .destroysData(),
        shall(
                "PWR-01/immed",
                START_STOP,
                "IMMED: GOOD at once, and the unit stops and starts",
                PowerCases::immediately)
            .destroysData(),
        shall(
                "PWR-02/reserved",
                START_STOP,
                "Reserved POWER CONDITION values and modifiers: 5/24/00",
                PowerCases::reserved)
            .destroysData(),
        shall(
                "PWR-03",
                CONDITIONS,
                "Idle and standby by command: REQUEST SENSE 0/5E, a READ is served and ends it",
                PowerCases::lowPower)
            .destroysData(),
        shall(
                "PWR-04",
                START_STOP,
                "What was written before a stop outlives a loss of power",
                PowerCases::stopFlushes)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
                "PWR-05",
                START_STOP,
                "LOEJ on a medium that cannot be taken out: 5/24/00",
                PowerCases::ejectFixed)
            .destroysData(),
        shall(
                "PWR-06",
                "SPC-5 7.5.15 Power Condition mode page",
                "An idle timer that runs out is told by REQUEST SENSE, and ended by a READ",
                PowerCases::timer)
            .destroysData(),
        shall(
                "PWR-13",
                START_STOP,
                "FORCE_IDLE_0 and FORCE_STANDBY_0 of timers that are not enabled: 5/24/00",
                PowerCases::forced)
            .destroysData());
  }

  private static List<ConformanceCase> ofMedia() {
    return List.of(
        shall(
                "MISC-18/prevent",
                "SBC-4 5.15 PREVENT ALLOW MEDIUM REMOVAL",
                "A prevented removal: 5/53/02; without RMB the command is refused or GOOD",
                PowerCases::preventAllow)
            .destroysData(),
        shall(
                "MISC-18/load",
                START_STOP,
                "An ejected medium: 2/3A/00; loaded again: GOOD, after 6/28/00 at most",
                PowerCases::ejectAndLoad)
            .destroysData(),
        shall(
                "MISC-18/load-others",
                START_STOP,
                "A medium is loaded: every other nexus is told 6/28/00",
                PowerCases::loadOfAnother)
            .needs(Need.SECOND_NEXUS)
            .destroysData());
  }

  private static Cdb startStop(int byte4, String what) {
    return Cdb.blank("START STOP UNIT, " + what, 0x1B, 6).with(4, byte4);
  }

  private static Cdb condition(int condition, int modifier) {
    return startStop(condition << 4, "condition " + condition + "/" + modifier).with(3, modifier);
  }

  private static void begin(TestBench bench) {
    bench.requireCommand("START STOP UNIT", 0x1B, 0);
    bench.atEnd(() -> bench.call(startStop(0x01, "START")).go());
  }

  private static void stopAndStart(TestBench bench) {
    begin(bench);
    bench.call(startStop(0x00, "stop")).go().good();
    bench.call(Cdb.testUnitReady()).go().check(Sense.NOT_READY, 0x0402);
    int size = bench.facts().blockBytes();
    bench.call(Cdb.read10(0, 1)).in(size).go().check(Sense.NOT_READY, 0x0402);
    bench.call(Cdb.inquiry(96)).in(96).go().good();
    Answer polled = bench.call(Cdb.requestSense(false, 18)).in(18).go().good();
    polled.that(
        Sense.parse(polled.data(), polled.dataLength()).is(Sense.NOT_READY, 0x0402),
        "REQUEST SENSE to tell that the unit is stopped");
    bench.call(startStop(0x01, "START")).go().good();
    bench.call(Cdb.testUnitReady()).go().good();
    bench.blocks().read(0, 1);
  }

  private static void immediately(TestBench bench) {
    begin(bench);
    bench.call(startStop(0x00, "stop, IMMED").with(1, 1)).go().good();
    boolean hasStopped =
        bench.await(() -> bench.call(Cdb.testUnitReady()).go().isCheck(Sense.NOT_READY, 0x0402));
    bench.check(hasStopped, "The unit does not stop.");
    bench.call(startStop(0x01, "START, IMMED").with(1, 1)).go().good();
    boolean hasStarted = bench.await(() -> bench.call(Cdb.testUnitReady()).go().isGood());
    bench.check(hasStarted, "The unit does not start.");
  }

  private static void reserved(TestBench bench) {
    begin(bench);
    for (int reserved : new int[] {0x4, 0x6, 0x8, 0x9, 0xC, 0xF}) {
      bench.call(condition(reserved, 0)).go().invalidFieldInCdb(4);
    }
    for (int[] pair : new int[][] {{1, 1}, {2, 3}, {3, 2}}) {
      bench.call(condition(pair[0], pair[1])).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
  }

  /** What REQUEST SENSE tells: key in bits 16 and up, ASC, ASCQ. */
  private static int polled(TestBench bench) {
    Answer polled = bench.call(Cdb.requestSense(false, 18)).in(18).go().good();
    Sense sense = Sense.parse(polled.data(), polled.dataLength());
    return sense.key() << 16 | sense.code();
  }

  private static void lowPower(TestBench bench) {
    begin(bench);
    int[][] conditions = {
      {2, 0, 0x5E03}, {2, 1, 0x5E06}, {2, 2, 0x5E08}, {3, 0, 0x5E04}, {3, 1, 0x5E0A}
    };
    int supported = 0;
    for (int[] each : conditions) {
      Answer answer = bench.call(condition(each[0], each[1])).go();
      if (answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
        continue;
      }
      answer.good();
      supported++;
      int told = polled(bench);
      bench.check(
          told == each[2] || told == 0x5E00,
          "REQUEST SENSE tells " + Integer.toHexString(told) + " in a low power condition.");
      bench.blocks().read(0, 1);
      bench.check(polled(bench) == 0, "A READ does not end the low power condition.");
    }
    bench.require(supported > 0, "There are no low power conditions.");
  }

  private static void stopFlushes(TestBench bench) {
    begin(bench);
    bench.require(!bench.facts().writeProtected(), "The medium is write-protected.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] data = blocks.pattern(at, 8, 8100);
    blocks.write(at, data);
    bench.call(startStop(0x00, "stop")).go().good();
    bench.power().powerCycle();
    bench.a().reconnect();
    bench.a().clearUnitAttentions();
    bench.call(startStop(0x01, "START")).go().good();
    blocks.expect(at, data, "what was written before a stop outlives a loss of power");
  }

  private static boolean isRemovable(TestBench bench) {
    return (bench.facts().inquiry()[1] & 0x80) != 0;
  }

  private static void ejectFixed(TestBench bench) {
    begin(bench);
    bench.require(!isRemovable(bench), "The medium can be taken out.");
    bench.call(startStop(0x02, "LOEJ")).go().invalidFieldInCdb(4);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void timer(TestBench bench) {
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(POWER_PAGE, 3, 0x02, "IDLE_A");
    byte[] before = pages.page(ModePages.CURRENT, POWER_PAGE);
    byte[] page = before.clone();
    page[3] |= 0x02;
    page[4] = 0;
    page[5] = 0;
    page[6] = 0;
    page[7] = 2;
    bench.atEnd(
        () -> {
          pages.select(before);
          bench.a().clearUnitAttentions();
        });
    pages.select(page).good();
    bench.blocks().read(0, 1);
    bench.pause(6 * TENTH_NS);
    int told = polled(bench);
    bench.check(
        told == 0x5E01 || told == 0x5E00,
        "REQUEST SENSE tells " + Integer.toHexString(told) + " after the idle timer ran out.");
    // On a busy machine the timer may have run out again when that is asked.
    boolean isEnded =
        bench.await(
            () -> {
              bench.blocks().read(0, 1);
              return polled(bench) == 0;
            });
    bench.check(isEnded, "A READ does not end the idle condition.");
  }

  private static void forced(TestBench bench) {
    begin(bench);
    byte[] page = new ModePages(bench, bench.a()).page(ModePages.CURRENT, POWER_PAGE);
    bench.require(page.length >= 24, "There is no Power Condition mode page.");
    if ((page[3] & 0x02) == 0) {
      bench.call(condition(0xA, 0)).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
    if ((page[3] & 0x01) == 0) {
      bench.call(condition(0xB, 0)).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
  }

  private static Cdb prevent(int value) {
    return Cdb.blank("PREVENT ALLOW MEDIUM REMOVAL, " + value, 0x1E, 6).with(4, value);
  }

  private static void preventAllow(TestBench bench) {
    begin(bench);
    bench.requireCommand("PREVENT ALLOW MEDIUM REMOVAL", 0x1E, 0);
    Answer answer = bench.call(prevent(1)).go();
    if (!isRemovable(bench)) {
      if (!answer.isGood()) {
        answer.check(Sense.ILLEGAL_REQUEST);
      }
      bench.call(prevent(0)).go();
      return;
    }
    answer.good();
    bench.atEnd(() -> bench.call(prevent(0)).go());
    bench.call(startStop(0x02, "LOEJ")).go().check(Sense.ILLEGAL_REQUEST, 0x5302);
    bench.call(Cdb.testUnitReady()).go().good();
    bench.call(prevent(3)).go().invalidFieldInCdb(4);
    bench.call(prevent(0)).go().good();
  }

  private static void ejectAndLoad(TestBench bench) {
    bench.requireCommand("START STOP UNIT", 0x1B, 0);
    bench.require(isRemovable(bench), "The medium cannot be taken out.");
    bench.atEnd(
        () -> {
          bench.call(startStop(0x03, "LOEJ, START")).go();
          bench.a().clearUnitAttentions();
        });
    bench.call(startStop(0x02, "LOEJ")).go().good();
    bench.call(Cdb.testUnitReady()).go().check(Sense.NOT_READY, 0x3A00, 0x3A01, 0x3A02);
    bench.call(startStop(0x03, "LOEJ, START")).go().good();
    Answer first = bench.call(Cdb.testUnitReady()).go();
    if (!first.isGood()) {
      // Whether who asked for it is told of it too is left open.
      first.check(Sense.UNIT_ATTENTION, 0x2800);
      bench.call(Cdb.testUnitReady()).go().good();
    }
    bench.blocks().read(0, 1);
  }

  private static void loadOfAnother(TestBench bench) {
    bench.requireCommand("START STOP UNIT", 0x1B, 0);
    bench.require(isRemovable(bench), "The medium cannot be taken out.");
    bench.atEnd(
        () -> {
          bench.call(startStop(0x03, "LOEJ, START")).go();
          bench.a().clearUnitAttentions();
          bench.b().clearUnitAttentions();
        });
    bench.b().clearUnitAttentions();
    bench.call(startStop(0x02, "LOEJ")).go().good();
    bench.call(startStop(0x03, "LOEJ, START")).go().good();
    bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2800);
    bench.b().call(Cdb.testUnitReady()).go().good();
  }
}
