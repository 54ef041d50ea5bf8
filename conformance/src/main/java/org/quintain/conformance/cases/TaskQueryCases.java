// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;

/** TASK: queries, what REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS promises, and task attributes. */
public final class TaskQueryCases {
  private TaskQueryCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "TASK-14",
                "SAM-5 7.6 I_T NEXUS RESET",
                "I_T NEXUS RESET: unit attention 6/29/xx on its own nexus, none on another",
                TaskQueryCases::nexusReset)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
            "TASK-15",
            "SAM-5 7.8 QUERY TASK",
            "QUERY TASK of a command that has ended: FUNCTION COMPLETE",
            TaskQueryCases::queryTask),
        shall(
            "TASK-16",
            "SAM-5 7.9 QUERY TASK SET",
            "QUERY TASK SET with nothing under way: FUNCTION COMPLETE",
            bench -> queryIdle(bench, TaskManagementFunction.QUERY_TASK_SET)),
        shall(
                "TASK-17",
                "SAM-5 7.10 QUERY ASYNCHRONOUS EVENT",
                "QUERY ASYNCHRONOUS EVENT with a unit attention pending: FUNCTION SUCCEEDED, and it stays pending",
                TaskQueryCases::queryPendingEvent)
            .destroysData(),
        shall(
            "TASK-18",
            "SAM-5 7.10 QUERY ASYNCHRONOUS EVENT",
            "QUERY ASYNCHRONOUS EVENT with nothing pending: FUNCTION COMPLETE",
            bench -> queryIdle(bench, TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT)),
        shall(
                "TASK-20",
                "SPC-5 6.37 REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS",
                "Each function is carried out exactly if it is reported as supported",
                TaskQueryCases::supportedFunctions)
            .destroysData(),
        shall(
            "TASK-21",
            "SAM-5 7.1 Task management function procedure calls",
            "LOGICAL UNIT RESET of a LUN without logical unit: INCORRECT LOGICAL UNIT NUMBER or rejected",
            TaskQueryCases::absentLun),
        shall(
                "TASK-33",
                "SAM-5 8.6 Task attributes",
                "SIMPLE, ORDERED, SIMPLE writes of one block: the last one stands",
                TaskQueryCases::orderedWrites)
            .destroysData(),
        shall(
            "TASK-35",
            "SAM-5 8.6.4 HEAD OF QUEUE; SPC-5 7.7.7 Extended INQUIRY Data, HEADSUP, ORDSUP",
            "HEAD OF QUEUE and ORDERED commands are carried out",
            TaskQueryCases::otherAttributes),
        shall(
                "TASK-39",
                "SPC-5 7.5.9 Control mode page, QUEUE ALGORITHM MODIFIER",
                "With restricted reordering, SIMPLE writes of one block from one nexus keep their order",
                TaskQueryCases::restrictedReordering)
            .destroysData());
  }

  private static void nexusReset(TestBench bench) {
    TaskCases.expectComplete(
        TaskManagementFunction.I_T_NEXUS_RESET,
        bench.a().manage(TaskManagementFunction.I_T_NEXUS_RESET));
    UnitAttentionCases.checkReset(bench.call(Cdb.testUnitReady()).go());
    bench.call(Cdb.testUnitReady()).go().good();
    bench.b().call(Cdb.testUnitReady()).go().good();
  }

  private static void queryTask(TestBench bench) {
    Pending read = bench.blocks().startRead(0, 1);
    read.await().good();
    TaskCases.expectComplete(
        TaskManagementFunction.QUERY_TASK,
        bench.a().manage(TaskManagementFunction.QUERY_TASK, bench.lun(), read.identifier()));
  }

  private static void queryIdle(TestBench bench, TaskManagementFunction function) {
    TaskCases.expectComplete(function, bench.a().manage(function));
  }

  private static void queryPendingEvent(TestBench bench) {
    UnitAttentionCases.provoke(bench);
    FunctionResponse response = bench.a().manage(TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT);
    bench.require(
        response != FunctionResponse.FUNCTION_REJECTED,
        "The target rejects QUERY ASYNCHRONOUS EVENT.");
    bench.check(
        response == FunctionResponse.FUNCTION_SUCCEEDED,
        "QUERY ASYNCHRONOUS EVENT: expected FUNCTION SUCCEEDED; came " + response + ".");
    UnitAttentionCases.checkReset(bench.call(Cdb.testUnitReady()).go());
  }

  /** A function, and where REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS has its bit. */
  private record Bit(TaskManagementFunction function, int index, int mask) {}

  private static final List<Bit> BITS =
      List.of(
          new Bit(TaskManagementFunction.ABORT_TASK, 0, 0x80),
          new Bit(TaskManagementFunction.ABORT_TASK_SET, 0, 0x40),
          new Bit(TaskManagementFunction.CLEAR_TASK_SET, 0, 0x10),
          new Bit(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0x08),
          new Bit(TaskManagementFunction.QUERY_TASK, 0, 0x04),
          new Bit(TaskManagementFunction.QUERY_ASYNCHRONOUS_EVENT, 1, 0x04),
          new Bit(TaskManagementFunction.QUERY_TASK_SET, 1, 0x02));

  private static void supportedFunctions(TestBench bench) {
    bench.requireCommand("REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS", 0xA3, 0x0D);
    Answer answer =
        bench.call(Cdb.reportSupportedTaskManagementFunctions(false, 4)).in(4).go().good(4);
    for (Bit bit : BITS) {
      boolean reported = (answer.at(bit.index) & bit.mask) != 0;
      FunctionResponse response = bench.a().manage(bit.function, bench.lun(), 0xFFFF_0001L);
      boolean done = response != FunctionResponse.FUNCTION_REJECTED;
      if (reported != done) {
        throw CaseEnd.fail(
            bit.function
                + " is reported as "
                + (reported ? "supported" : "not supported")
                + ", but its answer is "
                + response
                + ".");
      }
      bench.a().clearUnitAttentions();
    }
    bench.check(
        (answer.at(0) & 0xC8) == 0xC8,
        "ABORT TASK, ABORT TASK SET and LOGICAL UNIT RESET are mandatory (SAM-5 7.1), but not reported.");
  }

  private static void absentLun(TestBench bench) {
    FunctionResponse response =
        bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET, bench.facts().absentLun(), 0);
    // SRP r16a table 24 has no code for it: a target says that the function failed.
    boolean hasFailed =
        bench.fabric().url().contains("srp")
            && response == FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
    bench.check(
        hasFailed
            || response == FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER
            || response == FunctionResponse.FUNCTION_REJECTED,
        "LOGICAL UNIT RESET of an absent LUN: expected INCORRECT LOGICAL UNIT NUMBER; came "
            + response
            + ".");
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static Pending write(TestBench bench, long at, int salt, TaskAttribute attribute) {
    byte[] data = bench.blocks().pattern(at, 1, salt);
    return bench.call(Cdb.write10(at, 1)).out(data).attribute(attribute).start();
  }

  private static void orderedWrites(TestBench bench) {
    Blocks blocks = bench.blocks();
    for (int round = 0; round < 16; round++) {
      long at = blocks.middle() + round;
      Pending first = write(bench, at, 31, TaskAttribute.SIMPLE);
      Pending second = write(bench, at, 32, TaskAttribute.ORDERED);
      Pending third = write(bench, at, 33, TaskAttribute.SIMPLE);
      for (Pending one : List.of(first, second, third)) {
        one.await().good();
      }
      blocks.expect(
          at, blocks.pattern(at, 1, 33), "a SIMPLE write behind an ORDERED one comes last");
    }
  }

  private static void otherAttributes(TestBench bench) {
    int claims = 0;
    if (bench.facts().vpdPages().contains(0x86)) {
      claims = bench.call(Cdb.vpd(0x86, 64)).in(64).go().good(6).at(5);
    }
    for (TaskAttribute attribute : List.of(TaskAttribute.ORDERED, TaskAttribute.HEAD_OF_QUEUE)) {
      int bit = attribute == TaskAttribute.ORDERED ? 0x02 : 0x04;
      Answer answer = bench.call(Cdb.testUnitReady()).attribute(attribute).go();
      if ((claims & bit) != 0 || bench.facts().vpdPages().contains(0x86)) {
        answer.that(
            answer.isGood() == ((claims & bit) != 0) || answer.isGood(),
            "GOOD, as VPD 86h claims " + attribute);
      } else if (!answer.isGood()) {
        throw CaseEnd.skip(
            "The target does not claim " + attribute + ", and has not carried it out.");
      }
    }
  }

  private static void restrictedReordering(TestBench bench) {
    byte[] page = new ModePages(bench, bench.a()).page(ModePages.CURRENT, 0x0A);
    bench.require(page.length > 3, "The target has no control mode page.");
    bench.require((page[3] & 0xF0) == 0, "The control mode page allows unrestricted reordering.");
    Blocks blocks = bench.blocks();
    for (int round = 0; round < 16; round++) {
      long at = blocks.middle() + round;
      List<Pending> writes =
          List.of(
              write(bench, at, 41, TaskAttribute.SIMPLE),
              write(bench, at, 42, TaskAttribute.SIMPLE),
              write(bench, at, 43, TaskAttribute.SIMPLE));
      for (Pending one : writes) {
        one.await().good();
      }
      blocks.expect(
          at, blocks.pattern(at, 1, 43), "writes of one block from one nexus keep their order");
    }
  }
}
