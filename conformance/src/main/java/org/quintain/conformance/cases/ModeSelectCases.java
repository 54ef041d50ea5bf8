// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** MODE, second part: MODE SELECT. All of them skip where the target has none. */
public final class ModeSelectCases {
  private static final String MODE_SELECT = "SPC-5 6.12 MODE SELECT(6)";
  private static final int CACHING = 0x08;

  private ModeSelectCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "MODE-08",
                MODE_SELECT,
                "Current values written back unchanged: GOOD, no unit attention on another nexus",
                ModeSelectCases::unchanged)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
                "MODE-09",
                MODE_SELECT,
                "A change of a bit that cannot be changed: 5/26/00, nothing changed",
                ModeSelectCases::unchangeableBit)
            .destroysData(),
        shall(
                "MODE-12",
                "SPC-5 4.2.5.5 Parameter list length",
                "A parameter list that cuts a page: 5/1A/00, nothing changed",
                ModeSelectCases::cutPage)
            .destroysData(),
        shall(
                "MODE-13",
                MODE_SELECT,
                "A wrong PAGE LENGTH or an unknown page: 5/26/00",
                ModeSelectCases::wrongPage)
            .destroysData(),
        shall(
                "MODE-14",
                MODE_SELECT,
                "Two pages of which the second is wrong: nothing changed",
                ModeSelectCases::allOrNothing)
            .destroysData(),
        shall(
                "MODE-16",
                "SPC-5 6.12 MODE SELECT(6), SP; SAM-5 6.3.3 Logical unit reset",
                "A change that is not saved does not outlive LOGICAL UNIT RESET",
                ModeSelectCases::notSaved)
            .destroysData(),
        shall(
                "MODE-25",
                "SPC-5 7.5.9 Control mode page, SWP",
                "SWP 1: WRITE ends 7/27/xx and WP is 1; reads go on",
                ModeSelectCases::softwareWriteProtect)
            .destroysData());
  }

  private static ModePages pages(TestBench bench) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    return new ModePages(bench, bench.a());
  }

  private static byte[] caching(TestBench bench) {
    byte[] page = pages(bench).page(ModePages.CURRENT, CACHING);
    bench.require(page.length > 2, "The target has no caching mode page.");
    return page;
  }

  private static void unchanged(TestBench bench) {
    byte[] before = caching(bench);
    bench.b().clearUnitAttentions();
    pages(bench).select(before).good();
    bench.b().call(Cdb.testUnitReady()).go().good();
    bench.check(
        java.util.Arrays.equals(before, caching(bench)),
        "MODE SELECT of equal values changed the page.");
  }

  private static void unchangeableBit(TestBench bench) {
    byte[] before = caching(bench);
    byte[] changeable = pages(bench).page(ModePages.CHANGEABLE, CACHING);
    for (int index = 2; index < Math.min(before.length, changeable.length); index++) {
      int fixed = ~changeable[index] & 0xFF;
      if (fixed != 0) {
        byte[] wrong = before.clone();
        wrong[index] ^= (byte) Integer.lowestOneBit(fixed);
        pages(bench).select(wrong).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 8 + index);
        bench.check(
            java.util.Arrays.equals(before, caching(bench)),
            "A refused MODE SELECT changed the caching page.");
        return;
      }
    }
    bench.require(false, "Every bit of the caching page can be changed.");
  }

  private static void cutPage(TestBench bench) {
    byte[] before = caching(bench);
    byte[] list = ModePages.parameters(before);
    byte[] cut = java.util.Arrays.copyOf(list, list.length - 3);
    bench
        .call(Cdb.modeSelect10(false, cut.length))
        .out(cut)
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x1A00);
    bench.check(
        java.util.Arrays.equals(before, caching(bench)),
        "A refused MODE SELECT changed the caching page.");
  }

  private static void wrongPage(TestBench bench) {
    byte[] before = caching(bench);
    byte[] shorter = java.util.Arrays.copyOf(before, before.length - 2);
    shorter[1] = (byte) (shorter[1] - 2);
    pages(bench).select(shorter).check(Sense.ILLEGAL_REQUEST, 0x2600, 0x1A00);
    byte[] unknown = before.clone();
    unknown[0] = 0x3E;
    pages(bench).select(unknown).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 8);
  }

  private static void allOrNothing(TestBench bench) {
    ModePages pages = pages(bench);
    pages.requireChangeable(CACHING, 2, 0x04, "WCE");
    byte[] before = caching(bench);
    byte[] changed = before.clone();
    changed[2] ^= 0x04;
    byte[] two = java.util.Arrays.copyOf(changed, 2 * changed.length);
    System.arraycopy(before, 0, two, changed.length, before.length);
    two[changed.length] = 0x3E;
    Answer answer = pages.select(two);
    answer.check(Sense.ILLEGAL_REQUEST, 0x2600);
    bench.check(
        java.util.Arrays.equals(before, caching(bench)),
        "MODE SELECT with one bad page of two changed the good one.");
  }

  private static void notSaved(TestBench bench) {
    ModePages pages = pages(bench);
    pages.requireChangeable(CACHING, 2, 0x04, "WCE");
    byte[] before = caching(bench);
    pages.withFlipped(
        CACHING,
        2,
        0x04,
        () -> {
          TaskCases.expectComplete(
              TaskManagementFunction.LOGICAL_UNIT_RESET,
              bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
          bench.a().clearUnitAttentions();
          bench.check(
              (caching(bench)[2] & 0x04) == (before[2] & 0x04),
              "WCE was changed without SP, yet it outlived LOGICAL UNIT RESET.");
        });
  }

  private static void softwareWriteProtect(TestBench bench) {
    ModePages pages = pages(bench);
    pages.requireChangeable(0x0A, 4, 0x08, "SWP");
    bench.require(!bench.facts().writeProtected(), "The medium is write protected.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 61));
    pages.withFlipped(
        0x0A,
        4,
        0x08,
        () -> {
          bench
              .call(Cdb.write10(at, 1))
              .out(blocks.pattern(at, 1, 62))
              .go()
              .check(Sense.DATA_PROTECT, 0x2702, 0x2700);
          blocks.expect(at, blocks.pattern(at, 1, 61), "a refused WRITE writes nothing");
          Answer sense = bench.call(Cdb.modeSense10(0, 0x3F, 0, 64)).in(64).go().good(8);
          sense.that((sense.at(3) & 0x80) != 0, "WP 1 in the mode parameter header");
        });
    blocks.write(at, blocks.pattern(at, 1, 63));
  }
}
