// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * IS: sessions and their reinstatement; IT: task management as PDUs; RES on the wire; IV:
 * robustness.
 */
public final class SessionCases {
  private static final String TASK_MANAGEMENT =
      "RFC 7143 11.5 Task Management Function Request; 11.6 Task Management Function Response";
  private static final String REINSTATEMENT =
      "RFC 7143 6.3.5 Session Reinstatement, Closure, and Timeout; 7.1.4.4 Session Recovery";
  private static final long SHORT_NS = 500_000_000L;

  private static final List<ConformanceCase> TABLE =
      new CaseTable(Need.BYTE_STREAM)
          .shall(
              "IS-01",
              "RFC 7143 4.4.3 Consequences of the Model; 11.12.5 ISID",
              "Two sessions of one initiator name with two ISIDs live side by side",
              SessionCases::twoSessions)
          .shall(
              "IS-02",
              REINSTATEMENT,
              "A login with the same name and ISID and TSIH 0 ends the older session",
              SessionCases::reinstatement)
          .destructive(
              "IS-03",
              REINSTATEMENT,
              "A write that waits for its data when its session is reinstated is not applied",
              SessionCases::reinstatementWithWrite)
          .shall(
              "IS-10",
              "RFC 7143 11.13.5 Status-Class and Status-Detail",
              "A second connection in a session with MaxConnections 1: 0206h",
              SessionCases::tooManyConnections)
          .shall(
              "IS-12",
              "RFC 7143 11.12.6 TSIH",
              "Sessions at the same time have different TSIHs",
              SessionCases::differentHandles)
          .shall(
              "IS-19",
              "RFC 7143 8.1.4 Standard Connection State Diagram for a Target; 8.2 Connection Cleanup State Diagram for Initiators and Targets",
              "A connection that ends among commands leaves the target fit for the next",
              SessionCases::endAmongCommands)
          .destructive(
              "IT-01",
              TASK_MANAGEMENT,
              "ABORT TASK of a write that waits for its data: response 0, no status, nothing written",
              SessionCases::abortWaitingWrite)
          .shall(
              "IT-01/unknown",
              "RFC 7143 11.6.1 Response; 11.5.4 Referenced Task Tag",
              "ABORT TASK of a task that never was, RefCmdSN outside the window: response 1 (or 0)",
              SessionCases::abortUnknown)
          .shall(
              "IT-03",
              "RFC 7143 11.6.1 Response",
              "LOGICAL UNIT RESET of a LUN without logical unit: response 2 (or 255)",
              SessionCases::functionOnAbsentLun)
          .shall(
              "IT-08",
              "RFC 7143 11.5.1 Function",
              "A reserved function: response 5 or 255, or a Reject",
              SessionCases::reservedFunction)
          .shall(
              "IT-10",
              "RFC 7143 11.5.1 Function, TASK REASSIGN",
              "TASK REASSIGN at ErrorRecoveryLevel 0: response 4 (or 5, 1, 255)",
              SessionCases::reassign)
          .destructive(
              "RES-08",
              "RFC 7143 11.8 Ready To Transfer (R2T); 11.3.4 Expected Data Transfer Length",
              "No Data-In and no R2T goes beyond Expected Data Transfer Length",
              SessionCases::withinExpected)
          .destructive(
              "RES-06",
              "RFC 7143 11.4.1 Flags (Byte 1); 11.4.6 Bidirectional Read Residual Count",
              "o and u are 0 in the response to a command of one direction",
              SessionCases::bidirectionalFlags)
          .shall(
              "IV-04",
              "RFC 7143 7.13 Protocol Errors; 7.7 Format Errors; 9 Security Considerations",
              "Headers with bits turned over do not stop the target: the next login works",
              SessionCases::fuzz)
          .list();

