// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.Call;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** AW-17, AW-18, AW-21 and RW-26 to RW-28: WRITE SCATTERED and WRITE SAME. */
public final class ScatteredAndSameCases {
  private static final String SCATTERED = "SBC-4 4.35, 5.55 WRITE SCATTERED (16)";
  private static final String SAME = "SBC-4 5.52 WRITE SAME (10), 5.53 WRITE SAME (16)";
  private static final int LIST_HEADER = 32;
  private static final int DESCRIPTOR = 32;

  private ScatteredAndSameCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        destroying(
            "AW-17",
            SCATTERED,
            "Each range holds its own blocks; a range of no blocks is no error",
            ScatteredAndSameCases::scatter),
        destroying(
            "AW-17/range",
            SCATTERED,
            "A range behind the capacity: 5/21/00",
            ScatteredAndSameCases::scatterBeyond),
        destroying(
            "AW-17/none",
            SCATTERED,
            "No descriptors, or no blocks to transfer: GOOD",
            ScatteredAndSameCases::scatterNothing),
        destroying(
            "AW-18",
            SCATTERED,
            "Sums that do not fit BUFFER TRANSFER LENGTH: B/1A/00",
            ScatteredAndSameCases::scatterSum),
        destroying(
            "AW-18/fields",
            SCATTERED,
            "A data offset too small, or too many descriptors or blocks: 5/24/00 at its byte",
            ScatteredAndSameCases::scatterFields),
        shall(
            "AW-21",
            "SBC-4 6.6.5 Block Limits Extension VPD page",
            "VPD B7h is there with WRITE SCATTERED, and its lengths fit VPD B0h",
            ScatteredAndSameCases::extension),
        destroying(
            "RW-26/forms",
            SAME,
            "WRITE SAME(16) writes each block of many, and none beside them",
            ScatteredAndSameCases::sameForms),
        destroying(
            "RW-26/zero",
            SAME,
            "NUMBER OF LOGICAL BLOCKS zero: the rest of the medium, or 5/24/00 with WSNZ",
            ScatteredAndSameCases::sameZero),
        destroying(
            "RW-26/range",
            SAME,
            "Across the capacity: 5/21/00, nothing written",
            ScatteredAndSameCases::sameBeyond),
        destroying(
            "RW-27",
            SAME,
            "NDOB: zeros without Data-Out; what is sent all the same is a residual",
            ScatteredAndSameCases::noDataOut),
        destroying(
            "RW-28",
            SAME,
            "Data-Out of another size than a block: the block sent or none, never a mixture",
            ScatteredAndSameCases::sameSize));
  }

  /** A program of one case. */
  private interface Body {
    void run(TestBench bench);
  }

  private static ConformanceCase destroying(String id, String clause, String what, Body body) {
    return shall(id, clause, what, body::run).destroysData();
  }

  // WRITE SCATTERED.

  private static Cdb scattered(long offset, int descriptors, long blocks) {
    return Cdb.blank("WRITE SCATTERED(16)", 0x9F, 16)
        .with(1, 0x12)
        .field(4, 2, offset)
        .field(8, 2, descriptors)
        .field(10, 4, blocks);
  }

  /** Data-Out whose list takes one block; {@code ranges} are pairs of LBA and count. */
  private static byte[] list(TestBench bench, byte[] data, long... ranges) {
    int size = bench.facts().blockBytes();
    byte[] all = new byte[size + data.length];
    for (int index = 0; index < ranges.length / 2; index++) {
      Bytes.put(all, LIST_HEADER + index * DESCRIPTOR, 8, ranges[2 * index]);
      Bytes.put(all, LIST_HEADER + index * DESCRIPTOR + 8, 4, ranges[2 * index + 1]);
    }
    System.arraycopy(data, 0, all, size, data.length);
    return all;
  }

  private static Call scattered(TestBench bench, byte[] data, long... ranges) {
    bench.requireCommand("WRITE SCATTERED(16)", 0x9F, 0x12);
    byte[] all = list(bench, data, ranges);
    int blocks = all.length / bench.facts().blockBytes();
    return bench.call(scattered(1, ranges.length / 2, blocks)).out(all);
  }

  private static void scatter(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    bench.requireCommand("WRITE SCATTERED(16)", 0x9F, 0x12);
    blocks.write(at, blocks.pattern(at, 32, 740));
    byte[] data = blocks.pattern(at, 6, 741);
    scattered(bench, data, at + 20, 2, at + 9, 0, at + 4, 3, at + 30, 1)
        .go()
        .good()
        .residualIs(0, false);
    int size = blocks.size();
    byte[] expected = blocks.pattern(at, 32, 740);
    System.arraycopy(data, 0, expected, 20 * size, 2 * size);
    System.arraycopy(data, 2 * size, expected, 4 * size, 3 * size);
    System.arraycopy(data, 5 * size, expected, 30 * size, size);
    blocks.expect(at, expected, "each range of WRITE SCATTERED holds its own blocks");
  }

  private static void scatterBeyond(TestBench bench) {
    Blocks blocks = bench.blocks();
    long end = blocks.count();
    byte[] data = blocks.pattern(0, 3, 742);
    Blocks.outOfRange(scattered(bench, data, blocks.middle(), 1, end - 1, 2).go());
    Blocks.outOfRange(scattered(bench, data, -1, 1, blocks.middle(), 2).go());
  }

  private static void scatterNothing(TestBench bench) {
    bench.requireCommand("WRITE SCATTERED(16)", 0x9F, 0x12);
    bench.call(scattered(1, 0, 2)).go().good();
    bench.call(scattered(1, 1, 0)).go().good();
  }

  private static void scatterSum(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] data = blocks.pattern(at, 3, 743);
    for (long last : new long[] {1, 3}) {
      scattered(bench, data, at, 1, at + 8, last).go().check(Sense.ABORTED_COMMAND, 0x1A00);
    }
  }

  private static void scatterFields(TestBench bench) {
    bench.requireCommand("WRITE SCATTERED(16)", 0x9F, 0x12);
    int size = bench.facts().blockBytes();
    int tooMany = size / DESCRIPTOR;
    byte[] data = new byte[2 * size];
    bench.call(scattered(0, 1, 2)).out(data).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    Answer list = bench.call(scattered(1, tooMany, 2)).out(data).go();
    list.invalidFieldInCdb(4, 5, 8, 9);
    byte[] limits = page(bench);
    long descriptors = Bytes.u16(limits, 22);
    if (descriptors > 0 && descriptors < 0xFFFF) {
      bench
          .call(scattered(0xFFFF, (int) descriptors + 1, 2))
          .out(data)
          .go()
          .invalidFieldInCdb(8, 9);
    }
    long most = Bytes.u32(limits, 24);
    if (most > 0 && most < 0xFFFF_FFFFL) {
      bench.call(scattered(1, 1, most + 1)).out(data).go().invalidFieldInCdb(10, 11, 12, 13);
    }
  }

  private static byte[] page(TestBench bench) {
    bench.require(bench.facts().vpdPages().contains(0xB7), "VPD B7h is not in VPD 00h.");
    return bench.call(Cdb.vpd(0xB7, 255)).in(255).go().good(28).data();
  }

  private static void extension(TestBench bench) {
    boolean scatters = bench.facts().operationCodes() != null && bench.facts().mayHave(0x9F, 0x12);
    bench.check(
        !scatters || bench.facts().vpdPages().contains(0xB7),
        "WRITE SCATTERED is listed, but there is no VPD B7h.");
    byte[] page = page(bench);
    bench.check(Bytes.u8(page, 1) == 0xB7, "VPD B7h says PAGE CODE " + Bytes.h(page[1]) + ".");
    long range = Bytes.u32(page, 16);
    long all = Bytes.u32(page, 24);
    bench.check(
        all == 0 || range <= all,
        "MAXIMUM SCATTERED LBA RANGE TRANSFER LENGTH is above MAXIMUM SCATTERED TRANSFER LENGTH.");
  }

  // WRITE SAME.

  private static Cdb same(long lba, long blocks) {
    return Cdb.blank("WRITE SAME(16)", 0x93, 16).field(2, 8, lba).field(10, 4, blocks);
  }

  private static void sameForms(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int count = Math.min(250, bench.facts().transferBlocksMax() - 2);
    byte[] one = blocks.pattern(at, 1, 750);
    byte[] around = blocks.pattern(at, count + 2, 751);
    blocks.write(at, around);
    bench.call(same(at + 1, count)).out(one).go().good().residualIs(0, false);
    for (int block = 1; block <= count; block++) {
      System.arraycopy(one, 0, around, block * blocks.size(), blocks.size());
    }
    blocks.expect(at, around, "WRITE SAME writes its blocks and no others");
  }

  private static void sameZero(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    byte[] limits = bench.facts().blockLimits();
    bench.require(limits.length >= 44, "VPD B0h is of the short form.");
    Blocks blocks = bench.blocks();
    long at = blocks.count() - 3;
    byte[] old = blocks.pattern(at - 1, 4, 752);
    blocks.write(at - 1, old);
    byte[] one = blocks.pattern(at, 1, 753);
    Answer answer = bench.call(same(at, 0)).out(one).go();
    if ((limits[4] & 1) != 0) {
      answer.invalidFieldInCdb(10, 11, 12, 13);
    } else {
      answer.good();
      for (int block = 1; block < 4; block++) {
        System.arraycopy(one, 0, old, block * blocks.size(), blocks.size());
      }
    }
    blocks.expect(at - 1, old, "zero blocks mean all the rest, if they mean any");
  }

  private static void sameBeyond(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    Blocks blocks = bench.blocks();
    long end = blocks.count();
    byte[] last = blocks.pattern(end - 1, 1, 754);
    blocks.write(end - 1, last);
    byte[] one = blocks.pattern(end, 1, 755);
    Blocks.outOfRange(bench.call(same(end - 1, 2)).out(one).go());
    Blocks.outOfRange(bench.call(same(end, 1)).out(one).go());
    Blocks.outOfRange(bench.call(same(-1, 1)).out(one).go());
    blocks.expect(end - 1, last, "a range that ends behind the capacity writes nothing");
  }

  private static void noDataOut(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, 4, 756);
    blocks.write(at, old);
    Cdb cdb = same(at + 1, 2).with(1, 0x01).named("WRITE SAME(16), NDOB");
    Answer answer = bench.call(cdb).go();
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "NDOB is not supported.");
    answer.good().residualIs(0, false);
    java.util.Arrays.fill(old, blocks.size(), 3 * blocks.size(), (byte) 0);
    blocks.expect(at, old, "NDOB writes zeros to its blocks and no others");
    byte[] needless = blocks.pattern(at, 1, 757);
    Answer more = bench.call(cdb).out(needless).go();
    if (more.isGood()) {
      more.residualIs(needless.length, false);
    }
    blocks.expect(at, old, "with NDOB no Data-Out is written");
  }

  private static void sameSize(TestBench bench) {
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, 4, 758);
    byte[] two = blocks.pattern(at, 2, 759);
    for (int size : new int[] {0, blocks.size() - 8, 2 * blocks.size()}) {
      blocks.write(at, old);
      Answer answer = bench.call(same(at, 4)).out(java.util.Arrays.copyOf(two, size)).go();
      byte[] expected = old.clone();
      if (answer.isGood() && size >= blocks.size()) {
        for (int block = 0; block < 4; block++) {
          System.arraycopy(two, 0, expected, block * blocks.size(), blocks.size());
        }
      }
      blocks.expect(at, expected, "after Data-Out of " + size + " bytes: whole blocks or none");
    }
  }
}
