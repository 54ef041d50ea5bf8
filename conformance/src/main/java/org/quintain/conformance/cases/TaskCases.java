// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/** TASK: aborts and resets of tasks, their answers, and what is left behind. */
public final class TaskCases {
  private static final String ABORT_TASK = "SAM-5 7.2 ABORT TASK";
  private static final String LOGICAL_UNIT_RESET = "SAM-5 7.7 LOGICAL UNIT RESET";
  private static final int COMMANDS = 16;

  /** The port may hear of the end a little after the answer; a target that goes on takes longer. */
  private static final long ENDS_WITHIN_NS = 200_000_000L;

  private TaskCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "TASK-01",
            ABORT_TASK,
            "ABORT TASK of reads under way: FUNCTION COMPLETE, one end for each read, the logical unit goes on",
            TaskCases::abortReads),
        shall(
                "TASK-02",
                ABORT_TASK,
                "ABORT TASK of a write under way: after FUNCTION COMPLETE the medium changes no more",
                TaskCases::abortWrite)
            .destroysData(),
        shall(
            "TASK-03",
            ABORT_TASK,
            "ABORT TASK of a command that has ended: FUNCTION COMPLETE",
            TaskCases::abortEnded),
        shall(
                "TASK-04",
                ABORT_TASK,
                "ABORT TASK by another nexus with the same tag touches nothing",
                TaskCases::abortFromOtherNexus)
            .needs(Need.SECOND_NEXUS),
        shall(
                "TASK-06",
                "SAM-5 7.3 ABORT TASK SET",
                "ABORT TASK SET ends the commands of its own nexus only; those of another nexus end GOOD",
                TaskCases::abortTaskSet)
            .needs(Need.SECOND_NEXUS),
        shall(
                "TASK-08",
                "SAM-5 7.5 CLEAR TASK SET",
                "CLEAR TASK SET: commands of another nexus end, or 6/2F/00 tells that they were cleared",
                TaskCases::clearTaskSet)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
                "TASK-11",
                LOGICAL_UNIT_RESET,
                "LOGICAL UNIT RESET: FUNCTION COMPLETE, then 6/29/xx once on each nexus",
                TaskCases::logicalUnitReset)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
                "TASK-12",
                LOGICAL_UNIT_RESET,
                "LOGICAL UNIT RESET of one logical unit leaves no unit attention on another",
                TaskCases::resetLeavesOtherUnits)
            .needs(Need.SECOND_LUN)
            .destroysData(),
        shall(
            "TASK-45",
            ABORT_TASK,
            "Aborts and commands interleaved: one end for each command, and none is left",
            TaskCases::abortStorm),
        shall(
            "TASK-46",
            "SAM-5 7.1 Task management function procedure calls",
            "After ABORT TASK SET is answered, no command of the nexus is under way",
            TaskCases::nothingAfterAbortTaskSet),
        shall(
                "TASK-48",
                LOGICAL_UNIT_RESET,
                "LOGICAL UNIT RESET among writes of two nexuses: nothing lands after its answer",
                TaskCases::resetAmongWrites)
            .needs(Need.SECOND_NEXUS)
            .destroysData());
  }

  static void expectComplete(TaskManagementFunction function, FunctionResponse response) {
    if (response == FunctionResponse.FUNCTION_REJECTED) {
      throw CaseEnd.skip("The target rejects " + function + ".");
    }
    if (response != FunctionResponse.FUNCTION_COMPLETE) {
      throw CaseEnd.fail(function + ": expected FUNCTION COMPLETE; came " + response + ".");
    }
  }

  private static int big(TestBench bench) {
    return Math.min(bench.facts().transferBlocksMax(), 65536 / bench.facts().blockBytes());
  }

  private static List<Pending> startReads(TestBench bench, Nexus nexus, int count) {
    Blocks blocks = bench.blocks(nexus);
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(blocks.startRead(i, big(bench)));
    }
    return all;
  }

  /** GOOD, busy, or aborted: nothing else may come of a read that something aborts. */
  private static void fairEnd(@Nullable Answer answer) {
    if (answer != null
        && answer.status() != 0x40
        && answer.status() != 0x08
        && answer.status() != 0x28) {
      answer.good();
    }
  }

  /** ABORT TASK, after whose answer nothing more may come of the command (SAM-5 7.2). */
  private static void abort(TestBench bench, Pending command) {
    expectComplete(
        TaskManagementFunction.ABORT_TASK,
        bench.a().manage(TaskManagementFunction.ABORT_TASK, bench.lun(), command.identifier()));
    bench.check(
        bench.awaitAtMost(command::isDone, ENDS_WITHIN_NS),
        "ABORT TASK is answered, yet the command is still under way (SAM-5 7.2).");
  }

  private static void abortReads(TestBench bench) {
    List<Pending> all = startReads(bench, bench.a(), COMMANDS);
    for (Pending one : all) {
      abort(bench, one);
    }
    for (Pending one : all) {
      fairEnd(one.awaitAnswerOrAbort());
    }
    bench.call(Cdb.testUnitReady()).go().good();
    bench.blocks().read(0, 1);
  }

  private static void abortWrite(TestBench bench) {
    Blocks blocks = bench.blocks();
    int count = big(bench);
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, count, 11));
    Pending write = blocks.startWrite(at, blocks.pattern(at, count, 12));
    abort(bench, write);
    Answer answer = write.awaitAnswerOrAbort();
    byte[] first = blocks.read(at, count);
    for (int i = 0; i < count; i++) {
      boolean isNew = blocks.isPattern(first, i, at + i, 12);
      bench.check(
          isNew || (answer == null && blocks.isPattern(first, i, at + i, 11)),
          "After ABORT TASK block "
              + (at + i)
              + " holds neither the old nor the new data"
              + (answer == null ? "." : ", or the old one though the write ended " + answer + "."));
    }
    bench.pause(1_500_000_000L);
    blocks.expect(at, first, "after ABORT TASK is answered the medium changes no more");
  }

  private static void abortEnded(TestBench bench) {
    Pending read = bench.blocks().startRead(0, 1);
    read.await().good();
    expectComplete(
        TaskManagementFunction.ABORT_TASK,
        bench.a().manage(TaskManagementFunction.ABORT_TASK, bench.lun(), read.identifier()));
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void abortFromOtherNexus(TestBench bench) {
    List<Pending> all = startReads(bench, bench.a(), COMMANDS);
    for (Pending one : all) {
      bench.b().manage(TaskManagementFunction.ABORT_TASK, bench.lun(), one.identifier());
    }
    for (Pending one : all) {
      one.await().good();
    }
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void abortTaskSet(TestBench bench) {
    List<Pending> mine = startReads(bench, bench.a(), COMMANDS);
    List<Pending> theirs = startReads(bench, bench.b(), COMMANDS);
    expectComplete(
        TaskManagementFunction.ABORT_TASK_SET,
        bench.a().manage(TaskManagementFunction.ABORT_TASK_SET));
    for (Pending one : mine) {
      fairEnd(one.awaitAnswerOrAbort());
    }
    for (Pending one : theirs) {
      one.await().good();
    }
    bench.call(Cdb.testUnitReady()).go().good();
    bench.b().call(Cdb.testUnitReady()).go().good();
  }

  private static void clearTaskSet(TestBench bench) {
    List<Pending> theirs = startReads(bench, bench.b(), COMMANDS);
    expectComplete(
        TaskManagementFunction.CLEAR_TASK_SET,
        bench.a().manage(TaskManagementFunction.CLEAR_TASK_SET));
    boolean told = false;
    Answer next = bench.b().call(Cdb.testUnitReady()).go();
    if (!next.isGood()) {
      // A read that came after the clearing may have taken the unit attention already.
      next.check(Sense.UNIT_ATTENTION, 0x2F00);
      told = true;
    }
    // What was cleared before its status has none with TAS 0, and never ends (SAM-5 7.5).
    for (Pending one : theirs) {
      if (one.isDone()) {
        told |= isGoodUnlessCleared(one);
      }
    }
    if (!told) {
      for (Pending one : theirs) {
        one.await().good();
      }
    }
    bench.call(Cdb.testUnitReady()).go().good();
  }

  /** Whether a read tells that commands were cleared; it has good status otherwise. */
  private static boolean isGoodUnlessCleared(Pending read) {
    Answer answer = read.await();
    if (answer.isCheck(Sense.UNIT_ATTENTION, 0x2F00) || answer.status() == 0x40) {
      return true;
    }
    answer.good();
    return false;
  }

  private static void logicalUnitReset(TestBench bench) {
    expectComplete(
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
    for (Nexus nexus : List.of(bench.a(), bench.b())) {
      UnitAttentionCases.checkReset(nexus.call(Cdb.testUnitReady()).go());
      nexus.call(Cdb.testUnitReady()).go().good();
    }
  }

  private static void resetLeavesOtherUnits(TestBench bench) {
    long other = bench.facts().otherLun(bench.lun());
    bench.a().clearUnitAttentions(other);
    expectComplete(
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
    bench.call(Cdb.testUnitReady()).lun(other).go().good();
    UnitAttentionCases.checkReset(bench.call(Cdb.testUnitReady()).go());
  }

  private static void abortStorm(TestBench bench) {
    for (int round = 0; round < 8; round++) {
      List<Pending> all = startReads(bench, bench.a(), COMMANDS);
      for (int i = round % 2; i < all.size(); i += 2) {
        abort(bench, all.get(i));
      }
      for (Pending one : all) {
        fairEnd(one.awaitAnswerOrAbort());
      }
    }
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void nothingAfterAbortTaskSet(TestBench bench) {
    List<Pending> all = startReads(bench, bench.a(), COMMANDS);
    expectComplete(
        TaskManagementFunction.ABORT_TASK_SET,
        bench.a().manage(TaskManagementFunction.ABORT_TASK_SET));
    bench.check(
        bench.awaitAtMost(() -> all.stream().allMatch(Pending::isDone), ENDS_WITHIN_NS),
        "ABORT TASK SET is answered, yet commands are still under way (SAM-5 7.3).");
    for (Pending one : all) {
      fairEnd(one.awaitAnswerOrAbort());
    }
    // Twice as many as before: were one slot lost for each abort, this would run dry over time.
    for (Pending one : startReads(bench, bench.a(), COMMANDS)) {
      one.await().good();
    }
  }

  private static void resetAmongWrites(TestBench bench) {
    Blocks mine = bench.blocks();
    Blocks theirs = bench.blocks(bench.b());
    long at = mine.middle();
    int count = 8;
    mine.write(at, mine.pattern(at, 2 * count, 21));
    List<Pending> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      own.add(mine.startWrite(at + i, mine.pattern(at + i, 1, 22)));
      theirs.startWrite(at + count + i, theirs.pattern(at + count + i, 1, 22));
    }
    expectComplete(
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET));
    for (Pending one : own) {
      one.awaitAnswerOrAbort();
    }
    bench.a().clearUnitAttentions();
    byte[] first = mine.read(at, 2 * count);
    for (int i = 0; i < 2 * count; i++) {
      bench.check(
          mine.isPattern(first, i, at + i, 21) || mine.isPattern(first, i, at + i, 22),
          "After LOGICAL UNIT RESET block "
              + (at + i)
              + " holds neither the old nor the new data.");
    }
    bench.pause(1_500_000_000L);
    // Of the reset's own nexus alone: what others sent may come, and be executed, after its answer.
    byte[] ours = Arrays.copyOf(first, first.length / 2);
    mine.expect(at, ours, "after LOGICAL UNIT RESET is answered no earlier write lands");
  }
}
