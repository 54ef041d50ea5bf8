// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** IE, second part: what the initiator sends again at error recovery level 1. */
public final class ResendCases {
  private static final String DIGEST =
      "RFC 7143 7.8 Digest Errors; 7.1.4.1 Recovery Within-command; 11.8 Ready To Transfer (R2T)";
  private static final String SEQUENCE =
      "RFC 7143 7.9 Sequence Errors; 7.1.4.1 Recovery Within-command; 11.7.5 DataSN";
  private static final String RETRY = "RFC 7143 7.2.1 Usage of Retry; 7.2 Retry and Reassign";
  private static final long SHORT_NS = 500_000_000L;

  private ResendCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .destructive(
            "IG-09",
            DIGEST,
            "Data-Out with a wrong digest at ErrorRecoveryLevel 1: Reject 02h, an R2T anew, and the write ends well",
            bench -> wrongDigests(bench, 1))
        .destructive(
            "IE-19",
            DIGEST,
            "The data that was asked for anew comes with a wrong digest, too: it is asked for once more",
            bench -> wrongDigests(bench, 3))
        .destructive(
            "IG-09/immediate",
            DIGEST + "; 7.3 Usage of Reject PDU in Recovery",
            "Immediate data with a wrong digest at level 1: Reject 02h, and the command is taken again with its CmdSN",
            ResendCases::immediate)
        .shall(
            "IG-09/ping",
            "RFC 7143 7.8 Digest Errors; 11.17.1 Reason",
            "A ping with a wrong data digest at level 1: Reject 02h, and it is taken again with its CmdSN",
            ResendCases::ping)
        .destructive(
            "IE-11",
            SEQUENCE,
            "A Data-Out that is left out at level 1 is asked for by an R2T, and the write ends well",
            bench -> leftOut(bench, 1))
        .destructive(
            "IE-11/first",
            SEQUENCE,
            "The first Data-Out that is left out at level 1 is asked for by an R2T",
            bench -> leftOut(bench, 0))
        .destructive(
            "IE-11/unsolicited",
            SEQUENCE + "; 4.2.5.2 Data Transfer Overview",
            "Unsolicited Data-Out that is left out at level 1 is asked for by an R2T",
            ResendCases::unsolicited)
        .destructive(
            "IE-02",
            RETRY + "; 4.2.2.1 Command Numbering and Acknowledging",
            "A command sent again while it is under way is carried out once",
            ResendCases::underWay)
        .destructive(
            "IE-03",
            RETRY + "; 10.4 Command Retry and Cleaning Old Command Instances",
            "A command sent again after its status is acknowledged is ignored",
            ResendCases::afterStatus)
        .destructive(
            "IE-02/header",
            RETRY + "; 7.8 Digest Errors",
            "A command whose header digest was wrong is carried out when it is sent again, once",
            ResendCases::wrongHeader)
        .shall(
            "IE-02/gap",
            RETRY + "; 7.1.4.2 Recovery Within-connection",
            "A command that was lost is carried out when it is sent again, before those behind it",
            ResendCases::lost)
        .list();
  }

  private static RawSession session(TestBench bench, String immediate, String initialR2t) {
    RawLogin login =
        RawLogin.normal(bench)
            .offer("ErrorRecoveryLevel", "1")
            .offer("DataDigest", "CRC32C")
            .offer("HeaderDigest", "CRC32C")
            .offer("InitialR2T", initialR2t)
            .offer("ImmediateData", immediate);
    RawSession session = login.session();
    bench.require(
        session.key("ErrorRecoveryLevel", 0) == 1
            && session.login().keys().first("DataDigest").equals("CRC32C"),
        "The target has no ErrorRecoveryLevel 1 with digests.");
    return session.clearUnitAttentions();
  }

  /** The next PDU that is no Reject; Rejects have to be for a data digest, or for a sequence. */
  private static RawPdu afterRejects(TestBench bench, RawSession session) {
    RawPdu pdu = session.next();
    while (pdu.opcode() == RawPdu.REJECT) {
      bench.check(
          pdu.u8(2) == 2 || pdu.u8(2) == 4 || pdu.u8(2) == 9,
          "The Reject has another reason: " + pdu + ".");
      pdu = session.next();
    }
    return pdu;
  }

  private static void wrongDigests(TestBench bench, int times) {
    RawSession session = session(bench, "No", "Yes");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 2, 1201 + times);
    RawPdu command = session.command(Cdb.write10(at, 2), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    for (int i = 0; i < times; i++) {
      int from = (int) r2t.u32(40);
      byte[] part = Arrays.copyOfRange(data, from, from + (int) r2t.u32(44));
      session.send(
          session.dataOut(command, r2t.targetTag(), 0, from, part, true).withBrokenDataDigest());
      RawPdu rejected = session.next();
      bench.check(
          rejected.opcode() != RawPdu.REJECT || rejected.u8(2) == 2,
          "A wrong data digest is rejected for another reason: " + rejected + ".");
      RawPdu next = rejected.opcode() == RawPdu.REJECT ? session.next() : rejected;
      bench.check(
          next.opcode() == RawPdu.R2T, "A wrong digest at level 1 is followed by " + next + ".");
      bench.check(
          next.u32(40) == r2t.u32(40) && next.u32(44) <= r2t.u32(44),
          "The new R2T asks for something else: " + next + ".");
      r2t = next;
    }
    session.serve(command, r2t, data);
    session.finish(Cdb.write10(at, 2), command, data.length, data).good();
    bench.blocks().expect(at, data, "a write whose data was sent again arrives whole");
  }

  private static void immediate(TestBench bench) {
    RawSession session = session(bench, "Yes", "Yes");
    bench.require(
        session.login().keys().first("ImmediateData").equals("Yes"),
        "The target takes no immediate data.");
    long at = bench.blocks().middle();
    bench.require(
        bench.facts().blockBytes() <= session.targetSegmentMax(), "A block is no single PDU.");
    byte[] data = bench.blocks().pattern(at, 1, 1211);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length).data(data);
    session.send(command.withBrokenDataDigest());
    RawPdu pdu = session.next();
    bench.require(
        pdu.opcode() == RawPdu.REJECT, "The target ends the command with a status, which it may.");
    bench.check(pdu.u8(2) == 2, "The Reject has another reason: " + pdu + ".");
    RawPdu again =
        session
            .command(Cdb.write10(at, 1), 0, data.length)
            .tag(command.tag())
            .set(24, 4, command.u32(24))
            .data(data);
    session.commandNumber((command.u32(24) + 1) & 0xFFFF_FFFFL);
    session.send(again);
    session.finish(Cdb.write10(at, 1), again, data.length, data).good();
    bench.blocks().expect(at, data, "a write that was sent again arrives whole");
    session.isAlive();
  }

  private static void ping(TestBench bench) {
    RawSession session = session(bench, "No", "Yes");
    byte[] data = {1, 2, 3, 4, 5, 6, 7};
    RawPdu ping = session.request(RawPdu.NOP_OUT, false).set(20, 4, RawPdu.NO_TAG).data(data);
    session.send(ping.withBrokenDataDigest());
    RawPdu rejected = session.next(RawPdu.REJECT);
    bench.check(rejected.u8(2) == 2, "The Reject has another reason: " + rejected + ".");
    session.send(
        session
            .request(RawPdu.NOP_OUT, true)
            .flags(0x80)
            .set(0, 1, RawPdu.NOP_OUT)
            .set(20, 4, RawPdu.NO_TAG)
            .set(24, 4, ping.u32(24))
            .data(data));
    RawPdu pong = session.next(RawPdu.NOP_IN);
    bench.check(Arrays.equals(pong.data(), data), "The ping is echoed wrongly: " + pong + ".");
  }

  private static void leftOut(TestBench bench, int missing) {
    RawSession session = session(bench, "No", "Yes");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 4, 1221 + missing);
    RawPdu command = session.command(Cdb.write10(at, 4), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    bench.require(r2t.u32(44) == data.length, "The target asks for less than 4 blocks at once.");
    int piece = data.length / 4;
    for (int number = 0; number < 4; number++) {
      if (number != missing) {
        byte[] part = Arrays.copyOfRange(data, number * piece, (number + 1) * piece);
        session.send(
            session.dataOut(command, r2t.targetTag(), number, number * piece, part, number == 3));
      }
    }
    served(bench, session, command, data);
    bench.blocks().expect(at, data, "a write of which a part was sent again arrives whole");
  }

  /** Serves the R2Ts that come after Rejects, and asks for GOOD. */
  private static void served(TestBench bench, RawSession session, RawPdu command, byte[] data) {
    RawPdu pdu = afterRejects(bench, session);
    bench.check(pdu.opcode() == RawPdu.R2T, "Data that is missing is followed by " + pdu + ".");
    while (pdu.opcode() == RawPdu.R2T) {
      session.serve(command, pdu, data);
      pdu = afterRejects(bench, session);
    }
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0, "The write ends with " + pdu + ".");
  }

  private static void unsolicited(TestBench bench) {
    RawSession session = session(bench, "No", "No");
    bench.require(
        session.login().keys().first("InitialR2T").equals("No"),
        "The target takes no unsolicited data.");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 4, 1231);
    RawPdu command = session.command(Cdb.write10(at, 4), 0, data.length).flags(0x21);
    session.send(command);
    int piece = data.length / 4;
    for (int number : new int[] {0, 2, 3}) {
      byte[] part = Arrays.copyOfRange(data, number * piece, (number + 1) * piece);
      session.send(
          session.dataOut(command, RawPdu.NO_TAG, number, number * piece, part, number == 3));
    }
    served(bench, session, command, data);
    bench.blocks().expect(at, data, "a write of which a part was sent again arrives whole");
  }

  private static void underWay(TestBench bench) {
    RawSession session = session(bench, "No", "Yes");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1241);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(command);
    session.isSilent("A command that is under way and comes again");
    session.serve(command, r2t, data);
    session.finish(Cdb.write10(at, 1), command, data.length, data).good();
    session.isSilent("A command that came twice and is over");
  }

  private static void afterStatus(TestBench bench) {
    RawSession session = session(bench, "No", "Yes");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1251);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    session.send(command);
    session.finish(Cdb.write10(at, 1), command, data.length, data).good();
    session.isAlive();
    byte[] newer = bench.blocks().pattern(at, 1, 1252);
    bench.blocks().write(at, newer);
    session.send(command);
    session.isSilent("A command that is over and comes again");
    bench.blocks().expect(at, newer, "a command that comes again is not carried out again");
  }

  private static void wrongHeader(TestBench bench) {
    RawSession session = session(bench, "No", "Yes");
    RawPdu command = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(command.withBrokenHeaderDigest());
    @Nullable RawPdu pdu = session.poll(SHORT_NS);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.ASYNC,
        "A command with a wrong header digest is answered by " + pdu + ".");
    bench.require(
        !session.connection().hasEnded(),
        "The target ends the connection at a wrong header digest, which it may.");
    RawPdu again =
        session.command(Cdb.testUnitReady(), 0, 0).tag(command.tag()).set(24, 4, command.u32(24));
    session.commandNumber((command.u32(24) + 1) & 0xFFFF_FFFFL);
    session.send(again);
    session.finish(Cdb.testUnitReady(), again, 0, new byte[0]).good();
    session.isSilent("The command");
  }

  private static void lost(TestBench bench) {
    RawSession session = session(bench, "No", "Yes");
    RawPdu lost = session.command(Cdb.testUnitReady(), 0, 0);
    RawPdu behind = session.command(Cdb.testUnitReady(), 0, 0);
    session.send(behind);
    session.isSilent("A command behind one that is missing");
    session.send(lost);
    bench.check(
        session.next(RawPdu.SCSI_RESPONSE).tag() == lost.tag(), "The order is not that of CmdSN.");
    bench.check(
        session.next(RawPdu.SCSI_RESPONSE).tag() == behind.tag(), "The second has no answer.");
  }
}
