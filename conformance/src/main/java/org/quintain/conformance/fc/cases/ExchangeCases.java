// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, second part: exchanges, and what belongs to none. */
public final class ExchangeCases {
  private static final String OX_ID =
      "FC-FS-5 OX_ID Originator exchange identifier; FCP-4 4.16 FCP addressing and Exchange identification";
  private static final String RX_ID = "FC-FS-5 RX_ID Responder exchange identifier";
  private static final int OVERLAPPED = 0x4E00;

  private ExchangeCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    identifiers(table);
    strays(table);
    return table.list();
  }

  private static void identifiers(CaseTable table) {
    table
        .shall(
            "FIU-19/originator",
            OX_ID,
            "Every frame that the target sends for a command has its OX_ID",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int id : new int[] {0x0000, 0x0001, 0x7FFF, 0x8000, 0xFFFE}) {
                start(nexus, id, nexus.command(Cdb.testUnitReady(), 0, 0))
                    .finish(new byte[0])
                    .good();
              }
            })
        .shall(
            "FIU-19/responder",
            RX_ID,
            "RX_ID is the same in all frames of the target within an exchange",
            ExchangeCases::sameResponderId)
        .shall(
            "FIU-19/unnamed",
            RX_ID,
            "Data with RX_ID FFFFh belongs to the exchange that its OX_ID names",
            ExchangeCases::unnamedResponder)
        .shall(
            "FIU-19/reuse",
            OX_ID,
            "An OX_ID is free as soon as its command has ended",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int count = 0; count < 50; count++) {
                start(nexus, 0x0777, nexus.command(Cdb.testUnitReady(), 0, 0))
                    .finish(new byte[0])
                    .good();
              }
            })
        .shall(
            "FIU-19/overlap",
            "FC-FS-5 OX_ID Originator exchange identifier; SAM-5 5.10 Overlapped commands",
            "A command under an OX_ID in use is not carried out, and both end",
            ExchangeCases::overlap)
        .shall(
            "FIU-19/many",
            OX_ID,
            "Commands under way together get each its own answer",
            ExchangeCases::many);
  }

  private static void strays(CaseTable table) {
    table
        .shall(
            "FIU-27/data",
            "FC-FS-5 Exchanges Exchange management",
            "FCP_DATA of no exchange does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
              int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
              for (RawFrame frame : exchange.frames(RawFrame.DATA, new byte[512], control, 0)) {
                exchange.send(List.of(frame.set(9, 3, control | RawFrame.RELATIVE_OFFSET)));
              }
              exchange.isSilent("FCP_DATA of no exchange");
              nexus.isAlive();
            })
        .shall(
            "FIU-27/duplicate",
            "FC-FS-5 SEQ_CNT Sequence count",
            "A frame of FCP_CMND that comes twice is one command",
            ExchangeCases::duplicate)
        .shall(
            "FIU-27/type",
            "FC-FS-5 TYPE Data structure type",
            "A frame of a TYPE that the target has not does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(0x55);
              exchange.send(RawFrame.COMMAND, new byte[32]);
              exchange.isSilent("A command of TYPE 55h");
              nexus.isAlive();
            })
        .shall(
            "FIU-27/routing",
            "FC-FS-5 R_CTL Routing control",
            "An FCP frame of an information category that FCP has not does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
              exchange.send(0x04, new byte[32]);
              exchange.isSilent("An FCP frame of category 4");
              nexus.isAlive();
            })
        .shall(
            "FIU-27/nop",
            "FC-FS-5 NOP No operation",
            "NOP asks for nothing and gets nothing",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_BASIC);
              exchange.send(RawFrame.NOP, new byte[0]);
              exchange.isSilent("NOP");
              nexus.isAlive();
            })
        .shall(
            "FIU-27/late",
            "FC-FS-5 Exchanges Exchange management",
            "Data that comes when its command has ended does no harm",
            ExchangeCases::lateData)
        .destructive(
            "FIU-24/two-open",
            "FC-FS-5 Sequences Sequence delimiting; FC-LS-4 Parameters Common and class service parameters",
            "Two sequences of data that are open at once are each on the medium, or no GOOD comes",
            ExchangeCases::twoOpenSequences);
  }

  static List<RawFrame> frames(RawExchange exchange, FcpCommand command) {
    int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
    return exchange.frames(RawFrame.COMMAND, command.encode(), control, -1);
  }

  /** Sends a command under an OX_ID that is chosen. */
  static FcpTask start(RawNexus nexus, int id, FcpCommand command) {
    nexus.port().portId(nexus.portId());
    RawExchange exchange =
        new RawExchange(nexus.port(), nexus.targetId(), RawFrame.TYPE_FCP, nexus.payloadMax(), id);
    FcpTask task = FcpTask.unsent(nexus, command, exchange);
    exchange.send(frames(exchange, command));
    return task;
  }

  private static void sameResponderId(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = 4 * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 4), bytes, 0));
    int id = -1;
    RawUnit unit;
    do {
      unit = task.exchange().next("READ(10)");
      for (RawFrame frame : unit.frames()) {
        bench.check(id < 0 || frame.responderExchange() == id, "RX_ID changes: " + frame + ".");
        id = frame.responderExchange();
      }
    } while (unit.routing() != RawFrame.RESPONSE);
  }

  private static void unnamedResponder(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
    RawUnit ready = task.transferReady();
    task.exchange().responderId(RawFrame.NO_ID);
    task.serve(ready, before);
    task.finish(before).good();
  }

  private static void overlap(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask first = nexus.openWrite(bench.blocks().middle(), 1);
    int id = first.exchange().id();
    FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
    nexus.port().portId(nexus.portId());
    RawExchange exchange =
        new RawExchange(nexus.port(), nexus.targetId(), RawFrame.TYPE_FCP, nexus.payloadMax(), id);
    FcpTask second = FcpTask.unsent(nexus, command, exchange);
    for (RawFrame frame : frames(exchange, command)) {
      exchange.send(List.of(frame.sequence(9, frame.count())));
    }
    RawUnit unit = exchange.poll(bench.commandTimeoutNs());
    if (unit != null && unit.routing() == RawFrame.RESPONSE) {
      Answer answer = second.answer(first.responseOf(unit));
      bench.check(
          answer.isCheck(0xB, OVERLAPPED) || answer.status() == 0x40,
          "A command under an OX_ID in use ended with " + answer + ".");
    } else {
      bench.check(unit == null, "A command under an OX_ID in use is followed by " + unit + ".");
    }
    nexus.clearUnitAttentions();
  }

  private static void many(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = 8 * bench.facts().blockBytes();
    FcpTask[] tasks = new FcpTask[16];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = nexus.start(nexus.command(Cdb.read10(8L * i, 8), bytes, 0));
    }
    for (int i = tasks.length - 1; i >= 0; i--) {
      Answer answer = tasks[i].finish(new byte[0]).good(bytes);
      bench
          .blocks()
          .same(
              8L * i,
              bench.blocks().read(8L * i, 8),
              answer.data(),
              "each of several reads gets its own data");
    }
  }

  private static void duplicate(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpCommand command = nexus.command(Cdb.write10(lba, 1), 0, before.length);
    RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
    FcpTask task = FcpTask.unsent(nexus, command, exchange);
    List<RawFrame> frames = frames(exchange, command);
    exchange.send(frames);
    exchange.send(frames);
    RawUnit ready = task.transferReady();
    exchange.isSilent("FCP_CMND that came twice");
    task.serve(ready, before);
    task.finish(before).good();
    exchange.isSilent("A command that ended");
  }

  /**
   * Most ports take one open sequence for each exchange, and say so in LS_ACC of PLOGI. This asks
   * no more than that one that takes one does not take two for something else.
   */
  private static void twoOpenSequences(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(lba, 2, 67);
    int half = data.length / 2;
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 2), 0, data.length));
    RawUnit ready = task.transferReady();
    bench.require(ready.u32(4) == data.length, "The target asks for data in pieces.");
    RawExchange exchange = task.exchange();
    List<RawFrame> first =
        exchange.frames(
            RawFrame.DATA, Arrays.copyOf(data, half), RawFrame.END_SEQUENCE, 0, half / 2);
    List<RawFrame> second =
        exchange.frames(
            RawFrame.DATA,
            Arrays.copyOfRange(data, half, data.length),
            RawFrame.END_SEQUENCE | RawFrame.INITIATIVE,
            half,
            half / 2);
    exchange.send(first.subList(0, 1));
    exchange.send(second.subList(0, 1));
    exchange.send(first.subList(1, first.size()));
    exchange.send(second.subList(1, second.size()));
    RawUnit unit = exchange.poll(bench.commandTimeoutNs());
    if (unit != null && unit.routing() == RawFrame.RESPONSE) {
      if (task.answer(task.responseOf(unit)).isGood()) {
        bench.blocks().same(lba, data, nexus.read(lba, 2), "GOOD stands for all of the data");
      }
    }
    nexus.isAlive();
  }

  private static void lateData(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
    task.finish(before).good();
    task.exchange().sendData(0, new byte[before.length]);
    task.exchange().isSilent("Data of a command that has ended");
    bench.blocks().same(lba, before, nexus.read(lba, 1), "late data changes nothing");
    nexus.isAlive();
  }
}
