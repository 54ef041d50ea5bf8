// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** RL: REPORT LUNS and well-known logical units. */
public final class ReportLunsCases {
  private static final String REPORT_LUNS = "SPC-5 6.34 REPORT LUNS";
  private static final long WELL_KNOWN = 0xC101_0000_0000_0000L;
  private static final int ROOM = 8192;

  private ReportLunsCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "RL-01",
            REPORT_LUNS,
            "SELECT REPORT 00h: none twice, LUN LIST LENGTH a multiple of 8 and true",
            ReportLunsCases::list),
        shall(
            "RL-02",
            REPORT_LUNS,
            "SELECT REPORT 01h gives well-known logical units only, 02h all",
            ReportLunsCases::wellKnownOnly),
        shall(
            "RL-03",
            REPORT_LUNS,
            "SELECT REPORT 10h, 11h, 12h: a well-formed list or 5/24/00 at byte 2",
            ReportLunsCases::administrative),
        shall(
            "RL-04",
            REPORT_LUNS,
            "A reserved SELECT REPORT: 5/24/00 at byte 2",
            ReportLunsCases::reserved),
        shall(
            "RL-05",
            REPORT_LUNS,
            "Short allocation lengths: GOOD with the beginning of the list (or 5/24/00 below 16)",
            ReportLunsCases::allocationLengths),
        shall(
            "RL-06",
            REPORT_LUNS,
            "Each listed LUN answers INQUIRY as connected, each connected LUN up to 255 is listed",
            ReportLunsCases::listedAnswer),
        shall(
            "RL-07",
            REPORT_LUNS,
            "REPORT LUNS gives the same list on each logical unit",
            ReportLunsCases::sameEverywhere),
        shall(
            "RL-08",
            "SPC-5 8.2 REPORT LUNS well known logical unit",
            "REPORT LUNS on its well-known logical unit gives the same list",
            ReportLunsCases::onWellKnown),
        shall(
            "RL-09",
            "SPC-5 8.1 Well known logical units overview",
            "A well-known logical unit answers INQUIRY with device type 1Eh",
            ReportLunsCases::wellKnownType),
        shall(
            "RL-10",
            "SPC-5 8.2 REPORT LUNS well known logical unit",
            "READ(10) on the REPORT LUNS well-known logical unit: 5/20/00",
            ReportLunsCases::wellKnownRead),
        shall(
            "RL-16",
            REPORT_LUNS,
            "REPORT LUNS to LUN 0 works even if LUN 0 is not there",
            ReportLunsCases::lunZero));
  }

  private static List<Long> luns(Answer answer) {
    answer.good(8);
    long length = Bytes.u32(answer.data(), 0);
    answer.that(length % 8 == 0, "a LUN LIST LENGTH that is a multiple of 8");
    answer.that(length + 8 == answer.dataLength(), "LUN LIST LENGTH bytes behind the header");
    answer.that(Bytes.u32(answer.data(), 4) == 0, "reserved bytes 4 to 7 zero");
    List<Long> luns = new ArrayList<>();
    for (int at = 8; at + 8 <= answer.dataLength(); at += 8) {
      luns.add(Bytes.u64(answer.data(), at));
    }
    return luns;
  }

  private static boolean isWellKnown(long lun) {
    return (lun >>> 56) == 0xC1;
  }

  private static void list(TestBench bench) {
    Answer answer = bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go();
    List<Long> luns = luns(answer);
    answer.that(new TreeSet<>(luns).size() == luns.size(), "no LUN twice");
    answer.that(luns.contains(bench.lun()), "the LUN under test in the list");
    answer.that(
        luns.stream().noneMatch(ReportLunsCases::isWellKnown), "no well-known logical unit");
  }

  private static void wellKnownOnly(TestBench bench) {
    List<Long> plain = luns(bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go());
    Answer known = bench.call(Cdb.reportLuns(1, ROOM)).in(ROOM).go();
    List<Long> wellKnown = luns(known);
    known.that(
        wellKnown.stream().allMatch(ReportLunsCases::isWellKnown), "well-known logical units only");
    Answer both = bench.call(Cdb.reportLuns(2, ROOM)).in(ROOM).go();
    TreeSet<Long> union = new TreeSet<>(plain);
    union.addAll(wellKnown);
    both.that(new TreeSet<>(luns(both)).equals(union), "the union of the other two lists");
  }

  private static void administrative(TestBench bench) {
    for (int select = 0x10; select <= 0x12; select++) {
      Answer answer = bench.call(Cdb.reportLuns(select, ROOM)).in(ROOM).go();
      if (answer.isGood()) {
        luns(answer);
      } else {
        answer.invalidFieldInCdb(2);
      }
    }
  }

  private static void reserved(TestBench bench) {
    for (int select : new int[] {0x03, 0x0F, 0x13, 0x7F, 0xF7}) {
      bench.call(Cdb.reportLuns(select, ROOM)).in(ROOM).go().invalidFieldInCdb(2);
    }
  }

  private static void allocationLengths(TestBench bench) {
    Answer whole = bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go().good(8);
    for (int length : new int[] {4, 8, 15, 16, 17, 65536}) {
      Answer cut = bench.call(Cdb.reportLuns(0, length)).in(65536).go();
      if (length < 16 && !cut.isGood()) {
        // SPC-3 and earlier refused less than 16 bytes.
        cut.invalidFieldInCdb(6, 7, 8, 9);
        continue;
      }
      int expected = Math.min(length, whole.dataLength());
      cut.good().that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), whole.data(), expected) < 0,
          "the beginning of the whole list");
    }
  }

  private static void listedAnswer(TestBench bench) {
    List<Long> luns = luns(bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go());
    for (long lun : luns) {
      Answer answer = bench.call(Cdb.inquiry(36)).lun(lun).in(36).go().good(36);
      answer.that((answer.at(0) & 0xE0) == 0, "peripheral qualifier 000b for a listed LUN");
    }
    for (long index = 0; index < 256; index++) {
      long lun = index << 48;
      Answer answer = bench.call(Cdb.inquiry(36)).lun(lun).in(36).go();
      boolean connected = answer.isGood() && (answer.at(0) & 0xE0) == 0;
      boolean listed = luns.contains(lun) || luns.contains(lun | (0x4000L << 48));
      answer.that(
          !connected || listed,
          "no connected logical unit that REPORT LUNS does not list (LUN " + index + ")");
    }
  }

  private static void sameEverywhere(TestBench bench) {
    Answer first = bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go().good(8);
    for (long lun : luns(first)) {
      Answer answer = bench.call(Cdb.reportLuns(0, ROOM)).lun(lun).in(ROOM).go().good(8);
      answer.that(
          java.util.Arrays.equals(answer.data(), first.data()),
          "the same list as on the LUN under test");
    }
  }

  private static boolean hasWellKnown(TestBench bench) {
    return luns(bench.call(Cdb.reportLuns(1, ROOM)).in(ROOM).go()).contains(WELL_KNOWN);
  }

  private static void onWellKnown(TestBench bench) {
    bench.require(hasWellKnown(bench), "The REPORT LUNS well-known logical unit is not listed.");
    Answer first = bench.call(Cdb.reportLuns(0, ROOM)).in(ROOM).go().good(8);
    bench.a().clearUnitAttentions(WELL_KNOWN);
    Answer known = bench.call(Cdb.reportLuns(0, ROOM)).lun(WELL_KNOWN).in(ROOM).go().good(8);
    known.that(
        java.util.Arrays.equals(known.data(), first.data()),
        "the same list as on the LUN under test");
  }

  private static void wellKnownType(TestBench bench) {
    bench.require(hasWellKnown(bench), "The REPORT LUNS well-known logical unit is not listed.");
    Answer answer = bench.call(Cdb.inquiry(36)).lun(WELL_KNOWN).in(36).go().good(36);
    answer.that(answer.at(0) == 0x1E, "byte 0 of 1Eh");
  }

  private static void wellKnownRead(TestBench bench) {
    bench.require(hasWellKnown(bench), "The REPORT LUNS well-known logical unit is not listed.");
    bench.a().clearUnitAttentions(WELL_KNOWN);
    bench
        .call(Cdb.read10(0, 1))
        .lun(WELL_KNOWN)
        .in(bench.facts().blockBytes())
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2000);
  }

  private static void lunZero(TestBench bench) {
    Answer answer = bench.call(Cdb.reportLuns(0, ROOM)).lun(0).in(ROOM).go();
    luns(answer);
  }
}
