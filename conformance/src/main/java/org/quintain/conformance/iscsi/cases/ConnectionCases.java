// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** IS, second part: several connections in one session. */
public final class ConnectionCases {
  private static final String CONTINUATION =
      "RFC 7143 6.3.1 Login Phase Start; 11.12.6 TSIH; 13.2 MaxConnections";
  private static final String ALLEGIANCE = "RFC 7143 4.2.5.1 Command Connection Allegiance";
  private static final String ORDER =
      "RFC 7143 4.2.2.1 Command Numbering and Acknowledging; 11.3.2 CmdSN";
  private static final String REINSTATEMENT = "RFC 7143 6.3.4 Connection Reinstatement";
  private static final String LOGOUT = "RFC 7143 11.14.1 Reason Code; 11.14.3 CID";

  private ConnectionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    joining(table);
    ending(table);
    return table
        .shall(
            "IS-07",
            ORDER,
            "A command on the second connection waits for its predecessor on the first",
            ConnectionCases::orderAcross)
        .shall(
            "IS-07/window",
            ORDER,
            "ExpCmdSN and MaxCmdSN are the session's: commands by turns on two connections",
            ConnectionCases::sharedWindow)
        .shall(
            "IS-07/allegiance",
            ALLEGIANCE,
            "Data-In and status come by the connection that the command came by",
            ConnectionCases::allegiance)
        .shall(
            "IS-07/status",
            "RFC 7143 4.2.2.2 Response/Status Numbering and Acknowledging; 11.4.9 StatSN",
            "Each connection counts its own StatSN",
            ConnectionCases::ownStatus)
        .destructive(
            "IS-08",
            ALLEGIANCE + "; 4.2.5.2 Data Transfer Overview",
            "Data-Out by another connection than its command's is not used",
            ConnectionCases::foreignData)
        .destructive(
            "IS-13",
            "RFC 7143 4.2.3.2 Notion of Affected Tasks; 4.2.3.3 Standard Multi-Task Abort Semantics",
            "LOGICAL UNIT RESET by one connection ends a write that waits on the other",
            ConnectionCases::resetAcross)
        .shall(
            "IS-15",
            "RFC 7143 13.1 HeaderDigest and DataDigest; 11.2.3 Header Digest and Data Digest",
            "Connections of one session agree on digests each for itself",
            ConnectionCases::ownDigests)
        .list();
  }

  private static void joining(CaseTable table) {
    table
        .shall(
            "IS-04",
            CONTINUATION,
            "A login with the TSIH and a new CID adds a connection, the TSIH stays",
            ConnectionCases::second)
        .shall(
            "IS-04/more",
            "RFC 7143 13.2 MaxConnections; 11.13.5 Status-Class and Status-Detail",
            "One connection more than MaxConnections: 0206h",
            ConnectionCases::tooMany)
        .shall(
            "IS-05",
            "RFC 7143 6.3.3 Operational Parameter Negotiation during the Login Phase",
            "A key for the leading connection alone gets no new result on the second",
            ConnectionCases::leadingOnly)
        .shall(
            "IS-11/name",
            CONTINUATION + "; 6.3.6 Session Continuation and Failure",
            "The TSIH of a session of another ISID: 020Ah",
            ConnectionCases::otherIsid)
        .shall(
            "IS-11/discovery",
            CONTINUATION,
            "A TSIH in a discovery login is refused",
            ConnectionCases::discoveryWithHandle);
  }

  private static void ending(CaseTable table) {
    table
        .shall(
            "IS-06",
            REINSTATEMENT,
            "A login with the TSIH and a CID in use takes that connection's place",
            ConnectionCases::reinstated)
        .destructive(
            "IS-06/write",
            REINSTATEMENT
                + "; 8.2.2 State Transition Descriptions for Initiators and Targets; 7.6 Implicit Termination of Tasks",
            "A write that waits on a connection which is reinstated is not applied",
            ConnectionCases::reinstatedWithWrite)
        .shall(
            "IS-09",
            "RFC 7143 7.14 Connection Failures; 8.3.2 Session State Diagram for a Target; 8.3.4 State Transition Descriptions for Initiators and Targets",
            "When one of two connections ends without a word, the session goes on by the other",
            ConnectionCases::oneLost)
        .shall(
            "IS-09/logout",
            LOGOUT,
            "Logout of the other connection: response 0, that connection ends, this one goes on",
            ConnectionCases::logoutOther)
        .shall(
            "IS-09/self",
            LOGOUT,
            "Logout of this connection of two: response 0, the session goes on by the other",
            ConnectionCases::logoutSelf)
        .shall(
            "IS-09/session",
            LOGOUT,
            "Logout of the session ends all its connections",
            ConnectionCases::logoutSession)
        .shall(
            "IS-02/two",
            "RFC 7143 6.3.5 Session Reinstatement, Closure, and Timeout",
            "Session reinstatement ends both connections of the older session",
            ConnectionCases::sessionReinstated);
  }

  /** A session that may have {@code count} connections; skipped where it may not. */
  static RawSession session(TestBench bench, int count) {
    RawSession session =
        RawLogin.normal(bench)
            .cid(1)
            .offer("MaxConnections", String.valueOf(count))
            .offer("ImmediateData", "No")
            .session();
    bench.require(
        session.key("MaxConnections", 1) >= count, "The target takes one connection only.");
    return session.clearUnitAttentions();
  }

  private static void second(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    bench.check(
        second.tsih() == first.tsih(), "The second connection has TSIH " + second.tsih() + ".");
    second.execute(Cdb.testUnitReady(), 0).good();
    first.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void tooMany(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    first.joining(3).run().refusedWith("A third connection of two", 0x06);
    second.isAlive();
    first.isAlive();
  }

  private static void leadingOnly(TestBench bench) {
    RawSession first = session(bench, 2);
    LoginReply reply = first.joining(2).offer("MaxBurstLength", "512").run();
    String result = reply.keys().first("MaxBurstLength");
    boolean refused = reply.statusClass() == 2 || reply.response() == null;
    bench.check(
        refused || result.equals("Reject") || result.equals("Irrelevant"),
        "MaxBurstLength on a second connection is answered by " + reply + ".");
    first.isAlive();
  }

  private static void otherIsid(TestBench bench) {
    RawSession first = session(bench, 2);
    RawLogin.normal(bench)
        .tsih(first.tsih())
        .cid(2)
        .run()
        .refusedWith("The TSIH of another session", 0x0A);
    first.isAlive();
  }

  private static void discoveryWithHandle(TestBench bench) {
    RawSession first = session(bench, 2);
    RawLogin.discovery(bench)
        .isid(first.isid())
        .tsih(first.tsih())
        .cid(2)
        .run()
        .refused("A TSIH in a discovery login");
    first.isAlive();
  }

  private static void orderAcross(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    RawPdu before = first.command(Cdb.testUnitReady(), 0, 0);
    RawPdu after = second.command(Cdb.testUnitReady(), 0, 0);
    second.send(after);
    second.isSilent("A command before its predecessor");
    first.send(before);
    bench.check(
        first.next(RawPdu.SCSI_RESPONSE).tag() == before.tag(), "Another command is answered.");
    bench.check(
        second.next(RawPdu.SCSI_RESPONSE).tag() == after.tag(), "Another command is answered.");
  }

  private static void sharedWindow(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    for (int i = 0; i < 8; i++) {
      RawSession by = i % 2 == 0 ? first : second;
      by.send(by.command(Cdb.testUnitReady(), 0, 0));
      RawPdu pdu = by.next(RawPdu.SCSI_RESPONSE);
      bench.check(
          pdu.u32(28) == by.commandNumber(),
          "ExpCmdSN is " + pdu.u32(28) + ", though " + by.commandNumber() + " is due.");
      long window = (pdu.u32(32) - pdu.u32(28) + 1) & 0xFFFF_FFFFL;
      bench.check(window >= 1 && window < 0x8000_0000L, "The window is " + window + ".");
    }
  }

  private static void allegiance(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    int bytes = 8 * bench.facts().blockBytes();
    RawPdu one = first.command(Cdb.read10(0, 8), bytes, 0);
    RawPdu two = second.command(Cdb.read10(8, 8), bytes, 0);
    first.send(one);
    second.send(two);
    first.finish(Cdb.read10(0, 8), one, bytes, new byte[0]).good(bytes);
    second.finish(Cdb.read10(8, 8), two, bytes, new byte[0]).good(bytes);
    first.isSilent("A read that is over");
    second.isSilent("A read that is over");
  }

  private static void ownStatus(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    for (RawSession each : List.of(first, first, second, first, second)) {
      long due = each.expectedStatus();
      each.send(each.command(Cdb.testUnitReady(), 0, 0));
      long came = each.next(RawPdu.SCSI_RESPONSE).u32(24);
      bench.check(came == due, "StatSN is " + came + ", though " + due + " is due.");
    }
  }

  private static void foreignData(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1001);
    bench.blocks().write(at, before);
    byte[] wrong = bench.blocks().pattern(at, 1, 1002);
    RawPdu command = first.command(Cdb.write10(at, 1), 0, wrong.length);
    first.send(command);
    RawPdu r2t = first.next(RawPdu.R2T);
    second.send(second.dataOut(command, r2t.targetTag(), 0, 0, wrong, true));
    RawPdu answer = second.poll(500_000_000L);
    bench.check(
        answer == null || answer.opcode() == RawPdu.REJECT,
        "Data-Out on another connection is answered by " + answer + ".");
    bench.blocks().expect(at, before, "data on another connection is not written");
    byte[] right = bench.blocks().pattern(at, 1, 1003);
    if (!first.connection().hasEnded()) {
      first.serve(command, r2t, right);
      first.finish(Cdb.write10(at, 1), command, right.length, right).good();
      bench.blocks().expect(at, right, "data on the command's connection is written");
    }
  }

  private static void resetAcross(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1011);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 1012);
    RawPdu command = first.command(Cdb.write10(at, 1), 0, data.length);
    first.send(command);
    RawPdu r2t = first.next(RawPdu.R2T);
    second.send(second.function(5, RawPdu.NO_TAG, 0));
    // The two connections run a race, which the reset is to win: it has where a ping behind it is
    // answered. Whether the reset waits for the data is left open (RFC 7143 4.2.3.3).
    second.send(second.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    RawPdu done = second.next();
    if (done.opcode() != RawPdu.NOP_IN) {
      second.next(RawPdu.NOP_IN);
    }
    bench.pause(200_000_000L);
    first.send(first.dataOut(command, r2t.targetTag(), 0, 0, data, true));
    if (done.opcode() == RawPdu.NOP_IN) {
      done = second.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    }
    bench.check(done.u8(2) == 0, "LOGICAL UNIT RESET is answered by " + done.u8(2) + ".");
    first.isSilent("A write that was ended by a reset");
    bench.a().clearUnitAttentions();
    bench.blocks().expect(at, before, "a write that was ended by a reset is not applied");
  }

  private static void ownDigests(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second =
        first.joining(2).offer("HeaderDigest", "CRC32C").offer("DataDigest", "CRC32C").session();
    bench.require(
        second.login().keys().first("HeaderDigest").equals("CRC32C"), "There are no digests.");
    for (RawSession each : List.of(first, second, first)) {
      each.execute(Cdb.read10(0, 1), bench.facts().blockBytes()).good(bench.facts().blockBytes());
    }
  }

  private static void reinstated(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    RawSession again = first.connect(2);
    second.hasEnded("Reinstatement of CID 2");
    again.execute(Cdb.testUnitReady(), 0).good();
    first.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void reinstatedWithWrite(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 1021);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 1022);
    RawPdu command = second.command(Cdb.write10(at, 1), 0, data.length);
    second.send(command);
    RawPdu r2t = second.next(RawPdu.R2T);
    RawSession again = first.connect(2);
    again.send(again.dataOut(command, r2t.targetTag(), 0, 0, data, true));
    RawPdu answer = again.poll(500_000_000L);
    bench.check(
        answer == null || answer.opcode() == RawPdu.REJECT,
        "Data-Out of an ended write is answered by " + answer + ".");
    bench.blocks().expect(at, before, "a write whose connection was reinstated is not applied");
    first.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void oneLost(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    second.connection().close();
    bench.pause(200_000_000L);
    first.execute(Cdb.testUnitReady(), 0).good();
    first.isAlive();
  }

  private static void logoutOther(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    first.send(first.logout(1, 2));
    RawPdu pdu = first.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "Logout of CID 2 is answered by " + pdu.u8(2) + ".");
    second.hasEnded("Logout of CID 2");
    first.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void logoutSelf(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    second.send(second.logout(1, 2));
    RawPdu pdu = second.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "Logout of CID 2 is answered by " + pdu.u8(2) + ".");
    second.hasEnded("Logout of CID 2");
    first.execute(Cdb.testUnitReady(), 0).good();
    first.connect(2).execute(Cdb.testUnitReady(), 0).good();
  }

  private static void logoutSession(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    first.send(first.logout(0, 0));
    RawPdu pdu = first.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "Logout of the session is answered by " + pdu.u8(2) + ".");
    second.hasEnded("Logout of the session");
    first.hasEnded("Logout of the session");
    first.joining(3).run().refusedWith("The TSIH of a session that logged out", 0x0A);
  }

  private static void sessionReinstated(TestBench bench) {
    RawSession first = session(bench, 2);
    RawSession second = first.connect(2);
    RawSession newer = RawLogin.normal(bench).isid(first.isid()).session();
    first.hasEnded("Reinstatement of the session");
    second.hasEnded("Reinstatement of the session");
    newer.clearUnitAttentions().isAlive();
  }
}
