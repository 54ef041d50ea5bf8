// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.LinkReply;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FER, second part: REC and SRR. */
public final class RecoveryCases {
  private static final String REC =
      "FCP-4 6.5 Read Exchange Concise (REC); FC-LS-4 REC Read Exchange Concise";
  private static final String SRR = "FCP-4 8.2 Sequence Retransmission Request (SRR)";
  private static final String REJECT = "FCP-4 8.3 FCP FC-4 Link Service Reject (FCP_RJT)";
  private static final int RESPONDED = 1 << 31;
  private static final int INITIATIVE = 1 << 30;
  private static final int LOGICAL_ERROR = 0x03;
  private static final int UNABLE = 0x09;
  private static final int INVALID_EXCHANGE = 0x17;

  private RecoveryCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    readExchange(table);
    readResponded(table);
    refusedReadExchange(table);
    retransmission(table);
    refusedRetransmission(table);
    return table.list();
  }

  private static void readExchange(CaseTable table) {
    table
        .shall(
            "FER-06/form",
            REC,
            "REC of an exchange under way names both identifiers and both addresses",
            RecoveryCases::form)
        .shall(
            "FER-06/initiative",
            REC,
            "REC of a write that waits for data says that the initiator has the initiative",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              long status = read(nexus, task).u32(20);
              bench.check(
                  (status & RESPONDED & 0xFFFF_FFFFL) != 0,
                  "E_STAT does not say who responds: " + Long.toHexString(status) + "h.");
              bench.check(
                  (status & INITIATIVE) == 0,
                  "E_STAT says that the target has the initiative: "
                      + Long.toHexString(status)
                      + "h.");
              nexus.abort(task.exchange()).abortAccepted();
            })
        .shall(
            "FER-06/nothing",
            REC,
            "REC of a write that got no data says that no byte was transferred",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              long bytes = read(nexus, task).u32(16);
              bench.check(bytes == 0, "It says " + bytes + " bytes.");
              nexus.abort(task.exchange()).abortAccepted();
            })
        .shall(
            "FER-06/data",
            REC,
            "REC of a read that waits for its confirmation says that all bytes were transferred",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              int size = bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 1), size, 0));
              waiting(bench, task);
              long bytes = read(nexus, task).u32(16);
              bench.check(bytes == size, "It says " + bytes + " of " + size + " bytes.");
              task.exchange().confirm();
            });
  }

  private static void readResponded(CaseTable table) {
    table
        .shall(
            "FER-06/response",
            REC,
            "REC of a command that waits for its confirmation says that the initiator has the initiative",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              waiting(bench, task);
              long status = read(nexus, task).u32(20);
              bench.check(
                  (status & INITIATIVE) == 0, "E_STAT is " + Long.toHexString(status) + "h.");
              task.exchange().confirm();
            })
        .shall(
            "FER-06/keeps",
            REC,
            "REC changes nothing: the command goes on",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              long lba = bench.blocks().middle();
              byte[] before = nexus.read(lba, 1);
              FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
              RawUnit ready = task.transferReady();
              for (int count = 0; count < 5; count++) {
                read(nexus, task);
              }
              task.serve(ready, before);
              task.finish(before).good();
            });
  }

  private static void refusedReadExchange(CaseTable table) {
    table
        .shall(
            "FER-07/unknown",
            REC,
            "REC of an exchange that there is not is rejected: invalid OX_ID and RX_ID",
            bench ->
                RawNexus.open(bench)
                    .readExchange(0x7777, RawFrame.NO_ID)
                    .rejected(LOGICAL_ERROR, UNABLE)
                    .explained(INVALID_EXCHANGE))
        .shall(
            "FER-07/ended",
            REC,
            "REC of a command that has ended is rejected, or says that it is complete",
            RecoveryCases::ended)
        .shall(
            "FER-07/others",
            REC,
            "REC of an exchange of another port's is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawNexus other = RawNexus.open(bench);
              FcpTask task = other.openWrite(bench.blocks().middle(), 1);
              byte[] request =
                  Els.ofExchange(
                      Els.REC, nexus.portId(), task.exchange().id(), task.exchange().responderId());
              nexus.ask("REC of another's exchange", request).rejected(LOGICAL_ERROR, UNABLE);
              other.abort(task.exchange()).abortAccepted();
            })
        .shall(
            "FER-07/short",
            REC,
            "REC of 8 bytes is rejected",
            bench -> RawNexus.open(bench).ask("REC", Els.plain(Els.REC, 8)).rejected())
        .shall(
            "FER-07/login",
            REC,
            "REC without login is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.stranger(bench);
              LinkReply reply = nexus.readExchange(0x0001, RawFrame.NO_ID);
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "REC without login is answered by " + reply.unit() + ".");
            });
  }

  private static void retransmission(CaseTable table) {
    table
        .shall(
            "FER-08/response",
            SRR,
            "SRR of FCP_RSP brings the same FCP_RSP again",
            RecoveryCases::responseAgain)
        .shall(
            "FER-08/data",
            SRR,
            "SRR of FCP_DATA brings the data again, and FCP_RSP behind it",
            bench -> dataAgain(bench, 0))
        .shall(
            "FER-08/offset",
            SRR,
            "SRR of FCP_DATA from an offset brings the data from there on",
            bench -> dataAgain(bench, 1))
        .shall(
            "FER-08/ready",
            SRR,
            "SRR of FCP_XFER_RDY brings it again, from the offset on",
            RecoveryCases::readyAgain)
        .shall(
            "FER-08/accept",
            SRR,
            "SRR is accepted by LS_ACC of four bytes in an FC-4 link service reply",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              waiting(bench, task);
              RawUnit accept = again(nexus, task, 0, RawFrame.RESPONSE).accepted(4);
              bench.check(
                  accept.routing() == RawFrame.FC4_REPLY && accept.length() == 4,
                  "The accept of SRR is " + accept + ".");
              task.responseAlone();
            });
  }

  private static void refusedRetransmission(CaseTable table) {
    table
        .shall(
            "FER-09/unknown",
            REJECT,
            "SRR of an exchange that there is not is rejected: invalid OX_ID and RX_ID",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              nexus
                  .askFcp("SRR", Els.retransmission(0x7777, 0x7777, 0, RawFrame.RESPONSE))
                  .rejected(LOGICAL_ERROR, UNABLE)
                  .explained(INVALID_EXCHANGE);
              nexus.isAlive();
            })
        .shall(
            "FER-09/unagreed",
            REJECT,
            "SRR where retry is not in force is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              again(nexus, task, 0, RawFrame.TRANSFER_READY).rejected();
              nexus.abort(task.exchange()).abortAccepted();
            })
        .shall(
            "FER-09/offset",
            REJECT,
            "SRR of data beyond all that was sent is rejected",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              int size = bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 1), size, 0));
              waiting(bench, task);
              again(nexus, task, 4L * size, RawFrame.DATA).rejected(UNABLE, LOGICAL_ERROR);
              task.exchange().confirm();
              nexus.isAlive();
            })
        .shall(
            "FER-09/category",
            REJECT,
            "SRR of FCP_CMND, which the target does not send, is rejected",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              waiting(bench, task);
              again(nexus, task, 0, RawFrame.COMMAND).rejected();
              task.exchange().confirm();
            })
        .shall(
            "FER-09/early",
            REJECT,
            "SRR of FCP_RSP that was not sent yet is rejected",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              again(nexus, task, 0, RawFrame.RESPONSE).rejected();
              nexus.abort(task.exchange()).abortAccepted();
            })
        .shall(
            "FER-09/short",
            REJECT,
            "SRR of 8 bytes is rejected",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              nexus.askFcp("SRR", Els.plain(Els.SRR, 8)).rejected();
              nexus.isAlive();
            });
  }

  private static RawUnit read(RawNexus nexus, FcpTask task) {
    RawExchange exchange = task.exchange();
    return nexus.readExchange(exchange.id(), exchange.responderId()).accepted(24);
  }

  static LinkReply again(RawNexus nexus, FcpTask task, long offset, int routing) {
    RawExchange exchange = task.exchange();
    return nexus.askFcp(
        "SRR", Els.retransmission(exchange.id(), exchange.responderId(), offset, routing));
  }

  /** Takes all of a command but confirms nothing. */
  private static FcpResponse waiting(TestBench bench, FcpTask task) {
    FcpResponse response = task.responseUnconfirmed(new byte[0]);
    bench.require(response.asksForConfirmation(), "The target asks for no confirmation.");
    return response;
  }

  private static void form(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    RawUnit accept = read(nexus, task);
    bench.check(accept.length() == 24, "LS_ACC of REC has " + accept.length() + " bytes.");
    bench.check(accept.u16(4) == task.exchange().id(), "Its OX_ID is wrong: " + accept + ".");
    bench.check(
        accept.u16(6) == task.exchange().responderId(), "Its RX_ID is wrong: " + accept + ".");
    bench.check(
        accept.u24(9) == nexus.portId() && accept.u24(13) == nexus.targetId(),
        "Its addresses are wrong: " + accept + ".");
    nexus.abort(task.exchange()).abortAccepted();
  }

  private static void ended(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
    task.finish(new byte[0]).good();
    LinkReply reply = nexus.readExchange(task.exchange().id(), task.exchange().responderId());
    if (!reply.isRejected()) {
      long status = reply.accepted(24).u32(20);
      bench.check((status & 1 << 29) != 0, "It is not complete: " + reply.unit() + ".");
    }
  }

  private static void responseAgain(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    FcpTask task = nexus.start(nexus.command(Cdb.vpd(0x7E, 64), 64, 0));
    byte[] first = waiting(bench, task).unit().payload();
    again(nexus, task, 0, RawFrame.RESPONSE).accepted(4);
    byte[] second = task.responseAlone().unit().payload();
    bench.check(
        java.util.Arrays.equals(first, second), "The FCP_RSP that came again is another one.");
    nexus.isAlive();
  }

  private static void dataAgain(TestBench bench, int block) {
    RawNexus nexus = RawNexus.recovering(bench);
    int size = bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 2), 2 * size, 0));
    waiting(bench, task);
    byte[] before = task.data();
    again(nexus, task, (long) block * size, RawFrame.DATA).accepted(4);
    int came = 0;
    RawUnit unit = task.exchange().next("SRR");
    while (unit.routing() == RawFrame.DATA) {
      bench.check(
          came > 0 || unit.first().parameter() == (long) block * size,
          "The data begins elsewhere: " + unit + ".");
      task.take(unit);
      came += unit.length();
      unit = task.exchange().next("SRR");
    }
    bench.check(unit.routing() == RawFrame.RESPONSE, "It is followed by " + unit + ".");
    bench.check(came == (2 - block) * size, came + " bytes came again.");
    bench.check(
        java.util.Arrays.equals(before, task.data()), "The data that came again is another one.");
    task.exchange().confirm();
    nexus.isAlive();
  }

  private static void readyAgain(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
    RawUnit first = task.transferReady();
    again(nexus, task, 0, RawFrame.TRANSFER_READY).accepted(4);
    RawUnit second = task.transferReady();
    bench.check(second.u32(0) == 0, "It begins at " + second.u32(0) + ".");
    bench.check(second.u32(4) == first.u32(4), "It asks for " + second.u32(4) + " bytes.");
    task.serve(second, before);
    task.finish(before).good();
  }
}
