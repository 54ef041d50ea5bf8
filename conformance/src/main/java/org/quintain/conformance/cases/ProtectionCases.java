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

/** PI: protection information as it is told, refused, read and made (SBC-4 4.21). */
public final class ProtectionCases {
  private static final String MODEL = "SBC-4 4.21 Protection information model";
  private static final String READ = "SBC-4 5.16 READ (10), RDPROTECT field";
  private static final int WRONG_OPCODE = 0x2000;
  private static final int WRONG_FIELD = 0x2400;

  /** The types that SPT stands for (SPC-5 7.7.7), one bit each; 110b is reserved. */
  private static final int[] SUPPORTED = {0b001, 0b011, 0b010, 0b101, 0b100, 0b110, 0, 0b111};

  private ProtectionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>(ofValuesAndData());
    all.addAll(ofRefusalsAndTags());
    return all;
  }

  private static List<ConformanceCase> ofValuesAndData() {
    return List.of(
        shall(
            "PI-01",
            "SBC-4 5.21.2 READ CAPACITY (16); SPC-5 6.7.2, 7.7.7",
            "PROT_EN, P_TYPE, PROTECT and SPT agree",
            ProtectionCases::told),
        shall(
                "PI-02",
                "SBC-4 5.4.2.1 FORMAT UNIT, FMTPINFO field",
                "FMTPINFO 01b, or any where PROTECT is 0: 5/24/00 or 5/26/00",
                ProtectionCases::unsupportedFormat)
            .destroysData(),
        destroying(
            "PI-03",
            MODEL,
            "After a plain write each interval has its guard, and with type 1 its reference tag",
            ProtectionCases::made),
        destroying(
            "PI-04",
            READ,
            "RDPROTECT 000b brings user data alone, whatever the tags are",
            ProtectionCases::plain),
        destroying(
            "PI-05",
            READ,
            "RDPROTECT 001b to 101b bring eight bytes more for each interval",
            ProtectionCases::readValues),
        destroying(
            "PI-06",
            "SBC-4 5.40 WRITE (10), WRPROTECT field",
            "WRPROTECT 001b to 101b take blocks with right protection information",
            ProtectionCases::writeValues));
  }

  private static List<ConformanceCase> ofRefusalsAndTags() {
    return List.of(
        shall("PI-08", READ, "PROTECT 110b and 111b: 5/24/00", ProtectionCases::reservedValues),
        shall(
            "PI-08/none",
            READ,
            "Any PROTECT but 000b without protection information: 5/24/00",
            ProtectionCases::valuesWithout),
        shall(
            "PI-09",
            "SBC-4 4.21.2.4 Type 2 protection",
            "With type 2, PROTECT not 000b in a CDB of less than 32 bytes: 5/20/00 or 5/24/00",
            ProtectionCases::shortCdbs),
        destroying(
            "PI-13",
            "SBC-4 4.21.2.3 Type 1 protection",
            "With type 1 the reference tag is the low half of the LBA, at both ends of the medium",
            ProtectionCases::referenceTags),
        destroying(
            "PI-19",
            READ,
            "A buffer for user data alone: what does not fit is an overflow",
            ProtectionCases::residual),
        destroying(
            "PI-20",
            "SBC-4 4.21.4.2 LOGICAL BLOCK GUARD field",
            "The guard of zeros, ones and counting bytes is their CRC, not a sum",
            ProtectionCases::guardIsCrc),
        shall(
                "PI-22",
                "SBC-4 4.21.3 Protection information of formatted blocks",
                "After a format all protection information is FFh, and nothing of it is checked",
                ProtectionCases::afterFormat)
            .destroysData());
  }

  private interface Body {
    void run(TestBench bench);
  }

  private static ConformanceCase destroying(String id, String clause, String what, Body body) {
    return shall(id, clause, what, body::run).destroysData();
  }

  private static void told(TestBench bench) {
    byte[] capacity = bench.facts().readCapacity16();
    bench.require(capacity.length >= 14, "READ CAPACITY(16) is not supported.");
    boolean isEnabled = bench.facts().hasProtection();
    byte[] inquiry = bench.facts().inquiry();
    boolean isSupported = inquiry.length > 5 && (inquiry[5] & 1) != 0;
    int code = capacity[12] >> 1 & 7;
    int exponent = (capacity[13] & 0xFF) >> 4;
    bench.check(
        isEnabled || (code == 0 && exponent == 0),
        "P_TYPE " + code + " and P_I_EXPONENT " + exponent + " are not zero although PROT_EN is.");
    bench.check(isSupported || !isEnabled, "PROT_EN is 1 but PROTECT of INQUIRY is 0.");
    bench.check(code < 3, "P_TYPE " + code + " is reserved.");
    if (!bench.facts().vpdPages().contains(0x86)) {
      return;
    }
    Answer page = bench.call(Cdb.vpd(0x86, 64)).in(64).go().good(8);
    int types = SUPPORTED[page.at(4) >> 3 & 7];
    page.that(types != 0, "an SPT that is not reserved");
    page.that(isSupported || (page.at(4) & 0x3F) == 0, "SPT and CHK bits zero where PROTECT is");
    page.that(!isEnabled || (types >> code & 1) != 0, "SPT to have the type that P_TYPE tells");
  }

  /** The types that SPT tells, type 1 in bit 0. */
  static int supportedTypes(TestBench bench) {
    byte[] page = bench.call(Cdb.vpd(0x86, 64)).in(64).go().good(8).data();
    return SUPPORTED[page[4] >> 3 & 7];
  }

  private static void unsupportedFormat(TestBench bench) {
    bench.requireCommand("FORMAT UNIT", 0x04, 0);
    boolean isSupported = (bench.facts().inquiry()[5] & 1) != 0;
    for (int value = 1; value <= (isSupported ? 1 : 3); value++) {
      bench
          .call(Cdb.blank("FORMAT UNIT, FMTPINFO " + value, 0x04, 6).with(1, value << 6 | 0x10))
          .out(new byte[4])
          .go()
          .check(Sense.ILLEGAL_REQUEST, WRONG_FIELD, 0x2600);
    }
  }

  private static void made(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] user = blocks.pattern(at, 5, 900);
    blocks.write(at, user);
    int intervals = 5 * protection.intervalsPerBlock();
    Answer answer = protection.read(at, 5, 1).good(5 * protection.size()).residualIs(0, false);
    byte[] came = answer.data();
    byte[] expected = protection.protect(user, 0, at);
    blocks.same(at, user, protection.user(came), "user data comes between its tags");
    for (int index = 0; index < intervals; index++) {
      int place = protection.at(index);
      answer.that(
          Bytes.u16(came, place) == Bytes.u16(expected, place),
          "guard " + Bytes.h(Bytes.u16(expected, place)) + " of interval " + index);
      int tag = place + ProtectedBlocks.REFERENCE_TAG;
      answer.that(
          protection.type() != 1 || Bytes.u32(came, tag) == Bytes.u32(expected, tag),
          "reference tag " + Bytes.u32(expected, tag) + " of interval " + index);
    }
  }

  private static void plain(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 4);
    byte[] all = protection.pattern(at, 4, 901);
    protection.write(at, all, 1).good().residualIs(0, false);
    Answer answer = bench.call(BlockForm.READ_16.cdb(at, 4)).in(4 * blocks.size()).go();
    answer.good().residualIs(0, false);
    blocks.same(at, protection.user(all), answer.data(), "RDPROTECT 000b brings user data alone");
  }

  private static void readValues(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    long at = bench.blocks().middle();
    protection.healAtEnd(at, 3);
    byte[] all = protection.pattern(at, 3, 902);
    protection.write(at, all, 1).good();
    // Without ATO the application tag is the device server's to change.
    int blankFrom = protection.isApplicationTagOwner() ? 0 : 2;
    for (int value = 1; value <= 5; value++) {
      Answer answer = protection.read(at, 3, value).good(all.length).residualIs(0, false);
      byte[] came = answer.data();
      byte[] expected = all.clone();
      for (int index = 0; index < 3 * protection.intervalsPerBlock(); index++) {
        int tag = protection.at(index) + ProtectedBlocks.APPLICATION_TAG;
        Bytes.put(came, tag, blankFrom, 0);
        Bytes.put(expected, tag, blankFrom, 0);
      }
      int differs = Bytes.firstDifference(expected, came, expected.length);
      answer.that(differs < 0, "what was written, but byte " + differs + " differs");
    }
  }

  private static void writeValues(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 3);
    for (int value = 1; value <= 5; value++) {
      byte[] all = protection.pattern(at, 3, 920 + value);
      protection.write(at, all, value).good().residualIs(0, false);
      blocks.expect(at, protection.user(all), "WRPROTECT " + value + " writes the user data");
    }
  }

  private static List<Cdb> withField(TestBench bench, int value) {
    long at = bench.blocks().middle();
    return List.of(
        BlockForm.READ_10.cdb(at, 1).with(1, value << 5).named("READ(10), RDPROTECT " + value),
        BlockForm.READ_16.cdb(at, 1).with(1, value << 5).named("READ(16), RDPROTECT " + value),
        BlockForm.WRITE_10.cdb(at, 1).with(1, value << 5).named("WRITE(10), WRPROTECT " + value),
        BlockForm.WRITE_16.cdb(at, 1).with(1, value << 5).named("WRITE(16), WRPROTECT " + value),
        BlockForm.VERIFY_10.cdb(at, 1).with(1, value << 5).named("VERIFY(10), VRPROTECT " + value),
        BlockForm.VERIFY_16.cdb(at, 1).with(1, value << 5).named("VERIFY(16), VRPROTECT " + value));
  }

  /** Sends {@code cdb} with the buffer it needs. */
  private static Answer send(TestBench bench, Cdb cdb) {
    int bytes = bench.facts().blockBytes() + 64;
    return switch (cdb.opcode() & 0x0F) {
      case 0x08 -> bench.call(cdb).in(bytes).go();
      case 0x0A -> bench.call(cdb).out(new byte[bytes]).go();
      default -> bench.call(cdb).go();
    };
  }

  private static boolean isThere(TestBench bench, Cdb cdb) {
    boolean mayWrite = !bench.facts().writeProtected() || (cdb.opcode() & 0x0F) != 0x0A;
    return mayWrite && bench.facts().mayHave(cdb.opcode(), 0);
  }

  private static void reservedValues(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    for (int value = 6; value <= 7; value++) {
      for (Cdb cdb : withField(bench, value)) {
        if (!isThere(bench, cdb)) {
          continue;
        }
        Answer answer = send(bench, cdb);
        if (protection.type() != 2 || !answer.isCheck(Sense.ILLEGAL_REQUEST, WRONG_OPCODE)) {
          answer.invalidFieldInCdb(1);
        }
      }
    }
  }

  private static void valuesWithout(TestBench bench) {
    bench.require(!bench.facts().hasProtection(), "PROT_EN is 1.");
    for (int value = 1; value <= 7; value++) {
      for (Cdb cdb : withField(bench, value)) {
        if (isThere(bench, cdb)) {
          send(bench, cdb).invalidFieldInCdb(1);
        }
      }
    }
  }

  private static void shortCdbs(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() == 2, "The type is not 2.");
    for (int value = 1; value <= 5; value++) {
      for (Cdb cdb : withField(bench, value)) {
        if (isThere(bench, cdb)) {
          send(bench, cdb).check(Sense.ILLEGAL_REQUEST, WRONG_OPCODE, WRONG_FIELD);
        }
      }
    }
  }

  private static void referenceTags(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.require(protection.type() == 1, "The type is not 1.");
    Blocks blocks = bench.blocks();
    for (long lba : new long[] {0, 1, blocks.count() - 1}) {
      blocks.write(lba, blocks.pattern(lba, 1, 903));
      Answer answer = protection.read(lba, 1, 1).good(protection.size());
      int tag = protection.at(0) + ProtectedBlocks.REFERENCE_TAG;
      answer.that(
          Bytes.u32(answer.data(), tag) == (lba & 0xFFFF_FFFFL), "reference tag of LBA " + lba);
    }
  }

  private static void residual(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 4, 906));
    int tooFew = 4 * blocks.size();
    bench
        .call(protection.readCdb(at, 4, 1))
        .in(tooFew)
        .go()
        .good(tooFew)
        .residualIs(4L * protection.size() - tooFew, true);
  }

  private static void guardIsCrc(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    protection.healAtEnd(at, 1);
    for (int kind = 0; kind < 3; kind++) {
      byte[] user = new byte[blocks.size()];
      for (int index = 0; index < user.length; index++) {
        user[index] = (byte) (kind == 0 ? 0 : kind == 1 ? 0xFF : index);
      }
      blocks.write(at, user);
      Answer answer = protection.read(at, 1, 1).good(protection.size());
      int guard = Bytes.u16(protection.protect(user, 0, 0), protection.at(0));
      answer.that(Bytes.u16(answer.data(), protection.at(0)) == guard, "guard " + Bytes.h(guard));
    }
  }

  private static void afterFormat(TestBench bench) {
    ProtectedBlocks protection = new ProtectedBlocks(bench);
    bench.requireCommand("FORMAT UNIT", 0x04, 0);
    bench.require(protection.intervalsPerBlock() == 1, "The format has more than one interval.");
    LongOperation.requireSmallMedium(bench);
    long at = bench.blocks().middle();
    protection.write(at, protection.pattern(at, 2, 907), 1).good();
    int formatProtection = protection.type() == 1 ? 2 : 3;
    byte[] list = {(byte) (protection.type() == 3 ? 1 : 0), 0, 0, 0};
    bench
        .call(Cdb.blank("FORMAT UNIT", 0x04, 6).with(1, formatProtection << 6 | 0x10))
        .out(list)
        .go()
        .good();
    bench.a().clearUnitAttentions();
    Answer answer = protection.read(at, 2, 1).good(2 * protection.size());
    for (int index = 0; index < 2; index++) {
      long information = Bytes.u64(answer.data(), protection.at(index));
      answer.that(information == -1L, "protection information of FFh in block " + index);
    }
    byte[] capacity = bench.call(Cdb.readCapacity16(32)).in(32).go().good(14).data();
    bench.check(
        capacity[12] == bench.facts().readCapacity16()[12],
        "PROT_EN or P_TYPE are others after a format with the same.");
  }
}
