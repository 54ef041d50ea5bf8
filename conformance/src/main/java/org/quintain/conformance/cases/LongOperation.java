// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** What FORMAT UNIT and SANITIZE have in common: they work over the whole medium, and take time. */
final class LongOperation {
  private static final long CAPACITY_BYTES_MAX = 1L << 30;
  private static final long POLL_NS = 2_000_000L;
  private static final int POLLS_MAX = 5_000;

  private LongOperation() {}

  /** Skips the case on a medium that it would take too long to work over. */
  static void requireSmallMedium(TestBench bench) {
    long bytes = bench.facts().blocks() * bench.facts().blockBytes();
    bench.require(
        bytes <= CAPACITY_BYTES_MAX, "The medium is larger than 1 GiB, which takes too long.");
  }

  /** Asks until the operation that {@code code} tells of is over. */
  static void awaitEnd(TestBench bench, int code) {
    for (int poll = 0; poll < POLLS_MAX; poll++) {
      Answer answer = bench.call(Cdb.testUnitReady()).go();
      if (answer.isGood()) {
        return;
      }
      Sense sense = answer.sense();
      boolean isAttention = sense != null && sense.key() == Sense.UNIT_ATTENTION;
      if (!isAttention && !answer.isCheck(Sense.NOT_READY, code)) {
        throw answer.fail("expected GOOD or " + Sense.text(Sense.NOT_READY, code));
      }
      bench.pause(POLL_NS);
    }
    throw CaseEnd.unknown("The operation did not end while the case waited.");
  }

  /**
   * Sends the commands that are answered while the operation of {@code code} goes on, and those
   * that are refused; it may be over at any moment.
   */
  static void checkMeanwhile(TestBench bench, int code) {
    bench.call(Cdb.inquiry(96)).in(96).go().good();
    bench.call(Cdb.reportLuns(0, 256)).in(256).go().good();
    Answer polled = bench.call(Cdb.requestSense(false, 18)).in(18).go().good();
    Sense told = Sense.parse(polled.data(), polled.dataLength());
    if (told.key() != 0) {
      polled.that(told.is(Sense.NOT_READY, code), "REQUEST SENSE to tell of the operation");
      polled.that((polled.at(15) & 0x80) != 0, "a progress indication (SKSV)");
    }
    for (Cdb cdb : new Cdb[] {Cdb.testUnitReady(), Cdb.read10(0, 0), Cdb.write10(0, 0)}) {
      Answer answer = bench.call(cdb).go();
      if (!answer.isGood()) {
        answer.check(Sense.NOT_READY, code);
      }
    }
  }

  /** Asks that every block looked at holds {@code pattern} over and over, from its first byte. */
  static void expectPattern(TestBench bench, byte[] pattern, String demand) {
    Blocks blocks = bench.blocks();
    byte[] block = new byte[blocks.size()];
    for (int at = 0; at < block.length; at++) {
      block[at] = pattern[at % pattern.length];
    }
    for (long lba : new long[] {0, 1, blocks.middle(), blocks.count() - 1}) {
      blocks.expect(lba, block, demand);
    }
  }

  /** Marks blocks at both ends and in the middle with patterns of {@code salt}. */
  static void mark(TestBench bench, int salt) {
    Blocks blocks = bench.blocks();
    for (long lba : new long[] {0, blocks.middle(), blocks.count() - 1}) {
      blocks.write(lba, blocks.pattern(lba, 1, salt));
    }
  }

  /** Asks that none of the marked blocks holds what {@link #mark} wrote. */
  static void expectNoMark(TestBench bench, int salt, String demand) {
    Blocks blocks = bench.blocks();
    for (long lba : new long[] {0, blocks.middle(), blocks.count() - 1}) {
      byte[] came = blocks.read(lba, 1);
      bench.check(!blocks.isPattern(came, 0, lba, salt), "Block " + lba + ": " + demand + ".");
    }
  }
}
