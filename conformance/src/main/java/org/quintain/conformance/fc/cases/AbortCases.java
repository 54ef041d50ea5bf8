// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FER, first part: ABTS, its answers and what follows of it. */
public final class AbortCases {
  private static final String ABTS = "FC-FS-5 ABTS Abort Sequence";
  private static final String RECOVERY =
      "FCP-4 12.3 Exchange level recovery using recovery abort; FC-FS-5 ABTS Abort Sequence";
  private static final String QUALIFIER =
      "FC-LS-4 RRQ Reinstate Recovery Qualifier; FC-FS-5 BA_ACC Basic accept";

  private AbortCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    answers(table);
    effects(table);
    unknown(table);
    return table.list();
  }

  private static void answers(CaseTable table) {
    table
        .shall(
            "FER-01/form",
            "FC-FS-5 BA_ACC Basic accept",
            "BA_ACC of an exchange names its OX_ID and RX_ID, and SEQ_CNT from 0000h to FFFFh",
            AbortCases::acceptForm)
        .shall(
            "FER-01/frame",
            "FC-FS-5 BA_ACC Basic accept; FC-FS-5 F_CTL Frame control",
            "BA_ACC comes from the responder, of TYPE 00h, and ends its sequence",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              RawFrame frame = nexus.abort(task.exchange()).abortAccepted().first();
              bench.check(
                  frame.has(RawFrame.RESPONDER | RawFrame.END_SEQUENCE) && frame.type() == 0,
                  "F_CTL or TYPE of BA_ACC is wrong: " + frame + ".");
            })
        .shall(
            "FER-01/silent",
            RECOVERY,
            "No status comes of a command whose exchange was aborted",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              nexus.abort(task.exchange()).abortAccepted();
              task.exchange().isSilent("BA_ACC");
              nexus.isAlive();
            })
        .shall(
            "FER-01/qualifier",
            QUALIFIER,
            "RRQ after R_A_TOV is accepted, or the identifiers are forgotten already",
            AbortCases::reinstated)
        .shall(
            "FER-01/reuse",
            QUALIFIER,
            "After RRQ the OX_ID carries a new command",
            AbortCases::reused)
        .shall(
            "FER-01/again",
            ABTS,
            "ABTS that comes twice is answered twice",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              nexus.abort(task.exchange()).abortAccepted();
              nexus.abort(task.exchange()).abortAnswered();
              nexus.isAlive();
            })
        .shall(
            "FER-01/unnamed",
            ABTS,
            "ABTS with RX_ID FFFFh aborts the exchange that its OX_ID names",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              task.exchange().responderId(RawFrame.NO_ID);
              nexus.abort(task.exchange()).abortAccepted();
              task.exchange().sendData(0, new byte[bench.facts().blockBytes()]);
              task.exchange().isSilent("Data of an exchange that was aborted");
            });
  }

  private static void effects(CaseTable table) {
    table
        .destructive(
            "FER-03/data",
            RECOVERY,
            "Data that follows ABTS is not written",
            AbortCases::dataAfterAbort)
        .destructive(
            "FER-03/partial",
            RECOVERY,
            "ABTS in the middle of a burst: what was not sent is not written",
            AbortCases::abortInBurst)
        .shall(
            "FER-03/read",
            RECOVERY,
            "ABTS of a read that is just sending is answered, and nothing follows the answer",
            AbortCases::abortRead)
        .shall(
            "FER-04/ended",
            ABTS,
            "ABTS of a command that has ended is answered, and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              task.finish(new byte[0]).good();
              nexus.abort(task.exchange()).abortAnswered();
              nexus.isAlive();
            })
        .shall(
            "FER-05/sequence",
            ABTS,
            "ABTS of a sequence alone is answered, and the exchange can be aborted after it",
            AbortCases::abortSequence)
        .shall(
            "FER-15/storm",
            RECOVERY,
            "Sixty-four commands that are aborted at once are all answered, and others go on",
            AbortCases::storm)
        .shall(
            "FER-15/others",
            RECOVERY,
            "ABTS of one command leaves the others of its nexus alone",
            AbortCases::leavesOthers)
        .shall(
            "FER-01/function",
            RECOVERY,
            "ABTS gives no unit attention",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawNexus other = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              nexus.abort(task.exchange()).abortAccepted();
              nexus.isAlive();
              other.isAlive();
            });
  }

  private static void unknown(CaseTable table) {
    table
        .shall(
            "FER-02/unknown",
            ABTS,
            "ABTS of an exchange that there is not is answered, and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.abort(nexus.exchange(RawFrame.TYPE_FCP)).abortAnswered();
              nexus.isAlive();
            })
        .shall(
            "FER-02/responder",
            "FC-FS-5 BA_RJT Basic reject",
            "ABTS that names an RX_ID that there is not is rejected: logical error, invalid OX_ID and RX_ID",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP).responderId(0x5A5A);
              RawUnit answer = nexus.abort(exchange).abortAnswered();
              if (answer.routing() == RawFrame.BA_RJT) {
                bench.check(
                    answer.length() == 4 && answer.u8(1) == 0x03 && answer.u8(2) == 0x03,
                    "BA_RJT is " + answer + ".");
              }
              nexus.isAlive();
            })
        .shall(
            "FER-02/stranger",
            ABTS,
            "ABTS of one who is not logged in does no harm to others",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawNexus stranger = RawNexus.stranger(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              RawExchange exchange =
                  new RawExchange(
                      stranger.port(),
                      stranger.targetId(),
                      RawFrame.TYPE_FCP,
                      256,
                      task.exchange().id());
              exchange.responderId(task.exchange().responderId()).abort(0);
              exchange.poll(1_000_000_000L);
              nexus.readExchange(task.exchange().id(), RawFrame.NO_ID).accepted(24);
              nexus.abort(task.exchange()).abortAccepted();
            });
  }

  private static void acceptForm(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    int rxId = task.exchange().responderId();
    RawUnit accept = nexus.abort(task.exchange()).abortAccepted();
    bench.check(accept.length() == 12, "BA_ACC has " + accept.length() + " bytes.");
    bench.check(accept.u8(0) == 0 || accept.u8(0) == 0x80, "Its first byte is wrong: " + accept);
    bench.check(accept.u16(4) == task.exchange().id(), "Its OX_ID is wrong: " + accept + ".");
    bench.check(
        accept.u16(6) == rxId || rxId == RawFrame.NO_ID, "Its RX_ID is wrong: " + accept + ".");
    bench.check(
        accept.u16(8) == 0 && accept.u16(10) == 0xFFFF,
        "SEQ_CNT goes from " + accept.u16(8) + " to " + accept.u16(10) + ".");
  }

  private static FcpTask aborted(TestBench bench, RawNexus nexus) {
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.abort(task.exchange()).abortAccepted();
    bench.pause(11_000_000_000L);
    RawExchange exchange = task.exchange();
    byte[] request = Els.ofExchange(Els.RRQ, nexus.portId(), exchange.id(), exchange.responderId());
    nexus.ask("RRQ", request).unit();
    return task;
  }

  private static void reinstated(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.abort(task.exchange()).abortAccepted();
    bench.pause(11_000_000_000L);
    RawExchange exchange = task.exchange();
    byte[] request = Els.ofExchange(Els.RRQ, nexus.portId(), exchange.id(), exchange.responderId());
    var reply = nexus.ask("RRQ", request);
    if (!reply.isAccepted()) {
      reply.rejected(0x03, 0x09);
    }
    nexus.isAlive();
  }

  private static void reused(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = aborted(bench, nexus);
    ExchangeCases.start(nexus, task.exchange().id(), nexus.command(Cdb.testUnitReady(), 0, 0))
        .finish(new byte[0])
        .good();
  }

  private static void dataAfterAbort(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.openWrite(lba, 1);
    nexus.abort(task.exchange()).abortAccepted();
    task.exchange().sendData(0, bench.blocks().pattern(lba, 1, 70));
    task.exchange().isSilent("Data after ABTS");
    bench.blocks().same(lba, before, nexus.read(lba, 1), "data after ABTS is not written");
  }

  private static void abortInBurst(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    int blocks = Math.max(8, 8192 / bench.facts().blockBytes());
    byte[] before = nexus.read(lba, blocks);
    byte[] data = bench.blocks().pattern(lba, blocks, 71);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, blocks), 0, data.length));
    task.transferReady();
    int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
    List<RawFrame> frames =
        task.exchange().frames(RawFrame.DATA, data, control, 0, nexus.payloadMax());
    task.exchange().send(frames.subList(0, frames.size() / 2));
    nexus.abort(task.exchange()).abortAccepted();
    task.exchange().isSilent("ABTS within a burst");
    byte[] after = nexus.read(lba, blocks);
    int last = blocks - 1;
    int size = bench.facts().blockBytes();
    bench
        .blocks()
        .same(
            lba + last,
            java.util.Arrays.copyOfRange(before, last * size, before.length),
            java.util.Arrays.copyOfRange(after, last * size, after.length),
            "what was not sent is not written");
  }

  private static void abortRead(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int blocks = Math.min(256, bench.facts().transferBlocksMax());
    int bytes = blocks * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, blocks), bytes, 0));
    nexus.abort(task.exchange()).abortAnswered();
    task.exchange().isSilent("The answer to ABTS of a read");
    nexus.isAlive();
  }

  private static void abortSequence(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    task.exchange().abort(1);
    RawUnit answer = task.exchange().next("ABTS of a sequence");
    bench.check(
        answer.routing() == RawFrame.BA_ACC || answer.routing() == RawFrame.BA_RJT,
        "ABTS of a sequence is answered by " + answer + ".");
    nexus.abort(task.exchange()).abortAnswered();
    nexus.isAlive();
  }

  private static void storm(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int many = 64;
    FcpTask[] tasks = new FcpTask[many];
    for (int i = 0; i < many; i++) {
      int bytes = bench.facts().blockBytes();
      tasks[i] = nexus.start(nexus.command(Cdb.write10(i, 1), 0, bytes));
    }
    for (FcpTask task : tasks) {
      task.exchange().abort(0);
    }
    for (FcpTask task : tasks) {
      RawUnit unit;
      do {
        unit = task.exchange().next("ABTS");
      } while ((unit.routing() & 0xF0) != 0x80);
    }
    nexus.isAlive();
  }

  private static void leavesOthers(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
    RawUnit ready = task.transferReady();
    FcpTask other = nexus.openWrite(lba, 1);
    nexus.abort(other.exchange()).abortAccepted();
    task.serve(ready, before);
    task.finish(before).good();
  }
}
