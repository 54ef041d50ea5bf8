// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** FIU, third part: FCP_CMND and what it asks for. */
public final class FcpCommandCases {
  private static final String FORMAT = "FCP-4 9.2.1 Overview and format of FCP_CMND IU";
  private static final String FIELDS = "FCP-4 9.2.2 FCP_CMND IU field descriptions";
  private static final String PRIORITY =
      "FCP-4 9.2.2 FCP_CMND IU field descriptions; SAM-5 8.7 Command priority";
  private static final int INVALID = 0x02;
  private static final int CHECK_CONDITION = 0x02;
  private static final int SIMPLE = 0;
  private static final int ORDERED = 2;
  private static final int ACA = 4;
  private static final int MOST = 1;
  private static final int LEAST = 15;

  private FcpCommandCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    lengths(table);
    directions(table);
    attributes(table);
    others(table);
    return table.list();
  }

  private static void lengths(CaseTable table) {
    table
        .shall(
            "FIU-01/short",
            FORMAT,
            "FCP_CMND of 28 bytes is no command: RSP_CODE 02h, or it is discarded",
            bench -> invalid(bench, "FCP_CMND of 28 bytes", command -> command.cutTo(28)))
        .shall(
            "FIU-01/empty",
            FORMAT,
            "FCP_CMND without payload is no command: RSP_CODE 02h, or it is discarded",
            bench -> invalid(bench, "FCP_CMND without payload", command -> command.cutTo(0)))
        .shall(
            "FIU-01/beyond",
            FIELDS,
            "ADDITIONAL FCP_CDB LENGTH beyond the end is no command: RSP_CODE 02h, or it is discarded",
            bench ->
                invalid(
                    bench,
                    "ADDITIONAL FCP_CDB LENGTH beyond the end",
                    command -> command.additionalWords(8)))
        .shall(
            "FIU-01/long",
            FORMAT,
            "Bytes behind FCP_DL do a command no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus
                  .start(nexus.command(Cdb.testUnitReady(), 0, 0).cutTo(64))
                  .finish(new byte[0])
                  .good();
            })
        .shall(
            "FIU-01/additional",
            FIELDS,
            "A CDB of 32 bytes comes whole: it is carried out, or refused for what it is",
            FcpCommandCases::longCdb)
        .shall(
            "FIU-02/reserved",
            FORMAT,
            "A reserved bit in FCP_CMND is ignored or answered by RSP_CODE 02h",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0).set(9, 0x80);
              FcpResponse response = nexus.start(command).responseAlone();
              bench.check(
                  response.code() == INVALID || response.status() == 0,
                  "A reserved bit is answered by " + response + ".");
              nexus.isAlive();
            });
  }

  private static void directions(CaseTable table) {
    table
        .shall(
            "FIU-03/none",
            FIELDS,
            "A read with neither RDDATA nor WRDATA moves no data",
            bench -> wrongDirection(bench, false, false))
        .shall(
            "FIU-03/read-as-write",
            FIELDS,
            "A read with WRDATA alone sends no data",
            bench -> wrongDirection(bench, false, true))
        .destructive(
            "FIU-03/write-as-read",
            FIELDS,
            "A write with RDDATA alone asks for no data and changes nothing",
            FcpCommandCases::writeAsRead)
        .shall(
            "FIU-03/length",
            FIELDS,
            "FCP_DL without RDDATA and WRDATA is ignored or answered by RSP_CODE 02h",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0).dataLength(512);
              FcpResponse response = nexus.start(command).responseAlone();
              bench.check(
                  response.code() == INVALID || response.status() == 0,
                  "FCP_DL without direction is answered by " + response + ".");
              nexus.isAlive();
            })
        .shall(
            "FIU-03/idle",
            FIELDS,
            "RDDATA of a command that moves no data does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              Answer answer =
                  nexus.start(nexus.command(Cdb.testUnitReady(), 64, 0)).finish(new byte[0]);
              answer.good().residualIs(64, false);
            });
  }

  private static void attributes(CaseTable table) {
    String[] words = {"simple", "head", "ordered"};
    for (int code = 0; code < words.length; code++) {
      int attribute = code;
      table.shall(
          "FIU-06/" + words[code],
          FIELDS,
          "TASK ATTRIBUTE " + code + " is carried out",
          bench -> {
            RawNexus nexus = RawNexus.open(bench);
            FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
            nexus.start(command.attribute(attribute)).finish(new byte[0]).good();
          });
    }
    table
        .shall(
            "FIU-06/aca",
            "FCP-4 9.2.2 FCP_CMND IU field descriptions; SAM-5 5.9.2.3 Handling new commands",
            "TASK ATTRIBUTE ACA without an ACA condition is an invalid message",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0).attribute(4);
              FcpResponse response = nexus.start(command).responseAlone();
              bench.check(
                  response.code() == INVALID || response.status() == 2,
                  "ACA without an ACA condition is answered by " + response + ".");
              nexus.isAlive();
            })
        .vendor(
            "FIU-06/reserved",
            FIELDS,
            "A reserved TASK ATTRIBUTE gets an answer and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int code : new int[] {3, 6, 7}) {
                FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
                nexus.start(command.attribute(code)).responseAlone();
              }
              nexus.isAlive();
            })
        .shall(
            "FIU-06/priority",
            FIELDS,
            "Every COMMAND PRIORITY is carried out",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int priority = 0; priority < 16; priority++) {
                FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
                nexus.start(command.priority(priority)).finish(new byte[0]).good();
              }
            })
        .shall(
            "FIU-06/priority-attribute",
            PRIORITY,
            "COMMAND PRIORITY leaves TASK ATTRIBUTE beside it what it is",
            FcpCommandCases::priorityBesideAttribute)
        .destructive(
            "FIU-06/priority-order",
            PRIORITY + "; SAM-5 8.6.4 Commands having the ORDERED task attribute",
            "COMMAND PRIORITY lets no SIMPLE command overtake an ORDERED one",
            FcpCommandCases::priorityBehindOrdered);
  }

  private static void others(CaseTable table) {
    table
        .shall(
            "FIU-08/any",
            "FCP-4 4.4 Precise delivery of SCSI commands",
            "Without precise delivery any COMMAND REFERENCE NUMBER is carried out, again and again",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int number : new int[] {0, 5, 5, 3, 255, 0}) {
                FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
                nexus.start(command.reference(number)).finish(new byte[0]).good();
              }
            })
        .shall(
            "FIU-25/flat",
            "FCP-4 9.2.2 FCP_CMND IU field descriptions; SAM-5 4.7.7 Single level LUN structure",
            "A LUN in flat space addressing leads where the same in peripheral addressing does",
            FcpCommandCases::flatAddress)
        .shall(
            "FIU-25/absent",
            "FCP-4 9.2.2 FCP_CMND IU field descriptions",
            "A command to a LUN that there is not is refused as LOGICAL UNIT NOT SUPPORTED",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand command =
                  nexus.command(Cdb.testUnitReady(), 0, 0).lun(bench.facts().absentLun());
              Answer answer = nexus.start(command).finish(new byte[0]);
              bench.check(
                  answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2500),
                  "A LUN that there is not gives " + answer + ".");
            });
  }

  /** Changes a command. */
  private interface Change {
    void of(FcpCommand command);
  }

  private static void invalid(TestBench bench, String what, Change change) {
    RawNexus nexus = RawNexus.open(bench);
    FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
    change.of(command);
    FcpTask task = nexus.start(command);
    RawUnit unit = task.exchange().poll(1_000_000_000L);
    if (unit != null) {
      task.responseOf(unit).code(what, INVALID);
    }
    nexus.isAlive();
  }

  private static void priorityBesideAttribute(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    for (int priority : new int[] {1, 8, 15}) {
      for (int attribute = SIMPLE; attribute <= ORDERED; attribute++) {
        FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0).priority(priority);
        nexus.start(command.attribute(attribute)).finish(new byte[0]).good();
      }
      FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0).priority(priority);
      FcpResponse response = nexus.start(command.attribute(ACA)).responseAlone();
      bench.check(
          response.code() == INVALID || response.status() == CHECK_CONDITION,
          "ACA of priority " + priority + " without an ACA condition gives " + response + ".");
    }
    nexus.isAlive();
  }

  /** The read comes while the write waits for its data, as only an order of theirs can let it. */
  private static void priorityBehindOrdered(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] written = bench.blocks().pattern(lba, 1, 66);
    FcpCommand write = nexus.command(Cdb.write10(lba, 1), 0, written.length);
    FcpCommand read = nexus.command(Cdb.read10(lba, 1), written.length, 0);
    FcpTask first = nexus.start(write.attribute(ORDERED).priority(LEAST));
    FcpTask second = nexus.start(read.attribute(SIMPLE).priority(MOST));
    first.finish(written).good();
    byte[] came = second.finish(new byte[0]).good(written.length).data();
    bench.blocks().same(lba, written, came, "a SIMPLE command waits for an older ORDERED one");
  }

  private static void longCdb(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int[] bytes = new int[32];
    bytes[0] = 0x7F;
    bytes[7] = 0x18;
    bytes[9] = 0xFE;
    Answer answer = nexus.execute(Cdb.of("A CDB of 32 bytes", bytes), 0);
    bench.check(
        answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2000)
            || answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400),
        "Service action FF FEh of operation code 7Fh gives " + answer + ".");
    nexus.isAlive();
  }

  private static void wrongDirection(TestBench bench, boolean read, boolean write) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = bench.facts().blockBytes();
    FcpCommand command = nexus.command(Cdb.read10(0, 1), 0, 0);
    command.directions(read, write).dataLength(write ? bytes : 0);
    FcpTask task = nexus.start(command);
    while (true) {
      RawUnit unit = task.exchange().next("READ(10) in a wrong direction");
      switch (unit.routing()) {
        case RawFrame.RESPONSE -> {
          FcpResponse response = task.responseOf(unit);
          bench.check(
              write || response.code() == INVALID || response.isOver(),
              "A read that may move nothing ends with " + response + ".");
          nexus.isAlive();
          return;
        }
        case RawFrame.TRANSFER_READY -> throw CaseEnd.fail("A read asks for data: " + unit + ".");
        default -> throw CaseEnd.fail("Data comes without RDDATA: " + unit + ".");
      }
    }
  }

  private static void writeAsRead(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpCommand command = nexus.command(Cdb.write10(lba, 1), before.length, 0);
    FcpTask task = nexus.start(command);
    RawUnit unit = task.exchange().next("WRITE(10) with RDDATA");
    bench.check(
        unit.routing() == RawFrame.RESPONSE, "A write with RDDATA is followed by " + unit + ".");
    bench.blocks().same(lba, before, nexus.read(lba, 1), "a write with RDDATA changes nothing");
  }

  private static void flatAddress(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lun = bench.lun();
    bench.require(lun >>> 62 == 0 && (lun & 0xFFFF_FFFF_FFFFL) == 0, "The LUN is not simple.");
    byte[] peripheral = nexus.execute(Cdb.vpd(0x83, 255), 255).good(8).data();
    FcpCommand command = nexus.command(Cdb.vpd(0x83, 255), 255, 0).lun(lun | 0x4000L << 48);
    byte[] flat = nexus.start(command).finish(new byte[0]).good(8).data();
    bench.check(java.util.Arrays.equals(peripheral, flat), "Flat addressing leads somewhere else.");
  }
}
