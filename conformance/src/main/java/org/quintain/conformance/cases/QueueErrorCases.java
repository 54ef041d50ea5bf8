// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/**
 * TASK, third part: what becomes of the commands under way when one fails, by QERR, TST and TAS,
 * and of whom CLEAR TASK SET reaches.
 *
 * <p>A target may have ended them before. What can be judged is a command that ends after the one
 * that failed, though that should have aborted it.
 */
public final class QueueErrorCases {
  private static final String QERR = "SPC-5 7.5.9 Control mode page, QERR";
  private static final int COMMANDS = 16;
  private static final int TASK_ABORTED = 0x40;

  /** How long a status may be on its way: one that was sent before the failure, behind its data. */
  private static final long ON_ITS_WAY_NS = 400_000_000L;

  private static final long SETTLED_NS = 700_000_000L;

  /** Bits of the Control mode page that make a field what the case wants. */
  private record Setting(String name, int index, int field, int value) {}

  private static final Setting SEPARATE = new Setting("TST", 2, 0xE0, 0x20);
  private static final Setting ALL = new Setting("QERR", 3, 0x06, 0x02);
  private static final Setting FAULTED = new Setting("QERR", 3, 0x06, 0x06);
  private static final Setting ABORTED_STATUS = new Setting("TAS", 5, 0x40, 0x40);

  private static final List<ConformanceCase> TABLE =
      List.of(
          two(
              "TASK-09",
              "SAM-5 7.5 CLEAR TASK SET",
              "TST 001b: CLEAR TASK SET leaves the task set of another nexus alone",
              bench -> with(bench, SEPARATE, () -> clear(bench, false, false))),
          two(
              "TASK-10",
              "SAM-5 7.5 CLEAR TASK SET; 5.3.1 TASK ABORTED",
              "TAS 1: commands that another nexus clears end with TASK ABORTED, and no attention",
              bench -> with(bench, ABORTED_STATUS, () -> clear(bench, true, true))),
          two(
              "TASK-27",
              QERR,
              "QERR 00b: a command fails, all others are completed",
              bench -> fail(bench, false, false, false)),
          two(
              "TASK-28/tas0",
              QERR,
              "QERR 01b: a command fails, the whole task set is aborted; 6/2F/00 for others",
              bench -> with(bench, ALL, () -> fail(bench, true, true, false))),
          two(
              "TASK-28/tas1",
              QERR,
              "QERR 01b, TAS 1: a command fails, those of other nexuses end with TASK ABORTED",
              bench ->
                  with(
                      bench,
                      ABORTED_STATUS,
                      () -> with(bench, ALL, () -> fail(bench, true, true, true)))),
          two(
              "TASK-29",
              QERR,
              "QERR 11b: a command fails, only those of its nexus are aborted",
              bench -> with(bench, FAULTED, () -> fail(bench, true, false, false))),
          two(
              "TASK-30",
              QERR + "; TST",
              "QERR 01b, TST 001b: a command fails, only the task set of its nexus is aborted",
              bench ->
                  with(
                      bench,
                      SEPARATE,
                      () -> with(bench, ALL, () -> fail(bench, true, false, false)))));

  private QueueErrorCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase two(
      String id, String clause, String title, ConformanceCase.Body body) {
    return shall(id, clause, title, body).needs(Need.SECOND_NEXUS).destroysData();
  }

  /** Runs {@code within} with the field set, on the case's word that it was zero before. */
  private static void with(TestBench bench, Setting setting, Runnable within) {
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, setting.index, setting.value, setting.name);
    byte[] page = pages.page(ModePages.CURRENT, 0x0A);
    bench.require((page[setting.index] & setting.field) == 0, setting.name + " is not zero.");
    pages.withFlipped(
        0x0A,
        setting.index,
        setting.value,
        () -> {
          bench.b().clearUnitAttentions();
          within.run();
          bench.b().clearUnitAttentions();
        });
  }

  private static List<Pending> startReads(TestBench bench, Nexus nexus) {
    Blocks blocks = bench.blocks(nexus);
    int length = Math.min(bench.facts().transferBlocksMax(), 65536 / bench.facts().blockBytes());
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      all.add(blocks.startRead(i, length));
    }
    return all;
  }

  private static void clear(TestBench bench, boolean isReached, boolean isTold) {
    List<Pending> theirs = startReads(bench, bench.b());
    TaskCases.expectComplete(
        TaskManagementFunction.CLEAR_TASK_SET,
        bench.a().manage(TaskManagementFunction.CLEAR_TASK_SET));
    long atNs = bench.world().nowNs();
    others(bench, theirs, atNs, isReached, isTold);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  /** One command of nexus A fails among others of A and of B. */
  private static void fail(
      TestBench bench, boolean areOwnAborted, boolean areOthersAborted, boolean isTold) {
    List<Pending> theirs = startReads(bench, bench.b());
    List<Pending> own = startReads(bench, bench.a());
    Pending failing =
        bench.call(Cdb.inquiry(36).with(2, 1).named("INQUIRY, PAGE CODE 1")).in(36).start();
    failing.await().check(Sense.ILLEGAL_REQUEST, 0x2400);
    long failedNs = failing.completedNs();
    if (areOwnAborted) {
      long untilNs = onItsWayUntilNs(bench.a(), failedNs);
      bench.pause(SETTLED_NS);
      for (Pending read : own) {
        // A target need not say that it aborted: there is no status, and with iSCSI no end.
        if (read.isDone() && read.completedNs() > untilNs) {
          Answer answer = read.awaitAnswerOrAbort();
          if (answer != null) {
            throw answer.fail("expected that the failure before it aborted it, without a status");
          }
        }
      }
    } else {
      own.forEach(read -> read.await().good());
    }
    others(bench, theirs, failedNs, areOthersAborted, isTold);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  /**
   * Until when a status may come that was sent before {@code atNs}: however long a busy machine
   * holds it up, on its connection it comes ahead of that of a later command.
   */
  private static long onItsWayUntilNs(Nexus nexus, long atNs) {
    Pending later = nexus.call(Cdb.inquiry(36)).in(36).start();
    later.await().good(36);
    return Math.max(atNs + ON_ITS_WAY_NS, later.completedNs());
  }

  /** Judges the commands of nexus B that were under way when those of A came to their end. */
  private static void others(
      TestBench bench, List<Pending> theirs, long atNs, boolean areAborted, boolean isTold) {
    if (!areAborted) {
      theirs.forEach(read -> read.await().good());
      bench.b().call(Cdb.testUnitReady()).go().good();
      return;
    }
    long untilNs = onItsWayUntilNs(bench.b(), atNs);
    bench.pause(SETTLED_NS);
    int aborted = 0;
    boolean isReported = false;
    for (Pending read : theirs) {
      Answer answer = read.isDone() ? read.awaitAnswerOrAbort() : null;
      if (answer == null) {
        aborted++;
      } else if (answer.status() == TASK_ABORTED) {
        aborted++;
        answer.that(isTold, "no TASK ABORTED with TAS 0");
      } else if (answer.isCheck(Sense.UNIT_ATTENTION, 0x2F00) && !isTold) {
        isReported = true;
      } else {
        answer.good();
        answer.that(read.completedNs() <= untilNs, "that it had been aborted");
      }
      if (answer == null && isTold) {
        throw CaseEnd.fail("A command of another nexus ended without TASK ABORTED, with TAS 1.");
      }
    }
    Answer next = bench.b().call(Cdb.testUnitReady()).go();
    if (aborted > 0 && !isTold && !isReported) {
      next.check(Sense.UNIT_ATTENTION, 0x2F00);
    } else {
      next.good();
    }
  }
}
