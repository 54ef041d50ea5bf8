// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** IG: digests, and what happens to PDUs whose digest is wrong. */
public final class DigestCases {
  private static final String DIGESTS = "RFC 7143 13.1 HeaderDigest and DataDigest; 11.2.3";
  private static final String ERRORS = "RFC 7143 7.8 Digest Errors";

  private DigestCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    for (String header : List.of("None", "CRC32C")) {
      for (String data : List.of("None", "CRC32C")) {
        String id =
            "IG-01/header-"
                + header.toLowerCase(java.util.Locale.ROOT)
                + "-data-"
                + data.toLowerCase(java.util.Locale.ROOT);
        table.destructive(
            id,
            DIGESTS,
            "HeaderDigest="
                + header
                + ", DataDigest="
                + data
                + ": reads, writes and pings with right digests both ways",
            bench -> inputOutput(bench, header, data));
      }
    }
    return table
        .shall(
            "IG-04",
            DIGESTS,
            "Data digests cover the padding, for data of each length modulo 4",
            DigestCases::padding)
        .shall(
            "IG-05",
            ERRORS,
            "A command with a wrong header digest is not carried out; the target does not answer it",
            DigestCases::wrongHeaderDigest)
        .destructive(
            "IG-06",
            ERRORS,
            "Data-Out with a wrong data digest is not written; Reject, a status, or the end of the connection",
            bench -> wrongDataDigest(bench, false))
        .destructive(
            "IG-07",
            ERRORS,
            "Immediate data with a wrong data digest is not written; Reject, a status, or the end of the connection",
            bench -> wrongDataDigest(bench, true))
        .shall(
            "IG-08",
            ERRORS,
            "A ping with a wrong data digest is not echoed",
            DigestCases::wrongPingDigest)
        .shall(
            "IG-13",
            DIGESTS,
            "A PDU with digests that comes in pieces is taken",
            DigestCases::pieces)
        .list();
  }

  private static RawSession session(TestBench bench, String header, String data) {
    RawSession session =
        RawLogin.normal(bench).offer("HeaderDigest", header).offer("DataDigest", data).session();
    bench.require(
        session.login().keys().first("HeaderDigest").equals(header)
            && session.login().keys().first("DataDigest").equals(data),
        "The target does not take HeaderDigest=" + header + " with DataDigest=" + data + ".");
    return session.clearUnitAttentions();
  }

  private static void inputOutput(TestBench bench, String header, String data) {
    RawSession session = session(bench, header, data);
    long at = bench.blocks().middle();
    byte[] bytes = bench.blocks().pattern(at, 8, 920);
    session.write(Cdb.write10(at, 8), bytes).good().residualIs(0, false);
    Answer answer = session.execute(Cdb.read10(at, 8), bytes.length).good(bytes.length);
    bench
        .blocks()
        .same(
            at, bytes, answer.data(), "what was written under digests is read back under digests");
    session.execute(Cdb.vpd(0x7E, 255), 255).invalidFieldInCdb(2);
    session.isAlive();
  }

  private static void padding(TestBench bench) {
    RawSession session = session(bench, "CRC32C", "CRC32C");
    for (int length = 1; length <= 9; length++) {
      byte[] payload = new byte[length];
      java.util.Arrays.fill(payload, (byte) (0xA0 + length));
      session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(payload));
      RawPdu pdu = session.next(RawPdu.NOP_IN);
      bench.check(
          java.util.Arrays.equals(pdu.data(), payload),
          "A ping of " + length + " bytes under digests is not echoed.");
    }
    for (int length : new int[] {5, 6, 7, 8, 36}) {
      session.execute(Cdb.inquiry(length), length).good(length);
    }
  }

  private static void wrongHeaderDigest(TestBench bench) {
    RawSession session = session(bench, "CRC32C", "None");
    RawPdu command = session.command(Cdb.inquiry(36), 36, 0).withBrokenHeaderDigest();
    session.send(command);
    RawPdu pdu = session.poll(2_000_000_000L);
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.ASYNC,
        "A command with a wrong header digest is answered by " + pdu + ".");
    RawLogin.normal(bench).session().isAlive();
  }

  private static void wrongDataDigest(TestBench bench, boolean immediate) {
    RawSession session = session(bench, "None", "CRC32C");
    if (immediate) {
      bench.require(
          !session.login().keys().first("ImmediateData").equals("No"),
          "The target takes no immediate data.");
    }
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 930);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 1, 931);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, data.length);
    if (immediate) {
      session.send(command.data(data).withBrokenDataDigest());
    } else {
      session.send(command);
      RawPdu r2t = session.next(RawPdu.R2T);
      session.send(
          session.dataOut(command, r2t.targetTag(), 0, 0, data, true).withBrokenDataDigest());
    }
    RawPdu pdu = session.poll(2_000_000_000L);
    bench.check(!isGood(pdu), "A write whose data digest is wrong ended GOOD.");
    bench.check(
        pdu != null || session.connection().hasEnded() || immediate,
        "A wrong data digest is answered by silence (RFC 7143 7.8: Reject).");
    bench.blocks().expect(at, before, "data with a wrong digest is not written");
    RawLogin.normal(bench).session().isAlive();
  }

  private static boolean isGood(@Nullable RawPdu pdu) {
    return pdu != null && pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0 && pdu.u8(2) == 0;
  }

  private static void wrongPingDigest(TestBench bench) {
    RawSession session = session(bench, "None", "CRC32C");
    byte[] payload = {1, 2, 3, 4};
    session.send(
        session
            .request(RawPdu.NOP_OUT, true)
            .set(20, 4, RawPdu.NO_TAG)
            .data(payload)
            .withBrokenDataDigest());
    RawPdu pdu = session.poll(2_000_000_000L);
    bench.check(
        pdu == null || pdu.opcode() != RawPdu.NOP_IN, "A ping with a wrong data digest is echoed.");
    RawLogin.normal(bench).session().isAlive();
  }

  private static void pieces(TestBench bench) {
    RawSession session = session(bench, "CRC32C", "CRC32C");
    byte[] payload = new byte[100];
    byte[] bytes =
        session
            .connection()
            .encode(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(payload));
    for (int from = 0; from < bytes.length; from += 7) {
      session
          .connection()
          .sendBytes(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 7)));
    }
    bench.check(
        session.next(RawPdu.NOP_IN).dataLength() == 100,
        "A ping of 100 bytes that came in pieces is not echoed whole.");
  }
}
