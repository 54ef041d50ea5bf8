// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Call;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.CommandRows;
import org.quintain.conformance.scsi.CommandRows.Direction;
import org.quintain.conformance.scsi.CommandRows.Row;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/**
 * ROW: what holds for every command alike, tried on each row of the target's own table of operation
 * codes: reserved bits, pending unit attentions, and that no CDB whatsoever gets an answer that the
 * standards do not have.
 */
public final class RowCases {
  private static final int ROOM = 65536;
  private static final int RANDOM_CDBS = 120;

  /**
   * The additional sense codes that a disk may answer a CDB with, whatever the CDB is, as key and
   * code in three bytes (SPC-5 annex F; the clauses of the commands).
   */
  private static final int[] ANSWERS = {
    0x040000, 0x052400, 0x052600, 0x052601, 0x052602, 0x052604, 0x052606, 0x052607, 0x052608,
    0x052609, 0x05260B, 0x051A00, 0x052100, 0x052000, 0x053900, 0x052300, 0x052301, 0x052302,
    0x052304, 0x052305, 0x052307, 0x052309, 0x05230A, 0x055503, 0x055504, 0x05550C, 0x050016,
    0x052C00, 0x0A0D01, 0x0A0D02, 0x0A0000, 0x0A260A, 0x072700, 0x072701, 0x072702, 0x072707,
    0x0E1D00, 0x0B1001, 0x0B1002, 0x0B1003, 0x0B4B00, 0x0B0C0C, 0x0B0C0D, 0x023A00, 0x031100,
    0x011C00, 0x011C01, 0x011C02, 0x051C00, 0x050E03, 0x052C0C, 0x030C00, 0x053200, 0x055302,
    0x052A00, 0x055510, 0x0E1001, 0x0E1002, 0x0E1003,
  };

  private static final List<ConformanceCase> TABLE = gather();

