// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** IN: command numbering, windows, status ordering, and fields of the SCSI Command PDU. */
public final class NumberingCases {
  private static final String COMMAND_NUMBERS =
      "RFC 7143 4.2.2.1 Command Numbering and Acknowledging";
  private static final String STATUS_NUMBERS =
      "RFC 7143 4.2.2.2 Response/Status Numbering and Acknowledging";
  private static final long SHORT_NS = 500_000_000L;

  private NumberingCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .shall(
            "IN-01",
            COMMAND_NUMBERS,
            "ExpCmdSN counts a command, and does not count an immediate one",
            NumberingCases::counting)
        .shall(
            "IN-02",
            COMMAND_NUMBERS,
            "A command that comes before its predecessor waits for it; both are carried out in order",
            NumberingCases::gap)
        .shall(
            "IN-03",
            COMMAND_NUMBERS,
            "A command with a CmdSN below ExpCmdSN is ignored, the session goes on",
            bench -> outsideWindow(bench, -1))
        .shall(
            "IN-04",
            COMMAND_NUMBERS,
            "A command with a CmdSN above MaxCmdSN is ignored, the session goes on",
            bench -> outsideWindow(bench, 1))
        .destructive(
            "IN-05",
            COMMAND_NUMBERS,
            "A write sent twice with one CmdSN is carried out once",
            NumberingCases::duplicate)
        .shall(
            "IN-06",
            "RFC 7143 4.2.2.1 Command Numbering; RFC 1982 Serial Number Arithmetic",
            "CmdSN wraps around from FFFFFFFFh to 0",
            NumberingCases::wrap)
        .shall(
            "IN-07",
            COMMAND_NUMBERS,
            "ExpCmdSN and MaxCmdSN never go backwards, and the window is never wider than 2^31 - 1",
            NumberingCases::windowMonotonic)
        .shall(
            "IN-11",
            STATUS_NUMBERS + "; 11.8.3 StatSN",
            "StatSN counts by one from response to response; R2T carries the next one without using it",
            NumberingCases::statusCounting)
        .shall(
            "IN-13",
            "RFC 7143 11.19.2 StatSN",
            "A solicited NOP-In uses a StatSN",
            NumberingCases::pingCounts)
        .should(
            "IN-17",
            "RFC 7143 11.2.1.8 Initiator Task Tag; 4.2.5.3 Tags and Integrity Checks",
            "A SCSI Command with the reserved tag FFFFFFFFh is not carried out as an ordinary one",
            NumberingCases::reservedTag)
        .shall(
            "IN-18",
            "RFC 7143 11.3.1 Flags and Task Attributes",
            "ATTR 0 (untagged), 1, 2 and 3 are carried out",
            NumberingCases::attributes)
        .shall(
            "IN-21",
            "RFC 7143 11.2.2 Additional Header Segment",
            "An AHS of an unknown type: rejected, refused with a status, or skipped; the target stays up",
            NumberingCases::unknownAdditionalHeader)
        .shall(
            "IN-22",
            "RFC 7143 11.1 iSCSI PDU Length and Padding",
            "Padding bytes that are not zero are ignored",
            NumberingCases::padding)
        .list();
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).session().clearUnitAttentions();
  }

  private static void counting(TestBench bench) {
    RawSession session = session(bench);
    long before = session.commandNumber();
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    long after = session.next(RawPdu.NOP_IN).u32(28);
    bench.check(
        after == before,
        "ExpCmdSN went from " + before + " to " + after + " by an immediate NOP-Out.");
    session.send(session.request(RawPdu.NOP_OUT, false).set(20, 4, RawPdu.NO_TAG));
    after = session.next(RawPdu.NOP_IN).u32(28);
    bench.check(after == before + 1, "ExpCmdSN is " + after + " after CmdSN " + before + ".");
  }

  private static void gap(TestBench bench) {
    RawSession session = session(bench);
    RawPdu first = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu second = session.command(Cdb.inquiry(36), 36, 0);
    session.send(second);
    RawPdu early = session.poll(SHORT_NS);
    bench.check(
        early == null, "A command was answered before the one ahead of it came: " + early + ".");
    session.send(first);
    RawPdu one = session.next();
    bench.check(
        one.tag() == first.tag(),
        "The first answer is " + one + ", not that of the first command.");
    Answer answer = session.finish(Cdb.inquiry(36), second, 36, new byte[0]);
    answer.good(36);
  }

  private static void outsideWindow(TestBench bench, int side) {
    RawSession session = session(bench);
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    RawPdu ping = session.next(RawPdu.NOP_IN);
    long number = side < 0 ? ping.u32(28) - 1 : ping.u32(32) + 1;
    RawPdu stray = session.command(Cdb.inquiry(36), 36, 0).set(24, 4, number);
    session.send(stray);
    RawPdu pdu = session.poll(SHORT_NS);
    bench.check(
        pdu == null,
        "A command with CmdSN " + number + " outside the window is answered by " + pdu + ".");
    bench.check(
        !session.connection().hasEnded(),
        "The target ended the connection instead of ignoring the command.");
    session.send(
        RawPdu.of(RawPdu.NOP_OUT, true)
            .flags(0x80)
            .tag(0x9999)
            .set(20, 4, RawPdu.NO_TAG)
            .set(24, 4, ping.u32(28))
            .set(28, 4, session.expectedStatus()));
    session.next(RawPdu.NOP_IN);
  }

  private static void duplicate(TestBench bench) {
    RawSession session = session(bench);
    long at = bench.blocks().middle();
    byte[] older = bench.blocks().pattern(at, 1, 801);
    byte[] newer = bench.blocks().pattern(at, 1, 802);
    Cdb write = Cdb.write10(at, 1);
    long number = session.commandNumber();
    session.write(write, older).good();
    session.write(write, newer).good();
    RawPdu again = session.command(write, 0, older.length).set(24, 4, number);
    session.send(again);
    RawPdu pdu = session.poll(SHORT_NS);
    bench.check(pdu == null, "A command with a CmdSN used before is answered by " + pdu + ".");
    bench.check(
        !session.connection().hasEnded(),
        "The target ended the connection instead of ignoring the command.");
    bench.blocks().expect(at, newer, "a command with a CmdSN used before is not carried out again");
  }

  private static void wrap(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).commandNumber(0xFFFF_FFFCL).session().clearUnitAttentions();
    for (int i = 0; i < 8; i++) {
      session.execute(Cdb.testUnitReady(), 0).good();
    }
    bench.check(
        session.commandNumber() < 16,
        "The suite's own CmdSN did not wrap: " + session.commandNumber() + ".");
  }

  private static void windowMonotonic(TestBench bench) {
    RawSession session = session(bench);
    long expected = -1;
    long maximum = -1;
    for (int i = 0; i < 32; i++) {
      session.send(session.request(RawPdu.NOP_OUT, i % 2 == 0).set(20, 4, RawPdu.NO_TAG));
      RawPdu pdu = session.next(RawPdu.NOP_IN);
      if (i > 0) {
        bench.check(
            serial(pdu.u32(28), expected) >= 0,
            "ExpCmdSN went from " + expected + " back to " + pdu.u32(28) + ".");
        bench.check(
            serial(pdu.u32(32), maximum) >= 0,
            "MaxCmdSN went from " + maximum + " back to " + pdu.u32(32) + ".");
      }
      expected = pdu.u32(28);
      maximum = pdu.u32(32);
      bench.check(
          serial(maximum, expected) >= -1,
          "MaxCmdSN " + maximum + " is below ExpCmdSN " + expected + " less 1.");
    }
  }

  private static int serial(long one, long other) {
    return (int) (one - other);
  }

  private static void statusCounting(TestBench bench) {
    RawSession session = session(bench);
    long expected = session.expectedStatus();
    for (int i = 0; i < 4; i++) {
      RawPdu command = session.command(Cdb.testUnitReady(), 0, 0);
      session.send(command);
      RawPdu pdu = session.next(RawPdu.SCSI_RESPONSE);
      bench.check(
          pdu.u32(24) == ((expected + i) & 0xFFFF_FFFFL),
          "StatSN is " + pdu.u32(24) + ", not " + (expected + i) + ".");
    }
    RawPdu read = session.command(Cdb.read10(0, 1), bench.facts().blockBytes(), 0);
    session.send(read);
    while (true) {
      RawPdu pdu = session.next();
      boolean last = pdu.opcode() == RawPdu.SCSI_RESPONSE || (pdu.u8(1) & 1) != 0;
      if (last) {
        bench.check(
            pdu.u32(24) == ((expected + 4) & 0xFFFF_FFFFL),
            "The status of a read has StatSN " + pdu.u32(24) + ", not " + (expected + 4) + ".");
        return;
      }
    }
  }

  private static void pingCounts(TestBench bench) {
    RawSession session = session(bench);
    long expected = session.expectedStatus();
    session.isAlive();
    bench.check(
        session.expectedStatus() == ((expected + 1) & 0xFFFF_FFFFL),
        "A solicited NOP-In took StatSN from "
            + expected
            + " to "
            + session.expectedStatus()
            + ".");
  }

  private static void reservedTag(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.command(Cdb.inquiry(36), 36, 0).tag(RawPdu.NO_TAG));
    RawPdu pdu = session.poll(SHORT_NS);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT,
        "A SCSI Command with tag FFFFFFFFh is answered by " + pdu + ".");
    RawLogin.normal(bench).session().isAlive();
  }

  private static void attributes(TestBench bench) {
    RawSession session = session(bench);
    for (int attribute = 0; attribute <= 3; attribute++) {
      RawPdu command = session.command(Cdb.testUnitReady(), 0, 0).flags(0x80 | attribute);
      session.send(command);
      Answer answer =
          session.finish(
              Cdb.testUnitReady().named("TEST UNIT READY, ATTR " + attribute),
              command,
              0,
              new byte[0]);
      answer.good();
    }
  }

  private static void unknownAdditionalHeader(TestBench bench) {
    RawSession session = session(bench);
    RawPdu command =
        session
            .command(Cdb.testUnitReady(), 0, 0)
            .additional(new byte[] {0, 5, 0x3F, 0, 0, 0, 0, 0});
    session.send(command);
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(),
        "A command with an unknown AHS is answered by silence.");
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT || pdu.opcode() == RawPdu.SCSI_RESPONSE,
        "It is answered by " + pdu + ".");
    RawLogin.normal(bench).session().isAlive();
  }

  private static void padding(TestBench bench) {
    RawSession session = session(bench);
    byte[] payload = {1, 2, 3, 4, 5};
    byte[] bytes =
        session
            .connection()
            .encode(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(payload));
    for (int i = bytes.length - 3; i < bytes.length; i++) {
      bytes[i] = (byte) 0xEE;
    }
    session.connection().sendBytes(bytes);
    RawPdu pdu = session.next(RawPdu.NOP_IN);
    if (!java.util.Arrays.equals(pdu.data(), payload)) {
      throw CaseEnd.fail(
          "A ping of 5 bytes with odd padding is echoed as " + Bytes.hex(pdu.data()) + ".");
    }
  }
}
