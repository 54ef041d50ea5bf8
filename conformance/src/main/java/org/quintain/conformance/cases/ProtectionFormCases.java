// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** PI, third part: formats of every type, and protection information with further commands. */
public final class ProtectionFormCases {
  /** Where a CDB of WRITE STREAM(32) has STR_ID. */
  private static final int STREAM_AT = 4;

  private static final List<ConformanceCase> TABLE =
      List.of(
          row(
              "PI-01/format",
              "SBC-4 5.4.2.1 FORMAT UNIT, FMTPINFO and PROTECTION FIELD USAGE fields",
              "A format with each type that SPT tells is what READ CAPACITY(16) says afterwards",
              ProtectionFormCases::everyType),
          row(
              "PI-07/one-block",
              "SBC-4 5.36 VERIFY (10), BYTCHK 11b",
              "BYTCHK 11b: one block equals all: GOOD; other user data: E/1D/00; bad guard: B/10/01",
              ProtectionFormCases::verifyOneBlock),
          row(
              "PI-16/orwrite",
              "SBC-4 5.16 ORWRITE (16), ORPROTECT field",
              "ORWRITE leaves blocks whose protection information is right; a wrong guard: B/10/01",
              ProtectionFormCases::orWrite),
          row(
              "PI-16/atomic",
              "SBC-4 5.48 WRITE ATOMIC (16), WRPROTECT field",
              "WRITE ATOMIC takes right protection information; a wrong guard: B/10/01, nothing written",
              ProtectionFormCases::writeAtomic),
          row(
              "PI-16/stream",
              "SBC-4 5.58 WRITE STREAM (32), WRPROTECT field",
              "WRITE STREAM(32) takes right protection information; a wrong guard: B/10/01",
              ProtectionFormCases::writeStream),
          row(
              "PI-16/scattered",
              "SBC-4 5.55 WRITE SCATTERED (16), WRPROTECT field",
              "WRITE SCATTERED takes right protection information of each range; a wrong guard of the second: B/10/01, nothing written",
              ProtectionFormCases::writeScattered),
          row(
              "PI-17",
              "SPC-5 7.5.10 Control mode page, ATO bit",
              "With ATO the application tag comes back as it was written",
              ProtectionFormCases::applicationTagIsKept),
          row(
              "PI-18",
              "SPC-5 7.5.10 Control mode page, RWWP bit",
              "With RWWP a write without protection information: 5/24/00, nothing written",
              ProtectionFormCases::rejectsPlainWrites),
          row(
              "PI-21",
              "SBC-4 5.24 READ LONG (16)",
              "READ LONG leaves blocks and protection information as they are",
              ProtectionFormCases::readLong));

  private ProtectionFormCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase row(
      String id, String clause, String title, ConformanceCase.Body body) {
    return shall(id, clause, title, body).destroysData();
  }

  private static Answer format(TestBench bench, int type, int exponent) {
    int information = type == 0 ? 0 : type == 1 ? 2 : 3;
    Cdb cdb = Cdb.blank("FORMAT UNIT to type " + type, 0x04, 6).with(1, information << 6 | 0x10);
    byte[] list = {(byte) (type == 3 ? 1 : 0), 0, 0, 0};
    if (exponent > 0) {
      // The long list, which has P_I_INFORMATION.
      cdb = cdb.or(1, 0x20);
      list = new byte[] {(byte) (type == 3 ? 1 : 0), 0, 0, (byte) exponent, 0, 0, 0, 0};
    }
    Answer answer = bench.call(cdb).out(list).go();
    bench.a().clearUnitAttentions();
    return answer;
  }

  private static int[] typeAndExponent(TestBench bench) {
    byte[] capacity = bench.call(Cdb.readCapacity16(32)).in(32).go().good(14).data();
    int type = (capacity[12] & 1) == 0 ? 0 : (capacity[12] >> 1 & 7) + 1;
    return new int[] {type, (capacity[13] & 0xFF) >> 4};
  }

