// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.TargetControl;
import org.quintain.initiator.TargetControl.Notice;

/** IX-18, IX-19: what a target says of its own accord, where something can make it speak. */
public final class AsyncCases {
  private static final String EVENT = "RFC 7143 11.9 Asynchronous Message; 11.9.1 AsyncEvent";
  private static final String LOGOUT = EVENT + "; 7.5.2 Timeouts on Planned Decommissioning";
  private static final long SHORT_NS = 500_000_000L;

  private AsyncCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .destructive(
            "IX-18",
            LOGOUT + "; 8.1.2 State Transition Descriptions for Initiators and Targets",
            "Event 1: Parameter3 holds the time, tag FFFFFFFFh, StatSN counts; a logout in time is answered",
            AsyncCases::logoutInTime)
        .destructive(
            "IX-18/overdue",
            LOGOUT,
            "No logout within the time of event 1: the target ends the connection",
            AsyncCases::logoutOverdue)
        .destructive(
            "IX-18/commands",
            EVENT + "; 11.17.1 Reason",
            "Commands behind event 1 are carried out or rejected with reason 0Ch, never passed over",
            AsyncCases::commandsAfterRequest)
        .destructive(
            "IX-19",
            EVENT,
            "Event 3: Time2Wait and Time2Retain as agreed on, and the connections end",
            AsyncCases::sessionsEnd)
        .destructive(
            "IX-19/renegotiate",
            EVENT + "; 6.4 Operational Parameter Negotiation outside the Login Phase",
            "Event 4: a negotiation that the initiator begins in time is answered, the session goes on",
            AsyncCases::renegotiate)
        .destructive(
            "IX-19/connections",
            EVENT,
            "Event 1 comes on each connection of a session",
            AsyncCases::eachConnection)
        .list();
  }

  private static void tell(TestBench bench, Notice notice, int seconds) {
    TargetControl control = bench.fabric().control();
    if (control == null || !control.tell(notice, seconds)) {
      throw CaseEnd.skip("Nobody can make the target send an Asynchronous Message.");
    }
  }

  private static RawPdu event(TestBench bench, RawSession session, int event) {
    long due = session.expectedStatus();
    RawPdu pdu = session.next(RawPdu.ASYNC);
    bench.check(pdu.u8(36) == event, "AsyncEvent is " + pdu.u8(36) + ", not " + event + ".");
    bench.check(pdu.tag() == RawPdu.NO_TAG, "The Asynchronous Message has a tag: " + pdu + ".");
    bench.check(pdu.u32(24) == due, "StatSN is " + pdu.u32(24) + ", though " + due + " is due.");
    return pdu;
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).cid(1).session().clearUnitAttentions();
  }

  private static void logoutInTime(TestBench bench) {
    RawSession session = session(bench);
    tell(bench, Notice.LOGOUT_REQUEST, 5);
    RawPdu pdu = event(bench, session, 1);
    bench.check(pdu.u16(42) == 5, "Parameter3 is " + pdu.u16(42) + ", not 5.");
    session.send(session.logout(0, 1));
    RawPdu answer = session.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(answer.u8(2) == 0, "The logout is answered by " + answer.u8(2) + ".");
    session.hasEnded("The logout");
  }

  private static void logoutOverdue(TestBench bench) {
    RawSession session = session(bench);
    tell(bench, Notice.LOGOUT_REQUEST, 2);
    event(bench, session, 1);
    bench.pause(2_000_000_000L);
    session.hasEnded("A logout that did not come");
  }

  private static void commandsAfterRequest(TestBench bench) {
    RawSession session = session(bench);
    tell(bench, Notice.LOGOUT_REQUEST, 5);
    event(bench, session, 1);
    session.send(session.command(Cdb.testUnitReady(), 0, 0));
    RawPdu pdu = session.next();
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE
            || (pdu.opcode() == RawPdu.REJECT && pdu.u8(2) == 0x0C),
        "A command behind a logout request is answered by " + pdu + ".");
    session.send(session.logout(0, 1));
    session.next(RawPdu.LOGOUT_RESPONSE);
  }

  private static void sessionsEnd(TestBench bench) {
    RawSession session = session(bench);
    tell(bench, Notice.SESSIONS_END, 0);
    RawPdu pdu = event(bench, session, 3);
    bench.check(
        pdu.u16(40) == session.key("DefaultTime2Wait", 2) || pdu.u16(40) == 0,
        "Parameter2 is " + pdu.u16(40) + ", which is not Time2Wait.");
    session.hasEnded("Event 3");
    RawLogin.normal(bench).session().isAlive();
  }

  private static void renegotiate(TestBench bench) {
    RawSession session = session(bench);
    tell(bench, Notice.NEGOTIATION_REQUEST, 5);
    RawPdu pdu = event(bench, session, 4);
    bench.check(pdu.u16(42) == 5, "Parameter3 is " + pdu.u16(42) + ", not 5.");
    session.send(session.text(new TextKeys().add("MaxRecvDataSegmentLength", "4096")));
    session.next(RawPdu.TEXT_RESPONSE);
    bench.pause(6_000_000_000L);
    session.isAlive();
  }

  private static void eachConnection(TestBench bench) {
    RawSession first = ConnectionCases.session(bench, 2);
    RawSession second = first.connect(2);
    tell(bench, Notice.LOGOUT_REQUEST, 5);
    event(bench, first, 1);
    event(bench, second, 1);
    second.send(second.logout(0, 1));
    second.next(RawPdu.LOGOUT_RESPONSE);
    bench.pause(SHORT_NS);
    first.hasEnded("A logout of the session");
  }
}
