// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.LinkReply;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** FPL, second part: the process login and its service parameters. */
public final class ProcessLoginCases {
  private static final String PRLI = "FC-LS-4 PRLI Process Login";
  private static final String USE = "FCP-4 6.3.1 Use of PRLI by the Fibre Channel Protocol";
  private static final String REPEATED = "FCP-4 6.3.3 New or repeated Process Login";
  private static final String ACCEPT = "FCP-4 6.3.5 PRLI accept FCP Service Parameter page format";
  private static final String BEFORE =
      "FCP-4 12.6 Responses to FCP type frames before PLOGI or PRLI";
  private static final int EXECUTED = 1;
  private static final int CONDITIONALLY = 6;
  private static final int RESET_GROUP = 0x29;

  private ProcessLoginCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    pages(table);
    parameters(table);
    wrong(table);
    states(table);
    return table.list();
  }

  private static void pages(CaseTable table) {
    table
        .shall(
            "FPL-03/form",
            PRLI,
            "PRLI is answered by one page of 16 bytes: TYPE 08h, executed, image pair established",
            ProcessLoginCases::form)
        .shall(
            "FPL-03/function",
            ACCEPT,
            "The accept has the target function set",
            bench -> {
              RawUnit accept = RawNexus.withPortLogin(bench).logInProcess(RawNexus.PLAIN);
              bench.check((accept.u32(16) & RawNexus.TARGET) != 0, "It is no target: " + accept);
            })
        .shall(
            "FPL-03/reserved",
            ACCEPT,
            "Reserved and obsolete bits of the accept are zero, process associators too",
            ProcessLoginCases::reserved)
        .shall(
            "FPL-03/read",
            ACCEPT,
            "READ FCP_XFER_RDY DISABLED is set in the accept, whether the request has it or not",
            ProcessLoginCases::readReady)
        .shall(
            "FPL-07/two",
            PRLI,
            "PRLI with two pages gets two pages, or says that several are not taken",
            ProcessLoginCases::twoPages)
        .shall(
            "FPL-07/unknown",
            PRLI,
            "PRLI for a TYPE that the target has not does not say executed",
            ProcessLoginCases::unknownType)
        .shall(
            "FPL-07/inquiry",
            PRLI,
            "PRLI without the image pair flag tells parameters and establishes nothing",
            ProcessLoginCases::inquiry)
        .should(
            "FPL-07/initiator",
            USE,
            "PRLI of a port that is no initiator is not executed",
            ProcessLoginCases::noInitiator);
  }

  private static void parameters(CaseTable table) {
    bit(table, "write", RawNexus.WRITE_READY_DISABLED, "WRITE FCP_XFER_RDY DISABLED");
    bit(table, "confirm", RawNexus.CONFIRMATION, "CONFIRMED COMPLETION ALLOWED");
    bit(table, "retry", RawNexus.RETRY, "RETRY");
    bit(table, "identification", RawNexus.RETRY_IDENTIFICATION, "TASK RETRY IDENTIFICATION");
    table
        .shall(
            "FPL-06/overlay",
            ACCEPT,
            "DATA OVERLAY ALLOWED is an initiator's to say: the accept has it not set",
            bench -> {
              RawNexus nexus = RawNexus.withPortLogin(bench);
              RawUnit accept = nexus.logInProcess(RawNexus.PLAIN | RawNexus.OVERLAY);
              bench.check((accept.u32(16) & RawNexus.OVERLAY) == 0, "It is set: " + accept);
            })
        .shall(
            "FPL-04/write",
            "FCP-4 9.3 FCP_XFER_RDY IU",
            "A write waits for FCP_XFER_RDY where WRITE FCP_XFER_RDY DISABLED is not in force",
            ProcessLoginCases::writeReady);
  }

  private static void bit(CaseTable table, String word, int bit, String name) {
    table.shall(
        "FPL-06/" + word,
        ACCEPT,
        name + " is set in the accept only where the request has it",
        bench -> {
          RawNexus nexus = RawNexus.withPortLogin(bench);
          RawUnit without = nexus.logInProcess(RawNexus.PLAIN);
          bench.check((without.u32(16) & bit) == 0, name + " is set unasked: " + without + ".");
          int companions = bit == RawNexus.RETRY ? RawNexus.CONFIRMATION : 0;
          RawUnit with = nexus.logInProcess(RawNexus.PLAIN | bit | companions);
          long more = with.u32(16) & ~without.u32(16) & ~(bit | companions);
          bench.check(more == 0, "Asked for " + name + ", it sets more: " + with + ".");
          nexus.clearUnitAttentions();
        });
  }

  private static void wrong(CaseTable table) {
    table
        .shall(
            "FPL-08/page",
            PRLI,
            "PRLI with pages of 12 bytes is rejected",
            bench -> malformed(bench, 1, 12, 20))
        .shall(
            "FPL-08/length",
            PRLI,
            "PRLI with a payload length of 18 is rejected",
            bench -> malformed(bench, 3, 18, 20))
        .shall(
            "FPL-08/empty",
            PRLI,
            "PRLI without a page is rejected",
            bench -> malformed(bench, 3, 4, 4))
        .shall(
            "FPL-08/beyond",
            PRLI,
            "PRLI whose payload length is beyond its end is rejected",
            bench -> malformed(bench, 3, 36, 20))
        .shall(
            "FPL-08/login",
            PRLI,
            "PRLI without port login is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.stranger(bench);
              LinkReply reply = nexus.ask("PRLI without port login", plain());
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "PRLI without port login is answered by " + reply.unit() + ".");
            });
  }

  private static void states(CaseTable table) {
    table
        .shall(
            "FPL-09/works",
            REPEATED,
            "PRLI on an image pair that stands is accepted, and commands work after it",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logInProcess(RawNexus.PLAIN);
              nexus.clearUnitAttentions();
            })
        .shall(
            "FPL-09/tasks",
            REPEATED,
            "PRLI on an image pair that stands ends its commands: no status comes of them",
            ProcessLoginCases::repeatedEndsTasks)
        .shall(
            "FPL-09/parameters",
            REPEATED,
            "The service parameters of the last PRLI are in force",
            ProcessLoginCases::lastIsInForce)
        .shall(
            "FPL-10/process",
            BEFORE,
            "A command after PLOGI and before PRLI is not carried out, and the sender is told",
            bench -> isNotCarriedOut(bench, RawNexus.withPortLogin(bench), "A command before PRLI"))
        .shall(
            "FPL-10/port",
            BEFORE,
            "A command before PLOGI is not carried out, and the sender is told",
            bench -> isNotCarriedOut(bench, RawNexus.stranger(bench), "A command before PLOGI"))
        .destructive(
            "FPL-10/write",
            BEFORE,
            "A write before PRLI changes nothing",
            ProcessLoginCases::writeBeforeLogin);
  }

  private static byte[] plain() {
    return Els.process(
        Els.PRLI, new Els.Page(RawFrame.TYPE_FCP, RawNexus.IMAGE_PAIR, RawNexus.PLAIN));
  }

  private static void form(TestBench bench) {
    RawUnit accept = RawNexus.withPortLogin(bench).logInProcess(RawNexus.PLAIN);
    bench.check(accept.length() == 20, "LS_ACC of PRLI has " + accept.length() + " bytes.");
    bench.check(accept.u8(1) == 16, "The page length is " + accept.u8(1) + ".");
    bench.check(accept.u16(2) == 20, "The payload length is " + accept.u16(2) + ".");
    bench.check(accept.u8(4) == RawFrame.TYPE_FCP, "TYPE is " + Bytes.h(accept.u8(4)) + ".");
    int code = accept.u8(6) & 0xF;
    bench.check(code == EXECUTED || code == CONDITIONALLY, "The response code is " + code + ".");
    bench.check(
        (accept.u16(6) & RawNexus.IMAGE_PAIR) != 0, "No image pair was established: " + accept);
  }

  private static void reserved(TestBench bench) {
    int all = RawNexus.RECOVERING | RawNexus.RETRY_IDENTIFICATION | RawNexus.WRITE_READY_DISABLED;
    RawUnit accept = RawNexus.withPortLogin(bench).logInProcess(all);
    bench.check(accept.u8(5) == 0 && accept.u8(7) == 0, "Reserved bytes are set: " + accept);
    bench.check((accept.u8(6) & 0xC0) == 0, "A process associator is valid: " + accept);
    bench.check((accept.u32(16) & 0xFFFF_F00CL) == 0, "Reserved bits are set: " + accept);
  }

  private static void readReady(TestBench bench) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    for (int asked : new int[] {RawNexus.PLAIN, RawNexus.INITIATOR}) {
      RawUnit accept = nexus.logInProcess(asked);
      bench.check(
          (accept.u32(16) & RawNexus.READ_READY_DISABLED) != 0, "It is not set: " + accept + ".");
    }
  }

  private static void twoPages(TestBench bench) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    byte[] two =
        Els.process(
            Els.PRLI,
            new Els.Page(RawFrame.TYPE_FCP, RawNexus.IMAGE_PAIR, RawNexus.PLAIN),
            new Els.Page(0x28, RawNexus.IMAGE_PAIR, 0x20));
    LinkReply reply = nexus.ask("PRLI with two pages", two);
    if (reply.isRejected()) {
      return;
    }
    RawUnit accept = reply.accepted(20);
    boolean told = (accept.u8(6) & 0xF) == 7;
    bench.check(
        told || accept.length() == 36, "Two pages are answered by " + accept.length() + " bytes.");
    if (!told) {
      bench.check(
          accept.u8(4) == RawFrame.TYPE_FCP && accept.u8(20) == 0x28,
          "The pages of the answer are not those of the request: " + accept + ".");
    }
  }

  private static void unknownType(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    byte[] page = Els.process(Els.PRLI, new Els.Page(0x55, RawNexus.IMAGE_PAIR, RawNexus.PLAIN));
    LinkReply reply = nexus.ask("PRLI for TYPE 55h", page);
    if (!reply.isRejected()) {
      RawUnit accept = reply.accepted(20);
      bench.check((accept.u8(6) & 0xF) > EXECUTED, "TYPE 55h is executed: " + accept + ".");
      bench.check((accept.u16(6) & RawNexus.IMAGE_PAIR) == 0, "It has an image pair: " + accept);
    }
    nexus.isAlive();
  }

  private static void inquiry(TestBench bench) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    Els.Page page = new Els.Page(RawFrame.TYPE_FCP, 0, RawNexus.PLAIN);
    RawUnit accept = nexus.ask("PRLI without image pair", Els.process(Els.PRLI, page)).accepted(20);
    bench.check(
        (accept.u16(6) & RawNexus.IMAGE_PAIR) == 0, "An image pair was established: " + accept);
    bench.check((accept.u32(16) & RawNexus.TARGET) != 0, "It does not say what it is: " + accept);
    isNotCarriedOut(bench, nexus, "A command after an inquiry");
  }

  private static void noInitiator(TestBench bench) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    Els.Page page = new Els.Page(RawFrame.TYPE_FCP, RawNexus.IMAGE_PAIR, RawNexus.TARGET | 2);
    LinkReply reply = nexus.ask("PRLI of a target", Els.process(Els.PRLI, page));
    bench.check(
        reply.isRejected() || (reply.accepted(20).u8(6) & 0xF) != EXECUTED,
        "A target gets an image pair with a target: " + reply.unit() + ".");
  }

  private static void writeReady(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench, RawNexus.PLAIN);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.abort(task.exchange()).abortAccepted();
  }

  private static void malformed(TestBench bench, int index, int value, int length) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    byte[] payload = plain();
    payload[index] = (byte) value;
    LinkReply reply = nexus.ask("PRLI", java.util.Arrays.copyOf(payload, length));
    reply.rejected(0x03, 0x07, 0x09);
  }

  private static void repeatedEndsTasks(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    byte[] same = nexus.read(bench.blocks().middle(), 1);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.isOver(task, same, "PRLI with a command under way");
    nexus.hasUnitAttentionOf(RESET_GROUP);
    nexus.clearUnitAttentions();
  }

  private static void lastIsInForce(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.clearUnitAttentions();
    FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
    bench.check(
        !task.responseAlone().asksForConfirmation(),
        "FCP_CONF is asked for after a PRLI that does not allow it.");
  }

  /** Asks that a command of one who is not logged in gets no answer but that he is to log in. */
  static void isNotCarriedOut(TestBench bench, RawNexus nexus, String what) {
    FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
    boolean told = nexus.isToldToLogIn();
    RawUnit answer = task.exchange().poll(0);
    if (answer != null) {
      throw CaseEnd.fail(what + " is answered by " + answer + ".");
    }
    bench.check(told, what + " is answered neither by LOGO nor by PRLO.");
  }

  private static void writeBeforeLogin(TestBench bench) {
    RawNexus nexus = RawNexus.withPortLogin(bench);
    long lba = bench.blocks().middle();
    byte[] before = bench.blocks().read(lba, 1);
    int bytes = bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, bytes));
    task.exchange().sendData(0, bench.blocks().pattern(lba, 1, 77));
    task.exchange().isSilent("A write before PRLI");
    bench.blocks().expect(lba, before, "a write before PRLI changes nothing");
  }
}
