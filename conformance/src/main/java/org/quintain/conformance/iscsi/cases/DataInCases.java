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

/** ID, third part: how the data and the status of reads come. */
public final class DataInCases {
  private static final String DATA_IN = "RFC 7143 11.7 SCSI Data-In";

  private DataInCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .shall(
            "ID-18",
            DATA_IN,
            "Data-In: DataSN from 0, offsets ascending, F at the end of each MaxBurstLength, S with the last alone",
            DataInCases::dataIn)
        .shall(
            "ID-19",
            "RFC 7143 11.7.3 Flags (Byte 1); 11.7.1 F (Final) Bit",
            "Residual and status in Data-In as in a SCSI Response; CHECK CONDITION never in Data-In",
            DataInCases::statusInDataIn)
        .shall(
            "ID-21",
            DATA_IN,
            "The bytes of all Data-In are the less of what was expected and what there is",
            DataInCases::dataInSum)
        .shall(
            "ID-24",
            "RFC 7143 11.4.8 ExpDataSN",
            "ExpDataSN of a SCSI Response is the number of Data-In and R2T PDUs",
            DataInCases::expectedDataNumber)
        .shall(
            "ID-26",
            "RFC 7143 11.4.7 Data Segment - Sense and Response Data Segment",
            "Sense data in a SCSI Response comes behind its 2-byte length",
            DataInCases::senseLength)
        .shall(
            "ID-29",
            DATA_IN,
            "Reads under way together: each gets its own data",
            DataInCases::interleaved)
        .list();
  }

  private static void dataIn(TestBench bench) {
    RawSession session =
        DataCases.session(
            RawLogin.normal(bench)
                .offer("MaxRecvDataSegmentLength", "4096")
                .offer("MaxBurstLength", "16384"));
    int burst = session.key("MaxBurstLength", 262144);
    int blocks = Math.max(8, 3 * burst / bench.facts().blockBytes());
    int bytes = blocks * bench.facts().blockBytes();
    RawPdu command = session.command(Cdb.read10(0, blocks), bytes, 0);
    session.send(command);
    int number = 0;
    int next = 0;
    int inBurst = 0;
    boolean status = false;
    while (!status) {
      RawPdu pdu = session.next();
      if (pdu.opcode() == RawPdu.SCSI_RESPONSE) {
        bench.check(pdu.u8(3) == 0, "The read ended with " + pdu + ".");
        break;
      }
      bench.check(pdu.opcode() == RawPdu.DATA_IN, "A read is answered by " + pdu + ".");
      bench.check(
          pdu.dataLength() <= 4096,
          "A Data-In of " + pdu.dataLength() + " bytes with MaxRecvDataSegmentLength 4096.");
      bench.check(
          pdu.u32(36) == number++, "DataSN is " + pdu.u32(36) + ", not " + (number - 1) + ".");
      bench.check(pdu.u32(40) == next, "Buffer Offset is " + pdu.u32(40) + ", not " + next + ".");
      next += pdu.dataLength();
      inBurst += pdu.dataLength();
      boolean isFinal = (pdu.u8(1) & 0x80) != 0;
      status = (pdu.u8(1) & 1) != 0;
      bench.check(
          inBurst <= burst,
          "A sequence of " + inBurst + " bytes is longer than MaxBurstLength " + burst + ".");
      bench.check(!status || isFinal, "S is set without F.");
      if (isFinal) {
        inBurst = 0;
      }
    }
    bench.check(inBurst == 0, "The last Data-In has no F.");
    bench.check(next == bytes, "Data-In carried " + next + " of " + bytes + " bytes.");
  }

  private static void statusInDataIn(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench));
    int block = bench.facts().blockBytes();
    session.execute(Cdb.read10(0, 1), 2 * block).good(block).residualIs(block, false);
    session.execute(Cdb.read10(0, 2), block).good(block).residualIs(block, true);
    RawPdu command = session.command(Cdb.vpd(0x7E, 255), 255, 0);
    session.send(command);
    RawPdu pdu = session.next();
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 2,
        "CHECK CONDITION comes as " + pdu + ".");
  }

  private static void dataInSum(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench));
    int block = bench.facts().blockBytes();
    for (int expected : new int[] {0, 1, block - 1, block, block + 1, 2 * block, 3 * block}) {
      Answer answer = session.execute(Cdb.read10(0, 2), expected);
      int due = Math.min(expected, 2 * block);
      answer
          .good()
          .that(
              answer.dataLength() == due,
              due + " bytes with Expected Data Transfer Length " + expected);
    }
  }

  private static void expectedDataNumber(TestBench bench) {
    RawSession session =
        DataCases.session(RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "512"));
    RawPdu command = session.command(Cdb.read10(0, 2), 2 * bench.facts().blockBytes(), 0);
    session.send(command);
    int count = 0;
    while (true) {
      RawPdu pdu = session.next();
      if (pdu.opcode() == RawPdu.SCSI_RESPONSE) {
        bench.check(
            pdu.u32(36) == count,
            "ExpDataSN is " + pdu.u32(36) + " after " + count + " Data-In PDUs.");
        return;
      }
      count++;
      if ((pdu.u8(1) & 1) != 0) {
        bench.require(
            false, "The target puts the status into the last Data-In, which has no ExpDataSN.");
      }
    }
  }

  private static void senseLength(TestBench bench) {
    RawSession session = DataCases.session(RawLogin.normal(bench));
    RawPdu command = session.command(Cdb.vpd(0x7E, 255), 255, 0);
    session.send(command);
    RawPdu pdu = session.next(RawPdu.SCSI_RESPONSE);
    byte[] data = pdu.data();
    bench.check(
        data.length >= 2 + 18,
        "A CHECK CONDITION comes with " + data.length + " bytes of data segment.");
    int length = ((data[0] & 0xFF) << 8) | (data[1] & 0xFF);
    bench.check(
        length >= 18 && length + 2 <= data.length,
        "SenseLength is " + length + " in " + data.length + " bytes.");
    bench.check((data[2] & 0x7C) == 0x70, "Behind SenseLength is no sense data.");
    bench.check(
        pdu.u8(2) == 0,
        "The iSCSI response code is " + pdu.u8(2) + ", not 0 (command completed at target).");
  }

  private static void interleaved(TestBench bench) {
    RawSession session =
        DataCases.session(RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "512"));
    int block = bench.facts().blockBytes();
    int many = 4;
    RawPdu[] commands = new RawPdu[many];
    byte[][] came = new byte[many][8 * block];
    for (int i = 0; i < many; i++) {
      commands[i] = session.command(Cdb.read10(8L * i, 8), 8 * block, 0);
      session.send(commands[i]);
    }
    int left = many;
    while (left > 0) {
      RawPdu pdu = session.next();
      for (int i = 0; i < many; i++) {
        if (pdu.tag() == commands[i].tag()) {
          if (pdu.opcode() == RawPdu.DATA_IN) {
            byte[] data = pdu.data();
            bench.check(
                pdu.u32(40) + data.length <= came[i].length,
                "A Data-In lies outside its buffer: " + pdu + ".");
            System.arraycopy(data, 0, came[i], (int) pdu.u32(40), data.length);
          }
          boolean ended = pdu.opcode() == RawPdu.SCSI_RESPONSE || (pdu.u8(1) & 1) != 0;
          left -= ended ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < many; i++) {
      bench
          .blocks()
          .same(
              8L * i,
              bench.blocks().read(8L * i, 8),
              came[i],
              "each of several reads gets its own data");
    }
  }
}
