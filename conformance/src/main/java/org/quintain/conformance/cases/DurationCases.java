// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** Command duration limits: how they are announced, set, and obeyed. */
public final class DurationCases {
  private static final String ANNOUNCED = "SPC-6 6.40.3 One_command parameter data format";
  private static final String PAGES = "SPC-6 7.5.11, 7.5.12 Command Duration Limit T2A, T2B";
  private static final int DESCRIPTORS = 7;
  private static final int PAGE_BYTES = 232;
  private static final int HALF_MICROSECOND = 0x6;
  private static final int HALF_SECOND = 0xE;
  private static final int BUSY = 0x08;
  private static final int TURNS_MAX = 100;
  private static final long BUSY_PAUSE_NS = 10_000_000L;

  private DurationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "OPC-12",
            ANNOUNCED,
            "CDLP other than zero goes with DLD bits in the usage data and with its mode page",
            DurationCases::announced),
        shall(
            "MODE-33",
            PAGES,
            "T2A and T2B: PAGE LENGTH 00E4h, known units and policies in every descriptor",
            DurationCases::form),
        shall(
                "MODE-33/reserved",
                PAGES,
                "Reserved units and policies, or one that goes on from the seventh: 5/26/00",
                DurationCases::reserved)
            .destroysData(),
        shall(
                "PWR-14",
                "SBC-4 5.18 READ (16), DLD bits",
                "Limits far away change nothing, whichever descriptor DLD names",
                DurationCases::farAway)
            .destroysData(),
        shall(
                "PWR-14/limit",
                PAGES,
                "A limit of half a microsecond: GOOD in time, or B/2E/01 or 02 and no data",
                DurationCases::nearby)
            .destroysData());
  }

  private static Answer one(TestBench bench, int opcode) {
    Cdb ask = Cdb.reportSupportedOperationCodes(1, opcode, 0, 64);
    return bench.call(ask).in(64).go().good(4);
  }

  private static void announced(TestBench bench) {
    bench.requireCommand("REPORT SUPPORTED OPERATION CODES", 0xA3, 0x0C);
    for (BlockForm form : List.of(BlockForm.READ_16, BlockForm.WRITE_16)) {
      if (!bench.facts().mayHave(form.opcode(), 0)) {
        continue;
      }
      Answer answer = one(bench, form.opcode()).good(20);
      int page = limitsPage(answer);
      int bits = (answer.at(5) & 1) << 2 | answer.at(4 + 14) >> 6;
      answer.that(page == 0 || bits == 7, "DLD bits in the usage data, CDLP being there");
      answer.that(page != 0 || bits == 0, "no DLD bits in the usage data, CDLP being zero");
      if (page != 0) {
        byte[] current = new ModePages(bench, bench.a()).subpage(ModePages.CURRENT, 0x0A, page);
        answer.that(current.length > 0, "mode page 0Ah/" + Bytes.h(page) + ", which CDLP names");
      }
    }
  }

  /** The subpage of 0Ah that CDLP and RWCDLP name, 0 for none. */
  private static int limitsPage(Answer answer) {
    boolean isSecondType = (answer.at(0) & 1) != 0;
    int code = answer.at(1) >> 3 & 3;
    return switch (code) {
      case 1 -> isSecondType ? 7 : 3;
      case 2 -> isSecondType ? 8 : 4;
      default -> 0;
    };
  }

  private static int at(int number) {
    return 8 + 32 * (number - 1);
  }

  private static byte[] page(TestBench bench, int pageControl, int subpage) {
    byte[] page = new ModePages(bench, bench.a()).subpage(pageControl, 0x0A, subpage);
    bench.require(page.length > 0, "There is no mode page 0Ah/" + Bytes.h(subpage) + ".");
    bench.check(
        page.length == PAGE_BYTES, "0Ah/" + Bytes.h(subpage) + " has " + page.length + " bytes.");
    return page;
  }

  private static void form(TestBench bench) {
    for (int subpage : new int[] {7, 8}) {
      byte[] page = page(bench, ModePages.CURRENT, subpage);
      for (int number = 1; number <= DESCRIPTORS; number++) {
        int unit = page[at(number)] & 0x0F;
        bench.check(
            unit == 0 || unit == 6 || unit == 8 || unit == 0xA || unit == 0xE,
            "Descriptor " + number + " has T2CDLUNITS " + Bytes.h(unit) + ".");
        int guideline = page[at(number) + 14] & 0x0F;
        bench.check(
            guideline <= 2 || guideline == 0xD || guideline == 0xF,
            "Descriptor " + number + " has the reserved policy " + Bytes.h(guideline) + ".");
      }
    }
  }

  /** A page whose descriptors can all be set; put back when the case ends. */
  private static byte[] settable(TestBench bench, int subpage) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    byte[] changeable = page(bench, ModePages.CHANGEABLE, subpage);
    boolean isSettable =
        (changeable[at(1)] & 0x0F) == 0x0F
            && (changeable[at(1) + 5] & 0xFF) == 0xFF
            && (changeable[at(1) + 6] & 0xFF) == 0xFF;
    bench.require(isSettable, "Duration limits cannot be set.");
    byte[] before = page(bench, ModePages.CURRENT, subpage);
    bench.atEnd(() -> new ModePages(bench, bench.a()).select(before));
    return before.clone();
  }

  private static void reserved(TestBench bench) {
    int[][] wrong = {
      {2, 0, 0x03}, {2, 6, 0x10}, {2, 6, 0x01}, {2, 14, 0x03}, {7, 14, 1}, {7, 14, 2}
    };
    for (int subpage : new int[] {7, 8}) {
      for (int[] each : wrong) {
        byte[] page = settable(bench, subpage);
        byte[] before = page.clone();
        int index = at(each[0]) + each[1];
        page[index] = (byte) each[2];
        Answer answer = new ModePages(bench, bench.a()).select(page);
        answer.check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 8 + index);
        bench.check(
            Arrays.equals(before, page(bench, ModePages.CURRENT, subpage)),
            "A refused MODE SELECT changed 0Ah/" + Bytes.h(subpage) + ".");
      }
    }
  }

  private static Cdb with(BlockForm form, long lba, int blocks, int descriptor) {
    return form.cdb(lba, blocks)
        .or(1, descriptor >> 2)
        .or(14, (descriptor & 3) << 6)
        .named(form.title() + ", DLD " + descriptor);
  }

  private static void requireSecondType(TestBench bench) {
    bench.requireCommand("REPORT SUPPORTED OPERATION CODES", 0xA3, 0x0C);
    bench.requireCommand("READ(16)", 0x88, 0);
    bench.requireCommand("WRITE(16)", 0x8A, 0);
    bench.require(
        limitsPage(one(bench, 0x88)) == 7 && limitsPage(one(bench, 0x8A)) == 8,
        "READ(16) and WRITE(16) do not have limits of T2A and T2B.");
  }

  private static void farAway(TestBench bench) {
    requireSecondType(bench);
    for (int subpage : new int[] {7, 8}) {
      byte[] page = settable(bench, subpage);
      for (int number = 1; number < DESCRIPTORS; number++) {
        page[at(number)] = HALF_SECOND;
        Arrays.fill(page, at(number) + 2, at(number) + 6, (byte) 0xFF);
        page[at(number) + 6] = (byte) 0xFF;
      }
      new ModePages(bench, bench.a()).select(page).good();
    }
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    for (int descriptor = 0; descriptor <= DESCRIPTORS; descriptor++) {
      byte[] pattern = blocks.pattern(at, 4, 96 + descriptor);
      bench.call(with(BlockForm.WRITE_16, at, 4, descriptor)).out(pattern).go().good();
      Answer read = bench.call(with(BlockForm.READ_16, at, 4, descriptor)).in(pattern.length).go();
      blocks.same(at, pattern, read.good(pattern.length).data(), "what was written with a limit");
    }
  }

  private static void nearby(TestBench bench) {
    requireSecondType(bench);
    for (int subpage : new int[] {7, 8}) {
      byte[] page = settable(bench, subpage);
      page[at(1)] = HALF_MICROSECOND;
      page[at(1) + 5] = 1;
      page[at(1) + 6] = 0x0F;
      page[at(2)] = HALF_MICROSECOND;
      page[at(2) + 3] = 1;
      page[at(2) + 6] = (byte) 0xF0;
      new ModePages(bench, bench.a()).select(page).good();
    }
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int count = Math.min(256, bench.facts().transferBlocksMax());
    byte[] pattern = blocks.pattern(at, count, 97);
    blocks.write(at, pattern);
    for (int descriptor = 1; descriptor <= 2; descriptor++) {
      for (int turn = 0; turn < 4; turn++) {
        Answer read = read(bench, with(BlockForm.READ_16, at, count, descriptor), pattern.length);
        if (isInTime(read)) {
          blocks.same(at, pattern, read.good(pattern.length).data(), "what was written");
        }
        isInTime(write(bench, with(BlockForm.WRITE_16, at, count, descriptor), pattern));
      }
    }
    // What was terminated holds nothing up, and wrote nothing else than what was there.
    write(bench, with(BlockForm.WRITE_16, at, count, 0), pattern).good();
    byte[] now = read(bench, with(BlockForm.READ_16, at, count, 0), pattern.length).good().data();
    blocks.same(at, pattern, now, "what was written without a limit");
  }

  private static Answer write(TestBench bench, Cdb cdb, byte[] data) {
    Answer answer = bench.call(cdb).out(data).go();
    for (int turn = 0; turn < TURNS_MAX && isStillBusy(answer); turn++) {
      bench.pause(BUSY_PAUSE_NS);
      answer = bench.call(cdb).out(data).go();
    }
    return answer;
  }

  private static Answer read(TestBench bench, Cdb cdb, int lengthBytes) {
    Answer answer = bench.call(cdb).in(lengthBytes).go();
    for (int turn = 0; turn < TURNS_MAX && isStillBusy(answer); turn++) {
      bench.pause(BUSY_PAUSE_NS);
      answer = bench.call(cdb).in(lengthBytes).go();
    }
    return answer;
  }

  /** Whether the medium is still at work on what was terminated. */
  private static boolean isStillBusy(Answer answer) {
    return answer.isCheck(Sense.NOT_READY, 0x0407) || answer.status() == BUSY;
  }

  private static boolean isInTime(Answer answer) {
    if (answer.isGood()) {
      return true;
    }
    answer.check(Sense.ABORTED_COMMAND, 0x2E01, 0x2E02, 0x2E03);
    answer.that(answer.dataLength() == 0, "no data");
    return false;
  }
}
