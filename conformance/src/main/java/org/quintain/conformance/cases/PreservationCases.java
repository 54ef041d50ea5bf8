// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.APTPL;
import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;
import static org.quintain.conformance.cases.Registrants.KEY_C;
import static org.quintain.conformance.cases.Registrants.REGISTER;
import static org.quintain.conformance.cases.Registrants.RELEASE;
import static org.quintain.conformance.cases.Registrants.RESERVE;
import static org.quintain.conformance.cases.Registrants.conflict;
import static org.quintain.conformance.cases.Registrants.list;
import static org.quintain.conformance.cases.Registrants.two;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** PR, fourth part: what registrations and reservations outlive. */
public final class PreservationCases {
  private static final String PRESERVING =
      "SPC-5 5.13.5 Preserving persistent reservations and registrations";

  private PreservationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    all.add(
        power(
            "PR-50",
            "APTPL 1: keys and reservation are there after power off and on",
            PreservationCases::persists));
    all.add(
        power(
            "PR-51",
            "The last APTPL counts: 0 after 1 does not outlive power",
            PreservationCases::lastCounts));
    two(
        all,
        "PR-54",
        PRESERVING,
        "Registrations outlive resets and the loss of their nexus",
        PreservationCases::outlivesResets);
    two(
        all,
        "PR-55",
        PRESERVING,
        "A second nexus of one initiator device is not registered",
        PreservationCases::otherPortOfInitiator);
    two(
        all,
        "PR-58",
        "SPC-5 5.13.11.2.4 Preempting",
        "A registrant that is logged out while it is preempted is told when it comes back",
        PreservationCases::toldWhenBack);
    return all;
  }

  private static ConformanceCase power(
      String id, String title, java.util.function.BiConsumer<TestBench, Registrants> body) {
    return ConformanceCase.shall(
            id, PRESERVING, title, bench -> body.accept(bench, new Registrants(bench)))
        .needs(Need.POWER_CONTROL)
        .destroysData();
  }

  private static void powerCycle(TestBench bench) {
    bench.power().powerCycle();
    bench.a().reconnect();
    bench.a().clearUnitAttentions();
  }

  private static void persists(TestBench bench, Registrants pr) {
    bench.require((pr.in(bench.a(), 2).at(2) & 1) != 0, "PTPL_C is zero.");
    pr.out(bench.a(), REGISTER, 0, list(0, KEY_A, APTPL)).good();
    pr.reserve(bench.a(), KEY_A, 3);
    byte[] id = pr.full(KEY_A).id();
    powerCycle(bench);
    pr.expectKeys(KEY_A);
    pr.expectReservation(3, KEY_A);
    bench.check(pr.generation() == 0, "PRGENERATION begins at zero.");
    bench.check((pr.in(bench.a(), 2).at(3) & 1) == 1, "PTPL_A is one.");
    bench.check(java.util.Arrays.equals(pr.full(KEY_A).id(), id), "The TransportID is the same.");
    // Each nexus of the bench has a port of its own: it is not the one that is registered.
    conflict(Registrants.write(bench.a()));
  }

  private static void lastCounts(TestBench bench, Registrants pr) {
    bench.require((pr.in(bench.a(), 2).at(2) & 1) != 0, "PTPL_C is zero.");
    pr.out(bench.a(), REGISTER, 0, list(0, KEY_A, APTPL)).good();
    pr.reserve(bench.a(), KEY_A, 3);
    pr.out(bench.a(), REGISTER, 0, list(KEY_A, KEY_A, 0)).good();
    powerCycle(bench);
    pr.expectKeys();
    pr.expectReservation(0, 0);
  }

  private static void outlivesResets(TestBench bench, Registrants pr) {
    Nexus third = bench.fresh();
    third.clearUnitAttentions();
    pr.register(third, KEY_C);
    pr.reserve(third, KEY_C, 1);
    bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET);
    for (Nexus nexus : new Nexus[] {bench.a(), bench.b(), third}) {
      nexus.clearUnitAttentions();
    }
    pr.expectKeys(KEY_C);
    pr.expectReservation(1, KEY_C);
    Registrants.write(third).good();
    third.close();
    bench.pause(200_000_000L);
    pr.expectKeys(KEY_C);
    pr.expectReservation(1, KEY_C);
    conflict(Registrants.write(bench.b()));
  }

  private static void otherPortOfInitiator(TestBench bench, Registrants pr) {
    pr.register(bench.b(), KEY_B);
    pr.reserve(bench.b(), KEY_B, 5);
    bench.b().reconnect();
    bench.b().clearUnitAttentions();
    Answer again = Registrants.write(bench.b());
    again.that(again.isGood() || again.status() == Registrants.CONFLICT, "GOOD or a conflict");
    bench.require(!again.isGood(), "The initiator comes back as the port that is registered.");
    pr.register(bench.b(), KEY_C);
    pr.expectKeys(KEY_B, KEY_C);
  }

  private static void toldWhenBack(TestBench bench, Registrants pr) {
    Nexus away = bench.between(0, 0);
    pr.register(away, KEY_C);
    pr.register(bench.b(), KEY_B);
    away.close();
    bench.pause(200_000_000L);
    pr.out(bench.b(), Registrants.PREEMPT, 0, KEY_B, KEY_C).good();
    pr.expectKeys(KEY_B);
    away.reconnect();
    boolean isTold = false;
    Answer answer = away.call(Cdb.testUnitReady()).go();
    for (int attempt = 0; attempt < 8 && !answer.isGood(); attempt++) {
      isTold |= answer.isCheck(6, 0x2A05);
      answer = away.call(Cdb.testUnitReady()).go();
    }
    answer.good();
    bench.check(isTold, "REGISTRATIONS PREEMPTED is among the unit attentions of who comes back.");
  }

  static void capabilities(TestBench bench, Registrants pr) {
    Answer answer = pr.in(bench.a(), 2);
    byte[] data = answer.data();
    answer.that(data.length == 8 && Bytes.u16(data, 0) == 8, "LENGTH 8 and eight bytes");
    answer.that((data[2] & 0x62) == 0 && (data[3] & 0x0E) == 0, "reserved bits zero");
    answer.that((data[3] & 0x80) != 0, "TMV one");
    answer.that((data[4] & 0x15) == 0 && (data[5] & 0xFE) == 0, "no type that is none");
    int mask = Bytes.u16(data, 4);
    pr.register(bench.a(), KEY_A);
    for (int type : Registrants.TYPES) {
      int bit = type == 8 ? 0x0001 : 0x0100 << type;
      Answer reserve = pr.out(bench.a(), RESERVE, type, KEY_A, 0);
      reserve.that(reserve.isGood() == ((mask & bit) != 0), "what the type mask says");
      pr.out(bench.a(), RELEASE, type, KEY_A, 0).good();
    }
    Answer persisting = pr.out(bench.a(), REGISTER, 0, list(KEY_A, KEY_A, APTPL));
    if ((data[2] & 1) == 0) {
      persisting.check(Sense.ILLEGAL_REQUEST, 0x2600);
      return;
    }
    persisting.good();
    bench.check((pr.in(bench.a(), 2).at(3) & 1) == 1, "PTPL_A follows APTPL.");
    pr.out(bench.a(), REGISTER, 0, list(KEY_A, KEY_A, 0)).good();
    bench.check((pr.in(bench.a(), 2).at(3) & 1) == 0, "PTPL_A follows APTPL back.");
  }
}
