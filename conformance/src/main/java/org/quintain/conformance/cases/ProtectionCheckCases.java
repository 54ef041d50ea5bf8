// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** PI: protection information that is written, checked and compared (SBC-4 4.21). */
public final class ProtectionCheckCases {
  private static final String WRITE = "SBC-4 5.40 WRITE (10), WRPROTECT field";
  private static final String READ = "SBC-4 5.16 READ (10), RDPROTECT field";
  private static final String VERIFY = "SBC-4 5.36 VERIFY (10), VRPROTECT field";

  private ProtectionCheckCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>(ofWrites());
    all.addAll(ofExpectations());
    return all;
  }

  private static List<ConformanceCase> ofWrites() {
    return List.of(
        destroying(
            "PI-07",
            VERIFY,
            "VRPROTECT 000b to 101b without comparing: GOOD where the medium is right",
            ProtectionCheckCases::verifyValues),
        destroying(
            "PI-07/compare",
            VERIFY,
            "BYTCHK 01b with equal blocks and tags: GOOD; other user data: E/1D/00; another guard is told",
            ProtectionCheckCases::verifyCompares),
        destroying(
            "PI-10",
            WRITE,
            "A wrong guard with WRPROTECT 001b, 100b, 101b: B/10/01, the LBA told, nothing written",
            ProtectionCheckCases::wrongGuard),
        destroying(
            "PI-10/unchecked",
            WRITE,
            "A wrong guard with WRPROTECT 010b or 011b is written",
            ProtectionCheckCases::uncheckedGuard),
        destroying(
            "PI-11",
            WRITE,
            "A wrong reference tag: B/10/03, nothing written; a wrong guard goes before it",
            ProtectionCheckCases::wrongReferenceTag),
        destroying(
            "PI-11/application",
            "SBC-4 5.50 WRITE (32), EXPECTED LOGICAL BLOCK APPLICATION TAG field",
            "An application tag that is not as expected: B/10/02, nothing written",
            ProtectionCheckCases::wrongApplicationTag),
        destroying(
            "PI-12",
            "SBC-4 4.21.3 LOGICAL BLOCK APPLICATION TAG field",
            "Application tag FFFFh, with type 3 reference tag FFFFFFFFh too: nothing is checked",
            ProtectionCheckCases::unchecked));
  }

  private static List<ConformanceCase> ofExpectations() {
    return List.of(
        destroying(
            "PI-14",
            "SBC-4 5.20 READ (32), 5.50 WRITE (32)",
            "With type 2 the tags of a 32-byte CDB are those that are expected, under the mask",
            ProtectionCheckCases::expectedTags),
        destroying(
            "PI-15",
            READ,
            "A wrong guard on the medium: B/10/01 with RDPROTECT 001b, 100b, 101b, read by others",
            ProtectionCheckCases::wrongOnMedium),
        destroying(
            "PI-15/plain",
            "SPC-5 7.7.7 Extended INQUIRY Data VPD page, GRD_CHK bit",
            "A wrong guard on the medium: READ and VERIFY without PROTECT end as GRD_CHK says",
            ProtectionCheckCases::wrongOnMediumPlain),
        destroying(
            "PI-16",
            "SBC-4 5.53 WRITE SAME (16), WRPROTECT field",
            "WRITE SAME repeats a block; with types 1 and 2 the reference tag goes up",
            ProtectionCheckCases::writeSame),
        destroying(
            "PI-16/compare-and-write",
            "SBC-4 5.3 COMPARE AND WRITE, WRPROTECT field",
            "COMPARE AND WRITE takes tags for both halves; a wrong guard: B/10/01, nothing written",
            ProtectionCheckCases::compareAndWrite),
        destroying(
            "PI-16/no-data-out",
            "SBC-4 5.53 WRITE SAME (16), NDOB bit",
            "NDOB leaves zeros whose protection information is FFh",
            ProtectionCheckCases::noDataOut));
  }

  private interface Body {
    void run(TestBench bench);
  }

  private static ConformanceCase destroying(String id, String clause, String what, Body body) {
    return shall(id, clause, what, body::run).destroysData();
  }

  /**
   * {@code count} blocks at the middle with right tags, written; plain again when the case ends.
   */
  static byte[] written(TestBench bench, ProtectedBlocks protection, int count, int salt) {
    long at = bench.blocks().middle();
    protection.healAtEnd(at, count);
    byte[] all = protection.pattern(at, count, salt);
    protection.write(at, all, 1).good().residualIs(0, false);
    return all;
  }

  private static void verifyValues(TestBench bench) {
    bench.requireCommand("VERIFY(16)", 0x8F, 0);
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    written(bench, protection, 3, 930);
    for (int value = 0; value <= 5; value++) {
      bench.call(protection.verifyCdb(at, 3, value, 0)).go().good();
    }
  }

  private static void verifyCompares(TestBench bench) {
    bench.requireCommand("VERIFY(16)", 0x8F, 0);
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    byte[] all = written(bench, protection, 3, 931);
    byte[] other = protection.pattern(at, 3, 932);
    bench.call(protection.verifyCdb(at, 3, 0, 1)).out(protection.user(all)).go().good();
    for (int value = 1; value <= 5; value++) {
      Cdb cdb = protection.verifyCdb(at, 3, value, 1);
      bench.call(cdb).out(all).go().good().residualIs(0, false);
      bench.call(cdb).out(other).go().check(Sense.MISCOMPARE, 0x1D00);
      if (value != 2) {
        Answer bent = bench.call(cdb).out(protection.bent(all, 0, 0)).go();
        Sense sense = bent.sense();
        bent.that(
            sense != null
                && (sense.key() == Sense.ABORTED_COMMAND || sense.key() == Sense.MISCOMPARE),
            "a guard that differs to be told as B/10/01 or as MISCOMPARE");
      }
    }
  }

  private static void wrongGuard(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    byte[] before = written(bench, protection, 4, 940);
    int third = 2 * protection.intervalsPerBlock();
    byte[] wrong = protection.bent(protection.pattern(at, 4, 941), third, 0);
    for (int value : new int[] {1, 4, 5}) {
      ProtectedBlocks.failed(
          protection.write(at, wrong, value), ProtectedBlocks.GUARD_FAILED, at + 2);
      protection.expect(at, before, "a write whose guard is wrong writes nothing");
    }
  }

  private static void uncheckedGuard(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    protection.healAtEnd(at, 2);
    boolean isOwner = protection.isApplicationTagOwner();
    for (int value = 2; value <= 3; value++) {
      byte[] wrong = protection.bent(protection.pattern(at, 2, 942 + value), 0, 0);
      protection.write(at, wrong, value).good();
      if (isOwner) {
        protection.expect(at, wrong, "WRPROTECT " + value + " writes the guard that came");
      }
    }
  }

  private static void wrongReferenceTag(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() != 3, "With type 3 no reference tag is expected.");
    long at = bench.blocks().middle();
    byte[] before = written(bench, protection, 3, 950);
    int second = protection.intervalsPerBlock();
    byte[] fresh = protection.pattern(at, 3, 951);
    byte[] wrong = protection.bent(fresh, second, ProtectedBlocks.REFERENCE_TAG);
    for (int value : new int[] {1, 2, 5}) {
      ProtectedBlocks.failed(
          protection.write(at, wrong, value), ProtectedBlocks.REFERENCE_TAG_FAILED, at + 1);
    }
    byte[] both = protection.bent(wrong, second, 0);
    ProtectedBlocks.failed(protection.write(at, both, 1), ProtectedBlocks.GUARD_FAILED, at + 1);
    protection.expect(at, before, "a write whose reference tag is wrong writes nothing");
    protection.write(at, wrong, 4).good();
  }

  private static void wrongApplicationTag(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() == 2, "Only a 32-byte CDB of type 2 says which is expected.");
    bench.require(protection.isApplicationTagOwner(), "ATO is 0.");
    long at = bench.blocks().middle();
    byte[] before = written(bench, protection, 2, 952);
    byte[] all = protection.pattern(at, 2, 953);
    Cdb cdb = protection.writeCdb(at, 2, 1).field(24, 2, 0x1234).field(26, 2, 0xFFFF);
    Answer answer = bench.call(cdb).out(all).go();
    ProtectedBlocks.failed(answer, ProtectedBlocks.APPLICATION_TAG_FAILED, at);
    protection.expect(at, before, "a write whose application tag is wrong writes nothing");
    bench.call(cdb.field(24, 2, 0x5AA5)).out(all).go().good();
  }

  private static void unchecked(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    bench.require(protection.isApplicationTagOwner(), "ATO is 0.");
    protection.healAtEnd(at, 1);
    byte[] user = blocks.pattern(at, 1, 960);
    boolean isType3 = protection.type() == 3;
    byte[] silent = protection.protect(user, 0xFFFF, isType3 ? 0xFFFF_FFFFL : at + 77);
    for (int interval = 0; interval < protection.intervalsPerBlock(); interval++) {
      silent = protection.bent(silent, interval, 0);
      Bytes.put(silent, protection.at(interval) + 4, 4, isType3 ? 0xFFFF_FFFFL : at + 77);
    }
    protection.write(at, silent, 3).good();
    for (int value : new int[] {1, 2, 4, 5}) {
      protection.read(at, 1, value).good(protection.size());
    }
    blocks.expect(at, user, "blocks that say nothing are read without checks");
    if (isType3) {
      byte[] half = protection.bent(silent, 0, ProtectedBlocks.REFERENCE_TAG);
      protection.write(at, half, 3).good();
      ProtectedBlocks.failed(protection.read(at, 1, 1), ProtectedBlocks.GUARD_FAILED, at);
    }
  }

  private static void expectedTags(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() == 2, "The type is not 2.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 3);
    long tag = 0xFFFF_FFFEL;
    byte[] all = protection.protect(blocks.pattern(at, 3, 970), 0x12AB, tag);
    bench.call(protection.writeCdb(at, 3, 1).field(20, 4, tag)).out(all).go().good();
    Cdb read = protection.readCdb(at, 3, 1).field(20, 4, tag);
    int bytes = all.length;
    bench.call(read).in(bytes).go().good(bytes).residualIs(0, false);
    Answer other = bench.call(read.field(20, 4, tag - 1)).in(bytes).go();
    ProtectedBlocks.failed(other, ProtectedBlocks.REFERENCE_TAG_FAILED, at);
    if (protection.isApplicationTagOwner()) {
      bench.call(read.field(24, 2, 0x12CD).field(26, 2, 0xFF00)).in(bytes).go().good(bytes);
      Answer low = bench.call(read.field(24, 2, 0x12CD).field(26, 2, 0x00FF)).in(bytes).go();
      ProtectedBlocks.failed(low, ProtectedBlocks.APPLICATION_TAG_FAILED, at);
    }
  }

  private static void wrongOnMedium(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    byte[] all = written(bench, protection, 3, 980);
    int second = protection.intervalsPerBlock();
    protection.write(at, protection.bent(all, second, 0), 3).good();
    for (int value : new int[] {1, 4, 5}) {
      ProtectedBlocks.failed(protection.read(at, 3, value), ProtectedBlocks.GUARD_FAILED, at + 1);
    }
    for (int value : new int[] {2, 3}) {
      protection.read(at, 3, value).good(all.length);
    }
    protection.read(at, 1, 1).good(protection.size());
    protection.write(at, all, 1).good();
    protection.read(at, 3, 1).good(all.length);
  }

  private static void wrongOnMediumPlain(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(bench.facts().vpdPages().contains(0x86), "There is no VPD 86h.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] all = written(bench, protection, 2, 981);
    protection.write(at, protection.bent(all, 0, 0), 3).good();
    Answer read = bench.call(BlockForm.READ_16.cdb(at, 2)).in(2 * blocks.size()).go();
    if (protection.checksPlainReads(0x04)) {
      ProtectedBlocks.failed(read, ProtectedBlocks.GUARD_FAILED, at);
      if (bench.facts().mayHave(0x8F, 0)) {
        Answer verify = bench.call(BlockForm.VERIFY_16.cdb(at, 2)).go();
        ProtectedBlocks.failed(verify, ProtectedBlocks.GUARD_FAILED, at);
      }
    } else {
      read.good(2 * blocks.size());
    }
  }

  private static void writeSame(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 5);
    boolean isLong = protection.type() == 2;
    bench.requireCommand("WRITE SAME", isLong ? 0x7F : 0x93, isLong ? 0x0D : 0);
    byte[] one = protection.pattern(at, 1, 985);
    Cdb cdb =
        isLong
            ? Cdb.blank("WRITE SAME(32), WRPROTECT 1", 0x7F, 32)
                .with(7, 0x18)
                .field(8, 2, 0x0D)
                .with(10, 1 << 5)
                .field(12, 8, at)
                .field(20, 4, at)
                .field(28, 4, 5)
            : Cdb.blank("WRITE SAME(16), WRPROTECT 1", 0x93, 16)
                .with(1, 1 << 5)
                .field(2, 8, at)
                .field(10, 4, 5);
    bench
        .call(cdb)
        .out(protection.bent(one, 0, 0))
        .go()
        .check(Sense.ABORTED_COMMAND, ProtectedBlocks.GUARD_FAILED);
    bench.call(cdb).out(one).go().good().residualIs(0, false);
    byte[] all = new byte[5 * one.length];
    int intervals = protection.intervalsPerBlock();
    for (int index = 0; index < 5; index++) {
      System.arraycopy(one, 0, all, index * one.length, one.length);
      for (int interval = 0; protection.type() != 3 && interval < intervals; interval++) {
        long tag = at + (long) index * intervals + interval;
        int place = index * one.length + protection.at(interval);
        Bytes.put(all, place + ProtectedBlocks.REFERENCE_TAG, 4, tag);
      }
    }
    if (protection.isApplicationTagOwner()) {
      protection.expect(at, all, "WRITE SAME repeats the block with tags that fit");
    }
    protection.read(at, 5, 1).good(all.length);
  }

  private static void compareAndWrite(TestBench bench) {
    bench.requireCommand("COMPARE AND WRITE", 0x89, 0);
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() != 2, "With type 2 there is no COMPARE AND WRITE with tags.");
    long at = bench.blocks().middle();
    byte[] before = written(bench, protection, 1, 986);
    byte[] after = protection.pattern(at, 1, 987);
    Cdb cdb =
        Cdb.blank("COMPARE AND WRITE, WRPROTECT 1", 0x89, 16)
            .with(1, 1 << 5)
            .field(2, 8, at)
            .with(13, 1);
    byte[] bent = protection.bent(after, 0, 0);
    Answer refused = bench.call(cdb).out(ProtectedBlocks.joined(before, bent)).go();
    ProtectedBlocks.failed(refused, ProtectedBlocks.GUARD_FAILED, at);
    protection.expect(at, before, "a COMPARE AND WRITE with a wrong guard writes nothing");
    bench.call(cdb).out(ProtectedBlocks.joined(after, before)).go().check(Sense.MISCOMPARE, 0x1D00);
    bench.call(cdb).out(ProtectedBlocks.joined(before, after)).go().good().residualIs(0, false);
    protection.expect(at, after, "COMPARE AND WRITE writes the second half");
  }

  private static void noDataOut(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    written(bench, protection, 2, 988);
    Cdb cdb =
        Cdb.blank("WRITE SAME(16), NDOB", 0x93, 16).with(1, 1).field(2, 8, at).field(10, 4, 2);
    Answer same = bench.call(cdb).go();
    bench.require(!same.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "NDOB is not supported.");
    same.good();
    Answer answer = protection.read(at, 2, 1).good(2 * protection.size());
    for (int index = 0; index < 2 * protection.intervalsPerBlock(); index++) {
      long information = Bytes.u64(answer.data(), protection.at(index));
      answer.that(information == -1L, "protection information of FFh in interval " + index);
    }
  }
}
