// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** SAM: how logical unit numbers are read, and what a LUN without a logical unit answers. */
public final class SamLunCases {
  private static final String LUNS = "SAM-5 4.7 Logical unit number (LUN)";
  private static final String INCORRECT = "SAM-5 5.11 Incorrect logical unit numbers for commands";

  private SamLunCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "SAM-01",
            "SPC-5 6.7.2 Standard INQUIRY data",
            "INQUIRY to a LUN without logical unit: GOOD, byte 0 is 7Fh (or 3Fh)",
            SamLunCases::inquiryOfAbsentLun),
        shall(
            "SAM-03",
            INCORRECT,
            "TEST UNIT READY to a LUN without logical unit: 5/25/00, others' unit attentions untouched",
            SamLunCases::testUnitReadyOfAbsentLun),
        shall(
            "SAM-04",
            INCORRECT,
            "REQUEST SENSE to a LUN without logical unit: GOOD with sense data 5/25/00",
            SamLunCases::requestSenseOfAbsentLun),
        shall(
            "SAM-05",
            INCORRECT,
            "REPORT LUNS to a LUN without logical unit: the inventory or 5/25/00, the same each time",
            SamLunCases::reportLunsOfAbsentLun),
        shall(
            "SAM-06",
            INCORRECT,
            "READ(10) to a LUN without logical unit: 5/25/00, no data, the whole buffer as residual",
            SamLunCases::readOfAbsentLun),
        shall(
            "SAM-07",
            "SAM-5 4.7.7 Single level LUN structure",
            "The other addressing method for the same number: the same logical unit or none, never another one",
            SamLunCases::otherAddressingMethod),
        shall(
            "SAM-08",
            "SAM-5 4.7.7.2 Peripheral device addressing",
            "A LUN with a bus identifier that REPORT LUNS does not list: 5/25/00",
            bench -> rejects(bench, bench.lun() | (0x05L << 56))),
        shall(
            "SAM-09",
            "SAM-5 4.7.7.5 Extended logical unit addressing",
            "A LUN in extended addressing that REPORT LUNS does not list: 5/25/00",
            bench -> rejects(bench, 0xF5AA_0000_0000_0000L)),
        shall(
            "SAM-10",
            LUNS,
            "A LUN with second-level bytes that REPORT LUNS does not list: 5/25/00",
            bench -> rejects(bench, bench.lun() | 0x0001_0000_0000L)));
  }

  private static void inquiryOfAbsentLun(TestBench bench) {
    Answer answer = bench.call(Cdb.inquiry(96)).lun(bench.facts().absentLun()).in(96).go().good(36);
    int first = answer.at(0);
    answer.that(
        first == 0x7F || first == 0x3F || (first >> 5) == 1,
        "byte 0 to be 7Fh (no logical unit there), or peripheral qualifier 001b");
  }

  private static void testUnitReadyOfAbsentLun(TestBench bench) {
    bench
        .call(Cdb.testUnitReady())
        .lun(bench.facts().absentLun())
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2500);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void requestSenseOfAbsentLun(TestBench bench) {
    Answer answer =
        bench.call(Cdb.requestSense(false, 252)).lun(bench.facts().absentLun()).in(252).go();
    answer.good(18);
    Sense sense = Sense.parse(answer.data(), answer.dataLength());
    answer.that(
        sense.is(Sense.ILLEGAL_REQUEST, 0x2500), "parameter data with sense 5/25/00, not " + sense);
  }

  private static void reportLunsOfAbsentLun(TestBench bench) {
    long absent = bench.facts().absentLun();
    Answer first = bench.call(Cdb.reportLuns(0, 4096)).lun(absent).in(4096).go();
    if (!first.isGood()) {
      first.check(Sense.ILLEGAL_REQUEST, 0x2500);
    }
    Answer second = bench.call(Cdb.reportLuns(0, 4096)).lun(absent).in(4096).go();
    second.that(
        second.status() == first.status() && java.util.Arrays.equals(second.data(), first.data()),
        "the same answer as the first time (" + first + ")");
  }

  private static void readOfAbsentLun(TestBench bench) {
    bench
        .call(Cdb.read10(0, 1))
        .lun(bench.facts().absentLun())
        .in(bench.facts().blockBytes())
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2500)
        .movedNothing();
  }

  private static void otherAddressingMethod(TestBench bench) {
    long lun = bench.lun();
    bench.require(
        (lun & 0x3F00_FFFF_FFFF_FFFFL) == 0, "The LUN under test is not a number below 256.");
    long other = lun ^ (0x4000L << 48);
    Answer mine = bench.call(Cdb.vpd(0x83, 255)).in(255).go().good(4);
    Answer theirs = bench.call(Cdb.vpd(0x83, 255)).lun(other).in(255).go();
    if (theirs.isGood()) {
      boolean absent = (theirs.at(0) & 0xE0) != 0;
      theirs.that(
          absent || java.util.Arrays.equals(mine.data(), theirs.data()),
          "the designators of the same logical unit: " + Bytes.hex(mine.data()));
    } else {
      theirs.check(Sense.ILLEGAL_REQUEST, 0x2500, 0x2400);
    }
  }

  private static void rejects(TestBench bench, long lun) {
    bench.require(!bench.facts().luns().contains(lun), "REPORT LUNS lists that very LUN.");
    bench.call(Cdb.testUnitReady()).lun(lun).go().check(Sense.ILLEGAL_REQUEST, 0x2500);
    Answer inquiry = bench.call(Cdb.inquiry(36)).lun(lun).in(36).go();
    if (inquiry.isGood()) {
      inquiry.that(
          (inquiry.at(0) & 0xE0) != 0, "a peripheral qualifier that says there is nothing");
    }
  }
}
