// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.sam.TaskManagementFunction;

/**
 * TASK, on stores that do not answer: whatever the commands under way wait for, LOGICAL UNIT RESET
 * ends them and is answered, and what came late touches nothing that was written since.
 */
public final class SilentStoreCases {
  private static final String RESET = "SAM-5 7.7 LOGICAL UNIT RESET";
  private static final long MOMENT_NS = 200_000_000L;
  private static final long LATE_NS = 2_000_000_000L;
  private static final int TURNS_MAX = 8;

  private SilentStoreCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        row("TASK-51/write", "a WRITE(10)", SilentStoreCases::write),
        row("TASK-51/compare", "a COMPARE AND WRITE", SilentStoreCases::compare),
        row("TASK-51/copy", "an EXTENDED COPY", SilentStoreCases::copy),
        row("TASK-51/format", "a FORMAT UNIT", SilentStoreCases::format));
  }

  private static ConformanceCase row(String id, String what, ConformanceCase.Body body) {
    return shall(
            id,
            RESET,
            "LOGICAL UNIT RESET is answered and ends " + what + " whose store does not answer",
            body)
        .needs(Need.SECOND_NEXUS)
        .needs(Need.POWER_CONTROL)
        .destroysData();
  }

  /** Resets while {@code cdb} waits for its store; ends with stores that answer again. */
  private static void reset(TestBench bench, Cdb cdb, byte[] data) {
    reset(bench, cdb, data, () -> {});
  }

  /** The same, and {@code repair} makes the medium usable again. */
  private static void reset(TestBench bench, Cdb cdb, byte[] data, Runnable repair) {
    bench.b();
    bench.require(bench.power().silenceStores(true), "Nobody can keep the target's store silent.");
    bench.atEnd(() -> bench.power().silenceStores(false));
    bench.atEnd(repair);
    Pending stuck = data.length == 0 ? bench.call(cdb).start() : bench.call(cdb).out(data).start();
    bench.pause(MOMENT_NS);
    bench.check(!stuck.isDone(), "The command ended although its store was to be silent.");
    TaskCases.expectComplete(
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        bench.b().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
    bench.b().call(Cdb.inquiry(36)).in(36).go().good(36);
    bench.power().silenceStores(false);
    bench.pause(LATE_NS);
    repair.run();
    // Whether the initiator hears of the end depends on the fabric and on TAS.
    bench.check(!stuck.isGood(), "The command outlasted LOGICAL UNIT RESET: it ended with GOOD.");
    bench.a().clearUnitAttentions();
    bench.b().clearUnitAttentions();
  }

  /** What came late is there or not, and what is written now stays. */
  private static void writeAndKeep(TestBench bench, long at) {
    Blocks blocks = bench.blocks();
    byte[] mine = blocks.pattern(at, 1, 93);
    blocks.write(at, mine);
    bench.pause(MOMENT_NS);
    bench.check(
        java.util.Arrays.equals(blocks.read(at, 1), mine), "A late write replaced a later one.");
  }

  private static void write(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 91);
    reset(bench, Cdb.write10(at, 1), data);
    writeAndKeep(bench, at);
  }

  private static void compare(TestBench bench) {
    bench.requireCommand("COMPARE AND WRITE", 0x89, 0);
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 2, 91);
    Cdb cdb = Cdb.blank("COMPARE AND WRITE", 0x89, 16).field(2, 8, at).with(13, 1);
    reset(bench, cdb, data);
    writeAndKeep(bench, at);
  }

  private static void copy(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] list = CopyCases.list(CopyCases.descriptor(bench), CopyCases.segment(4, at, at + 16));
    Cdb cdb = Cdb.blank("EXTENDED COPY(LID1)", 0x83, 16).field(10, 4, list.length);
    reset(bench, cdb, list);
    writeAndKeep(bench, at + 16);
  }

  private static void format(TestBench bench) {
    FormatCases.begin(bench);
    Cdb format = Cdb.blank("FORMAT UNIT", 0x04, 6);
    // A format that was stopped leaves the medium format corrupt.
    reset(bench, format, new byte[0], () -> again(bench, format));
    writeAndKeep(bench, bench.blocks().middle());
  }

  /** Sends {@code cdb} until unit attention conditions, and what came late, let it through. */
  private static void again(TestBench bench, Cdb cdb) {
    boolean isGood = false;
    for (int turn = 0; turn < TURNS_MAX && !isGood; turn++) {
      isGood = bench.call(cdb).go().isGood();
    }
  }
}
