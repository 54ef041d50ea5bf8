// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quintain.fabric.Command;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.BackingStore;

/** The deliberately wrong targets, each with the case that must catch it. */
public final class WrongTargets {
  /**
   * One wrong target.
   *
   * @param name what is wrong with it
   * @param caseId the case that must fail on it, and must pass on the engine as it is
   * @param protectionType the type of protection information of its disks, 0 for none
   */
  public record WrongTarget(String name, String caseId, Bend bend, int protectionType) {
    WrongTarget(String name, String caseId, Bend bend) {
      this(name, caseId, bend, 0);
    }

    @Override
    public String toString() {
      return caseId + " catches: " + name;
    }
  }

  private WrongTargets() {}

  /** All of them. */
  public static List<WrongTarget> all() {
    List<WrongTarget> all = new ArrayList<>(ofDataAndPages());
    all.addAll(ofTasksAndStates());
    all.addAll(WrongReservations.all());
    all.addAll(WrongProtection.all());
    all.addAll(WrongStates.all());
    return all;
  }

  private static List<WrongTarget> ofDataAndPages() {
    return List.of(
        new WrongTarget(
            "an underflow that is not reported",
            "RES-01/inquiry",
            answer(WrongAnswers::noUnderflow)),
        new WrongTarget(
            "an overflow that is not reported", "RES-01/read10", answer(WrongAnswers::noOverflow)),
        new WrongTarget(
            "a unit attention after reset that is missing",
            "UA-07",
            answer(WrongAnswers::noUnitAttention)),
        new WrongTarget(
            "a unit attention that only one nexus gets",
            "UA-08",
            answer(WrongAnswers::unitAttentionOfFirstOnly)),
        new WrongTarget("FUA taken for a plain write", "RW-12", store(LyingStore.Lie.FUA)),
        new WrongTarget(
            "SYNCHRONIZE CACHE that does nothing", "RW-13", store(LyingStore.Lie.FLUSH)),
        new WrongTarget(
            "one bit turned over in every third write", "RW-09", store(LyingStore.Lie.DATA)),
        new WrongTarget("an UNMAP of one block too many", "TP-08", store(LyingStore.Lie.UNMAP)),
        new WrongTarget(
            "an LBA status that begins one block late", "TP-13", answer(WrongAnswers::lateStatus)),
        new WrongTarget(
            "5/24/00 instead of 5/21/00 behind the end",
            "RW-04/read10",
            answer(WrongAnswers::wrongSense)),
        new WrongTarget(
            "a capacity one block too large",
            "RW-04/capacity",
            answer(WrongAnswers::capacityOffByOne)),
        new WrongTarget(
            "a field pointer at the wrong byte", "INQ-15", answer(WrongAnswers::wrongPointer)),
        new WrongTarget(
            "WRITE STREAM to whatever stream",
            "AW-19/closed",
            command(WrongAnswers::toFirstStream)),
        new WrongTarget(
            "duration limits that are taken but not announced",
            "OPC-12",
            answer(WrongAnswers::withoutDurationPage)),
        new WrongTarget(
            "group numbers that are dropped", "LOG-10/group", command(WrongAnswers::withoutGroup)),
        new WrongTarget(
            "INQUIRY data without its last byte", "INQ-06", answer(WrongAnswers::shortInquiry)),
        new WrongTarget(
            "a serial number that depends on the nexus",
            "INQ-18",
            answer(WrongAnswers::serialOfNexus)),
        new WrongTarget(
            "a listed operation code that is not there",
            "OPC-14",
            command(WrongAnswers::forgetsListed)),
        new WrongTarget(
            "a mandatory operation code that is not listed",
            "OPC-13",
            answer(WrongAnswers::listsTooLittle)),
        new WrongTarget("a LUN twice in REPORT LUNS", "RL-01", answer(WrongAnswers::lunTwice)),
        new WrongTarget(
            "a miscompare told one byte too far", "AW-02", answer(WrongAnswers::offsetTooFar)),
        new WrongTarget("ORWRITE taken for WRITE", "AW-11", command(WrongAnswers::orAsWrite)),
        new WrongTarget("RDPROTECT ignored", "PI-08/none", command(WrongAnswers::withoutProtect)),
        new WrongTarget("NDOB ignored", "RW-27", command(WrongAnswers::withoutNdob)),
        new WrongTarget(
            "a mark that only the marked block itself shows",
            "RW-40",
            answer(WrongAnswers::nothingBeforeMark)));
  }

