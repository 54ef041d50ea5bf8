// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * RW, the rest: VERIFY, WRITE AND VERIFY, PRE-FETCH, WRITE SAME, obsolete commands, and power loss.
 */
public final class VerifyCases {
  private static final String VERIFY = "SBC-4 5.36 VERIFY (10), BYTCHK field";

  private VerifyCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "RW-12",
                "SBC-4 5.40 WRITE (10), FUA bit; 4.15 Caching",
                "A write with FUA outlives a loss of power",
                VerifyCases::forcedWriteIsDurable)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
                "RW-13",
                "SBC-4 5.33 SYNCHRONIZE CACHE (10); 4.15 Caching",
                "A write followed by SYNCHRONIZE CACHE outlives a loss of power; one without is old or new",
                VerifyCases::synchronizedWriteIsDurable)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
            "RW-18",
            VERIFY,
            "BYTCHK 00b: GOOD without data; 01b with equal data: GOOD; 10b: 5/24/00 at byte 1",
            VerifyCases::byteCheck),
        shall(
            "RW-19", VERIFY, "BYTCHK 01b with data that differs: E/1D/00", VerifyCases::miscompare),
        shall(
                "RW-20",
                VERIFY,
                "BYTCHK 11b compares one block with each of many",
                VerifyCases::oneBlock)
            .destroysData(),
        shall(
                "RW-22",
                "SBC-4 5.44 WRITE AND VERIFY (10)",
                "WRITE AND VERIFY with BYTCHK 0 and 1 writes",
                VerifyCases::writeAndVerify)
            .destroysData(),
        shall(
            "RW-23",
            "SBC-4 5.10 PRE-FETCH (10)",
            "PRE-FETCH: CONDITION MET or GOOD; behind the end: 5/21/00",
            VerifyCases::preFetch),
        shall(
                "RW-26",
                "SBC-4 5.49 WRITE SAME (10)",
                "WRITE SAME writes one block over many; the obsolete LBDATA is refused by 5/24/00 or taken",
                VerifyCases::writeSame)
            .destroysData(),
        shall(
            "RW-29",
            "SBC-4 5.1 Commands for direct access block devices",
            "Obsolete XDWRITEREAD, XPWRITE, REBUILD: 5/20/00 unless listed",
            VerifyCases::obsolete));
  }

  private static void forcedWriteIsDurable(TestBench bench) {
    bench.require(bench.facts().dpoFua(), "DPOFUA is 0.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    for (int round = 0; round < 2; round++) {
      byte[] data = blocks.pattern(at, 16, 600 + round);
      bench.call(Cdb.write10(at, 16).with(1, 0x08).named("WRITE(10), FUA")).out(data).go().good();
      afterPowerLoss(bench);
      blocks.expect(at, data, "a write with FUA outlives a loss of power");
    }
  }

  private static void synchronizedWriteIsDurable(TestBench bench) {
    bench.requireCommand("SYNCHRONIZE CACHE(10)", 0x35, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] first = blocks.pattern(at, 16, 610);
    blocks.write(at, first);
    bench.call(Cdb.synchronizeCache10(0, 0)).go().good();
    afterPowerLoss(bench);
    blocks.expect(at, first, "what SYNCHRONIZE CACHE confirmed outlives a loss of power");
    blocks.write(at, blocks.pattern(at, 16, 611));
    afterPowerLoss(bench);
    byte[] came = blocks.read(at, 16);
    for (int i = 0; i < 16; i++) {
      bench.check(
          blocks.isPattern(came, i, at + i, 610) || blocks.isPattern(came, i, at + i, 611),
          "After a loss of power block " + (at + i) + " is neither old nor new.");
    }
  }

  private static void afterPowerLoss(TestBench bench) {
    bench.power().powerCycle();
    bench.a().reconnect();
    bench.a().clearUnitAttentions();
  }

  private static Cdb verify(long lba, int blocks, int byteCheck) {
    return BlockForm.VERIFY_10
        .cdb(lba, blocks)
        .with(1, byteCheck << 1)
        .named("VERIFY(10), BYTCHK " + byteCheck);
  }

  /** BYTCHK 01b, skipped where the target refuses that bit. */
  private static Answer compare(TestBench bench, long lba, byte[] data, int blocks, int byteCheck) {
    Answer answer = bench.call(verify(lba, blocks, byteCheck)).out(data).go();
    bench.require(
        !answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400),
        "BYTCHK " + byteCheck + " is not supported.");
    return answer;
  }

  private static void byteCheck(TestBench bench) {
    bench.requireCommand("VERIFY(10)", 0x2F, 0);
    bench.call(verify(0, 4, 0)).go().good().residualIs(0, false);
    bench.call(verify(0, 4, 2)).go().invalidFieldInCdb(1);
    byte[] data = bench.blocks().read(0, 4);
    compare(bench, 0, data, 4, 1).good().residualIs(0, false);
  }

  private static void miscompare(TestBench bench) {
    bench.requireCommand("VERIFY(10)", 0x2F, 0);
    byte[] data = bench.blocks().read(0, 4);
    int at = 2 * bench.facts().blockBytes() + 5;
    data[at] ^= 0x40;
    Answer answer = compare(bench, 0, data, 4, 1).check(Sense.MISCOMPARE, 0x1D00);
    Sense sense = answer.sense();
    if (sense != null && sense.hasInformation()) {
      answer.that(
          sense.information() == at || sense.information() == 2,
          "INFORMATION, if valid, to be the byte offset " + at + " (SBC-4) or block 2 (earlier)");
    }
  }

  private static void oneBlock(TestBench bench) {
    bench.requireCommand("VERIFY(10)", 0x2F, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int size = blocks.size();
    byte[] one = blocks.pattern(at, 1, 620);
    byte[] many = new byte[4 * size];
    for (int i = 0; i < 4; i++) {
      System.arraycopy(one, 0, many, i * size, size);
    }
    blocks.write(at, many);
    compare(bench, at, one, 4, 3).good().residualIs(0, false);
    many[3 * size + 7] ^= 1;
    blocks.write(at, many);
    compare(bench, at, one, 4, 3).check(Sense.MISCOMPARE, 0x1D00);
  }

  private static void writeAndVerify(TestBench bench) {
    bench.requireCommand("WRITE AND VERIFY(10)", 0x2E, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    for (int byteCheck = 0; byteCheck < 2; byteCheck++) {
      byte[] data = blocks.pattern(at, 4, 630 + byteCheck);
      Cdb cdb = BlockForm.WRITE_AND_VERIFY_10.cdb(at, 4).with(1, byteCheck << 1);
      Answer answer = bench.call(cdb).out(data).go();
      if (byteCheck == 1 && answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
        return;
      }
      answer.good().residualIs(0, false);
      blocks.expect(at, data, "what WRITE AND VERIFY wrote is read back");
    }
  }

  private static void preFetch(TestBench bench) {
    bench.requireCommand("PRE-FETCH(10)", 0x34, 0);
    Cdb cdb = Cdb.blank("PRE-FETCH(10)", 0x34, 10);
    Answer answer = bench.call(cdb.field(7, 2, 8)).go();
    if (answer.isUnsupported() && bench.facts().operationCodes() == null) {
      answer.good();
    }
    answer.that(answer.isGood() || answer.status() == 0x04, "CONDITION MET or GOOD");
    long capacity = bench.facts().blocks();
    bench.require(capacity <= 0xFFFF_FFFFL, "PRE-FETCH(10) does not reach the capacity.");
    Blocks.outOfRange(bench.call(cdb.field(2, 4, capacity).field(7, 2, 1)).go());
  }

  private static void writeSame(TestBench bench) {
    bench.requireCommand("WRITE SAME(10)", 0x41, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 12, 640));
    byte[] one = blocks.pattern(at, 1, 641);
    Cdb cdb = Cdb.blank("WRITE SAME(10)", 0x41, 10).field(2, 4, at + 2).field(7, 2, 8);
    bench.call(cdb).out(one).go().good().residualIs(0, false);
    for (int i = 2; i < 10; i++) {
      blocks.expect(at + i, one, "each block of WRITE SAME holds the one block sent");
    }
    blocks.expect(at, blocks.pattern(at, 2, 640), "the blocks before WRITE SAME keep their data");
    blocks.expect(
        at + 10, blocks.pattern(at + 10, 2, 640), "the blocks behind WRITE SAME keep their data");
    Answer obsolete = bench.call(cdb.with(1, 0x02).named("WRITE SAME(10), LBDATA")).out(one).go();
    if (!obsolete.isGood()) {
      obsolete.invalidFieldInCdb(1);
    }
  }

  private static void obsolete(TestBench bench) {
    for (int opcode : new int[] {0x50, 0x51, 0x52, 0x81, 0x82}) {
      if (bench.facts().operationCodes() == null || !bench.facts().mayHave(opcode, 0)) {
        bench
            .call(Cdb.blank("obsolete opcode " + Bytes.h(opcode), opcode, 16))
            .go()
            .check(Sense.ILLEGAL_REQUEST, 0x2000);
      }
    }
  }
}
