// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** RW-22, RW-23, RW-25, RW-38 to RW-40, DEF-03: PRE-FETCH, and blocks that WRITE LONG marks. */
public final class MarkedBlockCases {
  private static final String WRITE_LONG =
      "SBC-4 4.18.2 Pseudo unrecovered errors; 5.50 WRITE LONG";
  private static final String PRE_FETCH = "SBC-4 5.13 PRE-FETCH (10)";
  private static final int MEDIUM_ERROR = 3;
  private static final int[] UNRECOVERED = {0x1100, 0x1114};

  private MarkedBlockCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "RW-22/reserved",
            "SBC-4 5.44 WRITE AND VERIFY (10), BYTCHK field",
            "WRITE AND VERIFY with BYTCHK 10b: 5/24/00 at byte 1",
            MarkedBlockCases::reservedByteCheck),
        shall(
            "RW-23/immediate",
            PRE_FETCH,
            "PRE-FETCH with IMMED and with length zero: CONDITION MET or GOOD, no data",
            MarkedBlockCases::preFetchForms),
        shall(
            "RW-25",
            PRE_FETCH,
            "PRE-FETCH beyond MAXIMUM PREFETCH LENGTH: 5/24/00 at its length",
            MarkedBlockCases::preFetchLimit),
        shall(
                "RW-38",
                WRITE_LONG,
                "A READ stops at a marked block: 3/11/14 or 3/11/00 with its LBA",
                MarkedBlockCases::markedRead)
            .destroysData(),
        shall(
                "RW-38/write-long10",
                WRITE_LONG.replace("(16)", "(10)"),
                "WRITE LONG(10) marks a block as WRITE LONG(16) does",
                MarkedBlockCases::markedByShortForm)
            .destroysData(),
        shall(
                "RW-39",
                WRITE_LONG,
                "A write takes the mark away, a read does not",
                MarkedBlockCases::writeClears)
            .destroysData(),
        shall(
                "RW-40",
                WRITE_LONG,
                "The blocks before the marked one come, and the residual tells of the others",
                MarkedBlockCases::partialRead)
            .destroysData(),
        shall(
                "DEF-03",
                WRITE_LONG,
                "WRITE LONG without WR_UNCOR: 5/24/00; behind the end: 5/21/00",
                MarkedBlockCases::writeLongFields)
            .destroysData());
  }

  private static void reservedByteCheck(TestBench bench) {
    bench.requireCommand("WRITE AND VERIFY(10)", 0x2E, 0);
    Cdb cdb = BlockForm.WRITE_AND_VERIFY_10.cdb(0, 0).with(1, 0x04);
    bench.call(cdb.named("WRITE AND VERIFY(10), BYTCHK 2")).go().invalidFieldInCdb(1);
  }

  private static Cdb preFetch(long lba, long blocks) {
    return Cdb.blank("PRE-FETCH(16)", 0x90, 16).field(2, 8, lba).field(10, 4, blocks);
  }

  private static void preFetchForms(TestBench bench) {
    bench.requireCommand("PRE-FETCH(16)", 0x90, 0);
    long end = bench.facts().blocks();
    for (Cdb cdb :
        List.of(
            preFetch(0, 8),
            preFetch(0, 8).with(1, 0x02).named("PRE-FETCH(16), IMMED"),
            preFetch(end - 2, 0).named("PRE-FETCH(16) to the end"),
            preFetch(0, 0).named("PRE-FETCH(16) of everything"))) {
      Answer answer = bench.call(cdb).go();
      answer.that(answer.isGood() || answer.status() == 0x04, "CONDITION MET or GOOD");
      answer.residualIs(0, false);
    }
    Blocks.outOfRange(bench.call(preFetch(end - 1, 2)).go());
    Blocks.outOfRange(bench.call(preFetch(end + 1, 0)).go());
  }

  private static void preFetchLimit(TestBench bench) {
    bench.requireCommand("PRE-FETCH(16)", 0x90, 0);
    byte[] limits = bench.facts().blockLimits();
    bench.require(limits.length >= 20, "VPD B0h has no MAXIMUM PREFETCH LENGTH.");
    long limit = Bytes.u32(limits, 16);
    bench.require(
        limit > 0 && limit < bench.facts().blocks(), "VPD B0h sets no limit below the capacity.");
    bench.call(preFetch(0, limit + 1)).go().invalidFieldInCdb(10, 11, 12, 13);
  }

  private static Cdb writeLong(long lba) {
    return Cdb.blank("WRITE LONG(16), WR_UNCOR", 0x9F, 16).with(1, 0x51).field(2, 8, lba);
  }

  /** Marks one block of pattern 760 and sees to it that it can be read again afterwards. */
  private static long mark(TestBench bench) {
    bench.requireCommand("WRITE LONG(16)", 0x9F, 0x11);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 8, 760));
    Answer answer = bench.call(writeLong(at + 5)).go();
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "WR_UNCOR is not supported.");
    answer.good();
    bench.atEnd(() -> bench.blocks().startWrite(at, blocks.pattern(at, 8, 761)).awaitEnd());
    return at;
  }

  private static void unrecovered(Answer answer, long lba) {
    answer.check(MEDIUM_ERROR, UNRECOVERED);
    Sense sense = answer.sense();
    answer.that(
        sense != null && sense.hasInformation() && sense.information() == lba,
        "INFORMATION to be valid and " + lba);
  }

  private static void markedRead(TestBench bench) {
    long at = mark(bench);
    int size = bench.facts().blockBytes();
    unrecovered(bench.call(Cdb.read10(at + 5, 1)).in(size).go(), at + 5);
    unrecovered(bench.call(Cdb.read10(at, 8)).in(8 * size).go(), at + 5);
    bench.call(Cdb.read10(at, 5)).in(5 * size).go().good(5 * size);
    bench.call(Cdb.read10(at + 6, 2)).in(2 * size).go().good(2 * size);
    if (bench.facts().mayHave(0x2F, 0)) {
      unrecovered(bench.call(BlockForm.VERIFY_10.cdb(at, 8)).go(), at + 5);
    }
  }

  private static void markedByShortForm(TestBench bench) {
    bench.requireCommand("WRITE LONG(10)", 0x3F, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 2, 763));
    Cdb cdb = Cdb.blank("WRITE LONG(10), WR_UNCOR", 0x3F, 10).with(1, 0x40).field(2, 4, at + 1);
    Answer answer = bench.call(cdb).go();
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "WR_UNCOR is not supported.");
    bench.atEnd(() -> bench.blocks().startWrite(at, blocks.pattern(at, 2, 764)).awaitEnd());
    answer.good();
    blocks.expect(at, blocks.pattern(at, 1, 763), "the block before a marked one stays");
    int size = bench.facts().blockBytes();
    unrecovered(bench.call(Cdb.read10(at + 1, 1)).in(size).go(), at + 1);
    Blocks.outOfRange(bench.call(cdb.field(2, 4, blocks.count())).go());
  }

  private static void writeClears(TestBench bench) {
    long at = mark(bench);
    Blocks blocks = bench.blocks();
    int size = bench.facts().blockBytes();
    for (int turn = 0; turn < 2; turn++) {
      unrecovered(bench.call(Cdb.read10(at + 5, 1)).in(size).go(), at + 5);
    }
    blocks.write(at + 5, blocks.pattern(at + 5, 1, 762));
    blocks.expect(
        at + 5, blocks.pattern(at + 5, 1, 762), "a marked block is readable once written");
  }

  private static void partialRead(TestBench bench) {
    long at = mark(bench);
    Blocks blocks = bench.blocks();
    int size = bench.facts().blockBytes();
    Answer answer = bench.call(Cdb.read10(at, 8)).in(8 * size).go();
    unrecovered(answer, at + 5);
    answer.that(
        answer.dataLength() % size == 0 && answer.dataLength() <= 5 * size,
        "whole blocks before the marked one");
    blocks.same(
        at,
        blocks.pattern(at, answer.dataLength() / size, 760),
        answer.data(),
        "what comes before an unrecovered block is right");
    answer.residualIs(8L * size - answer.dataLength(), false);
  }

  private static void writeLongFields(TestBench bench) {
    bench.requireCommand("WRITE LONG(16)", 0x9F, 0x11);
    Cdb plain = Cdb.blank("WRITE LONG(16) without WR_UNCOR", 0x9F, 16).with(1, 0x11);
    bench.call(plain).go().invalidFieldInCdb(1);
    Blocks.outOfRange(bench.call(writeLong(bench.facts().blocks())).go());
  }
}
