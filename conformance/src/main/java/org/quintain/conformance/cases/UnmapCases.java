// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** TP, first part: UNMAP and what it leaves behind. */
public final class UnmapCases {
  private static final String UNMAP = "SBC-4 5.35 UNMAP command";
  private static final String LIST = "SBC-4 5.35.2 UNMAP parameter list";
  private static final String STATES = "SBC-4 4.7.4 Thin provisioned logical unit";

  private UnmapCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>(lists());
    all.addAll(effects());
    return all;
  }

  /** What is sent, and what of it is refused. */
  private static List<ConformanceCase> lists() {
    return List.of(
        shall(
            "TP-01",
            UNMAP,
            "UNMAP with a PARAMETER LIST LENGTH of 0: GOOD; of 1 to 7: 5/1A/00",
            UnmapCases::listLength),
        shall(
                "TP-02",
                LIST,
                "UNMAP leaves out descriptors that its lengths cut off",
                UnmapCases::cutOff)
            .destroysData(),
        shall(
                "TP-03",
                UNMAP,
                "UNMAP of more descriptors or blocks than VPD B0h allows: 5/26/00",
                UnmapCases::limits)
            .destroysData(),
        shall(
                "TP-04",
                UNMAP,
                "UNMAP with one descriptor behind the end: 5/21/00, and nothing is unmapped",
                UnmapCases::outOfRange)
            .destroysData(),
        shall("TP-05", UNMAP, "UNMAP of descriptors that overlap: GOOD", UnmapCases::overlap)
            .destroysData(),
        shall(
                "TP-06",
                UNMAP,
                "UNMAP with ANCHOR: 5/24/00 where ANC_SUP is 0, else no block is deallocated",
                UnmapCases::anchor)
            .destroysData());
  }

  /** What it leaves behind. */
  private static List<ConformanceCase> effects() {
    return List.of(
        shall(
                "TP-07",
                STATES,
                "What UNMAP gave up reads as LBPRZ says, what it kept as before, always the same",
                UnmapCases::readsAfter)
            .destroysData(),
        shall(
                "TP-07/power",
                "SBC-4 5.33 SYNCHRONIZE CACHE (10); 4.7.4 Thin provisioned logical unit",
                "After a loss of power blocks read as before UNMAP or as unmapped; after SYNCHRONIZE CACHE as they did then",
                UnmapCases::powerLoss)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
                "TP-08",
                UNMAP,
                "UNMAP changes no block that it does not name",
                UnmapCases::neighbours)
            .destroysData(),
        shall("TP-09", UNMAP, "UNMAP where LBPU is 0: 5/20/00", UnmapCases::unsupported),
        shall(
                "TP-17",
                STATES,
                "A write to blocks that were unmapped maps them and is read back",
                UnmapCases::writeMaps)
            .destroysData(),
        should(
                "TP-26",
                STATES,
                "UNMAP of whole aligned granules deallocates them",
                UnmapCases::granules)
            .destroysData(),
        shall(
                "TP-27",
                UNMAP,
                "UNMAP with as many descriptors as VPD B0h allows: GOOD",
                UnmapCases::manyDescriptors)
            .destroysData(),
        shall(
                "TP-27/none",
                LIST,
                "UNMAP descriptors of no blocks: GOOD, and nothing is unmapped",
                UnmapCases::noBlocks)
            .destroysData());
  }

  private static void listLength(TestBench bench) {
    Space.requireUnmap(bench);
    bench.call(Space.unmapCdb(0)).go().good();
    for (int length = 1; length < 8; length++) {
      bench
          .call(Space.unmapCdb(length))
          .out(new byte[length])
          .go()
          .check(Sense.ILLEGAL_REQUEST, 0x1A00);
    }
  }

  private static void cutOff(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int size = (int) Math.min(256, Space.granularity(bench));
    byte[] kept = blocks.pattern(at, size, 700);
    blocks.write(at, kept);
    byte[] whole = Space.list(at, size);
    byte[] none = whole.clone();
    Bytes.put(none, 2, 2, 0);
    bench.call(Space.unmapCdb(24)).out(none).go().good();
    byte[] fifteen = whole.clone();
    Bytes.put(fifteen, 2, 2, 15);
    bench.call(Space.unmapCdb(24)).out(fifteen).go().good();
    bench.call(Space.unmapCdb(23)).out(Arrays.copyOf(whole, 23)).go().good();
    bench.call(Space.unmapCdb(8)).out(Arrays.copyOf(whole, 8)).go().good();
    blocks.expect(at, kept, "a descriptor that is cut off is left out");
  }

  private static void limits(TestBench bench) {
    Space.requireUnmap(bench);
    long descriptors = Space.descriptorsMax(bench);
    Blocks blocks = bench.blocks();
    byte[] kept = blocks.pattern(0, 8, 701);
    blocks.write(0, kept);
    boolean isTried = false;
    if (descriptors < 4095) {
      long[] pairs = new long[2 * (int) (descriptors + 1)];
      pairs[1] = 8;
      Space.unmap(bench, pairs).check(Sense.ILLEGAL_REQUEST, 0x2600);
      isTried = true;
    }
    long most = Space.blocksMax(bench);
    long each = Math.min(blocks.count(), 0xFFFF_FFFFL);
    long needed = most / each + 1;
    if (most < 0xFFFF_FFFFL && needed <= Math.min(descriptors, 4095)) {
      long[] pairs = new long[2 * (int) needed];
      long left = most + 1;
      for (int index = 1; index < pairs.length; index += 2) {
        pairs[index] = Math.min(left, each);
        left -= pairs[index];
      }
      Space.unmap(bench, pairs).check(Sense.ILLEGAL_REQUEST, 0x2600);
      isTried = true;
    }
    bench.require(isTried, "The limits of UNMAP are beyond what one parameter list can name.");
    blocks.expect(0, kept, "an UNMAP that is refused changes nothing");
  }

  private static void outOfRange(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int size = (int) Math.min(256, Space.granularity(bench));
    byte[] kept = blocks.pattern(at, size, 702);
    blocks.write(at, kept);
    Blocks.outOfRange(Space.unmap(bench, at, size, blocks.count() - 1, 2));
    Blocks.outOfRange(Space.unmap(bench, at, size, -1L, 1));
    Blocks.outOfRange(Space.unmap(bench, at, size, blocks.count(), 1));
    blocks.expect(at, kept, "the whole list is checked before the first block is unmapped");
  }

  private static void overlap(TestBench bench) {
    Space.requireUnmap(bench);
    bench.require(Space.descriptorsMax(bench) >= 2, "UNMAP takes one descriptor only.");
    long at = Space.aligned(bench, bench.blocks().middle());
    Space.unmap(bench, at, 64, at + 32, 64).good().residualIs(0, false);
    Space.unmap(bench, at, 64, at, 64).good();
  }

  private static void anchor(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int size = (int) Math.min(256, 2 * Space.granularity(bench));
    byte[] data = blocks.pattern(at, size, 703);
    blocks.write(at, data);
    if (!Space.hasAnchors(bench)) {
      Space.anchor(bench, at, size).invalidFieldInCdb(1);
      blocks.expect(at, data, "an UNMAP that is refused changes nothing");
      return;
    }
    Space.anchor(bench, at, size).good();
    for (Space.Extent extent : Space.status(bench, at)) {
      bench.check(
          extent.first() >= at + size || extent.status() != Space.DEALLOCATED,
          "Block " + extent.first() + " is deallocated, although UNMAP asked to anchor it.");
    }
  }

  /** An UNMAP is a hint: each block is either as it was or as unmapped blocks are. */
  private static void readsAfter(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle() + 1;
    int size = 200;
    blocks.write(at, blocks.pattern(at, size, 704));
    Space.unmap(bench, at + 3, size - 7).good();
    byte[] came = blocks.read(at, size);
    for (int block = 0; block < size; block++) {
      boolean isKept = blocks.isPattern(came, block, at + block, 704);
      bench.check(
          isKept || !Space.readsZeros(bench) || isZero(came, block, blocks.size()),
          "Block " + (at + block) + " reads neither as before UNMAP nor as zeros.");
    }
    blocks.expect(at, came, "blocks that nobody writes read the same each time");
    for (Space.Extent extent : statusWhereThereIsOne(bench, at)) {
      for (long lba = extent.first(); lba < extent.first() + extent.blocks(); lba++) {
        int block = (int) (lba - at);
        if (lba >= at + size || extent.status() == Space.MAPPED || !Space.readsZeros(bench)) {
          break;
        }
        bench.check(
            isZero(came, block, blocks.size()),
            "Block " + lba + " is not mapped and reads as something else than zeros.");
      }
    }
  }

  private static void powerLoss(TestBench bench) {
    Space.requireUnmap(bench);
    bench.requireCommand("SYNCHRONIZE CACHE(10)", 0x35, 0);
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int size = (int) Math.min(128, 8 * Space.granularity(bench));
    for (int round = 0; round < 4; round++) {
      blocks.write(at, blocks.pattern(at, size, 730 + round));
      bench.call(Cdb.synchronizeCache10(0, 0)).go().good();
      Space.unmap(bench, at, size).good();
      byte[] then = blocks.read(at, size);
      boolean isFlushed = round % 2 == 0;
      if (isFlushed) {
        bench.call(Cdb.synchronizeCache10(0, 0)).go().good();
      }
      bench.power().powerCycle();
      bench.a().reconnect();
      bench.a().clearUnitAttentions();
      if (isFlushed) {
        blocks.expect(at, then, "what SYNCHRONIZE CACHE confirmed outlives a loss of power");
      }
      byte[] came = blocks.read(at, size);
      for (int block = 0; block < size; block++) {
        bench.check(
            blocks.isPattern(came, block, at + block, 730 + round)
                || isSameBlock(then, came, block, blocks.size()),
            "After a loss of power block " + (at + block) + " is as it never was.");
      }
    }
  }

  private static boolean isSameBlock(byte[] one, byte[] other, int block, int size) {
    return Arrays.equals(
        one, block * size, (block + 1) * size, other, block * size, (block + 1) * size);
  }

  private static List<Space.Extent> statusWhereThereIsOne(TestBench bench, long at) {
    return bench.facts().mayHave(0x9E, 0x12) ? Space.status(bench, at) : List.of();
  }

  private static boolean isZero(byte[] bytes, int block, int size) {
    for (int at = block * size; at < (block + 1) * size; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  private static void neighbours(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    int granule = (int) Math.min(64, Space.granularity(bench));
    long at = Space.aligned(bench, blocks.middle());
    int size = 4 * granule;
    for (int[] range :
        new int[][] {{granule, granule}, {granule + 1, granule}, {1, 1}, {granule - 1, 2}}) {
      blocks.write(at, blocks.pattern(at, size, 705));
      Space.unmap(bench, at + range[0], range[1]).good();
      byte[] came = blocks.read(at, size);
      for (int block = 0; block < size; block++) {
        boolean isNamed = block >= range[0] && block < range[0] + range[1];
        bench.check(
            isNamed || blocks.isPattern(came, block, at + block, 705),
            "UNMAP of "
                + range[1]
                + " blocks from "
                + (at + range[0])
                + " on changed block "
                + (at + block)
                + ".");
      }
    }
  }

  private static void unsupported(TestBench bench) {
    bench.require(!Space.hasUnmap(bench), "LBPU is 1.");
    bench.require(
        bench.facts().operationCodes() != null || bench.facts().blockLimits().length > 0,
        "The target tells neither its commands nor its limits.");
    byte[] list = Space.list();
    bench.call(Space.unmapCdb(list.length)).out(list).go().check(Sense.ILLEGAL_REQUEST, 0x2000);
  }

  private static void writeMaps(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int size = (int) Math.min(256, 4 * Space.granularity(bench));
    Space.unmap(bench, at, size).good();
    byte[] data = blocks.pattern(at, size, 706);
    blocks.write(at, data);
    blocks.expect(at, data, "what is written to unmapped blocks is read back");
    for (Space.Extent extent : statusWhereThereIsOne(bench, at)) {
      bench.check(
          extent.first() >= at + size || extent.status() == Space.MAPPED || extent.status() > 2,
          "Block " + extent.first() + " was written and its status is " + extent.status() + ".");
    }
  }

  private static void granules(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    long granularity = Space.granularity(bench);
    long at = Space.aligned(bench, blocks.middle());
    bench.require(
        granularity <= 4096 && at + 2 * granularity <= blocks.count(), "A granule is too large.");
    blocks.write(at, blocks.pattern(at, (int) Math.min(256, granularity), 707));
    Space.unmap(bench, at, 2 * granularity).good();
    Space.Extent extent = Space.status(bench, at).get(0);
    bench.check(
        extent.status() == Space.DEALLOCATED && extent.blocks() >= 2 * granularity,
        "After UNMAP of "
            + 2 * granularity
            + " blocks from "
            + at
            + " on, GET LBA STATUS says "
            + extent
            + ".");
  }

  private static void manyDescriptors(TestBench bench) {
    Space.requireUnmap(bench);
    int count = (int) Math.min(4095, Space.descriptorsMax(bench));
    bench.require(count > 1, "UNMAP takes one descriptor only.");
    long at = bench.blocks().middle();
    long[] pairs = new long[2 * count];
    for (int index = 0; index < count; index++) {
      pairs[2 * index] = at + index % 1024;
      pairs[2 * index + 1] = 1;
    }
    Answer answer = Space.unmap(bench, pairs);
    answer.good().residualIs(0, false);
  }

  private static void noBlocks(TestBench bench) {
    Space.requireUnmap(bench);
    Blocks blocks = bench.blocks();
    byte[] data = blocks.pattern(0, 8, 708);
    blocks.write(0, data);
    Space.unmap(bench, 0, 0).good();
    Space.unmap(bench, blocks.count(), 0).good();
    Space.unmap(bench).good();
    Cdb zeroTail = Space.unmapCdb(8);
    byte[] list = Space.list();
    Bytes.put(list, 2, 2, 16);
    bench.call(zeroTail).out(list).go().good();
    blocks.expect(0, data, "an UNMAP of no blocks changes nothing");
  }
}
