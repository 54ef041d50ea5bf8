// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** SAN, the second half: SANITIZE. */
public final class SanitizeCases {
  private static final String SANITIZE = "SBC-4 5.30 SANITIZE";
  private static final String OVERWRITE = "SBC-4 5.30.2.2 OVERWRITE service action";
  private static final String MODEL = "SBC-4 4.11.2 Performing a sanitize operation";
  private static final int IN_PROGRESS = 0x041B;
  private static final int OPCODE = 0x48;
  private static final int IMMED = 0x80;
  private static final int SALT = 4800;

  private SanitizeCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "SAN-08/overwrite",
                OVERWRITE,
                "OVERWRITE: every block holds the pattern afterwards",
                SanitizeCases::overwrite)
            .destroysData(),
        shall(
                "SAN-08/block-erase",
                SANITIZE,
                "BLOCK ERASE: no block holds its data afterwards",
                bench -> erase(bench, 0x02, "SANITIZE, BLOCK ERASE"))
            .destroysData(),
        shall(
                "SAN-08/cryptographic-erase",
                SANITIZE,
                "CRYPTOGRAPHIC ERASE: no block holds its data afterwards",
                bench -> erase(bench, 0x03, "SANITIZE, CRYPTOGRAPHIC ERASE"))
            .destroysData(),
        shall(
                "SAN-09",
                MODEL,
                "While a sanitize goes on INQUIRY, REPORT LUNS and REQUEST SENSE work, others: 2/04/1B",
                SanitizeCases::meanwhile)
            .destroysData(),
        shall(
                "SAN-10/reset",
                MODEL,
                "A logical unit reset does not end a sanitize",
                SanitizeCases::throughReset)
            .destroysData(),
        shall(
                "SAN-10/power",
                MODEL,
                "A sanitize that loses its power goes on, or says that it failed",
                SanitizeCases::throughPowerLoss)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
                "SAN-12",
                "SBC-4 5.30.2.5 EXIT FAILURE MODE service action",
                "EXIT FAILURE MODE without a failure: GOOD",
                SanitizeCases::exitWithoutFailure)
            .destroysData(),
        shall(
                "SAN-13/length",
                SANITIZE,
                "PARAMETER LIST LENGTH: 0, 4 and more than a block for OVERWRITE, any for others: 5/24/00",
                SanitizeCases::listLength)
            .destroysData(),
        shall(
                "SAN-13/count",
                OVERWRITE,
                "OVERWRITE COUNT 0: 5/26/00",
                bench -> refusedList(bench, 0x00, 1, 0))
            .destroysData(),
        shall(
                "SAN-13/pattern",
                OVERWRITE,
                "INITIALIZATION PATTERN LENGTH 0 or beyond the list: 5/26/00",
                SanitizeCases::patternLength)
            .destroysData(),
        shall(
                "SAN-13/invert",
                OVERWRITE,
                "INVERT with OVERWRITE COUNT 2: the last pass leaves the pattern",
                SanitizeCases::invert)
            .destroysData());
  }

  private static void begin(TestBench bench, int serviceAction, String name) {
    bench.requireCommand(name, OPCODE, serviceAction);
    bench.require(!bench.facts().writeProtected(), "The medium is write-protected.");
    bench.require(!bench.facts().hasProtection(), "A sanitize takes the protection away.");
    LongOperation.requireSmallMedium(bench);
  }

  private static Cdb cdb(int byte1, int listBytes, String what) {
    return Cdb.blank("SANITIZE, " + what, OPCODE, 10).with(1, byte1).field(7, 2, listBytes);
  }

  private static byte[] list(int byte0, int... pattern) {
    byte[] list = new byte[4 + pattern.length];
    list[0] = (byte) byte0;
    list[2] = (byte) (pattern.length >> 8);
    list[3] = (byte) pattern.length;
    for (int at = 0; at < pattern.length; at++) {
      list[4 + at] = (byte) pattern[at];
    }
    return list;
  }

  /** Sends OVERWRITE, and skips the case where there is none and nothing says so beforehand. */
  private static Answer send(TestBench bench, int flags, byte[] list) {
    Answer answer = bench.call(cdb(flags | 0x01, list.length, "OVERWRITE")).out(list).go();
    bench.require(
        bench.facts().operationCodes() != null || !answer.isUnsupported(),
        "SANITIZE is not supported.");
    return answer;
  }

  private static void overwrite(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    LongOperation.mark(bench, SALT);
    send(bench, 0, list(1, 0xA1, 0xB2, 0xC3)).good();
    LongOperation.expectPattern(
        bench, new byte[] {(byte) 0xA1, (byte) 0xB2, (byte) 0xC3}, "OVERWRITE writes its pattern");
  }

  private static void erase(TestBench bench, int serviceAction, String name) {
    bench.require(
        bench.facts().operationCodes() != null, "Nothing says whether there is " + name + ".");
    begin(bench, serviceAction, name);
    LongOperation.mark(bench, SALT + 1);
    bench.call(cdb(serviceAction, 0, name)).go().good();
    bench.call(Cdb.testUnitReady()).go().good();
    LongOperation.expectNoMark(bench, SALT + 1, "an erase leaves no data");
  }

  private static void meanwhile(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    send(bench, IMMED, list(2, 0x3C)).good();
    LongOperation.checkMeanwhile(bench, IN_PROGRESS);
    LongOperation.awaitEnd(bench, IN_PROGRESS);
    LongOperation.expectPattern(bench, new byte[] {0x3C}, "OVERWRITE writes its pattern");
  }

  private static void throughReset(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    LongOperation.mark(bench, SALT + 2);
    send(bench, IMMED, list(2, 0x69)).good();
    bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET);
    LongOperation.awaitEnd(bench, IN_PROGRESS);
    LongOperation.expectPattern(
        bench, new byte[] {0x69}, "a sanitize is carried to its end through a reset");
  }

  private static void throughPowerLoss(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    LongOperation.mark(bench, SALT + 3);
    send(bench, IMMED, list(2, 0x96)).good();
    bench.power().powerCycle();
    bench.a().reconnect();
    LongOperation.awaitEnd(bench, IN_PROGRESS);
    LongOperation.expectPattern(
        bench, new byte[] {(byte) 0x96}, "a sanitize is carried to its end after a loss of power");
  }

  private static void exitWithoutFailure(TestBench bench) {
    begin(bench, 0x1F, "SANITIZE, EXIT FAILURE MODE");
    Answer answer = bench.call(cdb(0x1F, 0, "EXIT FAILURE MODE")).go();
    bench.require(
        bench.facts().operationCodes() != null || !answer.isUnsupported(),
        "SANITIZE is not supported.");
    answer.good();
  }

  private static void listLength(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    for (int length : new int[] {0, 4, bench.facts().blockBytes() + 5}) {
      send(bench, 0, new byte[length]).invalidFieldInCdb(7, 8);
    }
    for (int serviceAction : new int[] {0x02, 0x03, 0x1F}) {
      boolean isListed =
          bench.facts().operationCodes() != null && bench.facts().mayHave(OPCODE, serviceAction);
      if (isListed) {
        bench
            .call(cdb(serviceAction, 8, "with a list"))
            .out(new byte[8])
            .go()
            .invalidFieldInCdb(7, 8);
      }
    }
  }

  private static void refusedList(TestBench bench, int byte0, int patternBytes, int field) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    byte[] list = list(byte0, new int[] {0x55});
    list[3] = (byte) patternBytes;
    send(bench, 0, list).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, field);
  }

  private static void patternLength(TestBench bench) {
    refusedList(bench, 1, 0, 2);
    refusedList(bench, 1, 2, 2);
  }

  private static void invert(TestBench bench) {
    begin(bench, 0x01, "SANITIZE, OVERWRITE");
    send(bench, 0, list(0x82, 0x0F)).good();
    LongOperation.expectPattern(bench, new byte[] {0x0F}, "the last pass writes the pattern");
  }
}