  private RowCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static List<ConformanceCase> gather() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Row row : CommandRows.all()) {
      cases.add(
          shall(
              "ROW-01/" + suffix(row),
              "SPC-5 4.2.1, 6.36.3 (CDB usage data)",
              row.name()
                  + " with a bit set that its usage data has as zero: 5/24/00 pointing at it",
              bench -> reservedBits(bench, row)));
      cases.add(
          shall(
                  "ROW-02/" + suffix(row),
                  "SAM-5 5.14 Unit attention condition",
                  row.name()
                      + " with a unit attention pending: "
                      + (row.passesUnitAttention() ? "executed all the same" : "reported by it"),
                  bench -> unitAttention(bench, row))
              .destroysData());
      if (row.isSafe()) {
        cases.add(
            shall(
                    "ROW-03/" + suffix(row),
                    "SPC-5 annex F; the clause of the command",
                    row.name() + " with random fields: never an answer outside the standards",
                    bench -> randomFields(bench, row))
                .destroysData());
      }
    }
    return cases;
  }

  static String suffix(Row row) {
    return row.name().toLowerCase(Locale.ROOT).replaceAll("[()]", "").replace('/', '-');
  }

  /** The usage data of {@code row}; the case is skipped where the target does not have it. */
  private static byte[] usage(TestBench bench, Row row) {
    bench.requireCommand("REPORT SUPPORTED OPERATION CODES", 0xA3, 0x0C);
    bench.requireCommand(row.name(), row.opcode(), row.action());
    Cdb ask =
        Cdb.reportSupportedOperationCodes(
            row.serviceAction() < 0 ? 1 : 2, row.opcode(), row.action(), 512);
    Answer answer = bench.call(ask).in(512).go().good(4);
    int size = Bytes.u16(answer.data(), 2);
    bench.require((answer.at(1) & 7) == 3 && size == row.length(), "Its usage data is not told.");
    byte[] usage = new byte[size];
    System.arraycopy(answer.data(), 4, usage, 0, size);
    return usage;
  }

  private static Answer send(TestBench bench, Row row, Cdb cdb) {
    return send(bench.a(), row, cdb);
  }

  static Answer send(Nexus nexus, Row row, Cdb cdb) {
    Call call = nexus.call(cdb);
    return switch (row.direction()) {
      case NONE -> call.go();
      case IN -> call.in(ROOM).go();
      case OUT -> call.out(new byte[ROOM]).go();
    };
  }

  private static boolean isFixed(Row row, int index) {
    return index == 0
        || (index == 1 && row.serviceAction() >= 0 && row.opcode() != 0x7F)
        || (index >= 7 && index <= 9 && row.opcode() == 0x7F);
  }

  private static void reservedBits(TestBench bench, Row row) {
    byte[] usage = usage(bench, row);
    for (int index = 1; index < usage.length; index++) {
      for (int bit = 0; bit < 8; bit++) {
        boolean isServiceAction = isFixed(row, index) && (index != 1 || bit < 5);
        if (isServiceAction || (usage[index] >> bit & 1) != 0) {
          continue;
        }
        Cdb blank = row.blank();
        Cdb bent = blank.with(index, blank.at(index) | 1 << bit);
        send(bench, row, bent).invalidFieldInCdb(index);
      }
    }
  }

  private static void unitAttention(TestBench bench, Row row) {
    usage(bench, row);
    Nexus fresh = bench.fresh();
    // Whatever the target told of its own accord is taken away, so that one condition is left.
    fresh.clearUnitAttentions();
    bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET);
    Answer answer = send(fresh, row, row.blank());
    if (row.passesUnitAttention()) {
      answer.that(answer.isGood(), "GOOD although a unit attention is pending");
    } else {
      Sense sense = answer.sense();
      answer.that(sense != null && sense.key() == Sense.UNIT_ATTENTION, "the unit attention");
      answer.that(answer.dataLength() == 0, "no data");
    }
    bench.a().clearUnitAttentions();
  }

  private static void randomFields(TestBench bench, Row row) {
    byte[] usage = usage(bench, row);
    Random random = new Random(31L * row.opcode() + row.serviceAction());
    for (int count = 0; count < RANDOM_CDBS; count++) {
      Cdb cdb = row.blank();
      boolean isSmall = random.nextBoolean();
      for (int index = 1; index < usage.length; index++) {
        // NACA is left alone: an auto contingent allegiance condition would stop what follows.
        boolean isControl = index == (row.opcode() == 0x7F ? 1 : row.length() - 1);
        if (!isControl && (!isFixed(row, index) || index == 1)) {
          int value = random.nextInt(256) & usage[index];
          int keep = isFixed(row, index) ? cdb.at(index) : 0;
          int mask = isFixed(row, index) ? 0xE0 : 0xFF;
          boolean isLeft = isSmall && random.nextInt(4) != 0;
          cdb = cdb.with(index, keep | (isLeft ? 0 : value & mask));
        }
      }
      judge(send(bench, row, cdb), row, cdb);
    }
  }

  private static void judge(Answer answer, Row row, Cdb cdb) {
    switch (answer.status()) {
      case 0x00 ->
          answer.that(
              row.direction() == Direction.IN || answer.dataLength() == 0,
              "no Data-In from a command that gives none");
      case 0x02 -> {
        Sense sense = answer.sense();
        if (sense == null) {
          throw CaseEnd.fail(cdb + ": CHECK CONDITION without sense data (SAM-5 5.13).");
        }
        int code = sense.key() << 16 | sense.code();
        boolean isKnown = sense.key() == Sense.UNIT_ATTENTION;
        for (int known : ANSWERS) {
          isKnown |= known == code;
        }
        answer.that(isKnown, "sense data that the standards have for it");
      }
      case 0x04 ->
          answer.that(
              row.opcode() == 0x34 || row.opcode() == 0x90, "CONDITION MET of PRE-FETCH alone");
      case 0x08, 0x18, 0x28 -> {}
      default -> throw CaseEnd.fail(cdb + ": status " + Bytes.h(answer.status()) + ".");
    }
  }
}
