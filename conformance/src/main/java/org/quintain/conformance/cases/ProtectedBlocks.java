// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.Arrays;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * The logical blocks under test with their protection information (SBC-4 4.21): the suite's own
 * guard, the layout of intervals, and the forms of commands that suit the type.
 */
final class ProtectedBlocks {
  static final int GUARD_FAILED = 0x1001;
  static final int APPLICATION_TAG_FAILED = 0x1002;
  static final int REFERENCE_TAG_FAILED = 0x1003;

  /** Where the eight bytes of protection information have the application and reference tags. */
  static final int APPLICATION_TAG = 2;

  static final int REFERENCE_TAG = 4;

  static final int INFORMATION = 8;

  private static final int POLYNOMIAL = 0x8BB7;
  private static final int CONTROL_PAGE = 0x0A;

  private final TestBench bench;
  private final Blocks blocks;
  private final int type;
  private final int exponent;

  /** Skips the case where there is no protection information. */
  ProtectedBlocks(TestBench bench) {
    this.bench = bench;
    bench.require(
        bench.facts().hasProtection(), "PROT_EN is 0: the medium has no protection information.");
    this.blocks = bench.blocks();
    byte[] capacity = bench.facts().readCapacity16();
    this.type = (capacity[12] >> 1 & 7) + 1;
    this.exponent = (capacity[13] & 0xFF) >> 4;
  }

  /** The type, 1 to 3. */
  int type() {
    return type;
  }

  int intervalsPerBlock() {
    return 1 << exponent;
  }

  private int intervalBytes() {
    return blocks.size() >> exponent;
  }

  /** The bytes of one block with its protection information. */
  int size() {
    return blocks.size() + (INFORMATION << exponent);
  }

  /** Where the protection information of interval {@code interval} is. */
  int at(int interval) {
    return interval * (intervalBytes() + INFORMATION) + intervalBytes();
  }

  /** CRC-T10DIF (SBC-4 4.21.4.2): x^16+x^15+x^11+x^9+x^8+x^7+x^5+x^4+x^2+x+1, from zero on. */
  static int guard(byte[] bytes, int from, int length) {
    int crc = 0;
    for (int at = from; at < from + length; at++) {
      crc ^= (bytes[at] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
      crc &= 0xFFFF;
    }
    return crc;
  }

  /** {@code user}, whole blocks, with protection information: tags from {@code reference} on. */
  byte[] protect(byte[] user, int application, long reference) {
    int interval = intervalBytes();
    int count = user.length / interval;
    byte[] all = new byte[count * (interval + INFORMATION)];
    for (int index = 0; index < count; index++) {
      System.arraycopy(user, index * interval, all, index * (interval + INFORMATION), interval);
      Bytes.put(all, at(index), 2, guard(user, index * interval, interval));
      Bytes.put(all, at(index) + APPLICATION_TAG, 2, application);
      Bytes.put(all, at(index) + REFERENCE_TAG, 4, reference + index);
    }
    return all;
  }

  /** Pattern blocks with right protection information and an application tag. */
  byte[] pattern(long lba, int count, int salt) {
    return protect(blocks.pattern(lba, count, salt), 0x5AA5, lba);
  }

  /** The user data of {@code all}. */
  byte[] user(byte[] all) {
    int interval = intervalBytes();
    int count = all.length / (interval + INFORMATION);
    byte[] user = new byte[count * interval];
    for (int index = 0; index < count; index++) {
      System.arraycopy(all, index * (interval + INFORMATION), user, index * interval, interval);
    }
    return user;
  }

  /** {@code all} with one bit turned over {@code offset} bytes into interval {@code interval}'s. */
  byte[] bent(byte[] all, int interval, int offset) {
    byte[] bent = all.clone();
    bent[at(interval) + offset] ^= 1;
    return bent;
  }

  /** The CDB that suits the type: 32 bytes with type 2, where LBA and reference tag agree. */
  Cdb cdb(BlockForm form, BlockForm longForm, long lba, int count, int protect) {
    if (type != 2 || protect == 0) {
      return form.cdb(lba, count)
          .with(1, protect << 5)
          .named(form.title() + ", PROTECT " + protect);
    }
    bench.requireCommand(longForm.title(), longForm.opcode(), longForm.serviceAction());
    return longForm
        .cdb(lba, count)
        .with(10, protect << 5)
        .field(20, 4, lba)
        .named(longForm.title() + ", PROTECT " + protect);
  }

  Cdb readCdb(long lba, int count, int protect) {
    return cdb(BlockForm.READ_16, BlockForm.READ_32, lba, count, protect);
  }

  Cdb writeCdb(long lba, int count, int protect) {
    return cdb(BlockForm.WRITE_16, BlockForm.WRITE_32, lba, count, protect);
  }

  Cdb verifyCdb(long lba, int count, int protect, int byteCheck) {
    Cdb cdb = cdb(BlockForm.VERIFY_16, BlockForm.VERIFY_32, lba, count, protect);
    return cdb.or(cdb.length() == 32 ? 10 : 1, byteCheck << 1);
  }

  /** Reads with protection information as {@code protect} asks. */
  Answer read(long lba, int count, int protect) {
    return bench.call(readCdb(lba, count, protect)).in(count * size()).go();
  }

  /** Reads with protection information and checks none of it. */
  byte[] raw(long lba, int count) {
    return read(lba, count, 3).good(count * size()).data();
  }

  /** Writes blocks that come with protection information. */
  Answer write(long lba, byte[] all, int protect) {
    return bench.call(writeCdb(lba, all.length / size(), protect)).out(all).go();
  }

  /** Leaves plain blocks behind, whatever the case did to their tags. */
  void healAtEnd(long lba, int count) {
    bench.atEnd(() -> blocks.write(lba, blocks.pattern(lba, count, 0)));
  }

  /** Whether the application client owns the application tag: ATO of the Control mode page. */
  boolean isApplicationTagOwner() {
    byte[] page = new ModePages(bench, bench.a()).page(ModePages.CURRENT, CONTROL_PAGE);
    return page.length > 5 && (page[5] & 0x80) != 0;
  }

  /**
   * Whether plain reads are checked: the bit of VPD 86h (GRD_CHK 04h, APP_CHK 02h, REF_CHK 01h).
   */
  boolean checksPlainReads(int bit) {
    byte[] page = bench.call(Cdb.vpd(0x86, 64)).in(64).go().good(8).data();
    return (page[4] & bit) != 0;
  }

  /** Asks that nothing of {@code expected} has changed, protection information included. */
  void expect(long lba, byte[] expected, String demand) {
    byte[] came = raw(lba, expected.length / size());
    int differs = Bytes.firstDifference(expected, came, expected.length);
    bench.check(
        Arrays.equals(expected, came),
        demand + "; from LBA " + lba + " on byte " + differs + " of data with tags differs.");
  }

  /** Asks for the check that failed, and that INFORMATION tells the block. */
  static void failed(Answer answer, int code, long lba) {
    answer.check(Sense.ABORTED_COMMAND, code);
    Sense sense = answer.sense();
    answer.that(
        sense != null && (!sense.hasInformation() || sense.information() == lba),
        "INFORMATION " + lba);
  }

  /** One behind the other. */
  static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
