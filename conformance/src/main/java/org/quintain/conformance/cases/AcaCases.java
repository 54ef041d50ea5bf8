// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;

/** ACA: auto contingent allegiance. All but the first row skip where INQUIRY says NORMACA 0. */
public final class AcaCases {
  private static final String ACA = "SAM-5 5.9 Auto contingent allegiance (ACA)";
  private static final String FAULTED = "SAM-5 5.9.3 New commands on the faulted I_T nexus";
  private static final String CLEARING = "SAM-5 5.9.5 Clearing an ACA condition";
  private static final String CLEAR_ACA = "SAM-5 7.4 CLEAR ACA";
  private static final int BUSY = 0x08;
  private static final int RESERVATION_CONFLICT = 0x18;
  private static final int ACA_ACTIVE = 0x30;
  private static final int NACA = 0x04;
  private static final int KEY_BYTES = 8;

  private AcaCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        row("ACA-01", ACA, "CHECK CONDITION with NACA: the next command ends ACA ACTIVE")
            .runs(AcaCases::establish),
        row("ACA-02", "SAM-5 5.9.4", "One task set: another nexus ends BUSY, with NACA ACA ACTIVE")
            .runs(AcaCases::otherNexus)
            .needs(Need.SECOND_NEXUS),
        row("ACA-03", "SAM-5 5.9.4", "TST 001b: another nexus is not affected")
            .runs(AcaCases::otherTaskSet)
            .needs(Need.SECOND_NEXUS),
        row("ACA-04", FAULTED, "A command with the ACA attribute is processed")
            .runs(AcaCases::recovery),
        row("ACA-06", FAULTED, "A failing ACA command with NACA 1: an ACA condition is in effect")
            .runs(AcaCases::recoveryFailsWithNaca),
        row("ACA-07", CLEARING, "A failing ACA command with NACA 0 clears the ACA condition")
            .runs(AcaCases::recoveryFails),
        row("ACA-08", CLEAR_ACA, "CLEAR ACA on the faulted nexus: commands are processed again")
            .runs(AcaCases::clear),
        row("ACA-09", CLEAR_ACA, "CLEAR ACA on another nexus does not clear it")
            .runs(AcaCases::clearByOther)
            .needs(Need.SECOND_NEXUS),
        shall(
                "ACA-10",
                CLEAR_ACA,
                "CLEAR ACA without ACA condition: FUNCTION COMPLETE, or rejected with NORMACA 0",
                AcaCases::clearNothing)
            .destroysData(),
        row("ACA-12/reset", CLEARING, "LOGICAL UNIT RESET clears the ACA condition")
            .runs(bench -> endsBy(bench, TaskManagementFunction.LOGICAL_UNIT_RESET)),
        row("ACA-12/nexus", CLEARING, "I_T NEXUS RESET clears the ACA condition")
            .runs(bench -> endsBy(bench, TaskManagementFunction.I_T_NEXUS_RESET)),
        row("ACA-13", CLEARING, "ABORT TASK SET leaves the ACA condition in effect")
            .runs(AcaCases::abortTaskSet),
        row("ACA-14", "SAM-5 5.9.4", "PREEMPT AND ABORT by another nexus passes and clears the ACA")
            .runs(AcaCases::preemptAndAbort)
            .needs(Need.SECOND_NEXUS),
        row("ACA-15", FAULTED, "INQUIRY and REQUEST SENSE without the ACA attribute: ACA ACTIVE")
            .runs(AcaCases::noExceptions),
        row("ACA-16", ACA, "RESERVATION CONFLICT with NACA establishes no ACA condition")
            .runs(AcaCases::conflict)
            .needs(Need.SECOND_NEXUS),
        shall(
                "TASK-38",
                "SAM-5 8.6.5 ACA task attribute",
                "The ACA attribute without ACA condition: CHECK CONDITION, not executed",
                AcaCases::attributeAlone)
            .destroysData());
  }

  /** A row that needs ACA. */
  private record Row(String id, String clause, String title) {
    ConformanceCase runs(ConformanceCase.Body body) {
      return shall(
              id,
              clause,
              title,
              bench -> {
                bench.require(bench.facts().hasNormalAca(), "INQUIRY says NORMACA 0.");
                bench.atEnd(
                    () -> bench.a().manage(TaskManagementFunction.CLEAR_ACA, bench.lun(), 0));
                body.run(bench);
              })
          .destroysData();
    }
  }

  private static Row row(String id, String clause, String title) {
    return new Row(id, clause, title);
  }

  /** A PAGE CODE without EVPD, which INQUIRY refuses (SPC-5 6.7). */
  private static Cdb failing(int control) {
    return Cdb.inquiry(36).with(2, 1).with(5, control).named("INQUIRY, PAGE CODE 1");
  }

  /** Establishes an ACA condition for {@code nexus}. */
  static void fault(Nexus nexus) {
    nexus.call(failing(NACA)).in(36).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
  }

  private static Answer expect(Answer answer, int status, String words) {
    return answer.that(answer.status() == status, words);
  }

  private static Answer active(Answer answer) {
    return expect(answer, ACA_ACTIVE, "ACA ACTIVE");
  }

  private static void requireOneTaskSet(TestBench bench) {
    byte[] page = new ModePages(bench, bench.a()).page(ModePages.CURRENT, 0x0A);
    bench.require(page.length > 2 && (page[2] & 0xE0) == 0, "The Control mode page says TST 1.");
  }

  private static void establish(TestBench bench) {
    bench.call(failing(0)).in(36).go().check(Sense.ILLEGAL_REQUEST, 0x2400);
    bench.call(Cdb.testUnitReady()).go().good();
    bench.call(Cdb.testUnitReady().with(5, NACA)).go().good();
    bench.call(Cdb.testUnitReady()).go().good();
    fault(bench.a());
    active(bench.call(Cdb.testUnitReady()).go());
    active(bench.call(Cdb.testUnitReady().with(5, NACA)).go());
  }

  private static void otherNexus(TestBench bench) {
    requireOneTaskSet(bench);
    Nexus b = bench.b();
    fault(bench.a());
    expect(b.call(Cdb.testUnitReady()).go(), BUSY, "BUSY");
    active(b.call(Cdb.testUnitReady().with(5, NACA)).go());
    active(b.call(Cdb.testUnitReady()).attribute(TaskAttribute.ACA).go());
  }

  private static void otherTaskSet(TestBench bench) {
    Nexus b = bench.b();
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, 2, 0x20, "TST");
    requireOneTaskSet(bench);
    pages.withFlipped(
        0x0A,
        2,
        0x20,
        () -> {
          b.clearUnitAttentions();
          fault(bench.a());
          active(bench.call(Cdb.testUnitReady()).go());
          b.call(Cdb.testUnitReady()).go().good();
          clearByFaulted(bench);
        });
  }

  private static void clearByFaulted(TestBench bench) {
    FunctionResponse response = bench.a().manage(TaskManagementFunction.CLEAR_ACA, bench.lun(), 0);
    bench.check(
        response == FunctionResponse.FUNCTION_COMPLETE,
        "CLEAR ACA: expected FUNCTION COMPLETE; came " + response + ".");
  }

  private static void recovery(TestBench bench) {
    fault(bench.a());
    for (int turn = 0; turn < 3; turn++) {
      bench.call(Cdb.testUnitReady()).attribute(TaskAttribute.ACA).go().good();
    }
    active(bench.call(Cdb.testUnitReady()).go());
  }

  private static void recoveryFailsWithNaca(TestBench bench) {
    fault(bench.a());
    bench
        .call(failing(NACA))
        .in(36)
        .attribute(TaskAttribute.ACA)
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2400);
    active(bench.call(Cdb.testUnitReady()).go());
    bench.call(Cdb.testUnitReady()).attribute(TaskAttribute.ACA).go().good();
  }

  private static void recoveryFails(TestBench bench) {
    fault(bench.a());
    bench
        .call(failing(0))
        .in(36)
        .attribute(TaskAttribute.ACA)
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2400);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void clear(TestBench bench) {
    fault(bench.a());
    clearByFaulted(bench);
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void clearByOther(TestBench bench) {
    Nexus b = bench.b();
    fault(bench.a());
    FunctionResponse response = b.manage(TaskManagementFunction.CLEAR_ACA, bench.lun(), 0);
    bench.check(
        response == FunctionResponse.FUNCTION_COMPLETE,
        "CLEAR ACA on another nexus: expected FUNCTION COMPLETE; came " + response + ".");
    active(bench.call(Cdb.testUnitReady()).go());
  }

  private static void clearNothing(TestBench bench) {
    FunctionResponse response = bench.a().manage(TaskManagementFunction.CLEAR_ACA, bench.lun(), 0);
    FunctionResponse due =
        bench.facts().hasNormalAca()
            ? FunctionResponse.FUNCTION_COMPLETE
            : FunctionResponse.FUNCTION_REJECTED;
    bench.check(response == due, "CLEAR ACA: expected " + due + "; came " + response + ".");
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void endsBy(TestBench bench, TaskManagementFunction function) {
    fault(bench.a());
    TaskCases.expectComplete(function, bench.a().manage(function, bench.lun(), 0));
    Answer first = bench.call(Cdb.testUnitReady()).go();
    first.that(first.status() != ACA_ACTIVE, "no ACA ACTIVE after " + function);
    bench.a().clearUnitAttentions();
  }

  private static void abortTaskSet(TestBench bench) {
    fault(bench.a());
    TaskCases.expectComplete(
        TaskManagementFunction.ABORT_TASK_SET,
        bench.a().manage(TaskManagementFunction.ABORT_TASK_SET));
    active(bench.call(Cdb.testUnitReady()).go());
  }

  /** PERSISTENT RESERVE OUT with its keys and the type of a write exclusive reservation. */
  private static Answer reserveOut(
      Nexus nexus, int serviceAction, int type, long key, long actionKey) {
    byte[] list = new byte[24];
    for (int i = 0; i < KEY_BYTES; i++) {
      list[i] = (byte) (key >>> (56 - 8 * i));
      list[KEY_BYTES + i] = (byte) (actionKey >>> (56 - 8 * i));
    }
    Cdb cdb = Cdb.blank("PERSISTENT RESERVE OUT", 0x5F, 10).with(1, serviceAction).with(2, type);
    return nexus.call(cdb.with(8, list.length)).out(list).go();
  }

  private static void register(TestBench bench) {
    bench.requireCommand("PERSISTENT RESERVE OUT", 0x5F, 0x05);
    Nexus b = bench.b();
    bench.atEnd(
        () -> {
          bench.a().clearUnitAttentions();
          b.clearUnitAttentions();
          reserveOut(b, 0x00, 0, 0xB, 0xB);
          reserveOut(b, 0x03, 0, 0xB, 0);
          reserveOut(bench.a(), 0x06, 0, 0, 0);
        });
    reserveOut(bench.a(), 0x06, 0, 0, 0xA).good();
    reserveOut(b, 0x06, 0, 0, 0xB).good();
  }

  private static void preemptAndAbort(TestBench bench) {
    requireOneTaskSet(bench);
    register(bench);
    fault(bench.a());
    reserveOut(bench.b(), 0x05, 0x01, 0xB, 0xA).good();
    Answer next = bench.call(Cdb.testUnitReady()).go();
    next.that(next.status() != ACA_ACTIVE, "no ACA ACTIVE on the nexus that was preempted");
  }

  private static void noExceptions(TestBench bench) {
    fault(bench.a());
    active(bench.call(Cdb.inquiry(36)).in(36).go());
    active(bench.call(Cdb.requestSense(false, 18)).in(18).go());
    active(bench.call(Cdb.reportLuns(0, 256)).in(256).go());
  }

  private static void conflict(TestBench bench) {
    register(bench);
    reserveOut(bench.b(), 0x01, 0x03, 0xB, 0).good();
    byte[] data = new byte[bench.facts().blockBytes()];
    // Exclusive access: not even a registrant reads.
    expect(
        bench.call(Cdb.read10(0, 1).with(9, NACA)).in(data.length).go(),
        RESERVATION_CONFLICT,
        "RESERVATION CONFLICT");
    bench.call(Cdb.inquiry(36)).in(36).go().good();
  }

  private static void attributeAlone(TestBench bench) {
    Answer answer = bench.call(Cdb.testUnitReady()).attribute(TaskAttribute.ACA).go();
    answer.check(Sense.ILLEGAL_REQUEST, 0x4900);
    bench.call(Cdb.testUnitReady()).go().good();
  }
}
