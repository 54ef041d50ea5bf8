// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** IN, second part: immediate commands, tags, flags, lengths. */
public final class HeaderCases {
  private static final String IMMEDIATE =
      "RFC 7143 11.2.1.1 I (Immediate) Bit; 4.2.2.1 Command Numbering and Acknowledging";
  private static final String TAG = "RFC 7143 11.2.1.8 Initiator Task Tag";
  private static final String FLAGS = "RFC 7143 11.3.1 Flags and Task Attributes (Byte 1)";
  private static final String RESIDUAL = "RFC 7143 11.4.5 Residual Count; 11.4.1 Flags (Byte 1)";
  private static final String REJECT = "RFC 7143 11.17 Reject; 11.17.1 Reason; 7.7 Format Errors";

  private HeaderCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    numbers(table);
    return table
        .shall(
            "IN-19",
            FLAGS,
            "R with Expected Data Transfer Length 0, and none with length 0, are carried out",
            HeaderCases::noData)
        .shall(
            "IN-19/reserved",
            FLAGS,
            "A reserved task attribute is rejected or refused by a status, never passed over",
            HeaderCases::reservedAttribute)
        .shall(
            "IN-19/residual",
            RESIDUAL + "; 11.3.4 Expected Data Transfer Length",
            "Less and more than there is to read: U and O with the exact count, never both",
            HeaderCases::residuals)
        .shall(
            "IN-19/response",
            "RFC 7143 11.4 SCSI Response; 11.4.2 Status; 11.4.3 Response; 11.4.10 ExpCmdSN; 11.4.11 MaxCmdSN",
            "A SCSI Response: response 00h with the status, F, tag, the window, reserved fields zero",
            HeaderCases::responseForm)
        .shall(
            "IN-23",
            REJECT + "; 11.17.3 StatSN, ExpCmdSN, and MaxCmdSN",
            "A Reject counts StatSN and carries the header",
            HeaderCases::rejectCounts)
        .shall(
            "IN-24",
            "RFC 7143 11.14.2 TotalAHSLength and DataSegmentLength; 11.5.2 TotalAHSLength and DataSegmentLength; 11.2.1.6 DataSegmentLength; 11.1 iSCSI PDU Length and Padding; 13.12 MaxRecvDataSegmentLength",
            "Data in a PDU that has none by its kind is rejected or ends the connection",
            HeaderCases::dataWhereNone)
        .shall(
            "IN-25",
            "RFC 7143 11.2.1.7 LUN; 4.6.1 Request/Response Types Carrying SCSI Payload",
            "A command to an absent LUN gets a status and does not disturb the session",
            HeaderCases::absentLun)
        .list();
  }

  private static void numbers(CaseTable table) {
    table
        .shall(
            "IN-09",
            IMMEDIATE + "; 11.17.1 Reason",
            "Immediate commands beyond what the target takes: Reject 06h, the others are answered",
            HeaderCases::manyImmediate)
        .shall(
            "IN-10",
            IMMEDIATE,
            "An immediate command goes ahead of one that waits for its predecessor",
            HeaderCases::immediateAhead)
        .shall(
            "IN-10/number",
            IMMEDIATE + "; 11.3.2 CmdSN",
            "An immediate command of an old CmdSN, or of one that is to come, is carried out",
            HeaderCases::immediateNumbers)
        .shall(
            "IN-12",
            "RFC 7143 11.3.3 ExpStatSN; 4.2.2.2 Response/Status Numbering and Acknowledging",
            "An ExpStatSN ahead of all status that was sent does no harm",
            HeaderCases::statusAhead)
        .destructive(
            "IN-16",
            TAG + "; 11.17.1 Reason",
            "A tag that is in use: the second command is rejected, the first goes on",
            HeaderCases::tagInUse)
        .shall(
            "IN-16/again",
            TAG,
            "A tag can be used again once its command is over",
            HeaderCases::tagAgain)
        .shall(
            "IX-04",
            "RFC 7143 11.18.2 Target Transfer Tag; 11.18 NOP-Out",
            "A NOP-Out that answers no ping of the target's is rejected or ignored",
            HeaderCases::unknownPing)
        .shall(
            "IX-04/numbered",
            "RFC 7143 11.18 NOP-Out; 11.18.1 Initiator Task Tag; 11.18.3 Ping Data",
            "A NOP-Out that is not immediate counts CmdSN and is echoed",
            HeaderCases::numberedPing)
        .shall(
            "IX-04/form",
            "RFC 7143 11.19 NOP-In; 11.19.1 Target Transfer Tag; 11.19.3 LUN",
            "A NOP-In that answers: LUN 0 with tag FFFFFFFFh, F set",
            HeaderCases::pongForm);
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).session().clearUnitAttentions();
  }

  private static RawPdu immediate(RawSession session, Cdb cdb, int in) {
    long number = session.commandNumber();
    RawPdu pdu = session.command(cdb, in, 0);
    session.commandNumber(number);
    return pdu.set(0, 1, RawPdu.SCSI_COMMAND | 0x40);
  }

  private static void manyImmediate(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    int count = 64;
    List<RawPdu> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(immediate(session, Cdb.testUnitReady(), 0));
    }
    sent.forEach(session::send);
    for (int i = 0; i < count; i++) {
      RawPdu pdu = session.next();
      bench.check(
          pdu.opcode() == RawPdu.SCSI_RESPONSE || (pdu.opcode() == RawPdu.REJECT && pdu.u8(2) == 6),
          "An immediate command is answered by " + pdu + ".");
    }
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void immediateAhead(TestBench bench) {
    RawSession session = session(bench);
    RawPdu missing = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu waiting = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(waiting);
    RawPdu ahead = immediate(session, Cdb.testUnitReady(), 0);
    session.send(ahead);
    bench.check(
        session.next(RawPdu.SCSI_RESPONSE).tag() == ahead.tag(),
        "Another command than the immediate one is answered.");
    session.send(missing);
    bench.check(session.next(RawPdu.SCSI_RESPONSE).tag() == missing.tag(), "The order is wrong.");
    bench.check(session.next(RawPdu.SCSI_RESPONSE).tag() == waiting.tag(), "The order is wrong.");
  }

  private static void immediateNumbers(TestBench bench) {
    RawSession session = session(bench);
    long number = session.commandNumber();
    for (long each : new long[] {number - 1, number, number + 1}) {
      RawPdu pdu = immediate(session, Cdb.testUnitReady(), 0).set(24, 4, each & 0xFFFF_FFFFL);
      session.send(pdu);
      bench.check(session.next(RawPdu.SCSI_RESPONSE).tag() == pdu.tag(), "Another is answered.");
    }
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void statusAhead(TestBench bench) {
    RawSession session = session(bench);
    RawPdu command = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(command.set(28, 4, (session.expectedStatus() + 1000) & 0xFFFF_FFFFL));
    @Nullable RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu == null
            ? session.connection().hasEnded()
            : pdu.opcode() == RawPdu.SCSI_RESPONSE || pdu.opcode() == RawPdu.REJECT,
        "An ExpStatSN ahead is answered by " + pdu + ".");
    session(bench).isAlive();
  }

  private static void tagInUse(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1501);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(session.command(Cdb.testUnitReady(), 0, 0).tag(command.tag()));
    RawPdu pdu = session.rejected("A tag that is in use");
    if (pdu != null) {
      bench.check(pdu.u8(2) == 7 || pdu.u8(2) == 4, "The Reject has another reason: " + pdu + ".");
      session.serve(command, r2t, data);
      session.finish(Cdb.write10(at, 1), command, data.length, data).good();
      bench.blocks().expect(at, data, "the first command goes on");
    }
  }

  private static void tagAgain(TestBench bench) {
    RawSession session = session(bench);
    for (int i = 0; i < 3; i++) {
      RawPdu command = session.command(Cdb.testUnitReady(), 0, 0).tag(0x4242);
      session.send(command);
      session.finish(Cdb.testUnitReady(), command, 0, new byte[0]).good();
    }
  }

  private static void unknownPing(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.request(RawPdu.NOP_OUT, true).tag(RawPdu.NO_TAG).set(20, 4, 0x1357_9BDFL));
    RawPdu pdu = session.poll(500_000_000L);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT, "The NOP-Out is answered by " + pdu + ".");
    session(bench).isAlive();
  }

  private static void numberedPing(TestBench bench) {
    RawSession session = session(bench);
    byte[] data = {3, 1, 4, 1, 5, 9};
    session.send(session.request(RawPdu.NOP_OUT, false).set(20, 4, RawPdu.NO_TAG).data(data));
    RawPdu pdu = session.next(RawPdu.NOP_IN);
    bench.check(Arrays.equals(pdu.data(), data), "The ping is echoed wrongly: " + pdu + ".");
    bench.check(
        pdu.u32(28) == session.commandNumber(), "ExpCmdSN does not count the ping: " + pdu + ".");
  }

  private static void pongForm(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    RawPdu pdu = session.next(RawPdu.NOP_IN);
    bench.check((pdu.u8(1) & 0x80) != 0, "F is not set: " + pdu + ".");
    bench.check(pdu.targetTag() == RawPdu.NO_TAG, "An answer has a tag of the target's: " + pdu);
    bench.check(pdu.u64(8) == 0, "LUN is not 0 with tag FFFFFFFFh: " + pdu + ".");
  }

  private static void noData(TestBench bench) {
    RawSession session = session(bench);
    for (int flags : new int[] {0x81, 0xC1}) {
      RawPdu command = session.command(Cdb.testUnitReady(), 0, 0).flags(flags);
      session.send(command);
      session.finish(Cdb.testUnitReady(), command, 0, new byte[0]).good();
    }
  }

  private static void reservedAttribute(TestBench bench) {
    for (int attribute = 5; attribute <= 7; attribute++) {
      RawSession session = session(bench);
      session.send(session.command(Cdb.testUnitReady(), 0, 0).flags(0x80 | attribute));
      RawPdu pdu = session.poll(bench.commandTimeoutNs());
      bench.check(
          pdu == null ? session.connection().hasEnded() : pdu.opcode() != RawPdu.NOP_IN,
          "Task attribute " + attribute + " is passed over.");
    }
  }

  private static void residuals(TestBench bench) {
    RawSession session = session(bench);
    int block = bench.facts().blockBytes();
    session.execute(Cdb.read10(0, 1), block + 100).good(block).residualIs(100, false);
    Answer over = session.execute(Cdb.read10(0, 2), block);
    over.that(over.isGood() || over.status() == 2, "GOOD with an overflow, or CHECK CONDITION");
    if (over.isGood()) {
      over.residualIs(block, true);
    }
  }

  private static void responseForm(TestBench bench) {
    RawSession session = session(bench);
    RawPdu command = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(command);
    RawPdu pdu = session.next(RawPdu.SCSI_RESPONSE);
    bench.check((pdu.u8(1) & 0x80) != 0 && (pdu.u8(1) & 0x61) == 0, "The flags are wrong: " + pdu);
    bench.check(pdu.u8(2) == 0 && pdu.u8(3) == 0, "Response or status is not 0: " + pdu + ".");
    bench.check(pdu.tag() == command.tag(), "The tag is another: " + pdu + ".");
    bench.check(pdu.u32(28) == session.commandNumber(), "ExpCmdSN is wrong: " + pdu + ".");
    bench.check(pdu.u64(8) == 0 && pdu.u64(40) == 0, "Reserved fields are not zero: " + pdu + ".");
  }

  private static void rejectCounts(TestBench bench) {
    RawSession session = session(bench);
    long due = session.expectedStatus();
    session.send(session.request(0x1B, true));
    RawPdu pdu = session.rejected("An unknown opcode");
    bench.require(pdu != null, "The target ends the connection at an unknown opcode.");
    if (pdu != null) {
      bench.check(pdu.u32(24) == due, "StatSN is " + pdu.u32(24) + ", though " + due + " is due.");
      bench.check(
          pdu.u32(28) == session.commandNumber(), "ExpCmdSN of the Reject is wrong: " + pdu + ".");
      session.isAlive();
    }
  }

  private static void dataWhereNone(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.logout(0, 0).data(new byte[20]));
    session.rejected("A Logout Request with data");
    RawSession other = session(bench);
    other.send(other.function(1, 0x7A7A_7A7AL, 0).data(new byte[20]));
    other.rejected("A Task Management Function Request with data");
    session(bench).isAlive();
  }

  private static void absentLun(TestBench bench) {
    RawSession session = session(bench);
    RawPdu command =
        session.command(Cdb.testUnitReady(), 0, 0).set(8, 8, bench.facts().absentLun());
    session.send(command);
    Answer answer = session.finish(Cdb.testUnitReady(), command, 0, new byte[0]);
    answer.that(answer.isCheck(5, 0x2500), "LOGICAL UNIT NOT SUPPORTED");
    session.execute(Cdb.testUnitReady(), 0).good();
  }
}
