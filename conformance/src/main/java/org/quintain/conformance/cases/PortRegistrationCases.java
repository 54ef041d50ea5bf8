// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.ALL_TG_PT;
import static org.quintain.conformance.cases.Registrants.APTPL;
import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;
import static org.quintain.conformance.cases.Registrants.KEY_C;
import static org.quintain.conformance.cases.Registrants.PREEMPT;
import static org.quintain.conformance.cases.Registrants.PREEMPT_AND_ABORT;
import static org.quintain.conformance.cases.Registrants.REGISTER;
import static org.quintain.conformance.cases.Registrants.conflict;
import static org.quintain.conformance.cases.Registrants.list;

import java.util.List;
import java.util.function.BiConsumer;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.cases.Registrants.Full;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.TargetControl;

/** PR, fifth part: registrations by initiator port and target port, and what they outlive. */
public final class PortRegistrationCases {
  private static final String MODEL = "SPC-5 5.13.7 Registering";
  private static final String PRESERVING =
      "SPC-5 5.13.5 Preserving persistent reservations and registrations";
  private static final int ACA_ACTIVE = 0x30;

  private static final List<ConformanceCase> TABLE =
      List.of(
          of(
              "PR-39",
              "SPC-5 5.13.11.2.6 PREEMPT AND ABORT; SAM-5 5.9.4",
              "PREEMPT AND ABORT during an ACA condition of the holder: done, the ACA cleared",
              Need.SECOND_NEXUS,
              PortRegistrationCases::duringAca),
          of(
              "PR-46/ports",
              MODEL,
              "ALL_TG_PT: the initiator port is registered through the other target port too",
              Need.SECOND_PORT,
              PortRegistrationCases::allTargetPorts),
          of(
              "PR-46/one-port",
              MODEL,
              "Without ALL_TG_PT: the other target port has no registration of it",
              Need.SECOND_PORT,
              PortRegistrationCases::oneTargetPort),
          of(
              "PR-46/preempt",
              MODEL,
              "A registration through the other target port is preempted, and hears of it",
              Need.SECOND_PORT,
              PortRegistrationCases::preemptedAcrossPorts),
          of(
              "PR-52",
              PRESERVING,
              "APTPL: after power the same ports are registered and reserve, no others are",
              Need.SECOND_PORT,
              PortRegistrationCases::samePortsAfterPower),
          of(
              "PR-53",
              PRESERVING,
              "APTPL that cannot be saved: CHECK CONDITION, registrations as before",
              Need.POWER_CONTROL,
              PortRegistrationCases::notSaved));

  private PortRegistrationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase of(
      String id, String clause, String title, Need need, BiConsumer<TestBench, Registrants> body) {
    return ConformanceCase.shall(
            id, clause, title, bench -> body.accept(bench, new Registrants(bench)))
        .needs(need)
        .destroysData();
  }

  private static void duringAca(TestBench bench, Registrants pr) {
    bench.require(bench.facts().hasNormalAca(), "INQUIRY says NORMACA 0.");
    Nexus b = bench.b();
    b.clearUnitAttentions();
    pr.register(bench.a(), KEY_A);
    pr.register(b, KEY_B);
    pr.reserve(bench.a(), KEY_A, 1);
    AcaCases.fault(bench.a());
    pr.out(b, PREEMPT_AND_ABORT, 1, KEY_B, KEY_A).good();
    Answer next = bench.call(Cdb.testUnitReady()).go();
    next.that(next.status() != ACA_ACTIVE, "no ACA ACTIVE on the nexus that was preempted");
    bench.a().clearUnitAttentions();
    pr.expectKeys(KEY_B);
    pr.expectReservation(1, KEY_B);
    Registrants.write(b).good();
  }

  private static void requireAllTargetPorts(TestBench bench, Registrants pr) {
    bench.require((pr.in(bench.a(), 2).at(2) & 0x04) != 0, "ATP_C is zero.");
  }

