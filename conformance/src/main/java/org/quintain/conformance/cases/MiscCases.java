// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** MISC: the other commands of all device types. */
public final class MiscCases {
  private MiscCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "MISC-01",
            "SPC-5 6.47 TEST UNIT READY",
            "TEST UNIT READY: GOOD, no data, the whole buffer as residual",
            MiscCases::testUnitReady),
        shall(
            "MISC-02",
            "SPC-5 6.42 SEND DIAGNOSTIC",
            "SEND DIAGNOSTIC with SELFTEST 1: GOOD",
            MiscCases::defaultSelfTest),
        shall(
                "MISC-07",
                "SPC-5 6.20 READ BUFFER(10)",
                "WRITE BUFFER in data mode is read back by READ BUFFER",
                MiscCases::buffer)
            .destroysData(),
        shall(
            "MISC-16",
            "SPC-5 6.17 READ ATTRIBUTE",
            "READ ATTRIBUTE, WRITE ATTRIBUTE: 5/20/00 unless listed",
            MiscCases::attributes),
        shall(
            "MISC-18",
            "SPC-5 6.16 PREVENT ALLOW MEDIUM REMOVAL",
            "PREVENT ALLOW MEDIUM REMOVAL to a fixed disk: GOOD or 5/20/00 or 5/24/00, and it is undone",
            MiscCases::prevent),
        shall(
            "PWR-07",
            "SBC-4 5.33 SYNCHRONIZE CACHE (10)",
            "SYNCHRONIZE CACHE of nothing, of the whole, and of the last block: GOOD; behind the end: 5/21/00",
            MiscCases::synchronizeCache));
  }

  private static void testUnitReady(TestBench bench) {
    bench.call(Cdb.testUnitReady()).in(512).go().good().movedNothing();
  }

  private static void defaultSelfTest(TestBench bench) {
    bench.requireCommand("SEND DIAGNOSTIC", 0x1D, 0);
    bench.call(Cdb.blank("SEND DIAGNOSTIC, SELFTEST", 0x1D, 6).with(1, 0x04)).go().good();
  }

  private static void buffer(TestBench bench) {
    bench.requireCommand("WRITE BUFFER", 0x3B, 0);
    bench.requireCommand("READ BUFFER(10)", 0x3C, 0);
    Cdb descriptor = Cdb.blank("READ BUFFER, descriptor", 0x3C, 10).with(1, 3).field(6, 3, 4);
    Answer size = bench.call(descriptor).in(4).go();
    bench.require(size.isGood() && size.dataLength() == 4, "There is no buffer descriptor.");
    int capacity = Math.min(512, Bytes.u24(size.data(), 1));
    bench.require(capacity > 0, "The buffer has no room.");
    Blocks blocks = bench.blocks();
    byte[] data = java.util.Arrays.copyOf(blocks.pattern(0, 1, 71), capacity);
    Cdb write = Cdb.blank("WRITE BUFFER, data", 0x3B, 10).with(1, 2).field(6, 3, capacity);
    Answer written = bench.call(write).out(data).go();
    bench.require(!written.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "Data mode is not supported.");
    written.good();
    Cdb read = Cdb.blank("READ BUFFER, data", 0x3C, 10).with(1, 2).field(6, 3, capacity);
    Answer back = bench.call(read).in(capacity).go().good(capacity);
    back.that(java.util.Arrays.equals(back.data(), data), "what WRITE BUFFER put there");
  }

  private static void attributes(TestBench bench) {
    for (int opcode : new int[] {0x8C, 0x8D}) {
      bench.require(
          bench.facts().operationCodes() == null || !bench.facts().mayHave(opcode, 0),
          Bytes.h(opcode) + " is listed.");
      bench
          .call(Cdb.blank(opcode == 0x8C ? "READ ATTRIBUTE" : "WRITE ATTRIBUTE", opcode, 16))
          .go()
          .check(Sense.ILLEGAL_REQUEST, 0x2000);
    }
  }

  private static void prevent(TestBench bench) {
    Cdb prevent = Cdb.blank("PREVENT ALLOW MEDIUM REMOVAL", 0x1E, 6);
    Answer answer = bench.call(prevent.with(4, 1)).go();
    if (answer.isGood()) {
      bench.call(prevent).go().good();
    } else {
      answer.check(Sense.ILLEGAL_REQUEST, 0x2000, 0x2400);
      answer.that(
          bench.facts().operationCodes() == null
              || !bench.facts().mayHave(0x1E, 0)
              || !answer.isUnsupported(),
          "another answer, since the command is listed");
    }
  }

  private static void synchronizeCache(TestBench bench) {
    bench.requireCommand("SYNCHRONIZE CACHE(10)", 0x35, 0);
    long last = bench.facts().blocks() - 1;
    bench.call(Cdb.synchronizeCache10(0, 0)).go().good();
    bench.call(Cdb.synchronizeCache10(0, 1)).go().good();
    if (last <= 0xFFFF_FFFEL) {
      bench.call(Cdb.synchronizeCache10(last, 1)).go().good();
      Blocks.outOfRange(bench.call(Cdb.synchronizeCache10(last, 2)).go());
    }
    if (bench.facts().mayHave(0x91, 0)) {
      bench.call(Cdb.synchronizeCache16(0, 0)).go().good();
      bench.call(Cdb.synchronizeCache16(last, 1)).go().good();
      Blocks.outOfRange(bench.call(Cdb.synchronizeCache16(last + 2, 1)).go());
    }
  }
}
