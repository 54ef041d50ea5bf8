// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** TP, thresholds of the Logical Block Provisioning mode page (SBC-4 4.7.3.7, 6.5.9). */
public final class ThresholdCases {
  private static final String CLAUSE = "SBC-4 6.5.9 Logical Block Provisioning mode page";
  private static final int PAGE = 0x1C;
  private static final int SUBPAGE = 0x02;
  private static final int FIRST_AT = 16;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int COUNT_AT = 4;

  /** What a descriptor of the count of used blocks says but for ENABLED: armed by an increase. */
  private static final int ARMED_INCREASING = 0x01;

  private static final int USED = 0x0002;
  private static final int REACHED = 0x3807;
  private static final int RECOVERED_ERROR = 1;
  private static final int ROUNDED = 0x3700;
  private static final int TURNS = 4;
  private static final long BYTES_MAX = 64L << 20;

  private ThresholdCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "TP-22/once",
                CLAUSE,
                "The used count reaches a threshold: 6/38/07 once for each nexus, and then no more",
                bench -> withThreshold(bench, ThresholdCases::once))
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
                "TP-22/arming",
                CLAUSE,
                "A threshold that was reached is armed again by UNMAP below it, not before",
                bench -> withThreshold(bench, ThresholdCases::again))
            .destroysData(),
        shall(
                "TP-22/count",
                CLAUSE,
                "THRESHOLD COUNT comes back as it was set, or 1/37/00 tells that it was rounded",
                ThresholdCases::count)
            .destroysData());
  }

  /** What a case does with a threshold that is {@code sets} threshold sets away. */
  private interface Body {
    void run(TestBench bench, long setBlocks);
  }

  /** The page with the descriptor of used blocks; where it begins, or the case is skipped. */
  private static int descriptorAt(TestBench bench, ModePages pages, byte[] page) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    byte[] changeable = pages.subpage(ModePages.CHANGEABLE, PAGE, SUBPAGE);
    for (int at = FIRST_AT; at + DESCRIPTOR_BYTES <= page.length; at += DESCRIPTOR_BYTES) {
      boolean isOfUsed =
          (page[at] & 0x3F) == ARMED_INCREASING && page[at + 1] == USED && changeable.length > at;
      if (isOfUsed && (changeable[at] & 0x80) != 0 && changeable[at + COUNT_AT + 3] == -1) {
        return at;
      }
    }
    bench.require(false, "No threshold of used blocks can be set.");
    return 0;
  }

  /** Enables a threshold two sets above what is used, with LBPERE set. */
  private static void withThreshold(TestBench bench, Body body) {
    Space.requireUnmap(bench);
    ModePages pages = new ModePages(bench, bench.a());
    byte[] before = pages.subpage(ModePages.CURRENT, PAGE, SUBPAGE);
    int at = descriptorAt(bench, pages, before);
    long setBlocks = Space.thresholdSetBlocks(bench);
    long used = Space.count(bench.a(), USED);
    bench.require(setBlocks > 0 && used >= 0, "Log page 0Ch does not tell how much is used.");
    long blocks = 8 * setBlocks;
    bench.require(
        blocks * bench.facts().blockBytes() <= BYTES_MAX && blocks < bench.facts().blocks(),
        "Threshold sets are too large to fill.");
    Space.unmap(bench, 0, blocks).good();
    byte[] next = before.clone();
    next[at] |= (byte) 0x80;
    Bytes.put(next, at + COUNT_AT, 4, Space.count(bench.a(), USED) + 2);
    bench.atEnd(() -> pages.select(before));
    bench.atEnd(() -> Space.unmap(bench, 0, blocks));
    Runnable within =
        () -> {
          pages.select(next).good();
          settle(bench);
          body.run(bench, setBlocks);
        };
    byte[] recovery = pages.page(ModePages.CURRENT, 0x01);
    if (recovery.length > 7 && (recovery[7] & 0x80) != 0) {
      within.run();
    } else {
      pages.requireChangeable(0x01, 7, 0x80, "LBPERE");
      pages.withFlipped(0x01, 7, 0x80, within);
    }
  }

  private static void settle(TestBench bench) {
    bench.a().clearUnitAttentions();
    bench.b().clearUnitAttentions();
  }

  /**
   * Writes the first {@code sets} threshold sets; how often nexus A was told of a threshold
   * meanwhile.
   */
  private static int use(TestBench bench, long setBlocks, int sets) {
    Blocks blocks = bench.blocks();
    int step = (int) Math.min(setBlocks, bench.facts().transferBlocksMax());
    int told = 0;
    for (long at = 0; at < sets * setBlocks; at += step) {
      byte[] data = blocks.pattern(at, step, 780);
      Answer answer = blocks.startWrite(at, data).await();
      if (answer.isCheck(Sense.UNIT_ATTENTION, REACHED)) {
        told++;
        answer = blocks.startWrite(at, data).await();
      }
      answer.good();
    }
    return told;
  }

  /** How often {@code nexus} is told of a threshold by a few commands. */
  private static int told(Nexus nexus) {
    int told = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      Answer answer = nexus.call(Cdb.testUnitReady()).go();
      if (!answer.isGood()) {
        answer.check(Sense.UNIT_ATTENTION, REACHED);
        told++;
      }
    }
    return told;
  }

  private static void expect(TestBench bench, String who, int told, int expected) {
    bench.check(
        told == expected,
        who + " was told of the threshold " + told + " times, not " + expected + ".");
  }

  private static void once(TestBench bench, long setBlocks) {
    int told = use(bench, setBlocks, 4) + told(bench.a());
    expect(bench, "The nexus that wrote", told, 1);
    expect(bench, "Another nexus", told(bench.b()), 1);
    told = use(bench, setBlocks, 6) + told(bench.a());
    expect(bench, "The nexus that wrote beyond it", told, 0);
    expect(bench, "Another nexus, when more was written,", told(bench.b()), 0);
  }

  private static void again(TestBench bench, long setBlocks) {
    expect(bench, "The nexus", use(bench, setBlocks, 4) + told(bench.a()), 1);
    long used = Space.count(bench.a(), USED);
    Space.unmap(bench, 0, 8 * setBlocks).good();
    bench.require(
        Space.count(bench.a(), USED) <= used - 3, "UNMAP does not give the space up at once.");
    expect(bench, "The nexus, by UNMAP,", told(bench.a()), 0);
    expect(bench, "The nexus, at the second time,", use(bench, setBlocks, 4) + told(bench.a()), 1);
  }

  private static void count(TestBench bench) {
    ModePages pages = new ModePages(bench, bench.a());
    byte[] before = pages.subpage(ModePages.CURRENT, PAGE, SUBPAGE);
    int at = descriptorAt(bench, pages, before);
    bench.atEnd(() -> pages.select(before));
    for (long count : new long[] {1, 5, 0x1234_5678L, 0xFFFF_FFFFL}) {
      byte[] next = before.clone();
      next[at] &= 0x7F;
      Bytes.put(next, at + COUNT_AT, 4, count);
      Answer answer = pages.select(next);
      boolean isRounded = answer.isCheck(RECOVERED_ERROR, ROUNDED);
      if (!isRounded) {
        answer.good();
      }
      long set = Bytes.u32(pages.subpage(ModePages.CURRENT, PAGE, SUBPAGE), at + COUNT_AT);
      answer.that(isRounded != (set == count), "THRESHOLD COUNT as set, not " + set);
    }
  }
}