  private static void allTargetPorts(TestBench bench, Registrants pr) {
    requireAllTargetPorts(bench, pr);
    Nexus near = bench.between(1, 0);
    Nexus far = bench.between(1, 1);
    Nexus stranger = bench.between(2, 1);
    pr.out(near, REGISTER, 0, list(0, KEY_A, ALL_TG_PT)).good();
    List<Full> told = pr.fullStatus();
    // There may be more ports than the two that we came by: each is told once.
    long ports = told.stream().mapToInt(Full::port).distinct().count();
    bench.check(
        (ports >= 2 && ports == told.size())
            || (told.size() == 1 && (told.get(0).flags() & 2) != 0),
        "READ FULL STATUS tells neither of both target ports nor ALL_TG_PT.");
    pr.reserve(near, KEY_A, 6);
    Registrants.write(far).good();
    conflict(Registrants.write(stranger));
    pr.out(far, REGISTER, 0, list(KEY_A, 0, ALL_TG_PT)).good();
    pr.expectKeys();
  }

  private static void oneTargetPort(TestBench bench, Registrants pr) {
    Nexus near = bench.between(1, 0);
    Nexus far = bench.between(1, 1);
    pr.register(near, KEY_A);
    pr.expectKeys(KEY_A);
    Full told = pr.full(KEY_A);
    bench.check((told.flags() & 2) == 0 && told.port() != 0, "One target port is told.");
    pr.reserve(near, KEY_A, 6);
    conflict(Registrants.write(far));
    pr.register(far, KEY_C);
    Registrants.write(far).good();
    bench.check(pr.full(KEY_C).port() != told.port(), "Two target ports have one identifier.");
    bench.check(
        java.util.Arrays.equals(pr.full(KEY_C).id(), told.id()),
        "One initiator port has two TransportIDs.");
  }

  private static void preemptedAcrossPorts(TestBench bench, Registrants pr) {
    Nexus near = bench.between(1, 0);
    Nexus far = bench.between(1, 1);
    pr.register(near, KEY_A);
    pr.register(far, KEY_B);
    pr.reserve(far, KEY_B, 5);
    pr.out(near, PREEMPT, 5, KEY_A, KEY_B).good();
    pr.expectKeys(KEY_A);
    pr.expectReservation(5, KEY_A);
    Registrants.expectAttention(far, 0x2A05);
    conflict(Registrants.write(far));
  }

  private static void samePortsAfterPower(TestBench bench, Registrants pr) {
    bench.require((pr.in(bench.a(), 2).at(2) & 1) != 0, "PTPL_C is zero.");
    TargetControl power = bench.power();
    Nexus holder = bench.between(1, 1);
    Nexus otherPort = bench.between(2, 1);
    Nexus otherTarget = bench.between(1, 0);
    pr.out(holder, REGISTER, 0, list(0, KEY_A, APTPL)).good();
    pr.reserve(holder, KEY_A, 1);
    power.powerCycle();
    for (Nexus nexus : List.of(bench.a(), holder, otherPort, otherTarget)) {
      nexus.reconnect();
      nexus.clearUnitAttentions();
    }
    pr.expectKeys(KEY_A);
    pr.expectReservation(1, KEY_A);
    Registrants.write(holder).good();
    conflict(Registrants.write(otherPort));
    conflict(Registrants.write(otherTarget));
    pr.out(holder, REGISTER, 0, list(KEY_A, 0, APTPL)).good();
    pr.expectKeys();
  }

  private static void notSaved(TestBench bench, Registrants pr) {
    bench.require((pr.in(bench.a(), 2).at(2) & 1) != 0, "PTPL_C is zero.");
    TargetControl target = bench.power();
    pr.register(bench.a(), KEY_A);
    bench.require(target.failSaving(true), "Nobody can make the target's memory fail.");
    bench.atEnd(() -> target.failSaving(false));
    Answer answer = pr.out(bench.a(), REGISTER, 0, list(KEY_A, KEY_C, APTPL));
    answer.that(answer.status() == 0x02, "CHECK CONDITION");
    pr.expectKeys(KEY_A);
    bench.check((pr.in(bench.a(), 2).at(3) & 1) == 0, "PTPL_A is one though nothing was saved.");
    target.failSaving(false);
    pr.out(bench.a(), REGISTER, 0, list(KEY_A, KEY_C, APTPL)).good();
    pr.expectKeys(KEY_C);
    pr.out(bench.a(), REGISTER, 0, list(KEY_C, KEY_C, 0)).good();
  }
}
