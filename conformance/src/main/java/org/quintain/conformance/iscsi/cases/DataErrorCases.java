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
import org.quintain.conformance.scsi.Cdb;

/**
 * ID, second part: Data-Out that is not as it should be never reaches the medium and never harms
 * the target.
 */
public final class DataErrorCases {
  private static final String UNSOLICITED =
      "RFC 7143 4.2.5.2; SPC-5 0C/0C UNEXPECTED UNSOLICITED DATA";
  private static final String SEQUENCE =
      "RFC 7143 7.9 Sequence Errors; 7.10 Message Error Checking; 11.7 SCSI Data-Out and SCSI Data-In";

  private DataErrorCases() {}

  /** A write without immediate data that waits for its R2T to be served. */
  private record Open(
      RawSession session, Cdb cdb, RawPdu command, byte[] data, long at, RawPdu r2t) {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .destructive(
            "ID-02",
            "RFC 7143 13.11 ImmediateData; 11.3.6 Data Segment - Command Data",
            "Immediate data with ImmediateData=No: an error, or it is not used; the medium holds no part of it",
            DataErrorCases::forbiddenImmediate)
        .destructive(
            "ID-03",
            UNSOLICITED,
            "Unsolicited Data-Out with InitialR2T=Yes writes nothing",
            DataErrorCases::forbiddenUnsolicited)
        .destructive(
            "ID-04",
            "RFC 7143 13.14 FirstBurstLength",
            "More unsolicited data than FirstBurstLength: an error, and nothing of it behind that length is written",
            DataErrorCases::tooMuchUnsolicited)
        .destructive(
            "ID-10",
            SEQUENCE + "; 11.7.4 Target Transfer Tag and LUN",
            "Data-Out with a Target Transfer Tag of no R2T does not reach the medium",
            bench ->
                bad(
                    bench,
                    open ->
                        open.session.send(
                            open.session.dataOut(
                                open.command, 0x7777_7777L, 0, 0, open.data, true))))
        .destructive(
            "ID-11",
            SEQUENCE,
            "Data-Out with a Buffer Offset other than the R2T asks for does not reach the medium",
            bench -> bad(bench, DataErrorCases::wrongOffset))
        .destructive(
            "ID-12",
            SEQUENCE,
            "Data-Out behind the end of what the R2T asks for does not reach the medium",
            bench -> bad(bench, DataErrorCases::tooLong))
        .destructive(
            "ID-13",
            "RFC 7143 13.12 MaxRecvDataSegmentLength",
            "A data segment longer than the target declared does no harm",
            DataErrorCases::segmentTooLong)
        .destructive(
            "ID-14",
            SEQUENCE,
            "Data-Out with a DataSN out of order does not lead to GOOD with wrong data",
            bench ->
                bad(
                    bench,
                    open ->
                        open.session.send(
                            open.session.dataOut(
                                open.command, open.r2t.targetTag(), 5, 0, open.data, true))))
        .destructive(
            "ID-16",
            SEQUENCE,
            "Data-Out of no known task is rejected or ignored",
            DataErrorCases::unknownTask)
        .list();
  }

  private static void stillServes(TestBench bench, long at, byte[] before, String what) {
    bench.blocks().expect(at, before, what);
    DataCases.session(RawLogin.normal(bench)).isAlive();
  }

