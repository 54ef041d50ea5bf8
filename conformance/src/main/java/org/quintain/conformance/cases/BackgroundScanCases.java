// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** Background medium scans: mode page 1Ch/01h and log page 15h. */
public final class BackgroundScanCases {
  private static final String SCAN = "SBC-4 4.23.3 Background medium scan";
  private static final int ENABLED_AT = 4;
  private static final int IDLE_AT = 10;
  private static final long TURN_NS = 1_000_000_000L;
  private static final int TURNS_MAX = 5;
  private static final int ROOM = 0xFFFF;

  // Within page 15h, its header and that of the first parameter included.
  private static final int MINUTES_AT = 8;
  private static final int SCANS_AT = 14;

  private BackgroundScanCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "LOG-20",
            "SBC-4 6.4.2 Background Scan log page",
            "Page 15h: a status of 0Ch bytes, results of 14h bytes, nothing reserved",
            BackgroundScanCases::form),
        shall(
                "MODE-32",
                SCAN,
                "EN_BMS: a scan begins when the unit is idle, or waits; without it none is active",
                BackgroundScanCases::enabled)
            .destroysData(),
        shall(
                "LOG-20/kept",
                "SBC-4 6.4.2.2 Background Scan Status log parameter",
                "The number of scans and the power on minutes do not go down with a loss of power",
                BackgroundScanCases::kept)
            .needs(Need.POWER_CONTROL)
            .destroysData());
  }

  private static byte[] results(TestBench bench) {
    bench.requireCommand("LOG SENSE", 0x4D, 0);
    Cdb sense = Cdb.blank("LOG SENSE, 15h", 0x4D, 10).with(2, 0x55).field(7, 2, ROOM);
    Answer answer = bench.call(sense).in(ROOM).go();
    bench.require(answer.isGood(), "There is no log page 15h.");
    return answer.good(20).data();
  }

  private static void form(TestBench bench) {
    byte[] page = results(bench);
    bench.check(Bytes.u16(page, 4) == 0 && page[7] == 0x0C, "Page 15h begins with no status.");
    bench.check(Bytes.u8(page, 13) <= 0x0A, "BACKGROUND SCAN STATUS is reserved.");
    for (int at = 20; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      int code = Bytes.u16(page, at);
      bench.check(
          code >= 0x8000 || (code <= 0x800 && page[at + 3] == 0x14),
          "Parameter " + Bytes.h(code) + " of page 15h is none of the standard's.");
    }
  }

  private static int status(TestBench bench) {
    return Bytes.u8(results(bench), 13);
  }

  private static void kept(TestBench bench) {
    enable(bench);
    byte[] page = results(bench);
    for (int turn = 0; turn < TURNS_MAX && Bytes.u16(page, SCANS_AT) == 0; turn++) {
      bench.pause(TURN_NS);
      page = results(bench);
    }
    bench.require(Bytes.u16(page, SCANS_AT) > 0, "No scan ended while the case waited.");
    bench.power().powerCycle();
    bench.a().reconnect();
    bench.a().clearUnitAttentions();
    byte[] after = results(bench);
    bench.check(
        Bytes.u16(after, SCANS_AT) >= Bytes.u16(page, SCANS_AT),
        "There were " + Bytes.u16(page, SCANS_AT) + " scans, now " + Bytes.u16(after, SCANS_AT));
    bench.check(
        Bytes.u32(after, MINUTES_AT) >= Bytes.u32(page, MINUTES_AT),
        "ACCUMULATED POWER ON MINUTES went down.");
  }

  private static void enabled(TestBench bench) {
    ModePages pages = new ModePages(bench, bench.a());
    byte[] page = enable(bench);
    int status = status(bench);
    for (int turn = 0; turn < TURNS_MAX && status != 0x01 && status != 0x08; turn++) {
      bench.pause(TURN_NS);
      status = status(bench);
    }
    bench.check(status == 0x01 || status == 0x08, "EN_BMS is set, the status " + Bytes.h(status));
    page[ENABLED_AT] &= (byte) ~1;
    pages.select(page).good();
    bench.check(status(bench) != 0x01, "A scan is active although EN_BMS is zero.");
  }

  /** Sets EN_BMS and a short time of idleness until the case ends; gives the page. */
  private static byte[] enable(TestBench bench) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    results(bench);
    ModePages pages = new ModePages(bench, bench.a());
    byte[] changeable = pages.subpage(ModePages.CHANGEABLE, 0x1C, 0x01);
    bench.require(
        changeable.length > ENABLED_AT && (changeable[ENABLED_AT] & 1) != 0,
        "EN_BMS cannot be set.");
    byte[] before = pages.subpage(ModePages.CURRENT, 0x1C, 0x01);
    bench.atEnd(() -> pages.select(before));
    byte[] page = before.clone();
    page[ENABLED_AT] |= 1;
    if ((changeable[IDLE_AT + 1] & 0xFF) == 0xFF) {
      page[IDLE_AT] = 0;
      page[IDLE_AT + 1] = 50;
    }
    pages.select(page).good();
    return page;
  }
}