  private SessionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).session().clearUnitAttentions();
  }

  private static void twoSessions(TestBench bench) {
    RawSession one = session(bench);
    RawSession two = session(bench);
    one.execute(Cdb.testUnitReady(), 0).good();
    two.execute(Cdb.testUnitReady(), 0).good();
    one.isAlive();
  }

  private static void reinstatement(TestBench bench) {
    RawSession older = session(bench);
    RawSession newer = RawLogin.normal(bench).isid(older.isid()).session();
    RawPdu pdu = older.poll(5_000_000_000L);
    while (pdu != null && pdu.opcode() == RawPdu.ASYNC) {
      pdu = older.poll(5_000_000_000L);
    }
    bench.check(
        pdu == null && older.connection().hasEnded(),
        "The older session is not ended within 5 seconds of its reinstatement.");
    newer.clearUnitAttentions().isAlive();
  }

  private static void reinstatementWithWrite(TestBench bench) {
    RawSession older =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 950);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 951);
    RawPdu command = older.command(Cdb.write10(at, 1), 0, data.length);
    older.send(command);
    RawPdu r2t = older.next(RawPdu.R2T);
    RawSession newer = RawLogin.normal(bench).isid(older.isid()).session();
    older.send(older.dataOut(command, r2t.targetTag(), 0, 0, data, true));
    bench.pause(SHORT_NS);
    bench.blocks().expect(at, before, "a write of a session that was reinstated is not applied");
    newer.clearUnitAttentions().isAlive();
  }

  private static void tooManyConnections(TestBench bench) {
    RawSession session = RawLogin.normal(bench).offer("MaxConnections", "1").session();
    LoginReply reply =
        RawLogin.normal(bench).isid(session.isid()).tsih(session.tsih()).cid(1).run();
    reply.refusedWith("A second connection in a session of one", 0x06, 0x08, 0x00, 0x0A);
    session.isAlive();
  }

  private static void differentHandles(TestBench bench) {
    RawSession one = session(bench);
    RawSession two = session(bench);
    bench.check(one.tsih() != two.tsih(), "Two sessions both have TSIH " + one.tsih() + ".");
  }

  private static void endAmongCommands(TestBench bench) {
    for (int round = 0; round < 8; round++) {
      RawSession session = session(bench);
      for (int i = 0; i <= round; i++) {
        session.send(session.command(Cdb.read10(0, 8), 8 * bench.facts().blockBytes(), 0));
      }
      session.connection().close();
    }
    session(bench).isAlive();
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static RawPdu function(
      RawSession session,
      TestBench bench,
      int function,
      long referencedTag,
      long referencedNumber) {
    return session
        .request(RawPdu.TASK_MANAGEMENT, true)
        .flags(0x80 | function)
        .set(8, 8, bench.lun())
        .set(20, 4, referencedTag)
        .set(32, 4, referencedNumber);
  }

  private static void abortWaitingWrite(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 960);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 961);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(function(session, bench, 1, command.tag(), command.u32(24)));
    session.send(session.dataOut(command, r2t.targetTag(), 0, 0, data, true));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "ABORT TASK is answered by response " + pdu.u8(2) + ".");
    RawPdu more = session.poll(SHORT_NS);
    bench.check(more == null, "After ABORT TASK comes " + more + ".");
    bench.blocks().expect(at, before, "an aborted write whose data came too late is not applied");
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void abortUnknown(TestBench bench) {
    RawSession session = session(bench);
    session.send(
        function(session, bench, 1, 0x5555_5555L, (session.commandNumber() - 1000) & 0xFFFF_FFFFL));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(
        pdu.u8(2) == 1 || pdu.u8(2) == 0,
        "ABORT TASK of an unknown task is answered by response " + pdu.u8(2) + ".");
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void functionOnAbsentLun(TestBench bench) {
    RawSession session = session(bench);
    session.send(
        function(session, bench, 5, RawPdu.NO_TAG, 0).set(8, 8, bench.facts().absentLun()));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(
        pdu.u8(2) == 2 || pdu.u8(2) == 255,
        "LOGICAL UNIT RESET of an absent LUN is answered by response " + pdu.u8(2) + ".");
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void reservedFunction(TestBench bench) {
    RawSession session = session(bench);
    session.send(function(session, bench, 0x7F, RawPdu.NO_TAG, 0));
    RawPdu pdu = session.next();
    boolean refused =
        pdu.opcode() == RawPdu.REJECT
            || (pdu.opcode() == RawPdu.TASK_MANAGEMENT_RESPONSE
                && (pdu.u8(2) == 5 || pdu.u8(2) == 255));
    bench.check(refused, "A reserved function is answered by " + pdu + ".");
  }

  private static void reassign(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ErrorRecoveryLevel", "0").session().clearUnitAttentions();
    session.send(function(session, bench, 8, 0x5555_5555L, 0));
    RawPdu pdu = session.next();
    boolean refused =
        pdu.opcode() == RawPdu.REJECT
            || (pdu.opcode() == RawPdu.TASK_MANAGEMENT_RESPONSE && pdu.u8(2) != 0);
    bench.check(refused, "TASK REASSIGN at ErrorRecoveryLevel 0 is answered by " + pdu + ".");
  }

  private static void withinExpected(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    int block = bench.facts().blockBytes();
    Answer read = session.execute(Cdb.read10(0, 4), block);
    read.that(read.dataLength() <= block, "no more than " + block + " bytes");
    long at = bench.blocks().middle();
    bench.blocks().write(at, bench.blocks().pattern(at, 4, 970));
    Answer write = session.write(Cdb.write10(at, 4), bench.blocks().pattern(at, 1, 971));
    if (write.isGood()) {
      write.residualIs(3L * block, true);
    } else {
      write.that(write.status() == 2, "GOOD with an overflow, or CHECK CONDITION");
    }
    bench
        .blocks()
        .expect(
            at + 1,
            bench.blocks().pattern(at + 1, 3, 970),
            "blocks whose data was not sent are not written");
  }

  private static void bidirectionalFlags(TestBench bench) {
    RawSession session = session(bench);
    for (Cdb cdb : List.of(Cdb.testUnitReady(), Cdb.vpd(0x7E, 255))) {
      RawPdu command = session.command(cdb, cdb.opcode() == 0 ? 0 : 255, 0);
      session.send(command);
      RawPdu pdu = session.next(RawPdu.SCSI_RESPONSE);
      bench.check((pdu.u8(1) & 0x18) == 0, "o or u is set: " + pdu + ".");
      bench.check((pdu.u8(1) & 0x06) != 0x06, "O and U are both set: " + pdu + ".");
      bench.check(pdu.u32(40) == 0, "Bidirectional Read Residual Count is not 0: " + pdu + ".");
    }
  }

  private static void fuzz(TestBench bench) {
    long state = 0x1234_5678_9ABCL;
    for (int round = 0; round < 48; round++) {
      RawSession session = RawLogin.normal(bench).session();
      RawPdu pdu = session.command(Cdb.inquiry(36), 36, 0);
      for (int flips = 0; flips < 3; flips++) {
        state = state * 0x5DEECE66DL + 11;
        int bit = (int) ((state >>> 20) % (8 * RawPdu.BHS_BYTES));
        int index = Math.abs(bit) / 8;
        boolean isLength = index >= 4 && index <= 7;
        boolean isCommand = index >= 32;
        if (!isLength && !isCommand) {
          pdu.set(index, 1, pdu.u8(index) ^ (1 << (Math.abs(bit) % 8)));
        }
      }
      session.send(pdu);
      session.poll(20_000_000L);
      session.connection().close();
    }
    RawSession last = RawLogin.normal(bench).session();
    Answer answer = last.execute(Cdb.testUnitReady(), 0);
    Sense sense = answer.sense();
    if (!answer.isGood() && (sense == null || sense.key() != Sense.UNIT_ATTENTION)) {
      throw CaseEnd.fail("After malformed headers TEST UNIT READY gives " + answer + ".");
    }
    bench.call(Cdb.testUnitReady()).go();
  }
}
