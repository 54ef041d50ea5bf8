// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.IGNORE;
import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Cdb;

/**
 * PR, the matrix: each command × six types × what the nexus is, by the tables "Commands that are
 * allowed in the presence of various reservations". Commands ask for nothing where they may, so
 * that being allowed changes nothing.
 */
public final class ConflictMatrixCases {
  private static final String SPC = "SPC-5 5.13, table of commands and reservations";
  private static final String SBC = "SBC-4 4.17, table of commands and reservations";

  /**
   * One row of the tables.
   *
   * @param id the row of the plan
   * @param name what the standard calls the command
   * @param opcode OPERATION CODE
   * @param action SERVICE ACTION, -1 for none
   * @param length length of the CDB
   * @param tweak bytes of the CDB to set, each as index and value
   * @param verdict what write exclusive and exclusive access types do to others: A or C each
   * @param isTame whether a nexus that is allowed may really execute it
   */
  private record Row(
      String id,
      String name,
      int opcode,
      int action,
      int length,
      int[] tweak,
      String verdict,
      boolean isTame) {

    Cdb cdb() {
      Cdb cdb = Cdb.blank(name, opcode, length);
      if (opcode == 0x7F) {
        cdb = cdb.with(7, length - 8).field(8, 2, action);
      } else if (action >= 0) {
        cdb = cdb.with(1, action);
      }
      for (int index = 0; index < tweak.length; index += 2) {
        cdb = cdb.with(tweak[index], tweak[index + 1]);
      }
      return cdb;
    }
  }

  private ConflictMatrixCases() {}

  private static Row tame(
      String id, String name, int opcode, int action, int length, String verdict, int... tweak) {
    return new Row(id, name, opcode, action, length, tweak, verdict, true);
  }

  private static Row wild(
      String id, String name, int opcode, int action, int length, String verdict, int... tweak) {
    return new Row(id, name, opcode, action, length, tweak, verdict, false);
  }

  private static final List<Row> SPC_ROWS =
      List.of(
          tame("PR-65", "INQUIRY", 0x12, -1, 6, "AA"),
          tame("PR-66", "REPORT LUNS", 0xA0, -1, 12, "AA"),
          tame("PR-67", "REQUEST SENSE", 0x03, -1, 6, "AA"),
          tame("PR-68", "LOG SENSE", 0x4D, -1, 10, "AA"),
          tame("PR-69", "REPORT SUPPORTED OPERATION CODES", 0xA3, 0x0C, 12, "AC"),
          tame("PR-70", "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS", 0xA3, 0x0D, 12, "AC"),
          tame("PR-71", "REPORT TARGET PORT GROUPS", 0xA3, 0x0A, 12, "AA"),
          tame("PR-72", "REPORT IDENTIFYING INFORMATION", 0xA3, 0x05, 12, "AA"),
          tame("PR-73", "REPORT PRIORITY", 0xA3, 0x0E, 12, "AA"),
          tame("PR-74", "REPORT TIMESTAMP", 0xA3, 0x0F, 12, "AA"),
          tame("PR-75", "REPORT ALIASES", 0xA3, 0x0B, 12, "AA"),
          tame("PR-76", "PERSISTENT RESERVE IN", 0x5E, 0x01, 10, "AA"),
          tame("PR-77", "TEST UNIT READY", 0x00, -1, 6, "AA"),
          tame("PR-78/6", "MODE SENSE(6)", 0x1A, -1, 6, "AC", 2, 0x3F),
          tame("PR-78/10", "MODE SENSE(10)", 0x5A, -1, 10, "AC", 2, 0x3F),
          tame("PR-79/6", "MODE SELECT(6)", 0x15, -1, 6, "CC", 1, 0x10),
          tame("PR-79/10", "MODE SELECT(10)", 0x55, -1, 10, "CC", 1, 0x10),
          tame("PR-80", "LOG SELECT", 0x4C, -1, 10, "CC", 2, 0x40),
          tame("PR-81", "SEND DIAGNOSTIC", 0x1D, -1, 6, "CC"),
          tame("PR-82", "RECEIVE DIAGNOSTIC RESULTS", 0x1C, -1, 6, "AC"),
          tame("PR-83", "READ BUFFER(10)", 0x3C, -1, 10, "AC", 1, 0x03),
          tame("PR-84", "WRITE BUFFER", 0x3B, -1, 10, "CC", 1, 0x02),
          tame("PR-85", "SET TARGET PORT GROUPS", 0xA4, 0x0A, 12, "CC"),
          wild("PR-86", "SET IDENTIFYING INFORMATION", 0xA4, 0x06, 12, "CC"),
          tame("PR-87", "SET PRIORITY", 0xA4, 0x0E, 12, "CC"),
          wild("PR-88", "SET TIMESTAMP", 0xA4, 0x0F, 12, "CC"),
          tame("PR-89", "CHANGE ALIASES", 0xA4, 0x0B, 12, "CC"),
          tame("PR-90", "PREVENT ALLOW MEDIUM REMOVAL", 0x1E, -1, 6, "AA"),
          wild("PR-91", "PREVENT ALLOW MEDIUM REMOVAL", 0x1E, -1, 6, "CC", 4, 1),
          tame("PR-92", "EXTENDED COPY", 0x83, 0x00, 16, "CC"),
          tame("PR-93", "RECEIVE COPY OPERATING PARAMETERS", 0x84, 0x03, 16, "AA"),
          tame("PR-94", "SECURITY PROTOCOL IN", 0xA2, -1, 12, "AC"),
          tame("PR-95", "SECURITY PROTOCOL OUT", 0xB5, -1, 12, "CC"));