  private static void everyType(TestBench bench) {
    bench.requireCommand("FORMAT UNIT", 0x04, 0);
    boolean isSupported = (bench.facts().inquiry()[5] & 1) != 0;
    bench.require(
        isSupported && bench.facts().vpdPages().contains(0x86), "PROTECT is 0, or no VPD 86h.");
    LongOperation.requireSmallMedium(bench);
    int types = ProtectionCases.supportedTypes(bench);
    int[] before = typeAndExponent(bench);
    bench.atEnd(() -> format(bench, before[0], before[1]));
    Blocks blocks = bench.blocks();
    for (int type : new int[] {0, 1, 2, 3}) {
      if (type > 0 && (types >> (type - 1) & 1) == 0) {
        format(bench, type, 0).check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2600);
        continue;
      }
      format(bench, type, 0).good();
      int[] after = typeAndExponent(bench);
      bench.check(
          after[0] == type && after[1] == 0,
          "A format to type " + type + " made type " + after[0] + ", exponent " + after[1] + ".");
      byte[] data = blocks.pattern(0, 2, 990 + type);
      blocks.write(0, data);
      blocks.expect(0, data, "blocks are written and read after a format to type " + type);
    }
  }

  private static void verifyOneBlock(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] one = blocks.pattern(at, 1, 994);
    byte[] user = new byte[4 * one.length];
    for (int index = 0; index < 4; index++) {
      System.arraycopy(one, 0, user, index * one.length, one.length);
    }
    protection.healAtEnd(at, 4);
    blocks.write(at, user);
    byte[] other = one.clone();
    other[7] ^= 0x10;
    Cdb plain = protection.verifyCdb(at, 4, 0, 3);
    bench.requireCommand("VERIFY", plain.opcode(), 0);
    Answer answer = bench.call(plain).out(one).go();
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "BYTCHK 11b is not supported.");
    answer.good();
    bench.call(plain).out(other).go().check(Sense.MISCOMPARE, 0x1D00);
    // With tags, of one block alone: how those of many blocks compare is another matter.
    Cdb checked = protection.verifyCdb(at, 1, 1, 3);
    protection.write(at, protection.pattern(at, 1, 994), 1).good();
    byte[] medium = protection.raw(at, 1);
    bench.call(checked).out(medium).go().good();
    byte[] changed = protection.protect(other, 0, at);
    System.arraycopy(medium, protection.at(0) + 2, changed, protection.at(0) + 2, 6);
    if (protection.intervalsPerBlock() == 1) {
      bench.call(checked).out(changed).go().check(Sense.MISCOMPARE);
    }
    byte[] bent = protection.bent(protection.pattern(at, 1, 994), 0, 0);
    bench.call(checked).out(bent).go().check(Sense.ABORTED_COMMAND, ProtectedBlocks.GUARD_FAILED);
  }

  private static Cdb withTags(
      TestBench bench, String name, int opcode, int action, int lengthAt, long at, int blocks) {
    bench.requireCommand(name, opcode, action);
    Cdb cdb = Cdb.blank(name, opcode, opcode == 0x7F ? 32 : 16);
    return opcode == 0x7F
        ? cdb.with(7, 0x18)
            .field(8, 2, action)
            .with(10, 1 << 5)
            .field(12, 8, at)
            .field(20, 4, at)
            .field(28, 4, blocks)
        : cdb.with(1, 1 << 5).field(2, 8, at).field(lengthAt, 14 - lengthAt, blocks);
  }

  private static void orWrite(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    boolean isLong = protection.type() == 2;
    Cdb cdb =
        isLong
            ? withTags(bench, "ORWRITE(32)", 0x7F, 0x0E, 28, at, 2)
            : withTags(bench, "ORWRITE(16)", 0x8B, 0, 10, at, 2);
    protection.healAtEnd(at, 2);
    byte[] before = blocks.pattern(at, 2, 995);
    blocks.write(at, before);
    byte[] mask = blocks.pattern(at, 2, 996);
    byte[] all = protection.protect(mask, 0x5AA5, at);
    Answer refused = bench.call(cdb).out(protection.bent(all, 0, 0)).go();
    bench.require(
        !refused.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)
            && !refused.isCheck(Sense.ILLEGAL_REQUEST, 0x2000),
        "ORPROTECT is not supported.");
    refused.check(Sense.ABORTED_COMMAND, ProtectedBlocks.GUARD_FAILED);
    blocks.expect(at, before, "an ORWRITE with a wrong guard writes nothing");
    bench.call(cdb).out(all).go().good().residualIs(0, false);
    byte[] both = before.clone();
    for (int index = 0; index < both.length; index++) {
      both[index] |= mask[index];
    }
    blocks.expect(at, both, "the bits of both");
    protection.read(at, 2, 1).good(2 * protection.size());
  }

  private static void refusesWrongGuard(TestBench bench, ProtectedBlocks protection, Cdb cdb) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 2);
    byte[] before = blocks.pattern(at, 2, 997);
    blocks.write(at, before);
    byte[] all = protection.pattern(at, 2, 998);
    bench
        .call(cdb)
        .out(protection.bent(all, 0, 0))
        .go()
        .check(Sense.ABORTED_COMMAND, ProtectedBlocks.GUARD_FAILED);
    blocks.expect(at, before, "a write with a wrong guard writes nothing");
    bench.call(cdb).out(all).go().good().residualIs(0, false);
    byte[] came = protection.read(at, 2, 1).good(all.length).data();
    bench.check(
        Arrays.equals(protection.user(came), protection.user(all)), "Other data was written.");
  }

  private static void writeAtomic(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    Cdb cdb =
        protection.type() == 2
            ? withTags(bench, "WRITE ATOMIC(32)", 0x7F, 0x0F, 28, at, 2)
            : withTags(bench, "WRITE ATOMIC(16)", 0x9C, 0, 12, at, 2);
    refusesWrongGuard(bench, protection, cdb);
  }

  private static void writeStream(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() == 2, "The type is not 2.");
    Cdb cdb = withTags(bench, "WRITE STREAM(32)", 0x7F, 0x10, 28, bench.blocks().middle(), 2);
    int stream = StreamCases.open(bench);
    refusesWrongGuard(bench, protection, cdb.field(STREAM_AT, 2, stream));
    byte[] tags = protection.protect(new byte[bench.blocks().size()], 0, 0);
    bench.check(Bytes.u16(tags, protection.at(0)) == 0, "The guard of zeros is zero.");
  }

  /** Two ranges, of one block and of two; with type 2 each descriptor has its tags. */
  private static void writeScattered(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    boolean isLong = protection.type() == 2;
    int action = isLong ? 0x11 : 0x12;
    String name = "WRITE SCATTERED(" + (isLong ? 32 : 16) + ")";
    bench.requireCommand(name, isLong ? 0x7F : 0x9F, action);
    long one = bench.blocks().middle();
    long two = one + 9;
    int unit = protection.size();
    byte[] list = new byte[4 * unit];
    describe(list, 32, one, 1);
    describe(list, 64, two, 2);
    System.arraycopy(protection.pattern(one, 1, 971), 0, list, unit, unit);
    System.arraycopy(protection.pattern(two, 2, 972), 0, list, 2 * unit, 2 * unit);
    Cdb cdb = Cdb.blank(name, isLong ? 0x7F : 0x9F, isLong ? 32 : 16);
    cdb =
        isLong
            ? cdb.with(7, 0x18)
                .field(8, 2, action)
                .with(10, 1 << 5)
                .field(12, 2, 1)
                .field(16, 2, 2)
                .field(28, 4, 4)
            : cdb.with(1, action).with(2, 1 << 5).field(4, 2, 1).field(8, 2, 2).field(10, 4, 4);
    protection.healAtEnd(one, 1);
    protection.healAtEnd(two, 2);
    byte[] before = bench.blocks().pattern(one, 1, 970);
    bench.blocks().write(one, before);
    byte[] bent = list.clone();
    bent[3 * unit + protection.at(0)] ^= 1;
    Answer refused = bench.call(cdb).out(bent).go();
    bench.require(
        !refused.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "WRPROTECT is not supported there.");
    refused.check(Sense.ABORTED_COMMAND, ProtectedBlocks.GUARD_FAILED);
    bench.blocks().expect(one, before, "a write with a wrong guard writes nothing");
    bench.call(cdb).out(list).go().good().residualIs(0, false);
    protection.expect(one, Arrays.copyOfRange(list, unit, 2 * unit), "the first range");
    protection.expect(two, Arrays.copyOfRange(list, 2 * unit, 4 * unit), "the second range");
  }

  private static void describe(byte[] list, int at, long lba, int blocks) {
    Bytes.put(list, at, 8, lba);
    Bytes.put(list, at + 8, 4, blocks);
    Bytes.put(list, at + 12, 4, lba);
  }

  private static void applicationTagIsKept(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.isApplicationTagOwner(), "ATO is 0.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 2);
    for (int application : new int[] {0x0000, 0x1234, 0xFFFE}) {
      byte[] all = protection.protect(blocks.pattern(at, 2, application), application, at);
      protection.write(at, all, 3).good();
      protection.expect(at, all, "application tags are the application client's");
    }
  }

  private static void rejectsPlainWrites(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, 5, 0x10, "RWWP");
    protection.healAtEnd(at, 1);
    byte[] all = protection.pattern(at, 1, 904);
    protection.write(at, all, 1).good();
    pages.withFlipped(
        0x0A,
        5,
        0x10,
        () -> {
          boolean isSet = (pages.page(ModePages.CURRENT, 0x0A)[5] & 0x10) != 0;
          bench.require(isSet, "RWWP was set before.");
          byte[] other = blocks.pattern(at, 1, 905);
          bench.call(Cdb.write10(at, 1)).out(other).go().invalidFieldInCdb(1);
          protection.write(at, all, 1).good();
        });
    protection.expect(at, all, "a write that RWWP refuses writes nothing");
  }

  private static void readLong(TestBench bench) {
    bench.requireCommand("READ LONG(16)", 0x9E, 0x11);
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    byte[] all = ProtectionCheckCases.written(bench, protection, 1, 989);
    int bytes = protection.size();
    Cdb cdb =
        Cdb.blank("READ LONG(16)", 0x9E, 16).with(1, 0x11).field(2, 8, at).field(12, 2, bytes);
    bench.call(cdb).in(bytes).go();
    bench.a().clearUnitAttentions();
    protection.expect(at, all, "READ LONG leaves the blocks as they are");
  }
}
