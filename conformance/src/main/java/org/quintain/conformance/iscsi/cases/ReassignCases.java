// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** IE, third part: connections that are lost at error recovery level 2. */
public final class ReassignCases {
  private static final String REASSIGN =
      "RFC 7143 7.2.2 Allegiance Reassignment; 7.1.4.3 Connection Recovery; 11.5.1 Function";
  private static final String RESPONSE = "RFC 7143 11.6.1 Response; 7.2.2 Allegiance Reassignment";
  private static final String LOGOUT = "RFC 7143 11.14.1 Reason Code; 11.15.1 Response";
  private static final String TIMES =
      "13.15 DefaultTime2Wait; 13.16 DefaultTime2Retain; 7.5.1 Timeouts on Transport Exception Events";
  private static final int LOST = 1;
  private static final int OTHER = 2;

  private ReassignCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    refused(table);
    return table
        .shall(
            "IE-12",
            REASSIGN + "; 11.5.6 ExpDataSN",
            "A read is reassigned after a logout for recovery: Data-In goes on at ExpDataSN, the status follows",
            bench -> read(bench, 2))
        .shall(
            "IE-12/all",
            REASSIGN + "; 11.5.6 ExpDataSN",
            "A read is reassigned with ExpDataSN 0: all its Data-In comes again",
            bench -> read(bench, 0))
        .destructive(
            "IE-12/write",
            REASSIGN,
            "A write that waited for its data is reassigned: an R2T comes, and it ends well",
            ReassignCases::write)
        .shall(
            "IE-12/status",
            REASSIGN,
            "A command whose status was lost is reassigned: the status comes again",
            ReassignCases::status)
        .destructive(
            "IE-12/implicit",
            REASSIGN + "; 6.3.4 Connection Reinstatement",
            "The lost connection is reinstated in place of a logout, and the write is reassigned to it",
            ReassignCases::implicit)
        .destructive(
            "IE-14",
            "RFC 7143 11.6.1 Response; " + TIMES,
            "After DefaultTime2Wait and DefaultTime2Retain the command is gone: response 1, nothing is written",
            ReassignCases::tooLate)
        .shall(
            "IE-14/values",
            "RFC 7143 11.15.3 Time2Wait; 11.15.4 Time2Retain; 13.15 DefaultTime2Wait; 13.16 DefaultTime2Retain",
            "The response to a logout for recovery tells the times that were agreed on",
            ReassignCases::times)
        .shall(
            "IE-18",
            "RFC 7143 6.3.6 Session Continuation and Failure; 8.3.2 Session State Diagram for a Target",
            "A session whose connections are all lost is continued within its time",
            ReassignCases::continued)
        .shall(
            "IE-18/late",
            "RFC 7143 6.3.6 Session Continuation and Failure; 7.15 Session Errors; " + TIMES,
            "A session whose connections are all lost is gone after its time: 020Ah",
            ReassignCases::continuedTooLate)
        .list();
  }

  private static void refused(CaseTable table) {
    table
        .destructive(
            "IE-13/allegiant",
            RESPONSE,
            "TASK REASSIGN of a command whose connection stands: response 3, it goes on there",
            ReassignCases::allegiant)
        .shall(
            "IE-13/unknown",
            RESPONSE,
            "TASK REASSIGN of a command that is not there: response 1",
            ReassignCases::unknown)
        .shall(
            "IE-13/level",
            RESPONSE + "; 13.20 ErrorRecoveryLevel",
            "TASK REASSIGN at ErrorRecoveryLevel 1: response 4",
            ReassignCases::level)
        .shall(
            "IX-20/recovery-unknown",
            LOGOUT,
            "A logout for recovery of a CID that is not there: response 1",
            ReassignCases::logoutUnknown)
        .shall(
            "IX-20/recovery-self",
            LOGOUT,
            "A logout for recovery of the connection it comes by is refused",
            ReassignCases::logoutSelf)
        .shall(
            "IX-20/recovery-alive",
            LOGOUT,
            "A logout for recovery of another connection that stands: response 0, that one ends",
            ReassignCases::logoutAlive);
  }

  private static RawSession session(TestBench bench, String wait, String retain) {
    RawLogin login =
        RawLogin.normal(bench)
            .cid(LOST)
            .offer("MaxConnections", "2")
            .offer("MaxRecvDataSegmentLength", "1024")
            .offer("DefaultTime2Wait", wait)
            .offer("DefaultTime2Retain", retain);
    RawSession session = SnackCases.session(bench, 2, login);
    bench.require(session.key("MaxConnections", 1) > 1, "The target takes one connection only.");
    return session;
  }

  private static RawSession session(TestBench bench) {
    return session(bench, "0", "20");
  }

  /** Loses {@code lost} and has its commands handed over to {@code other}. */
  private static void recover(TestBench bench, RawSession lost, RawSession other) {
    lost.connection().close();
    other.send(other.logout(2, LOST));
    RawPdu pdu = other.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "A logout for recovery is answered by " + pdu.u8(2) + ".");
  }

  private static void reassigned(TestBench bench, RawSession by, RawPdu command, long dataNumber) {
    by.send(by.reassign(command.tag(), dataNumber));
    RawPdu pdu = by.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "TASK REASSIGN is answered by response " + pdu.u8(2) + ".");
  }

  private static void read(TestBench bench, int from) {
    RawSession lost = session(bench);
    RawSession other = lost.joining(OTHER).offer("MaxRecvDataSegmentLength", "1024").session();
    lost.holdAcknowledgements();
    int blocks = Math.max(1, 4096 / bench.facts().blockBytes());
    int due = blocks * bench.facts().blockBytes();
    RawPdu command = lost.command(Cdb.read10(0, blocks), due, 0);
    lost.send(command);
    List<RawPdu> before = new ArrayList<>();
    RawPdu pdu = lost.next();
    while (pdu.opcode() == RawPdu.DATA_IN) {
      before.add(pdu);
      pdu = lost.next();
    }
    recover(bench, lost, other);
    reassigned(bench, other, command, from);
    for (int number = from; number < before.size(); number++) {
      RawPdu again = other.next(RawPdu.DATA_IN);
      RawPdu first = before.get(number);
      bench.check(
          again.u32(36) == first.u32(36) && again.u32(40) == first.u32(40),
          "Data-In goes on otherwise: " + again + ", not " + first + ".");
      bench.check(
          java.util.Arrays.equals(again.data(), first.data()), "Data-In comes again otherwise.");
    }
    RawPdu last = other.next(RawPdu.SCSI_RESPONSE);
    bench.check(last.u8(3) == 0 && last.tag() == command.tag(), "The read ends with " + last + ".");
  }

  private static RawPdu waitingWrite(RawSession by, TestBench bench, long at, byte[] data) {
    RawPdu command =
        by.command(Cdb.write10(at, data.length / bench.facts().blockBytes()), 0, data.length);
    by.send(command);
    by.next(RawPdu.R2T);
    return command;
  }

  private static void finishWrite(TestBench bench, RawSession by, RawPdu command, byte[] data) {
    RawPdu r2t = by.next(RawPdu.R2T);
    bench.check(r2t.tag() == command.tag(), "An R2T comes for another command: " + r2t + ".");
    by.serve(command, r2t, data);
    by.finish(Cdb.blank("WRITE(10)", 0x2A, 10), command, data.length, data).good();
  }

  private static void write(TestBench bench) {
    RawSession lost = session(bench);
    RawSession other = lost.connect(OTHER);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 2, 1301);
    RawPdu command = waitingWrite(lost, bench, at, data);
    recover(bench, lost, other);
    reassigned(bench, other, command, 0);
    finishWrite(bench, other, command, data);
    bench.blocks().expect(at, data, "a write that was reassigned arrives whole");
  }

  private static void status(TestBench bench) {
    RawSession lost = session(bench);
    RawSession other = lost.connect(OTHER);
    lost.holdAcknowledgements();
    RawPdu command = lost.command(Cdb.testUnitReady(), 0, 0);
    lost.send(command);
    lost.next(RawPdu.SCSI_RESPONSE);
    recover(bench, lost, other);
    reassigned(bench, other, command, 0);
    RawPdu again = other.next(RawPdu.SCSI_RESPONSE);
    bench.check(
        again.tag() == command.tag() && again.u8(3) == 0, "The status is another: " + again + ".");
  }

  private static void implicit(TestBench bench) {
    RawSession lost = session(bench);
    RawSession other = lost.connect(OTHER);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1311);
    RawPdu command = waitingWrite(lost, bench, at, data);
    RawSession again = other.connect(LOST);
    lost.hasEnded("Reinstatement of the connection");
    reassigned(bench, again, command, 0);
    finishWrite(bench, again, command, data);
    bench.blocks().expect(at, data, "a write that was reassigned arrives whole");
  }

  private static void tooLate(TestBench bench) {
    RawSession lost = session(bench, "0", "0");
    RawSession other = lost.connect(OTHER);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1321);
    bench.blocks().write(at, before);
    RawPdu command = waitingWrite(lost, bench, at, bench.blocks().pattern(at, 1, 1322));
    lost.connection().close();
    bench.pause(waitNs(lost));
    other.send(other.reassign(command.tag(), 0));
    RawPdu pdu = other.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 1, "TASK REASSIGN too late is answered by " + pdu.u8(2) + ".");
    bench.blocks().expect(at, before, "a write that was not reassigned in time is not applied");
    other.isAlive();
  }

  /** More than the times that were agreed on, and than a busy machine is late. */
  private static long waitNs(RawSession session) {
    int seconds = session.key("DefaultTime2Wait", 2) + session.key("DefaultTime2Retain", 20);
    return seconds * 1_000_000_000L + 1_500_000_000L;
  }

  private static void times(TestBench bench) {
    RawSession lost = session(bench, "1", "7");
    RawSession other = lost.connect(OTHER);
    lost.connection().close();
    other.send(other.logout(2, LOST));
    RawPdu pdu = other.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(
        pdu.u16(40) == other.key("DefaultTime2Wait", 2)
            && pdu.u16(42) == other.key("DefaultTime2Retain", 20),
        "Time2Wait is " + pdu.u16(40) + ", Time2Retain " + pdu.u16(42) + ", not as agreed on.");
  }

  private static void continued(TestBench bench) {
    RawSession lost = session(bench);
    lost.connection().close();
    RawSession again = lost.connect(LOST);
    bench.check(again.tsih() == lost.tsih(), "The session has another TSIH.");
    again.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void continuedTooLate(TestBench bench) {
    RawSession lost = session(bench, "0", "0");
    lost.connection().close();
    bench.pause(waitNs(lost));
    lost.joining(LOST).run().refusedWith("The TSIH of a session that is gone", 0x0A);
  }

  private static void allegiant(TestBench bench) {
    RawSession first = session(bench);
    RawSession other = first.connect(OTHER);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1331);
    RawPdu command = first.command(Cdb.write10(at, 1), 0, data.length);
    first.send(command);
    RawPdu r2t = first.next(RawPdu.R2T);
    other.send(other.reassign(command.tag(), 0));
    RawPdu pdu = other.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 3, "TASK REASSIGN is answered by " + pdu.u8(2) + ", not 3.");
    first.serve(command, r2t, data);
    first.finish(Cdb.write10(at, 1), command, data.length, data).good();
  }

  private static void unknown(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.reassign(0x6666_6666L, 0));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 1, "TASK REASSIGN is answered by " + pdu.u8(2) + ", not 1.");
  }

  private static void level(TestBench bench) {
    RawSession session = SnackCases.session(bench, 1);
    session.send(session.reassign(0x6666_6666L, 0));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 4, "TASK REASSIGN at level 1 is answered by " + pdu.u8(2) + ".");
  }

  private static void logoutUnknown(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.logout(2, 77));
    RawPdu pdu = session.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 1, "A logout of an unknown CID is answered by " + pdu.u8(2) + ".");
  }

  private static void logoutSelf(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.logout(2, LOST));
    RawPdu pdu = session.next();
    bench.check(
        pdu.opcode() == RawPdu.REJECT || (pdu.opcode() == RawPdu.LOGOUT_RESPONSE && pdu.u8(2) != 0),
        "A logout for recovery of the connection itself is answered by " + pdu + ".");
  }

  private static void logoutAlive(TestBench bench) {
    RawSession first = session(bench);
    RawSession other = first.connect(OTHER);
    other.send(other.logout(2, LOST));
    RawPdu pdu = other.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "A logout for recovery is answered by " + pdu.u8(2) + ".");
    first.hasEnded("A logout for recovery");
    other.isAlive();
  }
}
