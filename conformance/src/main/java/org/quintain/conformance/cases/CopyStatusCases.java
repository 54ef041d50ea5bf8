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

/** CPY, third part: what a copy manager tells of copies that ended, failed or are to be aborted. */
public final class CopyStatusCases {
  private static final int LIST = 0x51;
  private static final int ROOM = 512;
  private static final int TURNS = 200;
  private static final long TURN_NS = 20_000_000L;
  private static final int COMPLETED = 0x01;
  private static final int COPY_ABORTED = 0xA;

  private static final List<ConformanceCase> TABLE =
      List.of(
          row(
              "CPY-12/lid1",
              "SPC-4 6.25 RECEIVE COPY STATUS(LID1)",
              "After a copy: completed without errors, one segment processed",
              CopyStatusCases::statusOfLid1),
          row(
              "CPY-12/lid4",
              "SPC-4 6.26 RECEIVE COPY STATUS(LID4)",
              "After EXTENDED COPY(LID4) with IMMED: completed without errors, blocks copied",
              CopyStatusCases::statusOfLid4),
          row(
              "CPY-12/details",
              "SPC-4 6.24 RECEIVE COPY FAILURE DETAILS(LID1)",
              "After a copy that failed: CHECK CONDITION with sense data, told once",
              CopyStatusCases::details),
          row(
              "CPY-13",
              "SPC-4 6.2 COPY OPERATION ABORT",
              "Aborting a copy ends it; each block of the destination is old or new",
              CopyStatusCases::aborted));

  private CopyStatusCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase row(
      String id, String clause, String title, ConformanceCase.Body body) {
    return shall(id, clause, title, body).destroysData();
  }

  private static Answer copyLid1(TestBench bench, int blocks, long from, long to) {
    byte[] list = CopyCases.list(CopyCases.descriptor(bench), CopyCases.segment(blocks, from, to));
    return CopyCases.copy(bench, list);
  }

  /** EXTENDED COPY(LID4) with IMMED and one segment. */
  private static Answer copyLid4(TestBench bench, int blocks, long from, long to) {
    bench.requireCommand("EXTENDED COPY(LID4)", 0x83, 0x01);
    byte[] descriptor = CopyCases.descriptor(bench);
    byte[] segment = CopyCases.segment(blocks, from, to);
    byte[] list = new byte[48 + descriptor.length + segment.length];
    list[0] = 0x01;
    Bytes.put(list, 2, 2, 0x20);
    list[15] = 0x01;
    list[16] = (byte) 0xFF;
    Bytes.put(list, 20, 4, LIST);
    Bytes.put(list, 42, 2, descriptor.length);
    Bytes.put(list, 44, 2, segment.length);
    System.arraycopy(descriptor, 0, list, 48, descriptor.length);
    System.arraycopy(segment, 0, list, 48 + descriptor.length, segment.length);
    Cdb cdb = Cdb.blank("EXTENDED COPY(LID4)", 0x83, 16).with(1, 1).field(10, 4, list.length);
    return bench.call(cdb).out(list).go();
  }

  private static Answer receive(TestBench bench, String name, int action) {
    bench.requireCommand(name, 0x84, action);
    Cdb cdb = Cdb.blank(name, 0x84, 16).with(1, action).field(10, 4, ROOM);
    cdb = action == 5 ? cdb.field(2, 4, LIST) : cdb.with(2, LIST);
    return bench.call(cdb).in(ROOM).go();
  }

