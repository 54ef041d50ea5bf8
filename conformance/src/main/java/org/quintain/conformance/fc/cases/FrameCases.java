// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, first part: the frames and sequences of commands. */
public final class FrameCases {
  private static final String F_CTL = "FC-FS-5 F_CTL Frame control";
  private static final String USAGE = "FCP-4 9.1 FCP Information Unit (IU) usage";
  private static final String HEADER =
      "FCP-4 5 FC-FS-2 frame header; FC-FS-5 DF_CTL Data field control";

  private FrameCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    headers(table);
    control(table);
    return table.list();
  }

  private static void headers(CaseTable table) {
    table
        .shall(
            "FIU-21/addresses",
            "FC-FS-5 D_ID Destination identifier; FC-FS-5 S_ID Source identifier",
            "What the target sends in an exchange goes to the originator, from the address it was sent to",
            bench ->
                each(
                    bench,
                    (nexus, frame) ->
                        bench.check(
                            frame.destination() == nexus.portId()
                                && frame.source() == nexus.targetId(),
                            "D_ID or S_ID is wrong: " + frame + ".")))
        .shall(
            "FIU-21/type",
            HEADER,
            "TYPE is 08h, DF_CTL 00h in all frames of a command",
            bench ->
                each(
                    bench,
                    (nexus, frame) ->
                        bench.check(
                            frame.type() == RawFrame.TYPE_FCP && frame.u8(13) == 0,
                            "TYPE or DF_CTL is wrong: " + frame + ".")))
        .shall(
            "FIU-21/routing",
            USAGE,
            "FCP_XFER_RDY, FCP_DATA and FCP_RSP have information categories 5, 1 and 7",
            FrameCases::routing)
        .shall(
            "FIU-21/priority",
            "FC-FS-5 CS_CTL Class specific control or priority",
            "A command with a frame priority is carried out",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
              FcpTask task = FcpTask.unsent(nexus, command, exchange);
              for (RawFrame frame : ExchangeCases.frames(exchange, command)) {
                int bits = frame.control() | RawFrame.PRIORITY;
                exchange.send(List.of(frame.set(4, 1, 0x08).set(9, 3, bits)));
              }
              task.finish(new byte[0]).good();
            })
        .shall(
            "FIU-21/delimiter",
            "FC-FS-5 Sequences Sequence delimiting",
            "The first frame of a sequence has SOFi3, the others SOFn3",
            FrameCases::delimiters)
        .shall(
            "FIU-21/sequence",
            "FC-FS-5 SEQ_ID Sequence identifier",
            "Sequences that follow one another in an exchange have different SEQ_IDs, their frames the same one",
            FrameCases::sequenceIds);
  }

  private static void control(CaseTable table) {
    table
        .shall(
            "FIU-20/responder",
            F_CTL,
            "Exchange Context of all frames from the target is that of the responder",
            bench ->
                each(
                    bench,
                    (nexus, frame) ->
                        bench.check(
                            frame.has(RawFrame.RESPONDER) && !frame.has(RawFrame.FIRST_SEQUENCE),
                            "F_CTL is wrong: " + frame + ".")))
        .shall(
            "FIU-20/ready",
            "FC-FS-5 F_CTL Frame control; FCP-4 9.1 FCP Information Unit (IU) usage",
            "FCP_XFER_RDY ends its sequence and transfers the initiative; the exchange goes on",
            FrameCases::readyControl)
        .shall(
            "FIU-20/data",
            "FC-FS-5 F_CTL Frame control; FCP-4 9.1 FCP Information Unit (IU) usage",
            "FCP_DATA holds the initiative; End_Sequence is in its last frame alone",
            FrameCases::dataControl)
        .shall(
            "FIU-20/response",
            "FC-FS-5 F_CTL Frame control; FCP-4 9.1 FCP Information Unit (IU) usage",
            "FCP_RSP that asks for no confirmation is the last sequence",
            FrameCases::responseControl)
        .shall(
            "FIU-20/confirm",
            "FC-FS-5 F_CTL Frame control; FCP-4 4.5 Confirmed completion of FCP I/O operations",
            "FCP_RSP that asks for confirmation is not the last sequence, and transfers the initiative",
            FrameCases::confirmControl);
  }

  /** Looks at one frame. */
  private interface Look {
    void at(RawNexus nexus, RawFrame frame);
  }

  /** Looks at every frame that the target sends for a read and for a write that is aborted. */
  private static void each(TestBench bench, Look look) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = 8 * bench.facts().blockBytes();
    FcpTask read = nexus.start(nexus.command(Cdb.read10(0, 8), bytes, 0));
    RawUnit unit;
    do {
      unit = read.exchange().next("READ(10)");
      unit.frames().forEach(frame -> look.at(nexus, frame));
    } while (unit.routing() != RawFrame.RESPONSE);
    FcpTask write = nexus.start(nexus.command(Cdb.write10(bench.blocks().middle(), 8), 0, bytes));
    look.at(nexus, write.transferReady().first());
    nexus.abort(write.exchange()).abortAccepted();
  }

  private static void routing(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = bench.facts().blockBytes();
    FcpTask read = nexus.start(nexus.command(Cdb.read10(0, 1), bytes, 0));
    read.exchange().next("READ(10)", RawFrame.DATA);
    read.responseAlone();
    FcpTask write = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.abort(write.exchange()).abortAccepted();
  }

  private static void delimiters(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = Math.max(8, 16384 / bench.facts().blockBytes());
    int bytes = blocks * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, blocks), bytes, 0));
    int came = 0;
    RawUnit unit = task.exchange().next("READ(10)");
    while (unit.routing() == RawFrame.DATA) {
      for (RawFrame frame : unit.frames()) {
        boolean isFirst = frame == unit.first();
        bench.check(frame.initiates() == isFirst, "The delimiter is wrong: " + frame + ".");
      }
      came += unit.length();
      unit = task.exchange().next("READ(10)");
    }
    bench.check(came == bytes, "Frames with SOFi3 within a sequence leave " + came + " bytes.");
  }

  private static void sequenceIds(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 1), bytes, 0));
    RawUnit data = task.exchange().next("READ(10)", RawFrame.DATA);
    RawUnit response = task.exchange().next("READ(10)", RawFrame.RESPONSE);
    bench.check(
        data.first().sequenceId() != response.first().sequenceId(),
        "FCP_RSP has the SEQ_ID of the FCP_DATA before it.");
    for (RawFrame frame : data.frames()) {
      bench.check(
          frame.sequenceId() == data.first().sequenceId(), "SEQ_ID changes within a sequence.");
    }
  }

  private static void readyControl(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int bytes = bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.write10(bench.blocks().middle(), 1), 0, bytes));
    RawFrame frame = task.transferReady().last();
    bench.check(
        frame.has(RawFrame.END_SEQUENCE | RawFrame.INITIATIVE)
            && !frame.has(RawFrame.LAST_SEQUENCE),
        "F_CTL of FCP_XFER_RDY is wrong: " + frame + ".");
    nexus.abort(task.exchange()).abortAccepted();
  }

  private static void dataControl(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = Math.max(8, 8192 / bench.facts().blockBytes());
    int bytes = blocks * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, blocks), bytes, 0));
    RawUnit unit = task.exchange().next("READ(10)");
    while (unit.routing() == RawFrame.DATA) {
      for (RawFrame frame : unit.frames()) {
        bench.check(
            !frame.has(RawFrame.LAST_SEQUENCE) && !frame.has(RawFrame.INITIATIVE),
            "F_CTL of FCP_DATA is wrong: " + frame + ".");
        bench.check(
            frame.has(RawFrame.END_SEQUENCE) == (frame == unit.last()),
            "End_Sequence is not in the last frame alone: " + frame + ".");
      }
      unit = task.exchange().next("READ(10)");
    }
  }

  private static void responseControl(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpResponse response = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0)).responseAlone();
    bench.check(
        response.unit().last().has(RawFrame.LAST_SEQUENCE | RawFrame.END_SEQUENCE),
        "FCP_RSP is not the last sequence: " + response + ".");
  }

  private static void confirmControl(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    FcpResponse response = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0)).responseAlone();
    bench.require(response.asksForConfirmation(), "The target asks for no confirmation.");
    RawFrame frame = response.unit().last();
    bench.check(
        !frame.has(RawFrame.LAST_SEQUENCE)
            && frame.has(RawFrame.END_SEQUENCE | RawFrame.INITIATIVE),
        "F_CTL of an FCP_RSP that is to be confirmed is wrong: " + frame + ".");
  }
}