  private static final List<Row> SBC_ROWS =
      List.of(
          tame("PR-97/10", "READ CAPACITY(10)", 0x25, -1, 10, "AA"),
          tame("PR-97/16", "READ CAPACITY(16)", 0x9E, 0x10, 16, "AA"),
          tame("PR-100/10", "PRE-FETCH(10)", 0x34, -1, 10, "AC", 8, 1),
          tame("PR-100/16", "PRE-FETCH(16)", 0x90, -1, 16, "AC", 13, 1),
          tame("PR-101", "GET LBA STATUS", 0x9E, 0x12, 16, "AC"),
          tame("PR-104", "REPORT REFERRALS", 0x9E, 0x13, 16, "AA"),
          tame("PR-105", "START STOP UNIT", 0x1B, -1, 6, "AA", 4, 1),
          wild("PR-106/stop", "START STOP UNIT", 0x1B, -1, 6, "CC"),
          wild("PR-106/standby", "START STOP UNIT", 0x1B, -1, 6, "CC", 4, 0x30),
          tame("PR-107/10", "SYNCHRONIZE CACHE(10)", 0x35, -1, 10, "CC", 8, 1),
          tame("PR-107/16", "SYNCHRONIZE CACHE(16)", 0x91, -1, 16, "CC", 13, 1),
          wild("PR-110/10", "WRITE SAME(10)", 0x41, -1, 10, "CC", 8, 1),
          wild("PR-110/16", "WRITE SAME(16)", 0x93, -1, 16, "CC", 13, 1),
          tame("PR-112/atomic", "WRITE ATOMIC(16)", 0x9C, -1, 16, "CC"),
          tame("PR-112/stream", "WRITE STREAM(16)", 0x9A, -1, 16, "CC"),
          tame("PR-112/scattered", "WRITE SCATTERED(16)", 0x9F, 0x12, 16, "CC"),
          tame("PR-113", "COMPARE AND WRITE", 0x89, -1, 16, "CC"),
          tame("PR-114", "ORWRITE(16)", 0x8B, -1, 16, "CC"),
          tame("PR-115", "UNMAP", 0x42, -1, 10, "CC"),
          wild("PR-116", "FORMAT UNIT", 0x04, -1, 6, "CC"),
          wild("PR-117", "SANITIZE", 0x48, 0x02, 10, "CC"),
          wild("PR-118", "REASSIGN BLOCKS", 0x07, -1, 6, "CC"),
          wild("PR-121", "BACKGROUND CONTROL", 0x9E, 0x15, 16, "CC"),
          tame("PR-122", "STREAM CONTROL", 0x9E, 0x14, 16, "CC"),
          tame("PR-122/status", "GET STREAM STATUS", 0x9E, 0x16, 16, "AC"));

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Row row : SPC_ROWS) {
      all.add(matrix(SPC, row));
    }
    for (Row row : SBC_ROWS) {
      all.add(matrix(SBC, row));
    }
    for (BlockForm form : BlockForm.values()) {
      String plan =
          switch (form.kind()) {
            case READ -> "PR-98/";
            case VERIFY -> "PR-99/";
            case WRITE -> form.name().startsWith("WRITE_AND") ? "PR-109/" : "PR-108/";
          };
      int action = form.serviceAction() == 0 ? -1 : form.serviceAction();
      int length = form.cdb(0, 0).length();
      String verdict = form.writes() ? "CC" : "AC";
      // Zero means 256 blocks to the 6-byte forms.
      boolean isTame = length > 6 || !form.writes();
      all.add(
          matrix(
              SBC,
              new Row(
                  plan + form.idPart(),
                  form.title(),
                  form.opcode(),
                  action,
                  length,
                  new int[0],
                  verdict,
                  isTame)));
    }
    return all;
  }

  private static ConformanceCase matrix(String clause, Row row) {
    String title =
        String.format(
            Locale.ROOT,
            "%s: write exclusive %s, exclusive access %s, holders and shared types allowed",
            row.name,
            word(row.verdict.charAt(0)),
            word(row.verdict.charAt(1)));
    return ConformanceCase.shall(row.id, clause, title, bench -> run(bench, row))
        .needs(Need.SECOND_NEXUS)
        .destroysData();
  }

  private static String word(char verdict) {
    return verdict == 'A' ? "lets it pass" : "conflicts";
  }

  private static void run(TestBench bench, Row row) {
    bench.requireCommand(row.name, row.opcode, Math.max(row.action, 0));
    bench.b();
    Registrants pr = new Registrants(bench);
    bench.b().clearUnitAttentions();
    for (int type : Registrants.TYPES) {
      boolean isWriteExclusive = type == 1 || type == 5 || type == 7;
      boolean isConflict = row.verdict.charAt(isWriteExclusive ? 0 : 1) == 'C';
      pr.register(bench.a(), KEY_A);
      pr.reserve(bench.a(), KEY_A, type);
      ask(bench, row, type, "an unregistered nexus", isConflict);
      pr.register(bench.b(), KEY_B);
      ask(bench, row, type, "a registrant", isConflict && type < 5);
      pr.out(bench.b(), IGNORE, 0, 0, 0).good();
      if (row.isTame) {
        Answer answer = bench.call(row.cdb()).in(4096).go();
        answer.that(answer.status() != Registrants.CONFLICT, "no conflict for the holder");
      }
      pr.out(bench.a(), IGNORE, 0, 0, 0).good();
    }
  }

  private static void ask(TestBench bench, Row row, int type, String who, boolean isConflict) {
    if (!isConflict && !row.isTame) {
      return;
    }
    Answer answer = bench.b().call(row.cdb()).in(4096).go();
    answer.that(
        (answer.status() == Registrants.CONFLICT) == isConflict,
        (isConflict ? "RESERVATION CONFLICT" : "no RESERVATION CONFLICT")
            + " for "
            + who
            + " under type "
            + type);
    if (isConflict) {
      Registrants.conflict(answer);
    }
  }
}
