// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.ArrayList;
import java.util.Arrays;
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

/** IE, first part: SNACK at error recovery level 1. */
public final class SnackCases {
  private static final String SNACK = "RFC 7143 11.16 SNACK Request";
  private static final String RUN = SNACK + "; 11.16.6 BegRun; 11.16.7 RunLength";
  private static final String DATA =
      RUN + "; 4.2.2.4 Data Sequencing; 7.1.4.1 Recovery Within-command; 11.7.5 DataSN";
  private static final String STATUS =
      RUN + "; 7.1.4.2 Recovery Within-connection; 4.2.2.2 Response/Status Numbering";
  private static final String RESEGMENTED =
      "RFC 7143 11.16.3 Resegmentation; 11.16.5 Target Transfer Tag or SNACK Tag; 11.4.4 SNACK Tag";
  private static final String ACK =
      "RFC 7143 11.16.2 Data Acknowledgment; 11.7.2 A (Acknowledge) Bit";
  private static final int DATA_OR_R2T = 0;
  private static final int STATUS_SNACK = 1;
  private static final int DATA_ACK = 2;
  private static final int R_DATA = 3;

  private SnackCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    ofData(table);
    ofStatus(table);
    return table
        .shall(
            "IE-01",
            "RFC 7143 13.20 ErrorRecoveryLevel; 7.1.5 Error Recovery Hierarchy",
            "ErrorRecoveryLevel 0, 1 and 2 are answered by no more than was offered",
            SnackCases::levels)
        .destructive(
            "IE-08",
            RUN + "; 11.8.2 R2TSN",
            "An R2T that is asked for again comes again as it was, and the write ends well",
            SnackCases::r2t)
        .shall(
            "IE-09",
            SNACK + "; 11.17.1 Reason",
            "A SNACK at ErrorRecoveryLevel 0 is rejected",
            SnackCases::levelZero)
        .shall(
            "IE-09/reserved",
            "RFC 7143 11.16.1 Type",
            "A SNACK of a reserved type is rejected",
            bench -> refused(bench, 9, 1, 1))
        .shall(
            "IE-07",
            ACK,
            "A DataACK for what the A bit asked for: the read goes on to its end",
            SnackCases::acknowledged)
        .shall(
            "IE-07/unknown",
            ACK + "; 11.17.1 Reason",
            "A DataACK for a Target Transfer Tag that was not given is rejected, reason 08h",
            SnackCases::unknownAck)
        .list();
  }

  private static void ofData(CaseTable table) {
    table
        .shall(
            "IE-05",
            DATA,
            "Data-In that is asked for again by number comes again as it was",
            bench -> dataAgain(bench, 1, 2))
        .shall(
            "IE-05/first",
            DATA,
            "The first Data-In alone comes again as it was",
            bench -> dataAgain(bench, 0, 1))
        .shall(
            "IE-05/all",
            DATA,
            "BegRun 0 with RunLength 0: all Data-In come again",
            bench -> dataAgain(bench, 0, 0))
        .shall(
            "IE-05/beyond",
            SNACK + "; 7.3 Usage of Reject PDU in Recovery",
            "A SNACK for Data-In that was not sent is rejected",
            SnackCases::dataBeyond)
        .shall(
            "IE-05/unknown",
            SNACK + "; 11.16.4 Initiator Task Tag",
            "A SNACK for Data-In of no command is rejected",
            bench -> refused(bench, DATA_OR_R2T, 0x7777, 0))
        .shall(
            "IE-05/acknowledged",
            SNACK,
            "A SNACK for Data-In of a command whose status is acknowledged is rejected",
            SnackCases::dataAcknowledged)
        .shall(
            "IE-06",
            RESEGMENTED,
            "R-Data SNACK after MaxRecvDataSegmentLength shrank: all data in smaller PDUs, the SNACK Tag in the response",
            SnackCases::resegmented);
  }

  private static void ofStatus(CaseTable table) {
    table
        .shall(
            "IE-04",
            STATUS,
            "A SCSI Response that is asked for again comes again under its StatSN",
            bench -> statusAgain(bench, false))
        .shall(
            "IE-04/all",
            STATUS,
            "BegRun 0 with RunLength 0: all status that is not acknowledged comes again",
            bench -> statusAgain(bench, true))
        .shall(
            "IE-04/ping",
            STATUS + "; 11.19.2 StatSN",
            "A NOP-In that is asked for again comes again under its StatSN",
            SnackCases::pingAgain)
        .shall(
            "IE-10",
            STATUS,
            "A SNACK for status that was acknowledged brings it not again",
            SnackCases::statusAcknowledged)
        .shall(
            "IE-10/beyond",
            STATUS,
            "A SNACK for status that was not sent brings nothing but a Reject",
            SnackCases::statusBeyond);
  }

  /** A session at {@code level}; skipped where the target does not go so far. */
  static RawSession session(TestBench bench, int level) {
    return session(bench, level, RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "1024"));
  }

  /** What {@code login} gives at {@code level}, with Data-Out by R2T alone. */
  static RawSession session(TestBench bench, int level, RawLogin login) {
    RawSession session =
        login
            .offer("ErrorRecoveryLevel", String.valueOf(level))
            .offer("ImmediateData", "No")
            .session();
    bench.require(
        session.key("ErrorRecoveryLevel", 0) == level,
        "The target has no ErrorRecoveryLevel " + level + ".");
    return session.clearUnitAttentions();
  }

  private static void levels(TestBench bench) {
    for (int level = 0; level <= 2; level++) {
      String offered = String.valueOf(level);
      RawSession session = RawLogin.normal(bench).offer("ErrorRecoveryLevel", offered).session();
      String result = session.login().keys().first("ErrorRecoveryLevel");
      bench.check(
          result.matches("[0-2]") && result.compareTo(offered) <= 0,
          "ErrorRecoveryLevel=" + level + " is answered by " + result + ".");
    }
  }

  /** Reads a few KiB and gives all Data-In and the SCSI Response, which is not acknowledged. */
  private static List<RawPdu> read(TestBench bench, RawSession session) {
    session.holdAcknowledgements();
    int blocks = Math.max(1, 4096 / bench.facts().blockBytes());
    session.send(session.command(Cdb.read10(0, blocks), blocks * bench.facts().blockBytes(), 0));
    List<RawPdu> all = new ArrayList<>();
    do {
      all.add(session.next());
    } while (last(all).opcode() == RawPdu.DATA_IN && (last(all).u8(1) & 1) == 0);
    return all;
  }

  private static RawPdu last(List<RawPdu> all) {
    return all.get(all.size() - 1);
  }

  private static List<RawPdu> dataOf(List<RawPdu> all) {
    return all.stream().filter(pdu -> pdu.opcode() == RawPdu.DATA_IN).toList();
  }

  private static void same(TestBench bench, RawPdu again, RawPdu before, int... offsets) {
    for (int offset : offsets) {
      bench.check(
          again.u32(offset) == before.u32(offset),
          "What comes again differs at byte " + offset + ": " + again + ", not " + before + ".");
    }
    bench.check(
        again.u8(0) == before.u8(0) && Arrays.equals(again.data(), before.data()),
        "What comes again has other data: " + again + ", not " + before + ".");
  }

  private static void dataAgain(TestBench bench, int from, int run) {
    RawSession session = session(bench, 1);
    List<RawPdu> data = dataOf(read(bench, session));
    int until = run == 0 ? data.size() : from + run;
    bench.check(data.size() >= 3, "4096 bytes came in " + data.size() + " PDUs of up to 1024.");
    session.send(session.snack(DATA_OR_R2T, data.get(0).tag(), RawPdu.NO_TAG, from, run));
    for (int number = from; number < until; number++) {
      same(bench, session.next(RawPdu.DATA_IN), data.get(number), 16, 36, 40);
    }
    session.isAlive();
  }

  private static void dataBeyond(TestBench bench) {
    RawSession session = session(bench, 1);
    RawPdu first = read(bench, session).get(0);
    session.send(session.snack(DATA_OR_R2T, first.tag(), RawPdu.NO_TAG, 100, 1));
    session.rejected("A SNACK for Data-In that was not sent");
  }

  private static void dataAcknowledged(TestBench bench) {
    RawSession session = session(bench, 1);
    List<RawPdu> all = read(bench, session);
    session.acknowledge(last(all).u32(24) + 1);
    session.isAlive();
    session.send(session.snack(DATA_OR_R2T, all.get(0).tag(), RawPdu.NO_TAG, 0, 1));
    session.rejected("A SNACK for Data-In of a command that is over");
  }

  private static void refused(TestBench bench, int type, long tag, long from) {
    RawSession session = session(bench, 1);
    session.send(session.snack(type, tag, RawPdu.NO_TAG, from, 1));
    session.rejected("The SNACK");
  }

  private static void resegmented(TestBench bench) {
    RawSession session = session(bench, 1);
    List<RawPdu> before = dataOf(read(bench, session));
    TextKeys keys = new TextKeys().add("MaxRecvDataSegmentLength", "512");
    session.send(session.text(keys));
    session.next(RawPdu.TEXT_RESPONSE);
    session.send(session.snack(R_DATA, before.get(0).tag(), 0x5A5A, 0, 0));
    int due = before.stream().mapToInt(RawPdu::dataLength).sum();
    byte[] whole = new byte[due];
    for (RawPdu each : before) {
      System.arraycopy(each.data(), 0, whole, (int) each.u32(40), each.dataLength());
    }
    int came = 0;
    RawPdu pdu = session.next();
    while (pdu.opcode() == RawPdu.DATA_IN) {
      bench.check(pdu.dataLength() <= 512, "A Data-In has " + pdu.dataLength() + " bytes.");
      bench.check(pdu.u32(40) == came, "Data-In goes on at " + pdu.u32(40) + ", not " + came + ".");
      byte[] same = Arrays.copyOfRange(whole, came, came + pdu.dataLength());
      bench.check(Arrays.equals(same, pdu.data()), "Data that comes again differs.");
      came += pdu.dataLength();
      pdu = session.next();
    }
    bench.check(came == due, came + " of " + due + " bytes come again.");
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u32(20) == 0x5A5A,
        "The response has another SNACK Tag: " + pdu + ".");
  }

  private static void statusAgain(TestBench bench, boolean all) {
    RawSession session = session(bench, 1);
    session.holdAcknowledgements();
    List<RawPdu> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      session.send(session.command(Cdb.testUnitReady(), 0, 0));
      sent.add(session.next(RawPdu.SCSI_RESPONSE));
    }
    long from = all ? 0 : sent.get(1).u32(24);
    session.send(session.snack(STATUS_SNACK, RawPdu.NO_TAG, RawPdu.NO_TAG, from, all ? 0 : 1));
    for (RawPdu each : all ? sent : sent.subList(1, 2)) {
      RawPdu again = session.next(RawPdu.SCSI_RESPONSE);
      same(bench, again, each, 0, 16, 24);
    }
    session.acknowledge(sent.get(2).u32(24) + 1);
    session.isAlive();
  }

  private static void pingAgain(TestBench bench) {
    RawSession session = session(bench, 1);
    session.holdAcknowledgements();
    byte[] data = {4, 3, 2, 1, 0};
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(data));
    RawPdu pong = session.next(RawPdu.NOP_IN);
    session.send(session.snack(STATUS_SNACK, RawPdu.NO_TAG, RawPdu.NO_TAG, pong.u32(24), 1));
    same(bench, session.next(RawPdu.NOP_IN), pong, 16, 20, 24);
  }

  private static void statusAcknowledged(TestBench bench) {
    RawSession session = session(bench, 1);
    session.send(session.command(Cdb.testUnitReady(), 0, 0));
    RawPdu first = session.next(RawPdu.SCSI_RESPONSE);
    session.send(session.command(Cdb.testUnitReady(), 0, 0));
    session.next(RawPdu.SCSI_RESPONSE);
    session.send(session.snack(STATUS_SNACK, RawPdu.NO_TAG, RawPdu.NO_TAG, first.u32(24), 1));
    RawPdu pdu = session.poll(500_000_000L);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT,
        "Status that was acknowledged comes again: " + pdu + ".");
  }

  private static void statusBeyond(TestBench bench) {
    RawSession session = session(bench, 1);
    long beyond = session.expectedStatus() + 50;
    session.send(session.snack(STATUS_SNACK, RawPdu.NO_TAG, RawPdu.NO_TAG, beyond, 1));
    session.rejected("A SNACK for status that was not sent");
  }

  private static void r2t(TestBench bench) {
    RawSession session = session(bench, 1);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 4, 1101);
    RawPdu command = session.command(Cdb.write10(at, 4), 0, data.length);
    session.send(command);
    RawPdu first = session.next(RawPdu.R2T);
    session.send(
        session.snack(DATA_OR_R2T, command.tag(), RawPdu.NO_TAG, first.u32(36), 1).set(8, 8, 0));
    same(bench, session.next(RawPdu.R2T), first, 16, 20, 36, 40, 44);
    session.serve(command, first, data);
    session.finish(Cdb.write10(at, 4), command, data.length, data).good();
    bench.blocks().expect(at, data, "the write arrives whole");
  }

  private static void levelZero(TestBench bench) {
    RawSession session = session(bench, 0);
    session.send(
        session.snack(STATUS_SNACK, RawPdu.NO_TAG, RawPdu.NO_TAG, session.expectedStatus() - 1, 1));
    session.rejected("A SNACK at ErrorRecoveryLevel 0");
  }

  private static void acknowledged(TestBench bench) {
    RawSession session =
        session(bench, 1, RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "262144"));
    int blocks = Math.min(60_000, bench.facts().transferBlocksMax());
    int due = blocks * bench.facts().blockBytes();
    session.send(session.command(Cdb.read10(0, blocks), due, 0));
    int acknowledged = 0;
    RawPdu pdu = session.next();
    long came = 0;
    while (pdu.opcode() == RawPdu.DATA_IN) {
      came += pdu.dataLength();
      if ((pdu.u8(1) & 0x40) != 0) {
        acknowledged++;
        bench.check(pdu.targetTag() != RawPdu.NO_TAG, "An A bit comes without a tag: " + pdu + ".");
        session.send(
            session
                .snack(DATA_ACK, RawPdu.NO_TAG, pdu.targetTag(), pdu.u32(36) + 1, 0)
                .set(8, 8, pdu.u64(8)));
      }
      pdu = session.next();
    }
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0 && came == due,
        "A read of " + due + " bytes ends after " + came + " with " + pdu + ".");
    bench.require(acknowledged > 0, "The target asks for no acknowledgement of " + due + " bytes.");
  }

  private static void unknownAck(TestBench bench) {
    RawSession session = session(bench, 1);
    session.send(session.snack(DATA_ACK, RawPdu.NO_TAG, 0x7654_3210L, 1, 0));
    RawPdu pdu = session.rejected("A DataACK of an unknown tag");
    bench.check(
        pdu == null || pdu.u8(2) == 8 || pdu.u8(2) == 3,
        "A DataACK of an unknown tag is rejected for another reason: " + pdu + ".");
  }
}
