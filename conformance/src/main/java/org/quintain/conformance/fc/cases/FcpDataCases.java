// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, fifth part: FCP_XFER_RDY and FCP_DATA in both directions. */
public final class FcpDataCases {
  private static final String READY = "FCP-4 9.3 FCP_XFER_RDY IU";
  private static final String DATA = "FCP-4 9.4 FCP_DATA IU";
  private static final String CODES = "FCP-4 9.4 FCP_DATA IU; FCP-4 9.5 FCP_RSP IU";
  private static final int LENGTH_DIFFERS = 0x01;
  private static final int OFFSET_DIFFERS = 0x03;
  private static final int DISCONNECT_PAGE = 0x02;

  private FcpDataCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    ready(table);
    dataIn(table);
    dataOut(table);
    wrong(table);
    return table.list();
  }

  private static void ready(CaseTable table) {
    table
        .shall(
            "FIU-09/form",
            READY,
            "FCP_XFER_RDY has 12 bytes, the last four zero",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int bytes = bench.facts().blockBytes();
              FcpTask task =
                  nexus.start(nexus.command(Cdb.write10(bench.blocks().middle(), 1), 0, bytes));
              RawUnit ready = task.transferReady();
              bench.check(
                  ready.length() == 12 && ready.u32(8) == 0, "Its form is wrong: " + ready + ".");
              nexus.abort(task.exchange()).abortAccepted();
            })
        .destructive(
            "FIU-09/sum",
            READY,
            "FCP_XFER_RDYs of a long write follow one another without gap and sum up to FCP_DL",
            FcpDataCases::readySum)
        .destructive(
            "FIU-09/burst",
            "FCP-4 9.3 FCP_XFER_RDY IU; FCP-4 10 SCSI mode parameters for the Fibre Channel Protocol",
            "No FCP_XFER_RDY asks for more than MAXIMUM BURST SIZE, where that is not zero",
            FcpDataCases::burstSize)
        .shall(
            "FIU-09/wait",
            READY,
            "While data that was asked for has not come, nothing else of the command comes",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              task.exchange().isSilent("FCP_XFER_RDY");
              nexus.abort(task.exchange()).abortAccepted();
            });
  }

  private static void dataIn(CaseTable table) {
    table
        .shall(
            "FIU-11/offset",
            "FCP-4 9.4 FCP_DATA IU; FC-FS-5 Parameter Parameter field and relative offset",
            "FCP_DATA has relative offsets, from 0 on without gap or overlap",
            FcpDataCases::offsets)
        .shall(
            "FIU-11/count",
            "FC-FS-5 SEQ_CNT Sequence count",
            "SEQ_CNT goes up by one within each sequence",
            FcpDataCases::counts)
        .shall(
            "FIU-11/fill",
            "FC-FS-5 F_CTL Frame control",
            "Data that is no multiple of four ends with fill bytes, in the last frame of its sequence alone",
            FcpDataCases::fillBytes)
        .shall(
            "FIU-11/ready",
            "FCP-4 9.4 FCP_DATA IU; FCP-4 6.3.5 PRLI accept FCP Service Parameter page format",
            "Data-In comes without FCP_XFER_RDY",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int bytes = bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 1), bytes, 0));
              task.exchange().next("READ(10)", RawFrame.DATA);
            })
        .shall(
            "FIU-11/long",
            DATA,
            "A long read brings what short ones bring",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int blocks = Math.min(512, bench.facts().transferBlocksMax());
              byte[] all = nexus.read(0, blocks);
              int half = blocks / 2;
              byte[] rest = nexus.read(half, blocks - half);
              byte[] second =
                  Arrays.copyOfRange(all, half * bench.facts().blockBytes(), all.length);
              bench.blocks().same(half, rest, second, "a long read brings what short ones bring");
            });
  }

  private static void dataOut(CaseTable table) {
    table
        .destructive(
            "FIU-13/whole",
            DATA,
            "A write in full frames is on the medium",
            bench -> written(bench, 2112 & ~3))
        .destructive(
            "FIU-13/small",
            DATA,
            "A write in frames of 128 bytes is on the medium",
            bench -> written(bench, 128))
        .destructive(
            "FIU-13/odd",
            DATA,
            "A write in frames of 260 bytes, which no block is a multiple of, is on the medium",
            bench -> written(bench, 260))
        .destructive(
            "FIU-24/interleaved",
            "FC-FS-5 Sequences Sequence delimiting",
            "Frames of four writes that take turns land each in its own",
            FcpDataCases::interleaved)
        .destructive(
            "FIU-24/order",
            "FCP-4 4.16 FCP addressing and Exchange identification",
            "Writes that are served in the other order than they began are each on the medium",
            FcpDataCases::otherOrder);
  }

  private static void wrong(CaseTable table) {
    table
        .destructive(
            "FIU-12/offset",
            CODES,
            "Data for another offset than was asked for ends the write: RSP_CODE 03h or ABORTED COMMAND",
            bench -> {
              int block = bench.facts().blockBytes();
              wrongData(bench, block, block, OFFSET_DIFFERS);
            })
        .destructive(
            "FIU-12/short",
            CODES,
            "Less data than was asked for ends the write: RSP_CODE 01h or ABORTED COMMAND",
            bench -> wrongData(bench, 0, bench.facts().blockBytes(), LENGTH_DIFFERS))
        .destructive(
            "FIU-14/long",
            CODES,
            "More data than was asked for is not written, and the write fails or keeps to what it asked for",
            FcpDataCases::tooLong)
        .shall(
            "FIU-14/read",
            DATA,
            "FCP_DATA from the initiator of a read does no harm",
            FcpDataCases::dataOfRead);
  }

  private static void readySum(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = bench.facts().transferBlocksMax();
    long lba = 0;
    byte[] data = bench.blocks().pattern(lba, blocks, 3);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, blocks), 0, data.length));
    long next = 0;
    while (next < data.length) {
      RawUnit ready = task.transferReady();
      bench.check(
          ready.u32(0) == next, "Offset " + ready.u32(0) + " is asked for after " + next + ".");
      next += ready.u32(4);
      task.serve(ready, data);
    }
    task.answer(task.responseAlone()).good();
    bench.check(next == data.length, "It asked for " + next + " of " + data.length + " bytes.");
    bench.blocks().same(lba, data, nexus.read(lba, blocks), "a long write is on the medium");
  }

  private static void burstSize(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    Answer page = nexus.execute(Cdb.modeSense10(0, DISCONNECT_PAGE, 0, 255), 255);
    bench.require(page.isGood(), "There is no Disconnect-Reconnect mode page.");
    int at = 8 + (page.at(6) << 8 | page.at(7));
    long most = 512L * (page.at(at + 10) << 8 | page.at(at + 11));
    bench.require(most > 0, "MAXIMUM BURST SIZE is zero: there is no limit.");
    int blocks = bench.facts().transferBlocksMax();
    byte[] data = bench.blocks().pattern(0, blocks, 4);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(0, blocks), 0, data.length));
    for (long next = 0; next < data.length; ) {
      RawUnit ready = task.transferReady();
      bench.check(ready.u32(4) <= most, "It asks for more than " + most + ": " + ready + ".");
      next = ready.u32(0) + ready.u32(4);
      task.serve(ready, data);
    }
    task.answer(task.responseAlone()).good();
  }

  private static FcpTask longRead(TestBench bench, RawNexus nexus) {
    int blocks = Math.min(64, bench.facts().transferBlocksMax());
    int bytes = blocks * bench.facts().blockBytes();
    return nexus.start(nexus.command(Cdb.read10(0, blocks), bytes, 0));
  }

  private static void offsets(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = longRead(bench, nexus);
    long next = 0;
    RawUnit unit = task.exchange().next("READ(10)");
    while (unit.routing() == RawFrame.DATA) {
      for (RawFrame frame : unit.frames()) {
        bench.check(
            frame.has(RawFrame.RELATIVE_OFFSET), "It has no relative offset: " + frame + ".");
        bench.check(frame.parameter() == next, "It is not " + next + ": " + frame + ".");
        next += frame.payload().length;
      }
      unit = task.exchange().next("READ(10)");
    }
  }

  private static void counts(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = longRead(bench, nexus);
    RawUnit unit = task.exchange().next("READ(10)");
    while (unit.routing() == RawFrame.DATA) {
      int next = unit.first().count();
      for (RawFrame frame : unit.frames()) {
        bench.check(frame.count() == next, "SEQ_CNT is not " + next + ": " + frame + ".");
        next = (next + 1) & 0xFFFF;
      }
      unit = task.exchange().next("READ(10)");
    }
  }

  private static void fillBytes(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    for (int length : new int[] {5, 6, 7, 8, 33}) {
      FcpTask task = nexus.start(nexus.command(Cdb.inquiry(length), length, 0));
      RawUnit unit = task.exchange().next("INQUIRY", RawFrame.DATA);
      bench.check(unit.length() == length, unit.length() + " bytes for " + length + ".");
      for (RawFrame frame : unit.frames()) {
        bench.check(frame.fieldBytes() % 4 == 0, "A frame is no multiple of four: " + frame);
        bench.check(
            frame.fillBytes() == 0 || frame == unit.last(), "Fill bytes in between: " + frame);
      }
      task.responseAlone();
    }
  }

  private static void written(TestBench bench, int pieceMax) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = Math.max(4, 8192 / bench.facts().blockBytes());
    long lba = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(lba, blocks, pieceMax);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, blocks), 0, data.length));
    int size = Math.min(pieceMax, nexus.payloadMax());
    for (int done = 0; done < data.length; ) {
      RawUnit ready = task.transferReady();
      int from = (int) ready.u32(0);
      int to = from + (int) ready.u32(4);
      byte[] burst = Arrays.copyOfRange(data, from, to);
      int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
      task.exchange().send(task.exchange().frames(RawFrame.DATA, burst, control, from, size));
      done = to;
    }
    task.answer(task.responseAlone()).good();
    bench.blocks().same(lba, data, nexus.read(lba, blocks), "what was written is there");
  }

  private static void interleaved(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int many = 4;
    int blocks = Math.max(4, 8192 / bench.facts().blockBytes());
    FcpTask[] tasks = new FcpTask[many];
    byte[][] data = new byte[many][];
    List<List<RawFrame>> frames = new java.util.ArrayList<>();
    for (int i = 0; i < many; i++) {
      long lba = (long) i * blocks;
      data[i] = bench.blocks().pattern(lba, blocks, 40 + i);
      tasks[i] = nexus.start(nexus.command(Cdb.write10(lba, blocks), 0, data[i].length));
      RawUnit ready = tasks[i].transferReady();
      bench.require(ready.u32(4) == data[i].length, "The target asks for data in pieces.");
      int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
      frames.add(tasks[i].exchange().frames(RawFrame.DATA, data[i], control, 0, 512));
    }
    for (int piece = 0; piece < frames.get(0).size(); piece++) {
      for (int i = 0; i < many; i++) {
        tasks[i].exchange().send(List.of(frames.get(i).get(piece)));
      }
    }
    for (int i = 0; i < many; i++) {
      tasks[i].answer(tasks[i].responseAlone()).good();
      long lba = (long) i * blocks;
      bench.blocks().same(lba, data[i], nexus.read(lba, blocks), "each write has its own data");
    }
  }

  private static void otherOrder(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int many = 8;
    FcpTask[] tasks = new FcpTask[many];
    RawUnit[] ready = new RawUnit[many];
    byte[][] data = new byte[many][];
    for (int i = 0; i < many; i++) {
      data[i] = bench.blocks().pattern(i, 1, 50 + i);
      tasks[i] = nexus.start(nexus.command(Cdb.write10(i, 1), 0, data[i].length));
      ready[i] = tasks[i].transferReady();
    }
    for (int i = many - 1; i >= 0; i--) {
      tasks[i].serve(ready[i], data[i]);
      tasks[i].answer(tasks[i].responseAlone()).good();
    }
    for (int i = 0; i < many; i++) {
      bench.blocks().same(i, data[i], nexus.read(i, 1), "each write has its own data");
    }
  }

  /** Sends {@code length} bytes from {@code offset} on where two blocks were asked for. */
  private static void wrongData(TestBench bench, int offset, int length, int code) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    int bytes = 2 * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 2), 0, bytes));
    RawUnit ready = task.transferReady();
    bench.require(ready.u32(4) == bytes, "The target asks for data in pieces.");
    byte[] data = bench.blocks().pattern(lba, 2, 60);
    task.exchange().sendData(offset, Arrays.copyOfRange(data, offset, offset + length));
    failed(bench, task, code);
    nexus.isAlive();
  }

  private static void failed(TestBench bench, FcpTask task, int code) {
    RawUnit unit = task.exchange().poll(bench.commandTimeoutNs());
    if (unit == null) {
      // It may leave it to the initiator to find out and abort.
      return;
    }
    FcpResponse response = task.responseOf(unit);
    Answer answer = task.answer(response);
    boolean aborted = answer.sense() != null && answer.sense().key() == 0xB;
    bench.check(
        response.code() == code || aborted,
        "Data that was not asked for so ends with " + response + ".");
  }

  private static void tooLong(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    int bytes = bench.facts().blockBytes();
    byte[] behind = nexus.read(lba + 1, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, bytes));
    task.transferReady();
    task.exchange().sendData(0, bench.blocks().pattern(lba, 2, 61));
    RawUnit unit = task.exchange().poll(bench.commandTimeoutNs());
    bench.check(
        unit == null || unit.routing() == RawFrame.RESPONSE, "It is followed by " + unit + ".");
    bench.blocks().same(lba + 1, behind, nexus.read(lba + 1, 1), "what is beyond is not written");
    nexus.isAlive();
  }

  private static void dataOfRead(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = Math.min(64, bench.facts().transferBlocksMax());
    byte[] due = nexus.read(0, blocks);
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, blocks), due.length, 0));
    task.exchange().sendData(0, new byte[512]);
    Answer answer = task.finish(new byte[0]).good(due.length);
    bench.blocks().same(0, due, answer.data(), "a read brings what is there");
    bench.blocks().same(0, due, nexus.read(0, blocks), "a read changes nothing");
    nexus.isAlive();
  }
}
