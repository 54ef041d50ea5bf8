// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;

/**
 * TP, third part: a thin provisioned logical unit whose space runs out. Only where there is less
 * space than blocks, and little enough of it that filling it takes no time.
 */
public final class ExhaustionCases {
  private static final String CLAUSE = "SBC-4 4.7.3.6 Resource exhaustion considerations";
  private static final int AVAILABLE = 1;
  private static final long BYTES_MAX = 64L << 20;
  private static final int DATA_PROTECT = 7;
  private static final int SPACE_ALLOCATION_FAILED = 0x2707;

  private static final List<ConformanceCase> TABLE =
      List.of(
          row(
              "TP-20",
              "No space left: a write to unmapped blocks 7/27/07; mapped ones are still written",
              ExhaustionCases::exhausted),
          row(
              "TP-20/unmap",
              "UNMAP makes space for a write that had failed",
              ExhaustionCases::unmapHelps),
          row(
              "TP-21",
              "A write to anchored blocks is done although no space is left",
              ExhaustionCases::anchored),
          row(
              "TP-22",
              "The available count goes down to nothing, and a failed write changes no block",
              ExhaustionCases::counted));

  private ExhaustionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase row(String id, String title, ConformanceCase.Body body) {
    return shall(id, CLAUSE, title, body).destroysData();
  }

  private static int step(TestBench bench) {
    return Math.min(bench.facts().transferBlocksMax(), (1 << 20) / bench.facts().blockBytes());
  }

  /** Unmaps everything, now and when the case has ended; skips where space does not run out. */
  private static void requireLittleSpace(TestBench bench) {
    Space.requireUnmap(bench);
    long set = Space.thresholdSetBlocks(bench);
    bench.require(
        set > 0 && Space.count(bench.a(), AVAILABLE) >= 0,
        "Log page 0Ch does not tell how much space is available.");
    unmapAll(bench);
    long available = Space.count(bench.a(), AVAILABLE) * set;
    bench.require(
        available < bench.facts().blocks() - 4L * step(bench),
        "There is as much space as there are blocks.");
    bench.require(
        available * bench.facts().blockBytes() <= BYTES_MAX, "There is too much space to fill.");
    bench.atEnd(() -> unmapAll(bench));
  }

  private static void unmapAll(TestBench bench) {
    long blocks = bench.facts().blocks();
    long most = Math.min(Math.max(1, Space.blocksMax(bench)), 0xFFFF_FFFFL);
    for (long at = 0; at < blocks; at += most) {
      Space.unmap(bench, at, Math.min(most, blocks - at)).good();
    }
  }

  /** Writes from {@code first} on until there is no space; the block at which that was. */
  private static long fill(TestBench bench, long first) {
    Blocks blocks = bench.blocks();
    int step = step(bench);
    for (long at = first; at + step <= blocks.count(); at += step) {
      Answer answer = blocks.startWrite(at, blocks.pattern(at, step, 790)).await();
      if (!answer.isGood()) {
        answer.check(DATA_PROTECT, SPACE_ALLOCATION_FAILED);
        return at;
      }
    }
    throw org.quintain.conformance.bench.CaseEnd.fail(
        "More was written than log page 0Ch said there is space for.");
  }

  private static void exhausted(TestBench bench) {
    requireLittleSpace(bench);
    Blocks blocks = bench.blocks();
    long full = fill(bench, 0);
    bench.check(full > 0, "Not even the first blocks could be written.");
    byte[] again = blocks.pattern(0, step(bench), 791);
    blocks.write(0, again);
    blocks.expect(0, again, "mapped blocks are written although no space is left");
    long beyond = blocks.count() - step(bench);
    blocks
        .startWrite(beyond, blocks.pattern(beyond, step(bench), 792))
        .await()
        .check(DATA_PROTECT, SPACE_ALLOCATION_FAILED);
    bench.call(Cdb.testUnitReady()).go().good();
    blocks.read(full, 1);
  }

  private static void unmapHelps(TestBench bench) {
    requireLittleSpace(bench);
    Blocks blocks = bench.blocks();
    long full = fill(bench, 0);
    Space.unmap(bench, 0, Math.min(full, 4L * step(bench))).good();
    byte[] data = blocks.pattern(full, step(bench), 793);
    blocks.write(full, data);
    blocks.expect(full, data, "what UNMAP made space for");
  }

  private static void anchored(TestBench bench) {
    bench.require(Space.hasAnchors(bench), "ANC_SUP is zero.");
    requireLittleSpace(bench);
    Blocks blocks = bench.blocks();
    int step = step(bench);
    long at = Space.aligned(bench, blocks.count() - 2L * step);
    Space.anchor(bench, at, step).good();
    fill(bench, 0);
    byte[] data = blocks.pattern(at, step / 2, 794);
    blocks.write(at, data);
    blocks.expect(at, data, "anchored blocks have their space already");
  }

  private static void counted(TestBench bench) {
    requireLittleSpace(bench);
    Blocks blocks = bench.blocks();
    long before = Space.count(bench.a(), AVAILABLE);
    long full = fill(bench, 0);
    long after = Space.count(bench.a(), AVAILABLE);
    bench.check(after < before, "The available count is " + after + ", before " + before + ".");
    bench.check(
        after * Space.thresholdSetBlocks(bench) < step(bench) + Space.granularity(bench),
        "Log page 0Ch says that there is space for what could not be written.");
    byte[] came = blocks.read(full, step(bench));
    for (int index = 0; index < step(bench); index++) {
      boolean isNew = blocks.isPattern(came, index, full + index, 790);
      boolean isOld = true;
      for (int at = 0; at < blocks.size(); at++) {
        isOld &= came[index * blocks.size() + at] == 0;
      }
      bench.check(
          isNew || isOld || !Space.readsZeros(bench),
          "Block " + (full + index) + " of a failed write is neither old nor new.");
    }
  }
}
