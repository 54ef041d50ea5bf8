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

/** DEF: REASSIGN BLOCKS and READ DEFECT DATA. */
public final class DefectCases {
  private static final String REASSIGN = "SBC-4 5.26 REASSIGN BLOCKS";
  private static final String READ_10 = "SBC-4 5.19 READ DEFECT DATA (10)";
  private static final String READ_12 = "SBC-4 5.20 READ DEFECT DATA (12)";
  private static final int LIST_BYTES_MAX = 32_768 + 8;

  private DefectCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "DEF-01/data",
                REASSIGN,
                "A reassigned block keeps its data and is in the grown defect list",
                DefectCases::keepsData)
            .destroysData(),
        shall(
                "DEF-01/range",
                REASSIGN,
                "An address behind the end: 5/21/00, and no block is reassigned",
                DefectCases::behindTheEnd)
            .destroysData(),
        shall(
                "DEF-01/length",
                "SPC-5 4.2.5.5 Parameter list length",
                "A list that is shorter than its header says: 5/1A/00",
                DefectCases::shortList)
            .destroysData(),
        shall(
            "DEF-02/10",
            READ_10,
            "READ DEFECT DATA(10) gives the lists in the format it says",
            bench -> readsLists(bench, false)),
        shall(
            "DEF-02/12",
            READ_12,
            "READ DEFECT DATA(12) gives the lists in the format it says",
            bench -> readsLists(bench, true)),
        shall(
            "DEF-02/allocation",
            READ_10,
            "The allocation length cuts the data, not DEFECT LIST LENGTH",
            DefectCases::allocationLength),
        shall(
            "DEF-02/format",
            READ_10,
            "A format that is not supported: the list in another one with 1/1C/00, or 5/24/00",
            DefectCases::unknownFormat));
  }

  private static Cdb readDefects10(int flags, int allocationLength) {
    return Cdb.blank("READ DEFECT DATA(10)", 0x37, 10).with(2, flags).field(7, 2, allocationLength);
  }

  private static Cdb readDefects12(int flags, int allocationLength) {
    return Cdb.blank("READ DEFECT DATA(12)", 0xB7, 12).with(1, flags).field(6, 4, allocationLength);
  }

  private static Cdb reassign() {
    return Cdb.blank("REASSIGN BLOCKS", 0x07, 6);
  }

  private static byte[] shortList(long... blocks) {
    byte[] list = new byte[4 + 4 * blocks.length];
    list[3] = (byte) (4 * blocks.length);
    for (int index = 0; index < blocks.length; index++) {
      for (int at = 0; at < 4; at++) {
        list[4 + 4 * index + at] = (byte) (blocks[index] >> (8 * (3 - at)));
      }
    }
    return list;
  }

  private static void begin(TestBench bench) {
    bench.requireCommand("REASSIGN BLOCKS", 0x07, 0);
    bench.require(!bench.facts().writeProtected(), "The medium is write-protected.");
    bench.require(
        bench.facts().blocks() <= 0xFFFF_FFFFL, "Short addresses do not reach the capacity.");
  }

  private static void keepsData(TestBench bench) {
    begin(bench);
    bench.requireCommand("READ DEFECT DATA(10)", 0x37, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] data = blocks.pattern(at, 4, 7000);
    blocks.write(at, data);
    bench.call(reassign()).out(shortList(at + 1, at + 2)).go().good();
    blocks.expect(at, data, "a reassigned block keeps its data");
    Answer answer = bench.call(readDefects10(0x08, LIST_BYTES_MAX)).in(LIST_BYTES_MAX).go().good();
    byte[] list = answer.data();
    int length = Bytes.u16(list, 2);
    answer.that(answer.dataLength() == 4 + length, "as much data as the header says");
    boolean isFound = false;
    for (int next = 4; next + 4 <= list.length; next += 4) {
      isFound |= Bytes.u32(list, next) == at + 1;
    }
    answer.that(isFound, "block " + (at + 1) + " in the grown defect list");
  }

  private static void behindTheEnd(TestBench bench) {
    begin(bench);
    long capacity = bench.facts().blocks();
    Answer answer = bench.call(reassign()).out(shortList(0, capacity)).go();
    answer.check(Sense.ILLEGAL_REQUEST, 0x2100);
  }

  private static void shortList(TestBench bench) {
    begin(bench);
    byte[] list = shortList(0);
    list[3] = 8;
    bench.call(reassign()).out(list).go().check(Sense.ILLEGAL_REQUEST, 0x1A00);
  }

  private static void readsLists(TestBench bench, boolean isLong) {
    bench.requireCommand(
        isLong ? "READ DEFECT DATA(12)" : "READ DEFECT DATA(10)", isLong ? 0xB7 : 0x37, 0);
    int supported = 0;
    for (int format : new int[] {0, 3}) {
      for (int lists : new int[] {0x00, 0x08, 0x10, 0x18}) {
        int flags = lists | format;
        Cdb cdb =
            isLong ? readDefects12(flags, LIST_BYTES_MAX) : readDefects10(flags, LIST_BYTES_MAX);
        Answer answer = bench.call(cdb).in(LIST_BYTES_MAX).go();
        if (!answer.isGood()) {
          continue;
        }
        supported++;
        byte[] data = answer.data();
        int headerBytes = isLong ? 8 : 4;
        answer.that(data.length >= headerBytes, "a header of " + headerBytes + " bytes");
        long length = isLong ? Bytes.u32(data, 4) : Bytes.u16(data, 2);
        answer.that(answer.dataLength() == headerBytes + length, "as much data as it says");
        answer.that((data[1] & 0x07) == format, "DEFECT LIST FORMAT as asked for");
        answer.that((data[1] & ~0x1F) == 0, "reserved bits of byte 1 to be zero");
        answer.that(length % (format == 0 ? 4 : 8) == 0, "whole address descriptors");
      }
    }
    bench.require(supported > 0, "Neither block format is supported.");
  }

  private static void allocationLength(TestBench bench) {
    bench.requireCommand("READ DEFECT DATA(10)", 0x37, 0);
    Answer whole = bench.call(readDefects10(0x18, LIST_BYTES_MAX)).in(LIST_BYTES_MAX).go();
    bench.require(whole.isGood(), "The short block format is not supported.");
    Answer cut = bench.call(readDefects10(0x18, 4)).in(4).go().good(4);
    cut.that(
        Bytes.u16(cut.data(), 2) == Bytes.u16(whole.data(), 2),
        "DEFECT LIST LENGTH to stay what it was");
    bench.call(readDefects10(0x18, 0)).go().good();
  }

  private static void unknownFormat(TestBench bench) {
    bench.requireCommand("READ DEFECT DATA(10)", 0x37, 0);
    Answer answer = bench.call(readDefects10(0x18 | 0x07, LIST_BYTES_MAX)).in(LIST_BYTES_MAX).go();
    if (answer.isCheck(1, 0x1C00)) {
      answer.that((answer.at(1) & 0x07) != 7, "the format that was used instead");
    } else {
      answer.check(Sense.ILLEGAL_REQUEST, 0x2400);
    }
  }
}
