// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.Call;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Sense;

/**
 * RW-03 to RW-07: the edges of the address range, once for each form of READ, WRITE, VERIFY, WRITE
 * AND VERIFY.
 */
public final class RangeCases {
  private static final String RANGE = "SBC-4 4.5.2 Logical block addressing; 5.1 LBA OUT OF RANGE";

  private RangeCases() {}

  /** A program for one form. */
  private interface FormBody {
    void run(TestBench bench, BlockForm form);
  }

  /** The table: five rows for each form. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (BlockForm form : BlockForm.values()) {
      all.add(of("RW-03", form, "the last block alone: GOOD", RangeCases::lastBlock));
    }
    for (BlockForm form : BlockForm.values()) {
      all.add(of("RW-04", form, "one block at the capacity: 5/21/00", RangeCases::atCapacity));
    }
    for (BlockForm form : BlockForm.values()) {
      all.add(
          of(
              "RW-05",
              form,
              "two blocks from the last one on: 5/21/00, nothing written",
              RangeCases::acrossCapacity));
    }
    for (BlockForm form : BlockForm.values()) {
      all.add(
          of(
              "RW-06",
              form,
              "the largest address of the field: 5/21/00, no wrap-around",
              RangeCases::largestAddress));
    }
    for (BlockForm form : BlockForm.values()) {
      if (form.flagsByte() >= 0) {
        all.add(
            of(
                "RW-07",
                form,
                "no blocks: GOOD within the capacity, 5/21/00 behind it",
                RangeCases::noBlocks));
      }
    }
    return all;
  }

  private static ConformanceCase of(String row, BlockForm form, String what, FormBody body) {
    ConformanceCase one =
        ConformanceCase.shall(
            row + "/" + form.idPart(),
            RANGE,
            form.title() + " of " + what,
            bench -> {
              bench.requireCommand(form.title(), form.opcode(), form.serviceAction());
              body.run(bench, form);
            });
    return form.writes() ? one.destroysData() : one;
  }

  /** The command with the buffer that its kind has. */
  private static Call call(TestBench bench, BlockForm form, long lba, int blocks) {
    Call call = bench.call(form.cdb(lba, blocks));
    return switch (form.kind()) {
      case READ -> call.in(blocks * bench.facts().blockBytes());
      case WRITE -> call.out(bench.blocks().pattern(lba, blocks, 81));
      case VERIFY -> call;
    };
  }

  private static boolean reaches(BlockForm form, long lba) {
    return Long.compareUnsigned(lba, form.lbaMax()) <= 0;
  }

  private static void lastBlock(TestBench bench, BlockForm form) {
    long last = bench.facts().blocks() - 1;
    bench.require(reaches(form, last), form.title() + " does not reach the last block.");
    if (form.writes()) {
      Blocks blocks = bench.blocks();
      blocks.write(last - 1, blocks.pattern(last - 1, 2, 80));
      call(bench, form, last, 1).go().good();
      blocks.expect(last, blocks.pattern(last, 1, 81), "the last block holds what was written");
      blocks.expect(last - 1, blocks.pattern(last - 1, 1, 80), "the block before it is untouched");
    } else {
      call(bench, form, last, 1).go().good().residualIs(0, false);
    }
  }

  private static void atCapacity(TestBench bench, BlockForm form) {
    long capacity = bench.facts().blocks();
    bench.require(reaches(form, capacity), form.title() + " does not reach the capacity.");
    information(bench, Blocks.outOfRange(call(bench, form, capacity, 1).go()), capacity);
  }

  private static void acrossCapacity(TestBench bench, BlockForm form) {
    long capacity = bench.facts().blocks();
    bench.require(reaches(form, capacity - 1), form.title() + " does not reach the last block.");
    Blocks blocks = bench.blocks();
    if (form.writes()) {
      blocks.write(capacity - 1, blocks.pattern(capacity - 1, 1, 82));
    }
    Blocks.outOfRange(call(bench, form, capacity - 1, 2).go());
    if (form.writes()) {
      blocks.expect(
          capacity - 1,
          blocks.pattern(capacity - 1, 1, 82),
          "a write that ends behind the capacity writes nothing");
    }
  }

  private static void largestAddress(TestBench bench, BlockForm form) {
    bench.require(
        Long.compareUnsigned(form.lbaMax(), bench.facts().blocks()) >= 0,
        "The largest address of " + form.title() + " is within the capacity.");
    byte[] first = form.writes() ? bench.blocks().read(0, 1) : new byte[0];
    Blocks.outOfRange(call(bench, form, form.lbaMax(), 1).go());
    Blocks.outOfRange(call(bench, form, form.lbaMax(), 2).go());
    if (form.writes()) {
      bench
          .blocks()
          .expect(0, first, "an address at the end of the field does not wrap around to block 0");
    }
  }

  private static void noBlocks(TestBench bench, BlockForm form) {
    long capacity = bench.facts().blocks();
    call(bench, form, 0, 0).go().good().residualIs(0, false);
    call(bench, form, capacity - 1, 0).go().good();
    if (reaches(form, capacity + 1)) {
      Blocks.outOfRange(call(bench, form, capacity + 1, 0).go());
    }
    if (reaches(form, capacity)) {
      // SBC leaves the block behind the last one open for length 0; only these two answers make
      // sense.
      Answer edge = call(bench, form, capacity, 0).go();
      if (!edge.isGood()) {
        Blocks.outOfRange(edge);
      }
    }
  }

  /**
   * INFORMATION, where it is valid, names the first address that is out of range (SBC-4 4.18.1).
   */
  private static void information(TestBench bench, Answer answer, long lba) {
    Sense sense = answer.sense();
    if (sense != null && sense.hasInformation()) {
      answer.that(
          sense.information() == lba,
          "INFORMATION, if valid, to be " + lba + " of " + Bytes.h((int) bench.facts().blocks()));
    }
  }
}
