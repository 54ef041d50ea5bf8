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

/** SAN, the first half: FORMAT UNIT. */
public final class FormatCases {
  private static final String FORMAT = "SBC-4 5.4 FORMAT UNIT";
  private static final String LIST = "SBC-4 5.4.2 FORMAT UNIT parameter list";
  private static final int IN_PROGRESS = 0x0404;
  private static final int FMTDATA = 0x10;
  private static final int LONGLIST = 0x20;

  private FormatCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "SAN-01/plain",
                FORMAT,
                "FORMAT UNIT without a parameter list: GOOD, and every block can be read",
                FormatCases::plain)
            .destroysData(),
        shall(
                "SAN-01/pattern",
                "SBC-4 5.4.2.3 Initialization pattern descriptor",
                "An initialization pattern is repeated over each block",
                FormatCases::pattern)
            .destroysData(),
        shall(
                "SAN-01/immed",
                LIST,
                "IMMED: GOOD at once, 2/04/04 until the end, then GOOD",
                FormatCases::immediate)
            .destroysData(),
        shall(
                "SAN-01/options",
                LIST,
                "FOV 0 with DPRY, DCRT, STPF or IP: 5/26/00",
                FormatCases::optionsWithoutValid)
            .destroysData(),
        shall(
                "SAN-02/usage",
                LIST,
                "PROTECTION FIELD USAGE without FMTPINFO, reserved: 5/26/00",
                FormatCases::protectionUsage)
            .destroysData(),
        shall(
                "SAN-02/information",
                LIST,
                "P_I_INFORMATION of the long header not zero: 5/26/00",
                FormatCases::protectionInformation)
            .destroysData(),
        shall(
                "SAN-02/short",
                "SPC-5 4.2.5.5 Parameter list length",
                "A parameter list that ends within its header: 5/1A/00",
                FormatCases::shortList)
            .destroysData(),
        shall(
                "SAN-03/format",
                FORMAT,
                "DEFECT LIST FORMAT 111b: 5/24/00",
                FormatCases::defectListFormat)
            .destroysData(),
        shall("SAN-03/ffmt", FORMAT, "FFMT 11b: 5/24/00", FormatCases::fastFormat).destroysData(),
        shall(
                "SAN-04",
                "SBC-4 4.33 Format operations",
                "While a format goes on INQUIRY, REPORT LUNS and REQUEST SENSE work, others: 2/04/04",
                FormatCases::meanwhile)
            .destroysData(),
        shall(
                "SAN-06",
                "SBC-4 4.33 Format operations",
                "A format that loses its power: 3/31/00 or 3/31/01 until a format, or GOOD",
                FormatCases::powerLoss)
            .needs(Need.POWER_CONTROL)
            .destroysData());
  }

  private static Cdb format(int byte1, String what) {
    return Cdb.blank("FORMAT UNIT, " + what, 0x04, 6).with(1, byte1);
  }

  /** Skips the case where a format is not possible, or would do harm. */
  static void begin(TestBench bench) {
    bench.requireCommand("FORMAT UNIT", 0x04, 0);
    bench.require(!bench.facts().writeProtected(), "The medium is write-protected.");
    bench.require(!bench.facts().hasProtection(), "A format would end the protection.");
    LongOperation.requireSmallMedium(bench);
  }

  /** Sends {@code list}; skips the case where FMTDATA is not supported. */
  private static Answer send(TestBench bench, String what, int byte1, int... list) {
    byte[] bytes = new byte[list.length];
    for (int at = 0; at < list.length; at++) {
      bytes[at] = (byte) list[at];
    }
    return bench.call(format(byte1, what)).out(bytes).go();
  }

  private static void requireData(TestBench bench, Answer answer) {
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "FMTDATA is not supported.");
  }

  private static void plain(TestBench bench) {
    begin(bench);
    bench.call(format(0, "no data")).go().good();
    bench.blocks().read(0, 1);
    bench.blocks().read(bench.facts().blocks() - 1, 1);
  }

  private static void pattern(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "pattern", FMTDATA, 0, 0x88, 0, 0, 0, 1, 0, 3, 0xC3, 0x5A, 0x96);
    requireData(bench, answer);
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2600), "IP is not supported.");
    answer.good();
    LongOperation.expectPattern(
        bench, new byte[] {(byte) 0xC3, 0x5A, (byte) 0x96}, "a format writes its pattern");
  }

  private static void immediate(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "IMMED", FMTDATA, 0, 0x02, 0, 0);
    requireData(bench, answer);
    answer.good();
    LongOperation.awaitEnd(bench, IN_PROGRESS);
    bench.blocks().read(0, 1);
  }

  private static void optionsWithoutValid(TestBench bench) {
    begin(bench);
    for (int option : new int[] {0x40, 0x20, 0x10, 0x08}) {
      Answer answer = send(bench, "FOV 0", FMTDATA, 0, option, 0, 0, 0, 0, 0, 0);
      requireData(bench, answer);
      answer.check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 1);
    }
  }

  private static void protectionUsage(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "PROTECTION FIELD USAGE 7", FMTDATA, 0x07, 0, 0, 0);
    requireData(bench, answer);
    answer.check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 0);
  }

  private static void protectionInformation(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "P_I_INFORMATION", FMTDATA | LONGLIST, 0, 0, 0, 0x10, 0, 0, 0, 0);
    requireData(bench, answer);
    answer.check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 3);
  }

  private static void shortList(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "two bytes", FMTDATA, 0, 0);
    requireData(bench, answer);
    answer.check(Sense.ILLEGAL_REQUEST, 0x1A00);
  }

  private static void defectListFormat(TestBench bench) {
    begin(bench);
    send(bench, "DEFECT LIST FORMAT 7", FMTDATA | 0x07, 0, 0, 0, 0).invalidFieldInCdb(1);
  }

  private static void fastFormat(TestBench bench) {
    begin(bench);
    bench.call(format(0, "FFMT 3").with(4, 0x03)).go().invalidFieldInCdb(4);
  }

  private static void meanwhile(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "IMMED", FMTDATA, 0, 0x8A, 0, 0, 0, 1, 0, 1, 0x11);
    bench.require(!answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2600), "IP is not supported.");
    requireData(bench, answer);
    answer.good();
    LongOperation.checkMeanwhile(bench, IN_PROGRESS);
    LongOperation.awaitEnd(bench, IN_PROGRESS);
  }

  private static void powerLoss(TestBench bench) {
    begin(bench);
    Answer answer = send(bench, "IMMED", FMTDATA, 0, 0x02, 0, 0);
    requireData(bench, answer);
    answer.good();
    bench.power().powerCycle();
    bench.a().reconnect();
    for (int attempt = 0; attempt < 8; attempt++) {
      Answer ready = bench.call(Cdb.testUnitReady()).go();
      Sense sense = ready.sense();
      if (ready.isGood()) {
        return;
      }
      if (sense != null && sense.key() == Sense.UNIT_ATTENTION) {
        continue;
      }
      if (ready.isCheck(Sense.NOT_READY, IN_PROGRESS)) {
        LongOperation.awaitEnd(bench, IN_PROGRESS);
        return;
      }
      ready.check(3, 0x3100, 0x3101);
      bench.call(format(0, "no data")).go().good();
    }
    bench.call(Cdb.testUnitReady()).go().good();
  }
}
