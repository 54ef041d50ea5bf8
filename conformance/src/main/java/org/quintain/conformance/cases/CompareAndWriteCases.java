// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.Call;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** AW-01 to AW-10: COMPARE AND WRITE, by itself and against other commands on the same blocks. */
public final class CompareAndWriteCases {
  private static final String COMMAND = "SBC-4 5.3 COMPARE AND WRITE";
  private static final String UNINTERRUPTED = "SBC-4 4.25 Uninterrupted sequences on LBA ranges";
  private static final int CODE_MISCOMPARE = 0x1D00;

  private CompareAndWriteCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        destroying(
            "AW-01",
            COMMAND,
            "Equal: written; different: E/1D/00, nothing written",
            CompareAndWriteCases::swap),
        shall("AW-01/none", COMMAND, "No blocks: GOOD, nothing moved", CompareAndWriteCases::none),
        destroying(
            "AW-01/limit",
            COMMAND,
            "MAXIMUM COMPARE AND WRITE LENGTH blocks are taken, one more: 5/24/00 at byte 13",
            CompareAndWriteCases::limit),
        destroying(
            "AW-02",
            COMMAND,
            "INFORMATION of a miscompare is the offset of its first byte, in the last block too",
            CompareAndWriteCases::information),
        destroying(
                "AW-03",
                UNINTERRUPTED,
                "Of two COMPARE AND WRITEs that expect the same exactly one finds it, 64 times",
                CompareAndWriteCases::race)
            .needs(Need.SECOND_NEXUS),
        destroying(
                "AW-04",
                UNINTERRUPTED,
                "A READ of the same blocks sees all of them old or all of them new",
                CompareAndWriteCases::readAmong)
            .needs(Need.SECOND_NEXUS),
        destroying(
            "AW-05",
            COMMAND,
            "Data-Out of another size than both instances: never half of it written",
            CompareAndWriteCases::dataOutSize),
        destroying(
            "AW-07",
            COMMAND,
            "DPO and FUA are taken where DPOFUA is 1",
            CompareAndWriteCases::flags),
        shall(
            "AW-07/protect",
            COMMAND,
            "WRPROTECT without protection information: 5/24/00 at byte 1",
            CompareAndWriteCases::protect),
        destroying(
            "AW-08",
            COMMAND,
            "At and across the capacity: 5/21/00, nothing written",
            CompareAndWriteCases::beyond),
        destroying(
            "AW-10",
            COMMAND,
            "Aborted on the way: written wholly or not at all",
            CompareAndWriteCases::aborted));
  }

  /** A program of one case. */
  private interface Body {
    void run(TestBench bench);
  }

  private static ConformanceCase destroying(String id, String clause, String what, Body body) {
    return shall(id, clause, what, body::run).destroysData();
  }

  private static void require(TestBench bench) {
    bench.requireCommand("COMPARE AND WRITE", 0x89, 0);
  }

  private static int limitOf(TestBench bench) {
    byte[] limits = bench.facts().blockLimits();
    return limits.length > 5 ? Math.max(1, Bytes.u8(limits, 5)) : 1;
  }

  private static Cdb cdb(long lba, int blocks) {
    return Cdb.blank("COMPARE AND WRITE", 0x89, 16).field(2, 8, lba).with(13, blocks);
  }

  private static Call call(Nexus nexus, long lba, byte[] expected, byte[] written, int blocks) {
    byte[] both = new byte[expected.length + written.length];
    System.arraycopy(expected, 0, both, 0, expected.length);
    System.arraycopy(written, 0, both, expected.length, written.length);
    return nexus.call(cdb(lba, blocks)).out(both);
  }

  private static void swap(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 3, 700));
    byte[] old = blocks.pattern(at + 1, 1, 700);
    byte[] fresh = blocks.pattern(at + 1, 1, 701);
    call(bench.a(), at + 1, old, fresh, 1).go().good().residualIs(0, false);
    blocks.expect(at, blocks.pattern(at, 1, 700), "the block before is untouched");
    blocks.expect(at + 1, fresh, "what was found as expected holds the second instance");
    blocks.expect(at + 2, blocks.pattern(at + 2, 1, 700), "the block behind is untouched");
    call(bench.a(), at + 1, old, old, 1).go().check(Sense.MISCOMPARE, CODE_MISCOMPARE);
    blocks.expect(at + 1, fresh, "a miscompare writes nothing");
  }

  private static void none(TestBench bench) {
    require(bench);
    bench.call(cdb(0, 0)).go().good().residualIs(0, false);
  }

  private static void limit(TestBench bench) {
    require(bench);
    int limit = limitOf(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, limit, 702));
    byte[] old = blocks.pattern(at, limit, 702);
    byte[] fresh = blocks.pattern(at, limit, 703);
    call(bench.a(), at, old, fresh, limit).go().good().residualIs(0, false);
    blocks.expect(at, fresh, "the longest COMPARE AND WRITE writes");
    if (limit < 255) {
      byte[] more = blocks.pattern(at, limit + 1, 703);
      call(bench.a(), at, more, more, limit + 1).go().invalidFieldInCdb(13);
    }
  }

  private static void information(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    int count = Math.min(3, limitOf(bench));
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, count, 704);
    blocks.write(at, old);
    int last = count * blocks.size() - 1;
    for (int wrong : new int[] {0, 7, blocks.size() - 1, last - 3, last}) {
      byte[] expected = old.clone();
      expected[wrong] ^= 0x40;
      expected[last] ^= 0x01;
      Answer answer =
          call(bench.a(), at, expected, old, count).go().check(Sense.MISCOMPARE, CODE_MISCOMPARE);
      Sense sense = answer.sense();
      answer.that(
          sense != null && sense.hasInformation() && sense.information() == wrong,
          "INFORMATION to be valid and " + wrong);
    }
  }

  private static void race(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 1000));
    for (int round = 0; round < 64; round++) {
      byte[] old = blocks.pattern(at, 1, 1000 + round);
      byte[] fresh = blocks.pattern(at, 1, 1001 + round);
      Pending one = call(bench.a(), at, old, fresh, 1).start();
      Pending two = call(bench.b(), at, old, fresh, 1).start();
      Answer first = one.await();
      Answer second = two.await();
      Answer loser = first.isGood() ? second : first;
      (first.isGood() ? first : second).good();
      loser.check(Sense.MISCOMPARE, CODE_MISCOMPARE);
    }
    blocks.expect(at, blocks.pattern(at, 1, 1064), "each round was counted once");
  }

  private static void readAmong(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    int count = Math.min(8, limitOf(bench));
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, count, 1100));
    for (int round = 0; round < 16; round++) {
      byte[] old = blocks.pattern(at, count, 1100 + round);
      byte[] fresh = blocks.pattern(at, count, 1101 + round);
      Pending swap = call(bench.a(), at, old, fresh, count).start();
      Pending read = bench.blocks(bench.b()).startRead(at, count);
      byte[] came = read.await().good().data();
      swap.await().good();
      int salt = blocks.isPattern(came, 0, at, 1100 + round) ? 1100 + round : 1101 + round;
      blocks.same(
          at,
          blocks.pattern(at, count, salt),
          came,
          "a READ beside COMPARE AND WRITE sees all blocks old or all new");
    }
  }

  private static void dataOutSize(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, 1, 705);
    byte[] fresh = blocks.pattern(at, 1, 706);
    for (int size : new int[] {0, blocks.size(), 2 * blocks.size() - 8, 3 * blocks.size()}) {
      blocks.write(at, old);
      byte[] data = new byte[size];
      System.arraycopy(old, 0, data, 0, Math.min(size, old.length));
      if (size > old.length) {
        int rest = Math.min(size - old.length, fresh.length);
        System.arraycopy(fresh, 0, data, old.length, rest);
      }
      Answer answer = bench.call(cdb(at, 1)).out(data).go();
      boolean isEnough = size >= 2 * blocks.size();
      answer.that(isEnough || !answer.isGood(), "no GOOD for " + size + " bytes of both instances");
      blocks.expect(
          at, answer.isGood() ? fresh : old, "after Data-Out of " + size + " bytes a whole block");
    }
  }

  private static void flags(TestBench bench) {
    require(bench);
    bench.require(bench.facts().dpoFua(), "DPOFUA is 0.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 710));
    int salt = 710;
    for (int flags : new int[] {0x08, 0x10, 0x18}) {
      byte[] old = blocks.pattern(at, 1, salt);
      byte[] fresh = blocks.pattern(at, 1, ++salt);
      byte[] both = new byte[old.length * 2];
      System.arraycopy(old, 0, both, 0, old.length);
      System.arraycopy(fresh, 0, both, old.length, old.length);
      bench.call(cdb(at, 1).with(1, flags)).out(both).go().good();
      blocks.expect(at, fresh, "COMPARE AND WRITE with flags " + flags + " writes");
    }
  }

  private static void protect(TestBench bench) {
    require(bench);
    bench.require(!bench.facts().hasProtection(), "Protection information is enabled.");
    byte[] data = new byte[2 * bench.facts().blockBytes()];
    bench.call(cdb(0, 1).with(1, 0x20)).out(data).go().invalidFieldInCdb(1);
  }

  private static void beyond(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    long end = blocks.count();
    byte[] old = blocks.pattern(end - 1, 2, 707);
    byte[] last = blocks.pattern(end - 1, 1, 707);
    blocks.write(end - 1, last);
    Blocks.outOfRange(call(bench.a(), end, last, last, 1).go());
    if (limitOf(bench) > 1) {
      Blocks.outOfRange(call(bench.a(), end - 1, old, new byte[old.length], 2).go());
    }
    Blocks.outOfRange(call(bench.a(), -1, last, last, 1).go());
    blocks.expect(end - 1, last, "a range that ends behind the capacity writes nothing");
  }

  private static void aborted(TestBench bench) {
    require(bench);
    Blocks blocks = bench.blocks();
    int count = Math.min(8, limitOf(bench));
    long at = blocks.middle();
    byte[] old = blocks.pattern(at, count, 1200);
    blocks.write(at, old);
    byte[] fresh = blocks.pattern(at, count, 1201);
    Pending swap = call(bench.a(), at, old, fresh, count).start();
    bench.a().manage(TaskManagementFunction.ABORT_TASK_SET);
    swap.awaitEnd();
    byte[] came = blocks.read(at, count);
    int salt = blocks.isPattern(came, 0, at, 1200) ? 1200 : 1201;
    blocks.same(
        at,
        blocks.pattern(at, count, salt),
        came,
        "an aborted COMPARE AND WRITE is all or nothing");
  }
}
