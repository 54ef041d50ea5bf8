// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TargetFacts;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.OperationCodes;
import org.quintain.conformance.scsi.Sense;

/**
 * SAM: operation codes, service actions, the CONTROL byte, lengths of CDBs and of parameter data.
 */
public final class SamCdbCases {
  private static final String OPCODES = "SPC-5 4.2.5.1 OPERATION CODE byte; SAM-5 5.2 CDB";
  private static final String CONTROL = "SAM-5 5.2 Command descriptor block, CONTROL byte";
  private static final String ALLOCATION = "SPC-5 4.2.5.6 Allocation length";
  private static final String PARAMETERS = "SPC-5 4.2.5.5 Parameter list length";

  /**
   * Operation codes whose byte 1 holds a service action (SPC-5 table of service action operation
   * codes).
   */
  private static final int[] SERVICE_ACTION_OPCODES = {0x9E, 0x9F, 0xA3, 0xA4, 0xAB};

  private SamCdbCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "SAM-11",
            OPCODES,
            "Each operation code below C0h that the target does not list: 5/20/00, no data",
            bench -> sweep(bench, 0x00, 0xBF)),
        shall(
            "SAM-12",
            "SPC-5 4.2.5.2 SERVICE ACTION field",
            "Each service action that is not listed: 5/24/00 with the pointer at byte 1, or 5/20/00",
            SamCdbCases::serviceActions),
        shall(
            "SAM-13",
            "SPC-5 4.2.3 Variable length CDBs",
            "An unknown service action of a variable length CDB: 5/24/00 at bytes 8 to 9, or 5/20/00",
            SamCdbCases::variableLengthServiceAction),
        shall(
            "SAM-15",
            OPCODES,
            "Each operation code from C0h that the target does not list: 5/20/00, no data",
            bench -> sweep(bench, 0xC0, 0xFF)),
        shall(
            "SAM-16",
            "SPC-5 4.2.1 CDBs, reserved fields",
            "A reserved bit that CDB usage data shows as unused: 5/24/00 at that byte, or ignored; the same each time",
            SamCdbCases::reservedBits),
        shall(
            "SAM-17",
            CONTROL,
            "NACA set while INQUIRY says NORMACA 0: 5/24/00 at the CONTROL byte",
            SamCdbCases::naca),
        should(
            "SAM-18",
            CONTROL,
            "The obsolete LINK bit set: 5/24/00 at the CONTROL byte, or ignored",
            SamCdbCases::link),
        shall(
            "SAM-19",
            "SPC-5 4.2.2 Fixed length CDBs",
            "Bytes behind a 6-byte CDB are not looked at",
            SamCdbCases::trailingBytes),
        shall(
            "SAM-20",
            ALLOCATION,
            "ALLOCATION LENGTH 0 of each Data-In command: GOOD, no data, no error",
            SamCdbCases::allocationLengthZero),
        shall(
            "SAM-21",
            ALLOCATION,
            "A short ALLOCATION LENGTH: the beginning of the same data, its length fields unchanged",
            SamCdbCases::allocationLengthShort),
        shall(
            "SAM-22",
            PARAMETERS,
            "PARAMETER LIST LENGTH 0 of MODE SELECT: GOOD, nothing changed",
            SamCdbCases::noParameters),
        shall(
                "SAM-23",
                PARAMETERS,
                "A parameter list that ends within its header: 5/1A/00",
                SamCdbCases::cutParameters)
            .destroysData());
  }

  private static void sweep(TestBench bench, int from, int to) {
    OperationCodes codes = codes(bench);
    for (int opcode = from; opcode <= to; opcode++) {
      if (codes.listsAny(opcode)) {
        continue;
      }
      Answer answer = bench.call(Cdb.blank("opcode " + Bytes.h(opcode), opcode, 16)).go();
      answer.check(Sense.ILLEGAL_REQUEST, 0x2000).pointsAt(true, 0);
      answer.that(answer.dataLength() == 0, "no data");
    }
  }

  private static OperationCodes codes(TestBench bench) {
    OperationCodes codes = bench.facts().operationCodes();
    if (codes == null) {
      throw CaseEnd.skip(
          "The target has no REPORT SUPPORTED OPERATION CODES to tell what it supports.");
    }
    return codes;
  }

  private static void serviceActions(TestBench bench) {
    OperationCodes codes = codes(bench);
    for (int opcode : SERVICE_ACTION_OPCODES) {
      for (int action = 0; action < 32; action++) {
        if (codes.lists(opcode, action)) {
          continue;
        }
        String name = Bytes.h(opcode) + " service action " + Bytes.h(action);
        Answer answer = bench.call(Cdb.blank(name, opcode, 16).with(1, action)).go();
        if (codes.listsAny(opcode)) {
          answer.check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2000);
        } else {
          answer.check(Sense.ILLEGAL_REQUEST, 0x2000, 0x2400);
        }
        if (answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
          answer.pointsAt(true, 1);
        }
      }
    }
  }

  private static void variableLengthServiceAction(TestBench bench) {
    Cdb cdb =
        Cdb.blank("variable length CDB, service action FFF0h", 0x7F, 32)
            .with(7, 0x18)
            .field(8, 2, 0xFFF0);
    Answer answer = bench.call(cdb).go();
    answer.check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2000);
    if (answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
      answer.pointsAt(true, 7, 8, 9);
    }
  }

  /**
   * Commands with a reserved bit that no revision in use has given a meaning: name, CDB, byte,
   * mask.
   */
  private record Reserved(Cdb cdb, int index, int mask, int room) {}

  private static void reservedBits(TestBench bench) {
    int block = bench.facts().blockBytes();
    List<Reserved> all =
        List.of(
            new Reserved(Cdb.testUnitReady(), 1, 0x01, 0),
            new Reserved(Cdb.testUnitReady(), 3, 0x80, 0),
            new Reserved(Cdb.requestSense(false, 18), 2, 0x10, 18),
            new Reserved(Cdb.inquiry(36), 1, 0x80, 36),
            new Reserved(Cdb.reportLuns(0, 1024), 1, 0x01, 1024),
            new Reserved(Cdb.readCapacity10(), 6, 0x10, 8),
            new Reserved(Cdb.read10(0, 1), 6, 0x80, block),
            new Reserved(Cdb.modeSense6(0, 0x3F, 0, 255), 1, 0x01, 255));
    for (Reserved one : all) {
      Cdb cdb = one.cdb.or(one.index, one.mask).named(one.cdb.name() + " with a reserved bit");
      Answer first = bench.call(cdb).in(one.room).go();
      if (first.isUnsupported() && !bench.facts().hasModeSense()) {
        continue;
      }
      if (!first.isGood()) {
        first.invalidFieldInCdb(one.index);
      }
      Answer second = bench.call(cdb).in(one.room).go();
      second.that(second.status() == first.status(), "the same answer as the first time");
    }
  }

  private static void naca(TestBench bench) {
    bench.require(!bench.facts().hasNormalAca(), "INQUIRY says NORMACA 1.");
    bench
        .call(Cdb.testUnitReady().with(5, 0x04).named("TEST UNIT READY, NACA"))
        .go()
        .invalidFieldInCdb(5);
    bench
        .call(Cdb.read10(0, 1).with(9, 0x04).named("READ(10), NACA"))
        .in(bench.facts().blockBytes())
        .go()
        .invalidFieldInCdb(9);
  }

  private static void link(TestBench bench) {
    Answer answer =
        bench.call(Cdb.testUnitReady().with(5, 0x01).named("TEST UNIT READY, LINK")).go();
    answer.that(
        answer.status() != 0x10 && answer.status() != 0x14,
        "never an INTERMEDIATE status (obsolete)");
    if (!answer.isGood()) {
      answer.invalidFieldInCdb(5);
    }
  }

  private static void trailingBytes(TestBench bench) {
    bench.call(Cdb.testUnitReady().paddedTo(16, 0xA5)).go().good();
    Answer plain = bench.call(Cdb.inquiry(36)).in(36).go().good(36);
    Answer padded = bench.call(Cdb.inquiry(36).paddedTo(16, 0xFF)).in(36).go().good(36);
    padded.that(
        java.util.Arrays.equals(plain.data(), padded.data()), "the same data as without them");
  }

  /** Commands with Data-In, at the allocation length of the caller. */
  private static List<Cdb> dataInCommands(TargetFacts facts, int allocationLength) {
    List<Cdb> all = new ArrayList<>();
    all.add(Cdb.inquiry(allocationLength));
    all.add(Cdb.vpd(0x00, allocationLength));
    all.add(Cdb.vpd(0x83, allocationLength));
    all.add(Cdb.reportLuns(0, allocationLength));
    all.add(Cdb.requestSense(false, allocationLength));
    if (facts.mayHave(0x9E, 0x10)) {
      all.add(Cdb.readCapacity16(allocationLength));
    }
    if (facts.mayHave(0x1A, 0)) {
      all.add(Cdb.modeSense6(0, 0x3F, 0, allocationLength));
    }
    if (facts.mayHave(0x5A, 0)) {
      all.add(Cdb.modeSense10(0, 0x3F, 0, allocationLength));
    }
    if (facts.operationCodes() != null) {
      all.add(Cdb.reportSupportedOperationCodes(0, 0, 0, allocationLength));
    }
    if (facts.mayHave(0xA3, 0x0D)) {
      all.add(Cdb.reportSupportedTaskManagementFunctions(false, allocationLength));
    }
    return all;
  }

  private static void allocationLengthZero(TestBench bench) {
    for (Cdb cdb : dataInCommands(bench.facts(), 0)) {
      if (cdb.opcode() == 0xA3 && cdb.at(1) == 0x0D) {
        // SPC-5 6.37 asks for at least four bytes there.
        continue;
      }
      Answer answer = bench.call(cdb).in(64).go();
      if (answer.isUnsupported() && bench.facts().operationCodes() == null) {
        continue;
      }
      if (cdb.opcode() == 0xA0 && !answer.isGood()) {
        // SPC-3 and earlier refused less than 16 bytes of REPORT LUNS.
        answer.invalidFieldInCdb(6, 7, 8, 9);
        continue;
      }
      answer.good().movedNothing();
    }
  }

  private static void allocationLengthShort(TestBench bench) {
    for (Cdb whole : dataInCommands(bench.facts(), 252)) {
      Answer full = bench.call(whole).in(252).go();
      if (full.isUnsupported() && bench.facts().operationCodes() == null) {
        continue;
      }
      full.good();
      List<Cdb> shorter = dataInCommands(bench.facts(), 7);
      for (Cdb cdb : shorter) {
        if (cdb.name().equals(whole.name())
            && cdb.at(1) == whole.at(1)
            && cdb.at(2) == whole.at(2)) {
          Answer cut = bench.call(cdb).in(252).go();
          if (cdb.opcode() == 0xA0 && !cut.isGood()) {
            cut.invalidFieldInCdb(6, 7, 8, 9);
            continue;
          }
          cut.good();
          int expected = Math.min(7, full.dataLength());
          cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
          cut.that(
              Bytes.firstDifference(cut.data(), full.data(), expected) < 0,
              "the beginning of the whole data " + Bytes.hex(full.data(), 0, expected));
          cut.residualIs(252 - expected, false);
        }
      }
    }
  }

  private static void noParameters(TestBench bench) {
    int found = 0;
    if (bench.facts().mayHave(0x15, 0)) {
      found += bench.call(Cdb.modeSelect6(false, 0)).go().isGood() ? 1 : 0;
    }
    if (bench.facts().mayHave(0x55, 0)) {
      bench.call(Cdb.modeSelect10(false, 0)).go().good();
      found++;
    }
    bench.require(found > 0, "MODE SELECT is not supported.");
  }

  private static void cutParameters(TestBench bench) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    bench
        .call(Cdb.modeSelect10(false, 5))
        .out(new byte[5])
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x1A00);
  }
}
