// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.Arrays;
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

/** IN, third part: additional header segments. */
public final class AdditionalHeaderCases {
  private static final String AHS = "RFC 7143 11.2.2 Additional Header Segment (AHS)";
  private static final int EXTENDED_CDB = 1;
  private static final int BIDIRECTIONAL = 2;

  private AdditionalHeaderCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .shall(
            "IN-21/extended",
            "RFC 7143 11.2.2.3 Extended CDB AHS; 11.2.2.1 AHSType; 11.3.5 CDB",
            "A CDB of 32 bytes comes to the logical unit whole by its AHS",
            AdditionalHeaderCases::extendedCdb)
        .shall(
            "IN-21/bidirectional",
            "RFC 7143 11.2.2.4 Bidirectional Read Expected Data Transfer Length AHS",
            "A command with data both ways is carried out, refused by a status or rejected",
            AdditionalHeaderCases::bidirectional)
        .shall(
            "IN-21/length",
            AHS + "; 11.2.2.2 AHSLength; 11.2.1.5 TotalAHSLength",
            "An AHS that is longer than TotalAHSLength is rejected or ends the connection",
            AdditionalHeaderCases::ahsTooLong)
        .shall(
            "IN-21/twice",
            AHS,
            "Two extended CDBs in one command are rejected",
            AdditionalHeaderCases::ahsTwice)
        .shall(
            "IV-08",
            AHS + "; 11.2.1.5 TotalAHSLength",
            "A command with 1020 bytes of additional headers does not stop the target",
            AdditionalHeaderCases::longestAhs)
        .list();
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).session().clearUnitAttentions();
  }

  private static byte[] ahs(int type, int length, byte... specific) {
    byte[] bytes = new byte[(3 + Math.max(length, specific.length) + 3) / 4 * 4];
    bytes[0] = (byte) (length >> 8);
    bytes[1] = (byte) length;
    bytes[2] = (byte) type;
    System.arraycopy(specific, 0, bytes, 3, specific.length);
    return bytes;
  }

  private static void extendedCdb(TestBench bench) {
    RawSession session = session(bench);
    int block = bench.facts().blockBytes();
    byte[] cdb = new byte[32];
    cdb[0] = 0x7F;
    cdb[7] = 0x18;
    cdb[9] = 0x09; // READ(32), SBC-4 5.19
    cdb[31] = 1;
    RawPdu command = session.command(Cdb.blank("READ(32)", 0x7F, 16), block, 0);
    for (int i = 0; i < 16; i++) {
      command.set(32 + i, 1, cdb[i]);
    }
    byte[] rest = new byte[17];
    System.arraycopy(cdb, 16, rest, 1, 16);
    session.send(command.additional(ahs(EXTENDED_CDB, 17, rest)));
    Answer answer = session.finish(Cdb.blank("READ(32)", 0x7F, 16), command, block, new byte[0]);
    // A unit without protection information has READ(32) only where its type is 2.
    answer.that(
        answer.isGood() || answer.isCheck(5, 0x2000) || answer.isCheck(5, 0x2400),
        "GOOD, INVALID COMMAND OPERATION CODE or INVALID FIELD IN CDB");
    session.isAlive();
  }

  private static void bidirectional(TestBench bench) {
    RawSession session = session(bench);
    RawPdu command = session.command(Cdb.blank("XDWRITEREAD(10)", 0x53, 10), 512, 512);
    session.send(
        command.additional(
            ahs(BIDIRECTIONAL, 5, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0)));
    RawPdu pdu = session.next();
    bench.check(
        pdu.opcode() == RawPdu.REJECT
            || pdu.opcode() == RawPdu.SCSI_RESPONSE
            || pdu.opcode() == RawPdu.R2T,
        "A bidirectional command is answered by " + pdu + ".");
    session(bench).isAlive();
  }

  private static void refused(TestBench bench, byte[] headers, String what) {
    RawSession session = session(bench);
    session.send(session.command(Cdb.testUnitReady(), 0, 0).additional(headers));
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu == null
            ? session.connection().hasEnded()
            : pdu.opcode() == RawPdu.REJECT
                || (pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) != 0),
        what + " is answered by " + pdu + ".");
    session(bench).isAlive();
  }

  private static void ahsTooLong(TestBench bench) {
    byte[] headers = ahs(EXTENDED_CDB, 17, new byte[17]);
    headers[1] = 40;
    refused(bench, headers, "An AHS beyond TotalAHSLength");
  }

  private static void ahsTwice(TestBench bench) {
    byte[] one = ahs(EXTENDED_CDB, 17, new byte[17]);
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    refused(bench, both, "Two extended CDBs");
  }

  private static void longestAhs(TestBench bench) {
    refused(bench, ahs(EXTENDED_CDB, 1017, new byte[1017]), "The longest AHS");
  }
}
