// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Cdb;

/** IT, second part: functions on many tasks; IS-16, IS-17: what a discovery session may do. */
public final class FunctionCases {
  private static final String MANY =
      "RFC 7143 4.2.3.3 Standard Multi-Task Abort Semantics; 4.2.3.2 Notion of Affected Tasks";
  private static final String REQUEST = "RFC 7143 11.5 Task Management Function Request";
  private static final String RESPONSE = "RFC 7143 11.6.1 Response";
  private static final String DISCOVERY =
      "RFC 7143 4.3 iSCSI Session Types; 7.4.3 Target PDUs during Discovery";
  private static final String RFC_7144 =
      "RFC 7144 4 Task Management; RFC 7143 13.24 iSCSIProtocolLevel";
  private static final int ABORT_TASK = 1;
  private static final int ABORT_TASK_SET = 2;
  private static final int CLEAR_TASK_SET = 4;
  private static final int LOGICAL_UNIT_RESET = 5;
  private static final int COLD_RESET = 7;
  private static final int QUERY_TASK = 9;

  private FunctionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    for (int function : new int[] {ABORT_TASK_SET, CLEAR_TASK_SET, LOGICAL_UNIT_RESET}) {
      table.destructive(
          "IT-04/" + function,
          MANY + "; 11.5.1 Function",
          "Function "
              + function
              + " ends a write that waits for data: response 0, no status, not applied",
          bench -> endsWrite(bench, function));
    }
    discovery(table);
    return table
        .destructive(
            "IT-02",
            "RFC 7143 11.5.5 RefCmdSN; 11.6.1 Response",
            "ABORT TASK before its command comes: response 0, and the command is not carried out",
            FunctionCases::abortToCome)
        .shall(
            "IT-02/waiting",
            "RFC 7143 11.5.4 Referenced Task Tag; 4.2.2.1 Command Numbering and Acknowledging",
            "ABORT TASK of a command that waits for its predecessor: response 0, no status, the order goes on",
            FunctionCases::abortHeld)
        .shall(
            "IT-03/lun",
            RESPONSE + "; 11.5.3 LUN",
            "ABORT TASK SET and CLEAR TASK SET of a LUN that is not there: response 2 (or 255)",
            FunctionCases::absentLun)
        .shall(
            "IT-11",
            REQUEST
                + "; 11.6 Task Management Function Response; 11.6.2 TotalAHSLength and DataSegmentLength",
            "A function with CmdSN waits its turn; its response has F, its tag, no data",
            FunctionCases::numbered)
        .destructive(
            "IT-06",
            "RFC 7143 11.5.1 Function; E.1 Clearing Effects on iSCSI Objects",
            "TARGET COLD RESET: a response, then the connections end; or it is refused",
            FunctionCases::coldReset)
        .shall(
            "IT-07",
            RFC_7144,
            "QUERY TASK at iSCSIProtocolLevel 1: response 5; at 2: 0 or 7",
            FunctionCases::queryTask)
        .destructive(
            "IT-05",
            "RFC 7143 4.2.2.3.4 Current List of Fenced Response Use Cases; 4.2.2.3.2 Response Ordering Model Description",
            "The response to a function comes behind the responses that were due before it",
            FunctionCases::ordered)
        .list();
  }

  private static void discovery(CaseTable table) {
    table
        .shall(
            "IT-09",
            DISCOVERY,
            "A task management function in a discovery session is rejected or ends the connection",
            bench -> foreign(bench, RawPdu.TASK_MANAGEMENT, 0x85))
        .shall(
            "IS-16/data",
            DISCOVERY,
            "A Data-Out in a discovery session is rejected or ends the connection",
            bench -> foreign(bench, RawPdu.DATA_OUT, 0x80))
        .shall(
            "IS-16/snack",
            "RFC 7143 7.4.1 ErrorRecoveryLevel for Discovery Sessions; 7.4 Error Recovery Considerations for Discovery Sessions",
            "A SNACK in a discovery session is rejected or ends the connection",
            bench -> foreign(bench, RawPdu.SNACK, 0x81))
        .shall(
            "IS-16/level",
            "RFC 7143 7.4.1 ErrorRecoveryLevel for Discovery Sessions; 13.20 ErrorRecoveryLevel",
            "ErrorRecoveryLevel=2 in a discovery session does not become 1 or 2",
            FunctionCases::discoveryLevel)
        .shall(
            "IS-17",
            DISCOVERY + "; 11.14.1 Reason Code",
            "Logout of a discovery session: response 0, the connection ends",
            FunctionCases::discoveryLogout)
        .shall(
            "IS-17/again",
            "RFC 7143 7.4.2 Reinstatement Semantics for Discovery Sessions; 7.4.2.1 Unnamed Discovery Sessions",
            "A discovery session of the same name and ISID takes the older one's place or stands beside it",
            FunctionCases::discoveryAgain)
        .shall(
            "IS-17/targets",
            "RFC 7143 C SendTargets Operation; 13.3 SendTargets",
            "Two SendTargets in one discovery session are both answered",
            FunctionCases::sendTargetsTwice);
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
  }

  private static RawPdu response(TestBench bench, RawSession session, String what, int... allowed) {
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    for (int each : allowed) {
      if (pdu.u8(2) == each) {
        return pdu;
      }
    }
    bench.check(false, what + " is answered by response " + pdu.u8(2) + ".");
    return pdu;
  }

  private static void endsWrite(TestBench bench, int function) {
    RawSession session = session(bench);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1600 + function);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 1610 + function);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(session.function(function, RawPdu.NO_TAG, 0));
    session.send(session.dataOut(command, r2t.targetTag(), 0, 0, data, true));
    response(bench, session, "Function " + function, 0);
    session.isSilent("A write that was ended");
    bench.a().clearUnitAttentions();
    bench.blocks().expect(at, before, "a write that was ended is not applied");
    session.clearUnitAttentions().isAlive();
  }

  /** ABORT TASK with the RefCmdSN of a command that has not come yet (RFC 7143 11.6.1 b). */
  private static void abortToCome(TestBench bench) {
    RawSession session = session(bench);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1621);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 1622);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(session.function(ABORT_TASK, command.tag(), command.u32(24)));
    RawPdu pdu = response(bench, session, "ABORT TASK of a command to come", 0, 1);
    session.send(command);
    RawPdu more = session.poll(500_000_000L);
    bench.check(
        pdu.u8(2) == 1 || more == null,
        "A command that counts as aborted is answered by " + more + ".");
    bench.blocks().expect(at, before, "a command that counts as aborted is not carried out");
  }

  private static void abortHeld(TestBench bench) {
    RawSession session = session(bench);
    RawPdu missing = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu held = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu last = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(held);
    session.send(session.function(ABORT_TASK, held.tag(), held.u32(24)));
    response(bench, session, "ABORT TASK of a command that waits", 0);
    session.send(last);
    session.send(missing);
    bench.check(session.next(RawPdu.SCSI_RESPONSE).tag() == missing.tag(), "The order is wrong.");
    bench.check(
        session.next(RawPdu.SCSI_RESPONSE).tag() == last.tag(),
        "An aborted command is answered, or the next one is not.");
  }

  private static void absentLun(TestBench bench) {
    RawSession session = session(bench);
    for (int function : new int[] {ABORT_TASK_SET, CLEAR_TASK_SET}) {
      session.send(
          session.function(function, RawPdu.NO_TAG, 0).set(8, 8, bench.facts().absentLun()));
      response(bench, session, "Function " + function + " of an absent LUN", 2, 255);
    }
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void numbered(TestBench bench) {
    RawSession session = session(bench);
    RawPdu missing = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu function =
        session
            .request(RawPdu.TASK_MANAGEMENT, false)
            .flags(0x80 | ABORT_TASK)
            .set(8, 8, bench.lun())
            .set(20, 4, 0x7A7A_7A7AL)
            .set(32, 4, (session.commandNumber() - 1000) & 0xFFFF_FFFFL);
    session.send(function);
    session.isSilent("A function before its predecessor");
    session.send(missing);
    session.next(RawPdu.SCSI_RESPONSE);
    RawPdu pdu = response(bench, session, "ABORT TASK of an unknown task", 0, 1);
    bench.check(
        pdu.tag() == function.tag() && (pdu.u8(1) & 0x80) != 0 && pdu.dataLength() == 0,
        "The response has another tag, no F, or data: " + pdu + ".");
  }

  private static void coldReset(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.function(COLD_RESET, RawPdu.NO_TAG, 0).set(8, 8, 0));
    RawPdu pdu = session.next();
    if (pdu.opcode() == RawPdu.TASK_MANAGEMENT_RESPONSE && pdu.u8(2) == 0) {
      session.hasEnded("TARGET COLD RESET");
    } else {
      bench.check(
          pdu.opcode() == RawPdu.REJECT
              || pdu.opcode() == RawPdu.ASYNC
              || pdu.opcode() == RawPdu.TASK_MANAGEMENT_RESPONSE,
          "TARGET COLD RESET is answered by " + pdu + ".");
    }
    RawLogin.normal(bench).session().clearUnitAttentions().isAlive();
  }

  private static void queryTask(TestBench bench) {
    for (int level = 1; level <= 2; level++) {
      String offered = String.valueOf(level);
      RawSession session =
          RawLogin.normal(bench)
              .offer("iSCSIProtocolLevel", offered)
              .session()
              .clearUnitAttentions();
      session.send(session.function(QUERY_TASK, 0x7A7A_7A7AL, 0));
      if (session.key("iSCSIProtocolLevel", 1) < 2) {
        RawPdu pdu = session.next();
        bench.check(
            pdu.opcode() == RawPdu.REJECT || pdu.u8(2) == 5 || pdu.u8(2) == 255,
            "QUERY TASK at level " + level + " is answered by " + pdu + ".");
      } else {
        response(bench, session, "QUERY TASK of an unknown task", 0, 5, 7);
      }
    }
  }

  private static void ordered(TestBench bench) {
    RawSession session = session(bench);
    for (int i = 0; i < 4; i++) {
      session.send(session.command(Cdb.testUnitReady(), 0, 0));
    }
    session.send(
        session
            .request(RawPdu.TASK_MANAGEMENT, false)
            .flags(0x80 | LOGICAL_UNIT_RESET)
            .set(8, 8, bench.lun())
            .set(20, 4, RawPdu.NO_TAG));
    boolean isOver = false;
    RawPdu pdu = session.next();
    while (pdu != null) {
      bench.check(!isOver, "Behind the response to the reset comes " + pdu + ".");
      isOver = pdu.opcode() == RawPdu.TASK_MANAGEMENT_RESPONSE;
      pdu = session.poll(500_000_000L);
    }
    bench.check(isOver, "The reset is not answered.");
    session.clearUnitAttentions();
  }

  private static void foreign(TestBench bench, int opcode, int flags) {
    RawSession session = RawLogin.discovery(bench).session();
    session.send(session.request(opcode, true).flags(flags).set(20, 4, RawPdu.NO_TAG));
    session.rejected("Opcode " + opcode + " in a discovery session");
    RawLogin.discovery(bench).run().finished("The next discovery session");
  }

  private static void discoveryLevel(TestBench bench) {
    RawSession session = RawLogin.discovery(bench).offer("ErrorRecoveryLevel", "2").session();
    String result = session.login().keys().first("ErrorRecoveryLevel");
    bench.check(
        List.of("0", "Irrelevant", "Reject").contains(result),
        "ErrorRecoveryLevel=2 in a discovery session is answered by " + result + ".");
  }

  private static void discoveryLogout(TestBench bench) {
    RawSession session = RawLogin.discovery(bench).session();
    session.send(session.logout(0, 0));
    RawPdu pdu = session.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "The logout is answered by " + pdu.u8(2) + ".");
    session.hasEnded("The logout");
  }

  private static void discoveryAgain(TestBench bench) {
    RawSession older = RawLogin.discovery(bench).session();
    RawSession newer = RawLogin.discovery(bench).isid(older.isid()).session();
    newer.send(newer.text(new TextKeys().add("SendTargets", "All")));
    newer.next(RawPdu.TEXT_RESPONSE);
    RawLogin.discovery(bench).run().finished("A third discovery session");
  }

  private static void sendTargetsTwice(TestBench bench) {
    RawSession session = RawLogin.discovery(bench).session();
    for (String value : List.of("All", bench.fabric().targetName())) {
      session.send(session.text(new TextKeys().add("SendTargets", value)));
      TextKeys keys = TextKeys.parse(session.next(RawPdu.TEXT_RESPONSE).data());
      bench.check(
          keys.all("TargetName").contains(bench.fabric().targetName()),
          "SendTargets=" + value + " gives " + keys + ".");
    }
  }
}