  private static void statusOfLid1(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 4, 71));
    copyLid1(bench, 4, at, at + 16).good();
    Answer status = receive(bench, "RECEIVE COPY STATUS(LID1)", 0).good(12);
    status.that(Bytes.u32(status.data(), 0) == 8, "AVAILABLE DATA 8");
    status.that((status.at(4) & 0x7F) == COMPLETED, "COPY COMMAND STATUS 01h");
    status.that(Bytes.u16(status.data(), 5) == 1, "one segment processed");
  }

  private static int stateOfLid4(TestBench bench) {
    Answer status = receive(bench, "RECEIVE COPY STATUS(LID4)", 5).good(26);
    status.that(Bytes.u32(status.data(), 0) >= 22, "AVAILABLE DATA of what came");
    return status.at(5) & 0x7F;
  }

  /** COPY OPERATION STATUS once the operation is no longer under way: 10h to 12h. */
  private static int awaitLid4(TestBench bench) {
    int state = stateOfLid4(bench);
    for (int turn = 0; turn < TURNS && state >= 0x10 && state <= 0x12; turn++) {
      bench.pause(TURN_NS);
      state = stateOfLid4(bench);
    }
    return state;
  }

  private static void statusOfLid4(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] data = blocks.pattern(at, 8, 72);
    blocks.write(at, data);
    blocks.write(at + 32, new byte[data.length]);
    copyLid4(bench, 8, at, at + 32).good();
    bench.check(awaitLid4(bench) == COMPLETED, "COPY OPERATION STATUS is not 01h.");
    blocks.expect(at + 32, data, "the blocks of the source");
  }

  private static void details(TestBench bench) {
    bench.requireCommand("WRITE LONG(16)", 0x9F, 0x11);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 4, 73));
    bench.atEnd(() -> bench.blocks().startWrite(at, blocks.pattern(at, 4, 74)).awaitEnd());
    Cdb mark = Cdb.blank("WRITE LONG(16), WR_UNCOR", 0x9F, 16).with(1, 0x51).field(2, 8, at + 2);
    Answer marked = bench.call(mark).go();
    bench.require(!marked.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "WR_UNCOR is not supported.");
    marked.good();
    copyLid1(bench, 4, at, at + 16).check(COPY_ABORTED);
    Answer details = receive(bench, "RECEIVE COPY FAILURE DETAILS(LID1)", 4).good(60);
    int length = Bytes.u16(details.data(), 58);
    details.that(details.at(56) == 0x02, "COPY COMMAND STATUS of CHECK CONDITION");
    details.that(length >= 18 && details.dataLength() >= 60 + length, "sense data of the failure");
    Sense sense =
        Sense.parse(java.util.Arrays.copyOfRange(details.data(), 60, 60 + length), length);
    details.that(sense.key() == COPY_ABORTED, "sense key COPY ABORTED");
    receive(bench, "RECEIVE COPY FAILURE DETAILS(LID1)", 4).invalidFieldInCdb(2);
  }

  private static void aborted(TestBench bench) {
    bench.requireCommand("COPY OPERATION ABORT", 0x83, 0x1C);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int count = Math.min(bench.facts().transferBlocksMax(), 256);
    blocks.write(at, blocks.pattern(at, count, 75));
    blocks.write(at + count, blocks.pattern(at + count, count, 76));
    copyLid4(bench, count, at, at + count).good();
    Cdb abort = Cdb.blank("COPY OPERATION ABORT", 0x83, 16).with(1, 0x1C).field(2, 4, LIST);
    Answer answer = bench.call(abort).go();
    if (!answer.isGood()) {
      // It ended before.
      answer.invalidFieldInCdb(2, 3, 4, 5);
    }
    awaitLid4(bench);
    byte[] before = blocks.pattern(at, count, 75);
    byte[] came = blocks.read(at + count, count);
    int size = blocks.size();
    for (int index = 0; index < count; index++) {
      boolean isOld = blocks.isPattern(came, index, at + count + index, 76);
      boolean isNew =
          java.util.Arrays.equals(
              came, index * size, (index + 1) * size, before, index * size, (index + 1) * size);
      bench.check(isOld || isNew, "Block " + index + " of the destination is neither old nor new.");
    }
    bench.call(abort.field(2, 4, 0x7E7E_7E7EL)).go().invalidFieldInCdb(2, 3, 4, 5);
  }
}
