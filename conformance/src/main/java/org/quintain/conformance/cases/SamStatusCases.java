// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** SAM: statuses, autosense, limits of the task set and of a transfer. */
public final class SamStatusCases {
  private static final String STATUS = "SAM-5 5.3.1 Status codes";

  private SamStatusCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "SAM-25",
            "SAM-5 5.3.1 Status codes, TASK SET FULL; 5.8.2 Task set",
            "Many commands at once: each ends GOOD, BUSY or TASK SET FULL; then all works again",
            SamStatusCases::queueDepth),
        shall(
                "SAM-26",
                "SAM-5 5.3.1 Status codes, TASK SET FULL",
                "A WRITE that ended BUSY or TASK SET FULL changed nothing; one that ended GOOD did",
                SamStatusCases::refusedWritesWriteNothing)
            .destroysData(),
        shall(
            "SAM-27",
            STATUS,
            "No status byte is reserved or obsolete",
            SamStatusCases::statusCodes),
        shall(
            "SAM-28",
            STATUS,
            "CONDITION MET comes from no command but PRE-FETCH",
            SamStatusCases::conditionMet),
        shall(
            "SAM-31",
            "SAM-5 5.13 Sense data; SPC-5 4.4 Sense data",
            "CHECK CONDITION comes with well-formed sense data",
            SamStatusCases::autosense),
        shall(
            "SAM-32",
            "SPC-5 4.4.1 Sense data introduction",
            "GOOD comes without an error in sense data",
            SamStatusCases::goodWithoutSense),
        shall(
            "SAM-34",
            "SBC-4 4.22 Grouping function; SBC-4 5.16 READ (10)",
            "GROUP NUMBER 1 without grouping: 5/24/00 at its byte, or ignored; 0 works",
            SamStatusCases::groupNumber),
        shall(
            "SAM-35",
            "SBC-4 6.6.4 Block Limits VPD page, MAXIMUM TRANSFER LENGTH",
            "One block more than MAXIMUM TRANSFER LENGTH: 5/24/00 at TRANSFER LENGTH",
            SamStatusCases::maximumTransferLength));
  }

  private static void queueDepth(TestBench bench) {
    Blocks blocks = bench.blocks();
    int many = Math.min(512, Math.max(64, 2 * bench.a().commandsMax()));
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(blocks.startRead(i % 64, 1));
    }
    for (Pending one : all) {
      Answer answer = one.await();
      answer.that(
          answer.isGood() || answer.status() == 0x08 || answer.status() == 0x28,
          "GOOD, BUSY or TASK SET FULL");
    }
    bench.call(Cdb.testUnitReady()).go().good();
    blocks.read(0, 1);
  }

  private static void refusedWritesWriteNothing(TestBench bench) {
    Blocks blocks = bench.blocks();
    int many = Math.min(256, Math.max(64, 2 * bench.a().commandsMax()));
    long base = blocks.middle();
    blocks.write(base, blocks.pattern(base, many, 1));
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(blocks.startWrite(base + i, blocks.pattern(base + i, 1, 2)));
    }
    byte[] expected = new byte[many * blocks.size()];
    for (int i = 0; i < many; i++) {
      Answer answer = all.get(i).await();
      answer.that(
          answer.isGood() || answer.status() == 0x08 || answer.status() == 0x28,
          "GOOD, BUSY or TASK SET FULL");
      byte[] block = blocks.pattern(base + i, 1, answer.isGood() ? 2 : 1);
      System.arraycopy(block, 0, expected, i * blocks.size(), blocks.size());
    }
    blocks.expect(base, expected, "a write changes its block exactly when it ends GOOD");
  }

  /** A variety of commands, good and bad. */
  private static List<Answer> variety(TestBench bench) {
    int block = bench.facts().blockBytes();
    long blocks = bench.facts().blocks();
    List<Answer> answers = new ArrayList<>();
    answers.add(bench.call(Cdb.testUnitReady()).go());
    answers.add(bench.call(Cdb.inquiry(96)).in(96).go());
    answers.add(bench.call(Cdb.requestSense(false, 252)).in(252).go());
    answers.add(bench.call(Cdb.reportLuns(0, 1024)).in(1024).go());
    answers.add(bench.call(Cdb.readCapacity10()).in(8).go());
    answers.add(bench.call(Cdb.read10(0, 1)).in(block).go());
    answers.add(bench.call(BlockForm.READ_16.cdb(blocks, 1)).in(block).go());
    answers.add(
        bench.call(BlockForm.READ_10.cdb(Math.min(blocks, 0xFFFF_FFFFL), 1)).in(block).go());
    answers.add(bench.call(Cdb.vpd(0x7E, 255)).in(255).go());
    answers.add(bench.call(Cdb.blank("opcode FFh", 0xFF, 16)).go());
    answers.add(bench.call(Cdb.reportLuns(0x7E, 1024)).in(1024).go());
    answers.add(bench.call(Cdb.testUnitReady()).lun(bench.facts().absentLun()).go());
    return answers;
  }

  private static void statusCodes(TestBench bench) {
    for (Answer answer : variety(bench)) {
      int status = answer.status();
      answer.that(
          status == 0x00
              || status == 0x02
              || status == 0x04
              || status == 0x08
              || status == 0x18
              || status == 0x28
              || status == 0x30
              || status == 0x40,
          "a status that SAM-5 defines");
    }
  }

  private static void conditionMet(TestBench bench) {
    for (Answer answer : variety(bench)) {
      answer.that(answer.status() != 0x04, "another status than CONDITION MET");
    }
  }

  private static void autosense(TestBench bench) {
    int checks = 0;
    for (Answer answer : variety(bench)) {
      if (answer.status() == 0x02) {
        Sense sense = answer.sense();
        answer.that(sense != null, "sense data with CHECK CONDITION");
        answer.that(sense != null && sense.problems().isEmpty(), "well-formed sense data");
        checks++;
      }
    }
    bench.check(
        checks >= 4,
        "At least four of the commands are illegal everywhere, yet only "
            + checks
            + " ended with CHECK CONDITION.");
  }

  private static void goodWithoutSense(TestBench bench) {
    for (Answer answer : variety(bench)) {
      Sense sense = answer.sense();
      answer.that(
          !answer.isGood() || sense == null || sense.key() == 0 || sense.key() == 1,
          "no error in the sense data beside GOOD");
    }
  }

  private static void groupNumber(TestBench bench) {
    int block = bench.facts().blockBytes();
    for (BlockForm form : List.of(BlockForm.READ_10, BlockForm.READ_16)) {
      if (!bench.facts().mayHave(form.opcode(), 0)) {
        continue;
      }
      bench.call(form.cdb(0, 1)).in(block).go().good(block);
      Cdb cdb = form.cdb(0, 1).or(form.groupByte(), 1).named(form.title() + ", GROUP NUMBER 1");
      Answer answer = bench.call(cdb).in(block).go();
      if (!answer.isGood()) {
        answer.invalidFieldInCdb(form.groupByte());
      }
    }
  }

  private static void maximumTransferLength(TestBench bench) {
    long limit = bench.facts().maximumTransferBlocks();
    bench.require(limit > 0, "Block Limits gives no MAXIMUM TRANSFER LENGTH.");
    bench.require(
        limit < bench.facts().blocks(), "MAXIMUM TRANSFER LENGTH is not below the capacity.");
    boolean fits10 = limit < 0xFFFF;
    bench.require(fits10 || bench.facts().mayHave(0x88, 0), "READ(16) is not supported.");
    BlockForm form = fits10 ? BlockForm.READ_10 : BlockForm.READ_16;
    int first = form.lengthByte();
    bench
        .call(form.cdb(0, limit + 1))
        .in(bench.facts().blockBytes())
        .go()
        .invalidFieldInCdb(first, first + 1, first + 2, first + 3);
  }
}
