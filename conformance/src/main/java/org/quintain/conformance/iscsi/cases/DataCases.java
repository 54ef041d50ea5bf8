// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** ID, first part: how writes are split, and what R2Ts ask for. */
public final class DataCases {
  private static final String DATA = "RFC 7143 4.2.5.2 Data Transfer Overview";
  private static final String R2T =
      "RFC 7143 11.8 Ready To Transfer (R2T); 11.8.1 TotalAHSLength and DataSegmentLength; 11.8.2 R2TSN; 11.8.5 Target Transfer Tag";

  private DataCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    for (String initialR2t : List.of("Yes", "No")) {
      for (String immediate : List.of("Yes", "No")) {
        table.destructive(
            "ID-01/r2t-"
                + initialR2t.toLowerCase(java.util.Locale.ROOT)
                + "-immediate-"
                + immediate.toLowerCase(java.util.Locale.ROOT),
            DATA,
            "Writes of many lengths with InitialR2T="
                + initialR2t
                + ", ImmediateData="
                + immediate
                + ": the data arrives, R2Ts ask for the rest exactly",
            bench -> split(bench, initialR2t, immediate));
      }
    }
    return table
        .destructive(
            "ID-07",
            R2T,
            "R2TSN from 0, offsets ascending, none longer than MaxBurstLength, a Target Transfer Tag of its own",
            DataCases::r2tFields)
        .destructive(
            "ID-08",
            "RFC 7143 13.17 MaxOutstandingR2T",
            "No more R2Ts outstanding than negotiated: 1 and 4",
            DataCases::outstanding)
        .destructive(
            "ID-15",
            "RFC 7143 11.7.5 DataSN",
            "DataSN begins at 0 with each R2T; all data arrives",
            DataCases::dataNumbers)
        .destructive(
            "ID-27",
            DATA,
            "With the smallest MaxBurstLength, FirstBurstLength and MaxRecvDataSegmentLength all data arrives both ways",
            DataCases::smallest)
        .destructive(
            "ID-30",
            DATA,
            "A write whose PDUs come in small pieces of the stream arrives whole",
            DataCases::pieces)
        .list();
  }

  static RawSession session(RawLogin login) {
    return login.session().clearUnitAttentions();
  }

  /** The lengths in blocks to try: one, around the bursts, and several bursts. */
  private static int[] lengths(TestBench bench, int first, int max) {
    int block = bench.facts().blockBytes();
    return new int[] {
      1, Math.max(1, first / block), first / block + 1, max / block, 3 * max / block + 1
    };
  }

  private static void split(TestBench bench, String initialR2t, String immediate) {
    RawLogin login =
        RawLogin.normal(bench)
            .offer("InitialR2T", initialR2t)
            .offer("ImmediateData", immediate)
            .offer("FirstBurstLength", "16384")
            .offer("MaxBurstLength", "32768");
    RawSession session = session(login);
    boolean needsR2t = !session.login().keys().first("InitialR2T").equals("No");
    boolean takesImmediate = !session.login().keys().first("ImmediateData").equals("No");
    int first = session.key("FirstBurstLength", 65536);
    int max = session.key("MaxBurstLength", 262144);
    int salt = 820;
    for (int blocks : lengths(bench, first, max)) {
      long at = bench.blocks().middle();
      byte[] data = bench.blocks().pattern(at, blocks, ++salt);
      Cdb cdb = Cdb.write10(at, blocks);
      RawPdu command = session.command(cdb, 0, data.length);
      int sent = 0;
      if (takesImmediate) {
        sent = Math.min(data.length, Math.min(first, session.targetSegmentMax()));
        command.data(java.util.Arrays.copyOf(data, sent));
      }
      int unsolicited = needsR2t ? sent : Math.min(first, data.length);
      command.flags((unsolicited > sent ? 0 : 0x80) | 0x21);
      session.send(command);
      sendUnsolicited(session, command, data, sent, unsolicited);
      solicited(bench, session, cdb, command, data, unsolicited, max);
      bench.blocks().expect(at, data, "a write of " + blocks + " blocks arrives whole");
    }
  }

  private static void sendUnsolicited(
      RawSession session, RawPdu command, byte[] data, int from, int to) {
    int number = 0;
    int at = from;
    while (at < to) {
      int piece = Math.min(session.targetSegmentMax(), to - at);
      byte[] bytes = java.util.Arrays.copyOfRange(data, at, at + piece);
      session.send(session.dataOut(command, RawPdu.NO_TAG, number++, at, bytes, at + piece == to));
      at += piece;
    }
  }

  /**
   * Serves R2Ts, which must ask for everything from {@code next} on in order, and asks for GOOD.
   */
  private static void solicited(
      TestBench bench,
      RawSession session,
      Cdb cdb,
      RawPdu command,
      byte[] data,
      int from,
      int max) {
    int next = from;
    while (true) {
      RawPdu pdu = session.next();
      if (pdu.opcode() != RawPdu.R2T) {
        bench.check(pdu.opcode() == RawPdu.SCSI_RESPONSE, cdb + " is answered by " + pdu + ".");
        bench.check(
            pdu.u8(3) == 0 && pdu.u8(2) == 0,
            cdb + " of " + data.length + " bytes ended with " + pdu + ".");
        bench.check(
            next == data.length, cdb + " ended after " + next + " of " + data.length + " bytes.");
        return;
      }
      bench.check(
          pdu.u32(40) == next,
          "An R2T asks from " + pdu.u32(40) + " on, though " + next + " is due.");
      bench.check(
          pdu.u32(44) > 0 && pdu.u32(44) <= max,
          "An R2T asks for " + pdu.u32(44) + " bytes with MaxBurstLength " + max + ".");
      session.serve(command, pdu, data);
      next += (int) pdu.u32(44);
    }
  }

  private static void r2tFields(TestBench bench) {
    RawSession session =
        session(
            RawLogin.normal(bench).offer("MaxBurstLength", "8192").offer("ImmediateData", "No"));
    int max = session.key("MaxBurstLength", 262144);
    int blocks = Math.max(4, 4 * max / bench.facts().blockBytes());
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, blocks, 840);
    RawPdu command = session.command(Cdb.write10(at, blocks), 0, data.length);
    session.send(command);
    int number = 0;
    long next = 0;
    RawPdu pdu = session.next();
    while (pdu.opcode() == RawPdu.R2T) {
      bench.check(
          pdu.tag() == command.tag(), "An R2T has another Initiator Task Tag than its command.");
      bench.check(pdu.u8(4) == 0 && pdu.dataLength() == 0, "An R2T has an AHS or data.");
      bench.check(pdu.targetTag() != RawPdu.NO_TAG, "An R2T has the reserved Target Transfer Tag.");
      bench.check(pdu.u64(8) == bench.lun(), "An R2T has another LUN than its command.");
      bench.check(
          pdu.u32(36) == number++, "R2TSN is " + pdu.u32(36) + ", not " + (number - 1) + ".");
      bench.check(
          pdu.u32(40) == next,
          "An R2T asks from " + pdu.u32(40) + " on, though " + next + " is due.");
      bench.check(
          pdu.u32(44) > 0 && pdu.u32(44) <= max,
          "An R2T asks for " + pdu.u32(44) + " bytes with MaxBurstLength " + max + ".");
      next += pdu.u32(44);
      session.serve(command, pdu, data);
      pdu = session.next();
    }
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0,
        "The write ended with " + pdu + ".");
    bench.check(next == data.length, "R2Ts asked for " + next + " of " + data.length + " bytes.");
  }

  private static void outstanding(TestBench bench) {
    for (int limit : new int[] {1, 4}) {
      RawSession session =
          session(
              RawLogin.normal(bench)
                  .offer("MaxOutstandingR2T", String.valueOf(limit))
                  .offer("MaxBurstLength", "4096")
                  .offer("ImmediateData", "No"));
      int result = session.key("MaxOutstandingR2T", 1);
      int blocks = Math.max(8, 8 * 4096 / bench.facts().blockBytes());
      long at = bench.blocks().middle();
      byte[] data = bench.blocks().pattern(at, blocks, 850 + limit);
      Cdb cdb = Cdb.write10(at, blocks);
      RawPdu command = session.command(cdb, 0, data.length);
      session.send(command);
      List<RawPdu> open = new java.util.ArrayList<>();
      open.add(session.next(RawPdu.R2T));
      RawPdu more = session.poll(500_000_000L);
      while (more != null) {
        open.add(more);
        more = session.poll(500_000_000L);
      }
      bench.check(
          open.size() <= result,
          open.size() + " R2Ts are outstanding with MaxOutstandingR2T=" + result + ".");
      for (RawPdu r2t : open) {
        session.serve(command, r2t, data);
      }
      session.finish(cdb, command, data.length, data).good();
      bench.blocks().expect(at, data, "the write arrives whole");
    }
  }

  private static void dataNumbers(TestBench bench) {
    RawSession session =
        session(
            RawLogin.normal(bench).offer("MaxBurstLength", "16384").offer("ImmediateData", "No"));
    long at = bench.blocks().middle();
    int blocks = Math.max(4, 65536 / bench.facts().blockBytes());
    byte[] data = bench.blocks().pattern(at, blocks, 860);
    session.write(Cdb.write10(at, blocks), data).good().residualIs(0, false);
    bench.blocks().expect(at, data, "a write served in several PDUs for each R2T arrives whole");
  }

  private static void smallest(TestBench bench) {
    RawSession session =
        session(
            RawLogin.normal(bench)
                .offer("MaxBurstLength", "512")
                .offer("FirstBurstLength", "512")
                .offer("MaxRecvDataSegmentLength", "512"));
    int blocks = Math.max(2, 8192 / bench.facts().blockBytes());
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, blocks, 870);
    session.write(Cdb.write10(at, blocks), data).good().residualIs(0, false);
    Answer answer = session.execute(Cdb.read10(at, blocks), data.length).good(data.length);
    bench
        .blocks()
        .same(at, data, answer.data(), "data written and read in pieces of 512 bytes is the same");
  }

  private static void pieces(TestBench bench) {
    RawSession session = session(RawLogin.normal(bench).offer("ImmediateData", "Yes"));
    bench.require(
        session.login().keys().first("ImmediateData").equals("Yes"),
        "The target takes no immediate data.");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 880);
    Cdb cdb = Cdb.write10(at, 1);
    RawPdu command = session.command(cdb, 0, data.length);
    int sent = Math.min(data.length, session.targetSegmentMax());
    byte[] bytes = session.connection().encode(command.data(java.util.Arrays.copyOf(data, sent)));
    for (int from = 0; from < bytes.length; from += 37) {
      session
          .connection()
          .sendBytes(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 37)));
    }
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "a write that comes in pieces arrives whole");
  }
}
