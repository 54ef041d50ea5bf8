// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** AW-11 to AW-16: ORWRITE and WRITE ATOMIC. */
public final class BitmapAndAtomicCases {
  private static final String OR_WRITE = "SBC-4 4.27, 5.10 ORWRITE (16)";
  private static final String GENERATION = "SBC-4 4.27.2 ORWgeneration code, table 29";
  private static final String ATOMIC = "SBC-4 4.29, 5.48 WRITE ATOMIC (16)";
  private static final int DOES_NOT_MATCH = 0x2C0C;

  private BitmapAndAtomicCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "AW-11",
                OR_WRITE,
                "ORWRITE(16) sets the bits of Data-Out and leaves all others",
                BitmapAndAtomicCases::truthTable)
            .destroysData(),
        shall(
                "AW-11/range",
                OR_WRITE,
                "ORWRITE(16) across the capacity: 5/21/00; beyond MAXIMUM TRANSFER LENGTH: 5/24/00",
                BitmapAndAtomicCases::orRange)
            .destroysData(),
        shall(
                "AW-11/generation",
                GENERATION,
                "ORWRITE(32) changes its generation, clears bits, and obeys each policy",
                BitmapAndAtomicCases::generations)
            .destroysData(),
        shall(
                "AW-11/reserved",
                GENERATION,
                "ORWRITE(32) with a reserved BMOP or policy: 5/24/00 at its byte",
                BitmapAndAtomicCases::reservedOperations)
            .destroysData(),
        shall(
                "AW-12",
                ATOMIC,
                "WRITE ATOMIC within its limits writes; beyond them, or unaligned: 5/24/00",
                BitmapAndAtomicCases::atomicLimits)
            .destroysData(),
        shall(
                "AW-13",
                ATOMIC,
                "ATOMIC BOUNDARY up to its maximum is taken; beyond it: 5/24/00 at byte 10",
                BitmapAndAtomicCases::boundary)
            .destroysData(),
        shall(
                "AW-15",
                ATOMIC,
                "A READ beside WRITE ATOMIC sees all blocks old or all new",
                BitmapAndAtomicCases::readAmong)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
                "AW-16",
                ATOMIC,
                "WRITE ATOMIC across the capacity or with half its data writes nothing",
                BitmapAndAtomicCases::atomicRefused)
            .destroysData());
  }

  // ORWRITE.

  private static Cdb orWrite(long lba, long blocks) {
    return Cdb.blank("ORWRITE(16)", 0x8B, 16).field(2, 8, lba).field(10, 4, blocks);
  }

  private static byte[] constant(TestBench bench, int value) {
    byte[] data = new byte[bench.facts().blockBytes()];
    java.util.Arrays.fill(data, (byte) value);
    return data;
  }

  private static void truthTable(TestBench bench) {
    bench.requireCommand("ORWRITE(16)", 0x8B, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, 4, 720);
    byte[] bits = blocks.pattern(at, 2, 721);
    blocks.write(at, old);
    Answer answer = bench.call(orWrite(at + 1, 2)).out(bits).go();
    bench.require(
        !answer.isCheck(Sense.ILLEGAL_REQUEST, DOES_NOT_MATCH),
        "Somebody has changed the ORWgeneration, and ORWRITE(16) is of generation 0.");
    answer.good().residualIs(0, false);
    for (int index = 0; index < bits.length; index++) {
      old[blocks.size() + index] |= bits[index];
    }
    blocks.expect(at, old, "ORWRITE sets the bits of Data-Out and no others");
    bench.call(orWrite(at, 0)).go().good().residualIs(0, false);
  }

  private static void orRange(TestBench bench) {
    bench.requireCommand("ORWRITE(16)", 0x8B, 0);
    Blocks blocks = bench.blocks();
    long end = blocks.count();
    byte[] last = blocks.pattern(end - 1, 1, 722);
    blocks.write(end - 1, last);
    Blocks.outOfRange(bench.call(orWrite(end - 1, 2)).out(blocks.pattern(end, 2, 723)).go());
    blocks.expect(end - 1, last, "a range that ends behind the capacity writes nothing");
    long limit = bench.facts().maximumTransferBlocks();
    if (limit > 0 && limit < end) {
      bench
          .call(orWrite(0, limit + 1))
          .out(new byte[blocks.size()])
          .go()
          .invalidFieldInCdb(10, 11, 12, 13);
    }
  }

  private static Cdb orWrite32(int operation, int policy, long expected, long next, long lba) {
    return Cdb.blank("ORWRITE(32)", 0x7F, 32)
        .with(2, operation)
        .with(3, policy)
        .with(7, 0x18)
        .field(8, 2, 0x000E)
        .field(12, 8, lba)
        .field(20, 4, expected)
        .field(24, 4, next)
        .field(28, 4, 1);
  }

  /**
   * Policies by rows: performed, discarded or refused for the previous generation and any other.
   */
  private static void generations(TestBench bench) {
    bench.requireCommand("ORWRITE(32)", 0x7F, 0x000E);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, constant(bench, 0));
    Answer begin = bench.call(orWrite32(1, 7, 0, 100, at)).out(constant(bench, 0xFF)).go();
    bench.require(
        !begin.isCheck(Sense.ILLEGAL_REQUEST, DOES_NOT_MATCH),
        "Somebody has changed the ORWgeneration already.");
    begin.good();
    long generation = 100;
    int[][] policies = {{0, 'P', 'R'}, {2, 'D', 'R'}, {3, 'P', 'P'}, {5, 'D', 'D'}, {7, 'R', 'R'}};
    for (int[] policy : policies) {
      long next = generation + 1;
      bench.call(orWrite32(1, policy[0], generation, next, at)).out(constant(bench, 0)).go().good();
      blocks.expect(at, constant(bench, 0), "a change of generation clears the bits that it says");
      int expected = 0;
      for (int which = 1; which <= 2; which++) {
        long of = which == 1 ? generation : 0xFFFF_0000L;
        Answer answer = bench.call(orWrite32(0, 0, of, 0, at)).out(constant(bench, which)).go();
        if (policy[which] == 'R') {
          answer.check(Sense.ILLEGAL_REQUEST, DOES_NOT_MATCH);
        } else {
          answer.good();
          expected |= policy[which] == 'P' ? which : 0;
        }
        blocks.expect(
            at, constant(bench, expected), "a set operation is treated as policy " + policy[0]);
      }
      generation = next;
    }
    bench.call(orWrite32(1, 7, 9, 0, at)).out(constant(bench, 0)).go().check(5, DOES_NOT_MATCH);
    // Back to where a target is after power on.
    bench.call(orWrite32(1, 7, generation, 0, at)).out(constant(bench, 0)).go().good();
  }

  private static void reservedOperations(TestBench bench) {
    bench.requireCommand("ORWRITE(32)", 0x7F, 0x000E);
    byte[] data = constant(bench, 0);
    long at = bench.blocks().middle();
    bench.call(orWrite32(2, 0, 0, 0, at)).out(data).go().invalidFieldInCdb(2);
    bench.call(orWrite32(7, 0, 0, 0, at)).out(data).go().invalidFieldInCdb(2);
    bench.call(orWrite32(1, 1, 0, 0, at)).out(data).go().invalidFieldInCdb(3);
    bench.call(orWrite32(1, 15, 0, 0, at)).out(data).go().invalidFieldInCdb(3);
  }

  // WRITE ATOMIC.

  private static Cdb atomic(long lba, long blocks, long boundary) {
    return Cdb.blank("WRITE ATOMIC(16)", 0x9C, 16)
        .field(2, 8, lba)
        .field(10, 2, boundary)
        .field(12, 2, blocks);
  }

  /** A field of VPD page B0h that atomic writes obey. */
  private static long limit(TestBench bench, int at) {
    bench.requireCommand("WRITE ATOMIC(16)", 0x9C, 0);
    byte[] limits = bench.facts().blockLimits();
    bench.require(limits.length >= 64, "VPD B0h has no atomic limits.");
    return Bytes.u32(limits, at);
  }

  private static int most(TestBench bench) {
    long maximum = limit(bench, 44);
    long room = bench.facts().transferBlocksMax();
    long granule = Math.max(1, limit(bench, 52));
    return (int) (Math.min(maximum == 0 ? room : Math.min(maximum, room), 0xFFFF) / granule)
        * (int) granule;
  }

  private static void atomicLimits(TestBench bench) {
    int count = Math.min(most(bench), 1024);
    Blocks blocks = bench.blocks();
    long alignment = Math.max(1, limit(bench, 48));
    long at = blocks.middle() / alignment * alignment;
    byte[] data = blocks.pattern(at, count, 730);
    bench.call(atomic(at, count, 0)).out(data).go().good().residualIs(0, false);
    blocks.expect(at, data, "what WRITE ATOMIC wrote is read back");
    bench.call(atomic(at, 0, 0)).go().good();
    long maximum = limit(bench, 44);
    if (maximum > 0 && maximum < 0xFFFF && maximum < blocks.count() - 1) {
      bench
          .call(atomic(0, maximum + 1, 0))
          .out(new byte[blocks.size()])
          .go()
          .invalidFieldInCdb(12, 13);
    }
    if (alignment > 1) {
      bench.call(atomic(at + 1, count, 0)).out(data).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
    long granule = limit(bench, 52);
    if (granule > 1) {
      byte[] one = blocks.pattern(at, 1, 731);
      bench.call(atomic(at, 1, 0)).out(one).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
  }

  private static void boundary(TestBench bench) {
    long maximum = limit(bench, 60);
    int count = Math.min(most(bench), 16);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    if (maximum > 0) {
      byte[] data = blocks.pattern(at, count, 732);
      bench.call(atomic(at, count, Math.min(maximum, 8))).out(data).go().good();
      blocks.expect(at, data, "what WRITE ATOMIC with a boundary wrote is read back");
    }
    if (maximum < 0xFFFF) {
      byte[] data = blocks.pattern(at, count, 733);
      bench.call(atomic(at, count, maximum + 1)).out(data).go().invalidFieldInCdb(10, 11);
    }
  }

  private static void readAmong(TestBench bench) {
    int count = Math.min(most(bench), 64);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, count, 1300));
    for (int round = 0; round < 16; round++) {
      byte[] data = blocks.pattern(at, count, 1301 + round);
      Pending write = bench.call(atomic(at, count, 0)).out(data).start();
      Pending read = bench.blocks(bench.b()).startRead(at, count);
      byte[] came = read.await().good().data();
      write.await().good();
      int salt = blocks.isPattern(came, 0, at, 1300 + round) ? 1300 + round : 1301 + round;
      blocks.same(
          at,
          blocks.pattern(at, count, salt),
          came,
          "a READ beside WRITE ATOMIC sees all blocks old or all new");
    }
  }

  private static void atomicRefused(TestBench bench) {
    bench.require(most(bench) >= 2, "An atomic write has one block at most.");
    Blocks blocks = bench.blocks();
    long end = blocks.count();
    byte[] old = blocks.pattern(end - 2, 2, 734);
    blocks.write(end - 2, old);
    Blocks.outOfRange(bench.call(atomic(end - 1, 2, 0)).out(blocks.pattern(end - 1, 2, 735)).go());
    byte[] half = blocks.pattern(end - 2, 1, 736);
    Answer answer = bench.call(atomic(end - 2, 2, 0)).out(half).go();
    answer.that(!answer.isGood(), "no GOOD for half of the data");
    blocks.expect(end - 2, old, "a refused WRITE ATOMIC writes nothing");
  }
}
