// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.OperationCodes;

/** OPC: REPORT SUPPORTED OPERATION CODES, and whether it tells the truth. */
public final class OperationCodeCases {
  private static final String RSOC = "SPC-5 6.36 REPORT SUPPORTED OPERATION CODES";
  private static final String ONE_COMMAND = "SPC-5 6.36.3 One_command parameter data format";
  private static final int ROOM = 16384;

  private static final List<ConformanceCase> TABLE =
      List.of(
          shall(
              "OPC-01",
              "SPC-5 6.36.2 All_commands parameter data format",
              "All commands: none twice, reserved bytes zero, a right length for each allocation",
              OperationCodeCases::allCommands),
          shall(
              "OPC-02",
              ONE_COMMAND,
              "Option 001b for each listed code without service action: SUPPORT 3, right CDB SIZE and byte 0",
              bench -> oneCommand(bench, false)),
          shall(
              "OPC-03",
              RSOC,
              "Option 001b for a code with service actions: 5/24/00 at bytes 2 to 5",
              OperationCodeCases::codeWithActions),
          shall(
              "OPC-04",
              ONE_COMMAND,
              "Option 010b for each listed service action: SUPPORT 3, right CDB SIZE and byte 0",
              bench -> oneCommand(bench, true)),
          shall(
              "OPC-05",
              RSOC,
              "Option 010b for a code without service actions: 5/24/00 at bytes 2 to 5",
              OperationCodeCases::codeWithoutActions),
          shall(
              "OPC-06",
              RSOC,
              "Option 011b takes both kinds (or is refused as a whole by 5/24/00)",
              OperationCodeCases::eitherKind),
          shall(
              "OPC-07",
              ONE_COMMAND,
              "Option 001b for a code that is not supported: GOOD, SUPPORT 1, CDB SIZE 0",
              OperationCodeCases::unsupported),
          shall(
              "OPC-08",
              RSOC,
              "Reserved REPORTING OPTIONS: 5/24/00 at byte 2",
              OperationCodeCases::reservedOptions),
          shall(
              "OPC-09",
              RSOC,
              "RCTD 1: a timeouts descriptor of length 000Ah with each command, where CTDP says so",
              OperationCodeCases::timeouts),
          shall(
              "OPC-10",
              "SPC-5 6.36.4 Command timeouts descriptor format",
              "NOMINAL is not above RECOMMENDED COMMAND TIMEOUT",
              OperationCodeCases::timeoutOrder),
          shall(
              "OPC-13",
              "SBC-4 5.1 Commands for direct access block devices; SPC-5 6.1",
              "Each command that is mandatory for a disk is listed",
              OperationCodeCases::mandatory),
          shall(
              "OPC-14",
              RSOC,
              "No listed command that changes nothing is answered by 5/20/00",
              OperationCodeCases::listedExecute),
          shall(
              "OPC-15",
              "SPC-5 6.37 REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS",
              "REPD 0 gives 4 bytes, REPD 1 gives 16 with the same bits",
              OperationCodeCases::taskManagement),
          should(
              "OPC-17",
              RSOC,
              "ALLOCATION LENGTH FFFFFFFFh is taken",
              OperationCodeCases::largestAllocation));

  private OperationCodeCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static OperationCodes codes(TestBench bench) {
    OperationCodes codes = bench.facts().operationCodes();
    if (codes == null) {
      throw CaseEnd.skip("The target does not support REPORT SUPPORTED OPERATION CODES.");
    }
    return codes;
  }