  private static void forbiddenImmediate(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench).offer("ImmediateData", "No"));
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 900);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 901);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length).data(data);
    session.send(command);
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(),
        "Forbidden immediate data is answered by silence.");
    boolean isGood = pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0;
    bench.check(!isGood, "A write with forbidden immediate data ended GOOD.");
    stillServes(bench, at, before, "immediate data that was negotiated away is not written");
  }

  private static void forbiddenUnsolicited(TestBench bench) {
    RawSession session =
        DataCases.session(
            RawLogin.normal(bench).offer("InitialR2T", "Yes").offer("ImmediateData", "No"));
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 902);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 903);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length).flags(0x21);
    session.send(command);
    session.send(session.dataOut(command, RawPdu.NO_TAG, 0, 0, data, true));
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(),
        "Forbidden unsolicited data is answered by silence.");
    boolean isGood = pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0;
    bench.check(!isGood, "A write with forbidden unsolicited data ended GOOD.");
    stillServes(bench, at, before, "unsolicited data that was negotiated away is not written");
  }

  private static void tooMuchUnsolicited(TestBench bench) {
    RawSession session =
        DataCases.session(
            RawLogin.normal(bench)
                .offer("InitialR2T", "No")
                .offer("ImmediateData", "No")
                .offer("FirstBurstLength", "4096")
                .offer("MaxBurstLength", "65536"));
    bench.require(
        session.login().keys().first("InitialR2T").equals("No"),
        "The target insists on InitialR2T=Yes.");
    int first = session.key("FirstBurstLength", 65536);
    long at = bench.blocks().middle();
    int blocks = 2 * first / bench.facts().blockBytes() + 2;
    byte[] before = bench.blocks().pattern(at, blocks, 904);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, blocks, 905);
    RawPdu command = session.command(Cdb.write10(at, blocks), 0, data.length).flags(0x21);
    session.send(command);
    int number = 0;
    for (int from = 0; from < data.length; from += 2048) {
      int to = Math.min(data.length, from + 2048);
      byte[] piece = java.util.Arrays.copyOfRange(data, from, to);
      session.send(
          session.dataOut(command, RawPdu.NO_TAG, number++, from, piece, to == data.length));
    }
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(),
        "Too much unsolicited data is answered by silence.");
    boolean isGood = pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0;
    bench.check(!isGood, "A write with more unsolicited data than FirstBurstLength ended GOOD.");
    int last = blocks - 1;
    bench
        .blocks()
        .expect(
            at + last,
            bench.blocks().pattern(at + last, 1, 904),
            "unsolicited data behind FirstBurstLength is not written");
    DataCases.session(RawLogin.normal(bench)).isAlive();
  }

  private static Open open(TestBench bench, int salt) {
    RawSession session = DataCases.session(RawLogin.normal(bench).offer("ImmediateData", "No"));
    long at = bench.blocks().middle();
    bench.blocks().write(at, bench.blocks().pattern(at, 4, salt));
    byte[] data = bench.blocks().pattern(at, 2, salt + 1);
    Cdb cdb = Cdb.write10(at, 2);
    RawPdu command = session.command(cdb, 0, data.length);
    session.send(command);
    return new Open(session, cdb, command, data, at, session.next(RawPdu.R2T));
  }

  private interface Wrong {
    void send(Open open);
  }

  /**
   * Serves an R2T wrongly: no GOOD unless the data is right in the end, and nothing beside the
   * write changes.
   */
  private static void bad(TestBench bench, Wrong wrong) {
    Open open = open(bench, 910);
    wrong.send(open);
    RawPdu pdu = open.session.poll(2_000_000_000L);
    boolean isGood = pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0;
    byte[] older = bench.blocks().pattern(open.at, 4, 910);
    int size = bench.facts().blockBytes();
    byte[] came = bench.blocks().read(open.at, 4);
    bench.check(!isGood, "The write ended GOOD, though its data came wrongly.");
    for (int i = 0; i < 4; i++) {
      boolean isOld = bench.blocks().isPattern(came, i, open.at + i, 910);
      boolean isNew = i < 2 && bench.blocks().isPattern(came, i, open.at + i, 911);
      bench.check(
          isOld || isNew,
          "Block "
              + (open.at + i)
              + " of "
              + older.length / size
              + " holds data that nobody sent for it.");
    }
    DataCases.session(RawLogin.normal(bench)).isAlive();
  }

  private static void wrongOffset(Open open) {
    byte[] half = java.util.Arrays.copyOfRange(open.data, 0, open.data.length / 2);
    open.session.send(
        open.session.dataOut(
            open.command, open.r2t.targetTag(), 0, open.data.length / 2, half, true));
  }

  private static void tooLong(Open open) {
    byte[] more = java.util.Arrays.copyOf(open.data, 2 * open.data.length);
    open.session.send(open.session.dataOut(open.command, open.r2t.targetTag(), 0, 0, more, true));
  }

  private static void segmentTooLong(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench).offer("ImmediateData", "Yes"));
    int limit = session.targetSegmentMax();
    bench.require(limit <= 1 << 20, "The target takes data segments of more than 1 MiB.");
    int blocks = limit / bench.facts().blockBytes() + 2;
    bench.require(blocks <= bench.facts().transferBlocksMax(), "No write is long enough.");
    long at = 0;
    byte[] before = bench.blocks().read(at, 1);
    byte[] data = new byte[blocks * bench.facts().blockBytes()];
    RawPdu command = session.command(Cdb.write10(at, blocks), 0, data.length).data(data);
    session.send(command);
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(),
        "A data segment longer than declared is answered by silence.");
    boolean isGood = pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0;
    if (!isGood) {
      bench
          .blocks()
          .expect(
              at, before, "a write that failed for the length of its data segment writes nothing");
    }
    DataCases.session(RawLogin.normal(bench)).isAlive();
  }

  private static void unknownTask(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench));
    RawPdu noCommand =
        RawPdu.of(RawPdu.SCSI_COMMAND, false).set(8, 8, bench.lun()).tag(0x4444_4444L);
    session.send(session.dataOut(noCommand, 0x1234L, 0, 0, new byte[512], true));
    RawPdu pdu = session.poll(1_000_000_000L);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT,
        "Data-Out of no known task is answered by " + pdu + ".");
    DataCases.session(RawLogin.normal(bench)).isAlive();
  }
}