  private static List<WrongTarget> ofTasksAndStates() {
    return List.of(
        new WrongTarget(
            "any LUN leads to LUN 0",
            "SAM-03",
            command(c -> c.address(0, c.identifier(), c.attribute()))),
        new WrongTarget("NACA ignored", "ACA-01", command(WrongAnswers::withoutControl)),
        new WrongTarget(
            "reserved bits refused every second time only",
            "SAM-16",
            command(new WrongAnswers.EverySecond())),
        new WrongTarget(
            "a read of no blocks that is an error",
            "RW-07/read10",
            answer(WrongAnswers::noBlocksIsError)),
        new WrongTarget(
            "ORDERED taken for SIMPLE on a store that reorders", "TASK-33", unordered()),
        new WrongTarget(
            "ABORT TASK that is never answered",
            "TASK-03",
            function(TaskManagementFunction.ABORT_TASK, true)),
        new WrongTarget(
            "ABORT TASK that is answered but not carried out",
            "TASK-02",
            function(TaskManagementFunction.ABORT_TASK, false)),
        new WrongTarget("QERR 01b that aborts nothing", "TASK-28/tas0", new QuietFailure()),
        new WrongTarget("QERR 11b that aborts nothing", "TASK-29", new QuietFailure()),
        new WrongTarget(
            "a reset that waits for a store",
            "TASK-51/copy",
            function(TaskManagementFunction.LOGICAL_UNIT_RESET, true)),
        new WrongTarget(
            "a reset that leaves what a store holds up",
            "TASK-51/write",
            function(TaskManagementFunction.LOGICAL_UNIT_RESET, false)),
        new WrongTarget(
            "START STOP UNIT that does nothing",
            "PWR-01",
            command(command -> asTestUnitReady(command, 0x1B))),
        new WrongTarget(
            "SANITIZE that does nothing",
            "SAN-08/block-erase",
            command(command -> asTestUnitReady(command, 0x48))),
        new WrongTarget(
            "MODE SELECT that takes everything and does nothing",
            "MODE-20",
            command(command -> asTestUnitReady(command, 0x55))),
        new WrongTarget(
            "a self-test that leaves no result",
            "MISC-03",
            command(command -> asTestUnitReady(command, 0x1D))),
        new WrongTarget("a status for commands that does not come", "SAM-25", silentEvery(50)));
  }

  /** A target that never answers any command. */
  public static Bend silent() {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        return false;
      }
    };
  }

  private static void asTestUnitReady(Command command, int operationCode) {
    if ((command.cdb()[0] & 0xFF) == operationCode) {
      java.util.Arrays.fill(command.cdb(), 0, command.cdbLength(), (byte) 0);
    }
  }

  static Bend answer(Consumer<Command> change) {
    return new Bend() {
      @Override
      public void onAnswer(Command command) {
        change.accept(command);
      }
    };
  }

  static Bend command(Consumer<Command> change) {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        change.accept(command);
        return true;
      }
    };
  }

  private static Bend store(LyingStore.Lie lie) {
    return new Bend() {
      @Override
      public BackingStore store(int index, BackingStore store) {
        return new LyingStore(store, lie);
      }
    };
  }

  private static Bend unordered() {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        command.address(command.lun(), command.identifier(), TaskAttribute.SIMPLE);
        return true;
      }

      @Override
      public BackingStore store(int index, BackingStore store) {
        return new SlowStore(store, 0);
      }
    };
  }

  private static Bend function(TaskManagementFunction bent, boolean isSilent) {
    return new Bend() {
      @Override
      public boolean onFunction(long nowNs, TaskManagementRequest request, ScsiTarget engine) {
        if (request.function() != bent) {
          return false;
        }
        if (!isSilent) {
          request.respond(FunctionResponse.FUNCTION_COMPLETE, 0);
          request.nexus().transport().taskManagementFunctionExecuted(nowNs, request);
        }
        return true;
      }

      @Override
      public BackingStore store(int index, BackingStore store) {
        return isSilent ? store : new SlowStore(store, 1_000_000_000L);
      }
    };
  }

  private static Bend silentEvery(int every) {
    return new Bend() {
      private int count;

      @Override
      public boolean onCommand(Command command) {
        return (command.cdb()[0] & 0xFF) != 0x28 || ++count % every != 0;
      }
    };
  }
}