  private static void allCommands(TestBench bench) {
    OperationCodes codes = codes(bench);
    for (String problem : codes.problems()) {
      throw CaseEnd.fail("All commands: " + problem + ".");
    }
    Set<String> seen = new HashSet<>();
    for (OperationCodes.Row row : codes.commands()) {
      bench.check(seen.add(row.text()), "Command " + row.text() + " is listed twice.");
      bench.check(
          row.hasServiceAction() || row.serviceAction() == 0,
          "Command "
              + row.text()
              + " has SERVACTV 0 but service action "
              + row.serviceAction()
              + ".");
    }
    Cdb whole = Cdb.reportSupportedOperationCodes(0, 0, 0, ROOM);
    byte[] all = bench.call(whole).in(ROOM).go().good(4).data();
    for (int length : new int[] {4, 5, 12, all.length - 1, all.length}) {
      Answer cut =
          bench.call(Cdb.reportSupportedOperationCodes(0, 0, 0, length)).in(ROOM).go().good();
      int expected = Math.min(length, all.length);
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), all, expected) < 0, "the beginning of the whole list");
    }
  }

  private static void oneCommand(TestBench bench, boolean withServiceAction) {
    int found = 0;
    for (OperationCodes.Row row : codes(bench).commands()) {
      if (row.hasServiceAction() != withServiceAction) {
        continue;
      }
      found++;
      Cdb cdb =
          Cdb.reportSupportedOperationCodes(
              withServiceAction ? 2 : 1, row.opcode(), row.serviceAction(), 512);
      Answer answer = bench.call(cdb).in(512).go().good(4);
      int support = answer.at(1) & 7;
      answer.that(support == 3 || support == 5, "SUPPORT 3 for listed command " + row.text());
      int size = Bytes.u16(answer.data(), 2);
      answer.that(
          size == row.cdbLength(),
          "CDB SIZE " + row.cdbLength() + " as in the list for " + row.text());
      answer.good(4 + size);
      answer.that(
          answer.at(4) == row.opcode(),
          "usage data that begins with the operation code " + row.text());
    }
    bench.require(found > 0, "No such command is listed.");
  }

  private static void codeWithActions(TestBench bench) {
    bench.require(codes(bench).hasServiceActions(0xA3), "A3h is not listed with service actions.");
    bench
        .call(Cdb.reportSupportedOperationCodes(1, 0xA3, 0, 512))
        .in(512)
        .go()
        .invalidFieldInCdb(2, 3, 4, 5);
  }

  private static void codeWithoutActions(TestBench bench) {
    codes(bench);
    bench
        .call(Cdb.reportSupportedOperationCodes(2, 0x12, 0, 512))
        .in(512)
        .go()
        .invalidFieldInCdb(2, 3, 4, 5);
  }

  private static void eitherKind(TestBench bench) {
    codes(bench);
    Answer plain = bench.call(Cdb.reportSupportedOperationCodes(3, 0x12, 0, 512)).in(512).go();
    if (!plain.isGood()) {
      plain.invalidFieldInCdb(2);
      return;
    }
    plain.good(4).that((plain.at(1) & 7) == 3, "SUPPORT 3 for INQUIRY");
    Answer action =
        bench.call(Cdb.reportSupportedOperationCodes(3, 0xA3, 0x0C, 512)).in(512).go().good(4);
    action.that((action.at(1) & 7) == 3, "SUPPORT 3 for the command itself");
    Answer wrong =
        bench.call(Cdb.reportSupportedOperationCodes(3, 0x12, 1, 512)).in(512).go().good(4);
    wrong.that((wrong.at(1) & 7) == 1, "SUPPORT 1 for INQUIRY with service action 1");
  }

  private static void unsupported(TestBench bench) {
    OperationCodes codes = codes(bench);
    bench.require(!codes.listsAny(0xFF), "Operation code FFh is listed.");
    Answer answer =
        bench.call(Cdb.reportSupportedOperationCodes(1, 0xFF, 0, 512)).in(512).go().good(4);
    answer.that((answer.at(1) & 7) == 1, "SUPPORT 1");
    answer.that(Bytes.u16(answer.data(), 2) == 0, "CDB SIZE 0");
  }

  private static void reservedOptions(TestBench bench) {
    codes(bench);
    for (int options = 4; options <= 7; options++) {
      bench
          .call(Cdb.reportSupportedOperationCodes(options, 0x12, 0, 512))
          .in(512)
          .go()
          .invalidFieldInCdb(2);
    }
  }

  private static OperationCodes withTimeouts(TestBench bench) {
    codes(bench);
    Answer answer =
        bench.call(Cdb.reportSupportedOperationCodes(0x80, 0, 0, ROOM)).in(ROOM).go().good(4);
    return OperationCodes.parse(answer.data(), answer.dataLength());
  }

  private static void timeouts(TestBench bench) {
    OperationCodes codes = withTimeouts(bench);
    for (String problem : codes.problems()) {
      throw CaseEnd.fail("All commands with timeouts: " + problem + ".");
    }
    Answer one =
        bench.call(Cdb.reportSupportedOperationCodes(0x81, 0x12, 0, 512)).in(512).go().good(4);
    if ((one.at(1) & 0x80) != 0) {
      int at = 4 + Bytes.u16(one.data(), 2);
      one.good(at + 12)
          .that(Bytes.u16(one.data(), at) == 0x0A, "a timeouts descriptor of length 000Ah");
    }
  }

  private static void timeoutOrder(TestBench bench) {
    int found = 0;
    for (OperationCodes.Row row : withTimeouts(bench).commands()) {
      if (row.timeouts()) {
        found++;
        bench.check(
            row.recommendedSeconds() == 0 || row.nominalSeconds() <= row.recommendedSeconds(),
            "Command "
                + row.text()
                + ": NOMINAL "
                + row.nominalSeconds()
                + " s is above RECOMMENDED "
                + row.recommendedSeconds()
                + " s.");
      }
    }
    bench.require(found > 0, "The target gives no timeouts descriptors.");
  }

  private static void mandatory(TestBench bench) {
    OperationCodes codes = codes(bench);
    int[][] mandatory = {
      {0x00, 0},
      {0x12, 0},
      {0xA0, 0},
      {0x03, 0},
      {0x25, 0},
      {0x9E, 0x10},
      {0x28, 0},
      {0x88, 0},
      {0x2A, 0},
      {0x8A, 0}
    };
    for (int[] one : mandatory) {
      boolean readOnly = bench.facts().writeProtected() && (one[0] == 0x2A || one[0] == 0x8A);
      bench.check(
          readOnly || codes.lists(one[0], one[1]),
          "Mandatory command "
              + Bytes.h(one[0])
              + (one[1] == 0 ? "" : "/" + Bytes.h(one[1]))
              + " is not listed.");
    }
  }

  private static void listedExecute(TestBench bench) {
    OperationCodes codes = codes(bench);
    int[][] harmless = {
      {0x00, 0},
      {0x03, 0},
      {0x08, 0},
      {0x12, 0},
      {0x1A, 0},
      {0x25, 0},
      {0x28, 0},
      {0x2F, 0},
      {0x34, 0},
      {0x35, 0},
      {0x37, 0},
      {0x3C, 0},
      {0x4D, 0},
      {0x5A, 0},
      {0x5E, 0},
      {0x88, 0},
      {0x8F, 0},
      {0x90, 0},
      {0x91, 0},
      {0x9E, 0x10},
      {0x9E, 0x12},
      {0xA0, 0},
      {0xA3, 0x0A},
      {0xA3, 0x0C},
      {0xA3, 0x0D},
      {0xA8, 0},
      {0xAF, 0}
    };
    for (int[] one : harmless) {
      if (codes.lists(one[0], one[1])) {
        String name =
            "listed command " + Bytes.h(one[0]) + (one[1] == 0 ? "" : "/" + Bytes.h(one[1]));
        Answer answer = bench.call(Cdb.blank(name, one[0], 16).with(1, one[1])).go();
        answer.that(!answer.isUnsupported(), "anything but 5/20/00");
      }
    }
  }

  private static void taskManagement(TestBench bench) {
    bench.requireCommand("REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS", 0xA3, 0x0D);
    Answer brief =
        bench.call(Cdb.reportSupportedTaskManagementFunctions(false, 64)).in(64).go().good(4);
    brief.that(brief.dataLength() == 4, "4 bytes with REPD 0");
    Answer extended = bench.call(Cdb.reportSupportedTaskManagementFunctions(true, 64)).in(64).go();
    if (!extended.isGood()) {
      extended.invalidFieldInCdb(2);
      return;
    }
    extended.that(extended.dataLength() == 16, "16 bytes with REPD 1");
    extended.that(
        extended.at(3) == 0x0C,
        "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS ADDITIONAL DATA LENGTH 0Ch");
    extended.that(
        extended.at(0) == brief.at(0) && extended.at(1) == brief.at(1),
        "the same bits as with REPD 0");
  }

  private static void largestAllocation(TestBench bench) {
    codes(bench);
    bench.call(Cdb.reportSupportedOperationCodes(0, 0, 0, 0xFFFF_FFFFL)).in(ROOM).go().good(4);
  }
}
