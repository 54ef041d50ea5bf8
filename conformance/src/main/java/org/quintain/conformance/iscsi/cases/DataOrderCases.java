// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.scsi.Cdb;

/** ID, fourth part: data out of order where that is agreed on, and how sequences end. */
public final class DataOrderCases {
  private static final String PDUS = "RFC 7143 13.18 DataPDUInOrder; 11.7.6 Buffer Offset";
  private static final String SEQUENCES =
      "RFC 7143 13.19 DataSequenceInOrder; 13.17 MaxOutstandingR2T; 11.8.4 Desired Data Transfer Length and Buffer Offset";
  private static final String FINAL =
      "RFC 7143 11.7.1 F (Final) Bit; 11.2.1.3 F (Final) Bit; 4.2.5.2 Data Transfer Overview";
  private static final String UNSOLICITED =
      "RFC 7143 4.2.5.2 Data Transfer Overview; 11.3.1 Flags and Task Attributes";
  private static final int PIECE = 512;

  private DataOrderCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .destructive(
            "ID-20/pdus",
            PDUS,
            "DataPDUInOrder=No: the Data-Out of one R2T in backward order arrive whole",
            DataOrderCases::pdusBackward)
        .destructive(
            "ID-20/unsolicited",
            PDUS,
            "DataPDUInOrder=No: unsolicited Data-Out in backward order arrive whole",
            DataOrderCases::unsolicitedBackward)
        .destructive(
            "ID-20/sequences",
            SEQUENCES,
            "DataSequenceInOrder=No: R2Ts served in backward order arrive whole",
            DataOrderCases::sequencesBackward)
        .shall(
            "ID-20/in",
            PDUS + "; 13.19 DataSequenceInOrder",
            "With both No the Data-In cover all that was asked for, each byte once",
            DataOrderCases::covered)
        .shall(
            "ID-20/offer",
            "RFC 7143 13.18 DataPDUInOrder; 13.19 DataSequenceInOrder; 6.2.2 Simple-Value Negotiations",
            "Yes is answered by Yes, No by Yes or No",
            DataOrderCases::results)
        .destructive(
            "ID-08/eight",
            SEQUENCES,
            "MaxOutstandingR2T=8: up to eight R2Ts at once, with ranges apart, served in order",
            DataOrderCases::pipelined)
        .destructive(
            "ID-22",
            "RFC 7143 11.7.7 DataSegmentLength; 11.7 SCSI Data-Out and SCSI Data-In",
            "A Data-Out without data in the middle of a sequence does no harm",
            DataOrderCases::emptyData)
        .destructive(
            "ID-17",
            FINAL,
            "A sequence whose last Data-Out has no F is not over: no status before F comes",
            DataOrderCases::finalMissing)
        .destructive(
            "ID-05",
            UNSOLICITED,
            "F in the command before FirstBurstLength is reached: an R2T asks for the rest",
            DataOrderCases::lessThanFirstBurst)
        .destructive(
            "ID-06",
            UNSOLICITED + "; 4.2.3 iSCSI Task Management",
            "A write whose unsolicited data never ends can be aborted, and is not applied",
            DataOrderCases::abortedUnsolicited)
        .destructive(
            "ID-32",
            SEQUENCES,
            "32 writes under way together on one connection all arrive",
            DataOrderCases::manyWrites)
        .destructive(
            "ID-28",
            "RFC 7143 13.12 MaxRecvDataSegmentLength; 13.13 MaxBurstLength",
            "With MaxRecvDataSegmentLength 16777215 a long read comes whole, bursts within MaxBurstLength",
            DataOrderCases::longSegments)
        .list();
  }

  private static RawSession session(TestBench bench, RawLogin login, String... keys) {
    login.offer("DataPDUInOrder", "No").offer("DataSequenceInOrder", "No");
    RawSession session = login.session();
    for (String key : keys) {
      bench.require(
          session.login().keys().first(key).equals("No"), "The target wants " + key + "=Yes.");
    }
    return session.clearUnitAttentions();
  }

  /** The pieces of {@code data} from {@code from} on, the last first; F goes with the last sent. */
  private static void sendBackward(
      RawSession session, RawPdu command, long tag, byte[] data, int from, int length) {
    int pieces = length / PIECE;
    for (int number = 0; number < pieces; number++) {
      int at = from + (pieces - 1 - number) * PIECE;
      byte[] part = Arrays.copyOfRange(data, at, at + PIECE);
      session.send(session.dataOut(command, tag, number, at, part, number == pieces - 1));
    }
  }

  private static void pdusBackward(TestBench bench) {
    RawSession session =
        session(bench, RawLogin.normal(bench).offer("ImmediateData", "No"), "DataPDUInOrder");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 8, 1401);
    RawPdu command = session.command(Cdb.write10(at, 8), 0, data.length);
    session.send(command);
    RawPdu pdu = session.next();
    while (pdu.opcode() == RawPdu.R2T) {
      sendBackward(session, command, pdu.targetTag(), data, (int) pdu.u32(40), (int) pdu.u32(44));
      pdu = session.next();
    }
    bench.check(
        pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) == 0, "The write ends with " + pdu + ".");
    bench.blocks().expect(at, data, "a write in backward order arrives whole");
  }

  private static void unsolicitedBackward(TestBench bench) {
    RawSession session =
        session(
            bench,
            RawLogin.normal(bench).offer("ImmediateData", "No").offer("InitialR2T", "No"),
            "DataPDUInOrder");
    bench.require(
        session.login().keys().first("InitialR2T").equals("No"),
        "The target takes no unsolicited data.");
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 8, 1411);
    bench.require(
        data.length <= session.key("FirstBurstLength", 65536), "FirstBurstLength is too short.");
    Cdb cdb = Cdb.write10(at, 8);
    RawPdu command = session.command(cdb, 0, data.length).flags(0x21);
    session.send(command);
    sendBackward(session, command, RawPdu.NO_TAG, data, 0, data.length);
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "unsolicited data in backward order arrives whole");
  }

  private static List<RawPdu> outstanding(RawSession session) {
    List<RawPdu> open = new ArrayList<>();
    open.add(session.next(RawPdu.R2T));
    RawPdu more = session.poll(500_000_000L);
    while (more != null && more.opcode() == RawPdu.R2T) {
      open.add(more);
      more = session.poll(500_000_000L);
    }
    return open;
  }

  private static void sequencesBackward(TestBench bench) {
    RawSession session =
        session(
            bench,
            RawLogin.normal(bench)
                .offer("ImmediateData", "No")
                .offer("MaxBurstLength", "4096")
                .offer("MaxOutstandingR2T", "4"),
            "DataSequenceInOrder");
    long at = bench.blocks().middle();
    int blocks = Math.max(4, 16384 / bench.facts().blockBytes());
    byte[] data = bench.blocks().pattern(at, blocks, 1421);
    Cdb cdb = Cdb.write10(at, blocks);
    RawPdu command = session.command(cdb, 0, data.length);
    session.send(command);
    List<RawPdu> open = outstanding(session);
    bench.require(open.size() > 1, "The target has one R2T outstanding only.");
    for (int index = open.size() - 1; index >= 0; index--) {
      session.serve(command, open.get(index), data);
    }
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "sequences in backward order arrive whole");
  }

  private static void covered(TestBench bench) {
    RawSession session =
        session(
            bench,
            RawLogin.normal(bench)
                .offer("MaxRecvDataSegmentLength", "1024")
                .offer("MaxBurstLength", "4096"));
    int blocks = Math.max(2, 16384 / bench.facts().blockBytes());
    int due = blocks * bench.facts().blockBytes();
    session.send(session.command(Cdb.read10(0, blocks), due, 0));
    BitSet came = new BitSet(due);
    RawPdu pdu = session.next();
    while (pdu.opcode() == RawPdu.DATA_IN) {
      int from = (int) pdu.u32(40);
      int until = from + pdu.dataLength();
      bench.check(
          from >= 0 && until <= due && came.get(from, until).isEmpty(),
          "Data-In brings bytes twice, or beyond the end: " + pdu + ".");
      came.set(from, until);
      if ((pdu.u8(1) & 1) != 0) {
        break;
      }
      pdu = session.next();
    }
    bench.check(came.cardinality() == due, came.cardinality() + " of " + due + " bytes came.");
  }

  private static void results(TestBench bench) {
    for (String key : List.of("DataPDUInOrder", "DataSequenceInOrder")) {
      for (String offer : List.of("Yes", "No")) {
        RawSession session = RawLogin.normal(bench).offer(key, offer).session();
        String result = session.login().keys().first(key);
        bench.check(
            result.equals("Yes") || (result.equals("No") && offer.equals("No")),
            key + "=" + offer + " is answered by " + result + ".");
      }
    }
  }

  private static void pipelined(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench)
            .offer("ImmediateData", "No")
            .offer("MaxBurstLength", "2048")
            .offer("MaxOutstandingR2T", "8")
            .session()
            .clearUnitAttentions();
    int most = session.key("MaxOutstandingR2T", 1);
    long at = bench.blocks().middle();
    int blocks = Math.max(8, 32768 / bench.facts().blockBytes());
    byte[] data = bench.blocks().pattern(at, blocks, 1431);
    Cdb cdb = Cdb.write10(at, blocks);
    RawPdu command = session.command(cdb, 0, data.length);
    session.send(command);
    List<RawPdu> open = outstanding(session);
    bench.check(
        open.size() <= most, open.size() + " R2Ts are outstanding, not up to " + most + ".");
    long next = 0;
    for (RawPdu r2t : open) {
      bench.check(
          r2t.u32(40) == next, "An R2T asks from " + r2t.u32(40) + " on, not " + next + ".");
      next += r2t.u32(44);
    }
    bench.check(
        open.stream().map(RawPdu::targetTag).distinct().count() == open.size(),
        "Two R2Ts outstanding have one Target Transfer Tag.");
    open.forEach(r2t -> session.serve(command, r2t, data));
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "the write arrives whole");
  }

  private static RawSession solicited(TestBench bench) {
    return RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
  }

  private static void emptyData(TestBench bench) {
    RawSession session = solicited(bench);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1441);
    Cdb cdb = Cdb.write10(at, 1);
    RawPdu command = session.command(cdb, 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(session.dataOut(command, r2t.targetTag(), 0, 0, new byte[0], false));
    session.send(session.dataOut(command, r2t.targetTag(), 1, 0, data, true));
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "the write arrives whole");
  }

  private static void finalMissing(TestBench bench) {
    RawSession session = solicited(bench);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 1451);
    Cdb cdb = Cdb.write10(at, 1);
    RawPdu command = session.command(cdb, 0, data.length);
    session.send(command);
    RawPdu r2t = session.next(RawPdu.R2T);
    session.send(session.dataOut(command, r2t.targetTag(), 0, 0, data, false));
    RawPdu pdu = session.poll(500_000_000L);
    bench.check(
        pdu == null || (pdu.opcode() == RawPdu.SCSI_RESPONSE && pdu.u8(3) != 0),
        "A sequence without F is followed by " + pdu + ".");
    if (pdu == null) {
      session.send(session.dataOut(command, r2t.targetTag(), 1, data.length, new byte[0], true));
      session.finish(cdb, command, data.length, data).good();
      bench.blocks().expect(at, data, "the write arrives whole");
    }
  }

  private static void lessThanFirstBurst(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("InitialR2T", "No").session().clearUnitAttentions();
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 4, 1461);
    Cdb cdb = Cdb.write10(at, 4);
    RawPdu command = session.command(cdb, 0, data.length);
    boolean takesImmediate = !session.login().keys().first("ImmediateData").equals("No");
    int sent = takesImmediate ? PIECE : 0;
    session.send(command.data(Arrays.copyOf(data, sent)));
    RawPdu r2t = session.next(RawPdu.R2T);
    bench.check(r2t.u32(40) == sent, "The R2T asks from " + r2t.u32(40) + " on, not " + sent + ".");
    session.serve(command, r2t, data);
    session.finish(cdb, command, data.length, data).good();
    bench.blocks().expect(at, data, "the write arrives whole");
  }

  private static void abortedUnsolicited(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("InitialR2T", "No").session().clearUnitAttentions();
    bench.require(
        session.login().keys().first("InitialR2T").equals("No"),
        "The target takes no unsolicited data.");
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 2, 1471);
    bench.blocks().write(at, before);
    byte[] data = bench.blocks().pattern(at, 2, 1472);
    RawPdu command = session.command(Cdb.write10(at, 2), 0, data.length).flags(0x21);
    session.send(command);
    byte[] part = Arrays.copyOf(data, PIECE);
    session.send(session.dataOut(command, RawPdu.NO_TAG, 0, 0, part, false));
    session.send(session.function(1, command.tag(), command.u32(24)));
    RawPdu pdu = session.next(RawPdu.TASK_MANAGEMENT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "ABORT TASK is answered by " + pdu.u8(2) + ".");
    session.isSilent("An aborted write");
    bench.blocks().expect(at, before, "an aborted write is not applied");
    session.execute(Cdb.testUnitReady(), 0).good();
  }

  private static void manyWrites(TestBench bench) {
    RawSession session = solicited(bench);
    long at = bench.blocks().middle();
    int count = 32;
    byte[] data = bench.blocks().pattern(at, count, 1481);
    int block = bench.facts().blockBytes();
    List<RawPdu> commands = new ArrayList<>();
    long window = session.login().expectResponse().u32(32) - session.commandNumber() + 1;
    bench.require(window >= count, "The command window has no room for 32 commands.");
    for (int i = 0; i < count; i++) {
      RawPdu command = session.command(Cdb.write10(at + i, 1), 0, block);
      commands.add(command);
      session.send(command);
    }
    int done = 0;
    while (done < count) {
      RawPdu pdu = session.next();
      int index = 0;
      while (index < count && commands.get(index).tag() != pdu.tag()) {
        index++;
      }
      bench.check(index < count, "Something comes for another command: " + pdu + ".");
      if (pdu.opcode() == RawPdu.R2T) {
        byte[] part = Arrays.copyOfRange(data, index * block, (index + 1) * block);
        session.serve(commands.get(index), pdu, part);
      } else {
        bench.check(pdu.u8(3) == 0, "A write ends with " + pdu + ".");
        done++;
      }
    }
    bench.blocks().expect(at, data, "all writes arrive");
  }

  private static void longSegments(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench)
            .offer("MaxRecvDataSegmentLength", "16777215")
            .session()
            .clearUnitAttentions();
    int burst = session.key("MaxBurstLength", 262144);
    int blocks = bench.facts().transferBlocksMax() / 2;
    int due = blocks * bench.facts().blockBytes();
    session.send(session.command(Cdb.read10(0, blocks), due, 0));
    int came = 0;
    int sequence = 0;
    while (came < due) {
      RawPdu pdu = session.next(RawPdu.DATA_IN);
      came += pdu.dataLength();
      sequence += pdu.dataLength();
      bench.check(
          sequence <= burst, "A sequence has " + sequence + " bytes, more than " + burst + ".");
      sequence = (pdu.u8(1) & 0x80) != 0 ? 0 : sequence;
    }
    bench.check(came == due, came + " of " + due + " bytes came.");
  }
}
