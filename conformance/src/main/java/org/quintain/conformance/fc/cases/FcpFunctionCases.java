// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, sixth part: task management by FCP_CMND. */
public final class FcpFunctionCases {
  private static final String MANAGEMENT = "FCP-4 4.9 Task management";
  private static final String FLAGS =
      "FCP-4 9.2.2 FCP_CMND IU field descriptions; FCP-4 9.5 FCP_RSP IU";
  private static final int COMPLETE = 0x00;
  private static final int INVALID = 0x02;
  private static final int REJECTED = 0x04;
  private static final int FAILED = 0x05;
  private static final int SUCCEEDED = 0x08;
  private static final int WRONG_LUN = 0x09;

  private FcpFunctionCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    each(table);
    effects(table);
    wrong(table);
    return table.list();
  }

  private static void each(CaseTable table) {
    answered(table, "abort-task-set", FcpCommand.ABORT_TASK_SET, COMPLETE);
    answered(table, "clear-task-set", FcpCommand.CLEAR_TASK_SET, COMPLETE);
    answered(table, "logical-unit-reset", FcpCommand.LOGICAL_UNIT_RESET, COMPLETE);
    answered(table, "query-task-set", FcpCommand.QUERY_TASK_SET, COMPLETE, REJECTED);
    answered(
        table, "query-event", FcpCommand.QUERY_ASYNCHRONOUS_EVENT, COMPLETE, SUCCEEDED, REJECTED);
    answered(table, "clear-aca", FcpCommand.CLEAR_ACA, COMPLETE, REJECTED);
    table
        .destructive(
            "FIU-23/target-reset",
            FLAGS,
            "TARGET RESET, which is obsolete, is rejected or carried out",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              function(nexus, FcpCommand.TARGET_RESET)
                  .code("TARGET RESET", REJECTED, COMPLETE, INVALID);
              nexus.clearUnitAttentions();
            })
        .shall(
            "FIU-22/form",
            FLAGS,
            "The answer to a function has status 00h, FCP_RSP_LEN 4 or 8, no sense data, no residual",
            FcpFunctionCases::form);
  }

  private static void answered(CaseTable table, String word, int flag, int... codes) {
    ConformanceCase.Body body =
        bench -> {
          RawNexus nexus = RawNexus.open(bench);
          function(nexus, flag).code(word, codes);
          nexus.clearUnitAttentions();
        };
    String title = "The function " + word + " is answered with an RSP_CODE that SAM has for it";
    boolean destroys = flag == FcpCommand.LOGICAL_UNIT_RESET || flag == FcpCommand.CLEAR_TASK_SET;
    if (destroys) {
      table.destructive("FIU-22/" + word, MANAGEMENT, title, body);
    } else {
      table.shall("FIU-22/" + word, MANAGEMENT, title, body);
    }
  }

  private static void effects(CaseTable table) {
    table
        .shall(
            "FIU-22/abort-ends",
            MANAGEMENT,
            "ABORT TASK SET ends the nexus' commands: no status comes of them",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] same = nexus.read(bench.blocks().middle(), 1);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              function(nexus, FcpCommand.ABORT_TASK_SET).code("ABORT TASK SET", COMPLETE);
              nexus.isOver(task, same, "ABORT TASK SET");
              nexus.isAlive();
            })
        .shall(
            "FIU-22/abort-own",
            MANAGEMENT,
            "ABORT TASK SET leaves the commands of other nexuses alone",
            FcpFunctionCases::abortOwn)
        .destructive(
            "FIU-22/clear-others",
            "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "CLEAR TASK SET ends the commands of all nexuses",
            bench -> endsOthers(bench, FcpCommand.CLEAR_TASK_SET))
        .destructive(
            "FIU-22/reset-others",
            "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "LOGICAL UNIT RESET ends the commands of all nexuses",
            bench -> endsOthers(bench, FcpCommand.LOGICAL_UNIT_RESET))
        .shall(
            "FIU-22/query",
            MANAGEMENT,
            "QUERY TASK SET says whether there are commands of the nexus",
            FcpFunctionCases::query)
        .destructive(
            "FIU-22/reset-keeps",
            "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "LOGICAL UNIT RESET leaves the process login as it was",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              function(nexus, FcpCommand.LOGICAL_UNIT_RESET).code("LOGICAL UNIT RESET", COMPLETE);
              nexus.hasUnitAttentionOf(0x29);
              nexus.clearUnitAttentions();
            });
  }

  private static void wrong(CaseTable table) {
    table
        .shall(
            "FIU-07/two",
            FLAGS,
            "Two functions in one request are refused",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int both = FcpCommand.ABORT_TASK_SET | FcpCommand.QUERY_TASK_SET;
              function(nexus, both).code("Two functions", INVALID, REJECTED);
              nexus.isAlive();
            })
        .shall(
            "FIU-07/reserved",
            FLAGS,
            "A function that there is not is refused",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              function(nexus, 0x80).code("Flag 80h", REJECTED, INVALID);
              nexus.isAlive();
            })
        .shall(
            "FIU-07/lun",
            FLAGS,
            "A function for a LUN that there is not is answered INCORRECT LOGICAL UNIT NUMBER, or refused",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpCommand request =
                  FcpCommand.function(FcpCommand.ABORT_TASK_SET, bench.facts().absentLun());
              nexus
                  .start(request)
                  .functionResponse()
                  .code("ABORT TASK SET of no logical unit", WRONG_LUN, REJECTED, FAILED);
              nexus.isAlive();
            })
        .shall(
            "FIU-07/many",
            MANAGEMENT,
            "Thirty-two functions under way together are all answered",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask[] tasks = new FcpTask[32];
              for (int i = 0; i < tasks.length; i++) {
                tasks[i] = nexus.start(nexus.function(FcpCommand.ABORT_TASK_SET));
              }
              for (FcpTask task : tasks) {
                task.functionResponse().code("ABORT TASK SET", COMPLETE, FAILED);
              }
              nexus.isAlive();
            });
  }

  private static FcpResponse function(RawNexus nexus, int flags) {
    return nexus.start(nexus.function(flags)).functionResponse();
  }

  private static void form(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpResponse response = function(nexus, FcpCommand.ABORT_TASK_SET);
    bench.check(response.status() == 0, "The status is " + response.status() + ".");
    int length = response.informationLength();
    bench.check(length == 4 || length == 8, "FCP_RSP_LEN is " + length + ".");
    bench.check(
        !response.hasSense() && !response.hasResidual(), "Other flags are set: " + response);
    RawUnit unit = response.unit();
    bench.check(
        unit.length() == FcpResponse.FIXED_BYTES + length, "It has " + unit.length() + " bytes.");
  }

  private static void abortOwn(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus other = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = other.read(lba, 1);
    FcpTask task = other.start(other.command(Cdb.write10(lba, 1), 0, before.length));
    RawUnit ready = task.transferReady();
    function(nexus, FcpCommand.ABORT_TASK_SET).code("ABORT TASK SET", COMPLETE);
    task.serve(ready, before);
    task.finish(before).good();
  }

  private static void endsOthers(TestBench bench, int flag) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus other = RawNexus.open(bench);
    byte[] same = other.read(bench.blocks().middle(), 1);
    FcpTask task = other.openWrite(bench.blocks().middle(), 1);
    function(nexus, flag).code("The function", COMPLETE);
    RawUnit unit = task.exchange().poll(500_000_000L);
    if (unit == null) {
      other.isOver(task, same, "The function");
    } else {
      bench.check(task.responseOf(unit).status() == 0x40, "It is followed by " + unit + ".");
    }
    nexus.clearUnitAttentions();
    other.clearUnitAttentions();
  }

  private static void query(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpResponse none = function(nexus, FcpCommand.QUERY_TASK_SET);
    bench.require(none.code() != REJECTED, "The target has no QUERY TASK SET.");
    none.code("QUERY TASK SET without commands", COMPLETE);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    function(nexus, FcpCommand.QUERY_TASK_SET).code("QUERY TASK SET with a command", SUCCEEDED);
    nexus.abort(task.exchange()).abortAccepted();
    nexus.isAlive();
  }
}
