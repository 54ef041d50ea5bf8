// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.CLEAR;
import static org.quintain.conformance.cases.Registrants.IGNORE;
import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;
import static org.quintain.conformance.cases.Registrants.KEY_C;
import static org.quintain.conformance.cases.Registrants.MOVE;
import static org.quintain.conformance.cases.Registrants.PREEMPT;
import static org.quintain.conformance.cases.Registrants.REGISTER;
import static org.quintain.conformance.cases.Registrants.RELEASE;
import static org.quintain.conformance.cases.Registrants.RESERVE;
import static org.quintain.conformance.cases.Registrants.add;
import static org.quintain.conformance.cases.Registrants.conflict;
import static org.quintain.conformance.cases.Registrants.expectAttention;
import static org.quintain.conformance.cases.Registrants.expectQuiet;
import static org.quintain.conformance.cases.Registrants.list;
import static org.quintain.conformance.cases.Registrants.moveList;
import static org.quintain.conformance.cases.Registrants.two;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** PR, second part: RESERVE, RELEASE, CLEAR, and RESERVE and RELEASE of SPC-2 beside them. */
public final class ReservationCases {
  private static final String RESERVING = "SPC-5 5.13.9 Reserving";
  private static final String RELEASING = "SPC-5 5.13.11.2.2 Releasing";
  private static final String UNREGISTERING = "SPC-5 5.13.11.2.3 Unregistering";
  private static final String CLEARING = "SPC-5 5.13.11.2.7 Clearing";
  private static final String COMPATIBLE =
      "SPC-5 5.13.3 Exceptions to SPC-2 RESERVE and RELEASE behavior";
  private static final int RELEASED = 0x2A04;
  private static final int PREEMPTED = 0x2A03;

  private ReservationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    firstPart(all);
    secondPart(all);
    thirdPart(all);
    return all;
  }

  private static void firstPart(List<ConformanceCase> all) {
    two(
        all,
        "PR-14",
        UNREGISTERING,
        "The holder of a registrants only type unregisters: 2A/04",
        (bench, pr) -> unregisterTells(bench, pr, 5, 6));
    two(
        all,
        "PR-15",
        UNREGISTERING,
        "All registrants types stay until the last one unregisters",
        ReservationCases::unregistersOneOfAll);
    add(
        all,
        "PR-19",
        RESERVING,
        "RESERVE by a nexus that is not registered: conflict",
        (bench, pr) -> conflict(pr.out(bench.a(), RESERVE, 1, 0, 0)));
    add(
        all,
        "PR-20",
        RESERVING,
        "RESERVE with a wrong key: conflict",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          conflict(pr.out(bench.a(), RESERVE, 1, KEY_B, 0));
          pr.expectReservation(0, 0);
        });
    add(
        all,
        "PR-21",
        RESERVING,
        "RESERVE of the same type by the holder: GOOD",
        ReservationCases::reservesAgain);
    add(
        all,
        "PR-22",
        RESERVING,
        "RESERVE of another type by the holder: conflict",
        ReservationCases::reservesOtherType);
    two(
        all,
        "PR-23",
        RESERVING,
        "RESERVE by another registrant: conflict unless it holds it too",
        ReservationCases::reservesAsOther);
    two(
        all,
        "PR-24",
        RELEASING,
        "RELEASE by a registrant that does not hold it: GOOD, it stays",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          pr.register(bench.b(), KEY_B);
          pr.reserve(bench.a(), KEY_A, 5);
          pr.out(bench.b(), RELEASE, 5, KEY_B, 0).good();
          pr.expectReservation(5, KEY_A);
        });
  }

  private static void secondPart(List<ConformanceCase> all) {
    add(
        all,
        "PR-25",
        RELEASING,
        "RELEASE by the holder with another TYPE or SCOPE: 5/26/04",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          pr.reserve(bench.a(), KEY_A, 5);
          pr.out(bench.a(), RELEASE, 6, KEY_A, 0).check(Sense.ILLEGAL_REQUEST, 0x2604);
          pr.out(bench.a(), RELEASE, 0x15, KEY_A, 0).check(Sense.ILLEGAL_REQUEST, 0x2604, 0x2400);
          pr.expectReservation(5, KEY_A);
        });
    two(
        all,
        "PR-26",
        RELEASING,
        "RELEASE with a wrong key or without registration: conflict",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          pr.reserve(bench.a(), KEY_A, 1);
          conflict(pr.out(bench.a(), RELEASE, 1, KEY_B, 0));
          conflict(pr.out(bench.b(), RELEASE, 1, 0, 0));
          pr.expectReservation(1, KEY_A);
        });
    two(
        all,
        "PR-27",
        RELEASING,
        "RELEASE of a shared type by any holder: the others get 6/2A/04",
        ReservationCases::releaseTells);
    two(
        all,
        "PR-28",
        CLEARING,
        "CLEAR: all gone, PRGENERATION + 1, the others get 6/2A/03",
        ReservationCases::clears);
    two(
        all,
        "PR-29",
        CLEARING,
        "CLEAR without registration or with a wrong key: conflict",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          conflict(pr.out(bench.b(), CLEAR, 0, 0, 0));
          conflict(pr.out(bench.a(), CLEAR, 0, KEY_B, 0));
          pr.expectKeys(KEY_A);
        });
    two(
        all,
        "PR-59",
        COMPATIBLE,
        "RESERVE(6) while nexuses are registered: as CRH says",
        ReservationCases::reserveBesidePersistent);
    two(
        all,
        "PR-60",
        "SPC-5 5.13, table of PERSISTENT RESERVE OUT service actions",
        "Each service action from a nexus that does not hold the reservation",
        ReservationCases::outActions);
  }

  private static void thirdPart(List<ConformanceCase> all) {
    two(
        all,
        "PR-61",
        "SAM-5 5.3.1 RESERVATION CONFLICT",
        "A conflict moves no data, in or out",
        ReservationCases::movesNothing);
    two(
        all,
        "MISC-23",
        "SPC-2 5.5.1 RESERVE and RELEASE",
        "RESERVE(6) and (10) keep others out; RELEASE, a reset, an I_T nexus reset end it",
        ReservationCases::reserveEnds);
  }

  private static void both(TestBench bench, Registrants pr, int type) {
    pr.out(bench.a(), IGNORE, 0, 0, KEY_A).good();
    pr.out(bench.b(), IGNORE, 0, 0, KEY_B).good();
    pr.reserve(bench.a(), KEY_A, type);
  }

  private static void unregisterTells(TestBench bench, Registrants pr, int... types) {
    for (int type : types) {
      both(bench, pr, type);
      pr.out(bench.a(), REGISTER, 0, KEY_A, 0).good();
      pr.expectReservation(0, 0);
      expectAttention(bench.b(), RELEASED);
      expectQuiet(bench.a());
    }
  }

  private static void unregistersOneOfAll(TestBench bench, Registrants pr) {
    for (int type = 7; type <= 8; type++) {
      both(bench, pr, type);
      pr.out(bench.a(), REGISTER, 0, KEY_A, 0).good();
      pr.expectReservation(type, 0);
      expectQuiet(bench.b());
      pr.out(bench.b(), REGISTER, 0, KEY_B, 0).good();
      pr.expectReservation(0, 0);
    }
  }

  private static void reservesAgain(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    for (int type : Registrants.TYPES) {
      pr.reserve(bench.a(), KEY_A, type);
      pr.reserve(bench.a(), KEY_A, type);
      pr.expectReservation(type, type >= 7 ? 0 : KEY_A);
      pr.out(bench.a(), RELEASE, type, KEY_A, 0).good();
      pr.expectReservation(0, 0);
    }
  }

  private static void reservesOtherType(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    for (int type : Registrants.TYPES) {
      pr.reserve(bench.a(), KEY_A, type);
      for (int other : Registrants.TYPES) {
        if (other != type) {
          conflict(pr.out(bench.a(), RESERVE, other, KEY_A, 0));
        }
      }
      pr.out(bench.a(), RELEASE, type, KEY_A, 0).good();
    }
  }

  private static void reservesAsOther(TestBench bench, Registrants pr) {
    for (int type : Registrants.TYPES) {
      both(bench, pr, type);
      Answer same = pr.out(bench.b(), RESERVE, type, KEY_B, 0);
      if (type >= 7) {
        same.good();
        conflict(pr.out(bench.b(), RESERVE, 15 - type, KEY_B, 0));
      } else {
        conflict(same);
      }
      pr.out(bench.a(), RELEASE, type, KEY_A, 0).good();
      bench.b().clearUnitAttentions();
    }
  }

  private static void releaseTells(TestBench bench, Registrants pr) {
    for (int type : Registrants.TYPES) {
      both(bench, pr, type);
      Nexus by = type >= 7 ? bench.b() : bench.a();
      Nexus other = type >= 7 ? bench.a() : bench.b();
      pr.out(by, RELEASE, type, type >= 7 ? KEY_B : KEY_A, 0).good();
      if (type >= 5) {
        expectAttention(other, RELEASED);
      } else {
        expectQuiet(other);
      }
      expectQuiet(by);
      pr.expectReservation(0, 0);
    }
  }

  private static void clears(TestBench bench, Registrants pr) {
    both(bench, pr, 3);
    long before = pr.generation();
    pr.out(bench.b(), CLEAR, 0, KEY_B, 0).good();
    expectAttention(bench.a(), PREEMPTED);
    expectQuiet(bench.b());
    pr.expectKeys();
    pr.expectReservation(0, 0);
    bench.check(pr.generation() == before + 1, "PRGENERATION grows by one.");
  }

  private static Answer reserve6(Nexus nexus) {
    return nexus.call(Cdb.blank("RESERVE(6)", 0x16, 6)).go();
  }

  private static Answer release6(Nexus nexus) {
    return nexus.call(Cdb.blank("RELEASE(6)", 0x17, 6)).go();
  }

  private static void reserveBesidePersistent(TestBench bench, Registrants pr) {
    bench.requireCommand("RESERVE(6)", 0x16, 0);
    boolean isCompatible = (pr.in(bench.a(), 2).at(2) & 0x10) != 0;
    pr.register(bench.a(), KEY_A);
    conflict(reserve6(bench.b()));
    pr.reserve(bench.a(), KEY_A, 1);
    conflict(reserve6(bench.b()));
    conflict(release6(bench.b()));
    if (isCompatible) {
      reserve6(bench.a()).good();
      release6(bench.a()).good();
    } else {
      conflict(reserve6(bench.a()));
    }
    pr.expectReservation(1, KEY_A);
    pr.out(bench.a(), CLEAR, 0, KEY_A, 0).good();
    reserve6(bench.a()).good();
    conflict(bench.b().call(Registrants.inCdb(0, 64)).in(64).go());
    conflict(pr.out(bench.b(), REGISTER, 0, 0, KEY_B));
    release6(bench.a()).good();
    pr.register(bench.b(), KEY_B);
  }

  private static void outActions(TestBench bench, Registrants pr) {
    for (int type : Registrants.TYPES) {
      both(bench, pr, type);
      byte[] id = pr.full(KEY_B).id();
      byte[] move = moveList(KEY_B, KEY_C, 0, pr.full(KEY_B).port(), Registrants.strangerTo(id, 9));
      conflict(pr.out(bench.b(), MOVE, 0, move));
      pr.out(bench.b(), REGISTER, 0, KEY_B, KEY_C).good();
      pr.out(bench.b(), IGNORE, 0, 0, KEY_B).good();
      pr.out(bench.b(), IGNORE, 0, 0, 0).good();
      bench.b().clearUnitAttentions();
      for (int action : new int[] {RESERVE, RELEASE, CLEAR, PREEMPT, 5}) {
        conflict(pr.out(bench.b(), action, type, list(0, KEY_A, 0)));
      }
      conflict(pr.out(bench.b(), MOVE, 0, moveList(0, KEY_C, 0, 1, Registrants.strangerTo(id, 9))));
      pr.expectKeys(KEY_A);
      pr.scrub();
    }
  }

  private static void movesNothing(TestBench bench, Registrants pr) {
    int bytes = bench.facts().blockBytes();
    pr.register(bench.a(), KEY_A);
    pr.reserve(bench.a(), KEY_A, 3);
    conflict(bench.b().call(Cdb.read10(0, 1)).in(bytes).go()).movedNothing();
    bench.blocks().write(0, bench.blocks().pattern(0, 1, 61));
    byte[] other = bench.blocks().pattern(0, 1, 62);
    conflict(bench.b().call(Cdb.write10(0, 1)).out(other).go()).movedNothing();
    bench
        .blocks()
        .expect(0, bench.blocks().pattern(0, 1, 61), "a WRITE that conflicts writes nothing");
  }

  private static void reserveEnds(TestBench bench, Registrants pr) {
    bench.requireCommand("RESERVE(6)", 0x16, 0);
    bench.requireCommand("RESERVE(10)", 0x56, 0);
    for (int form : new int[] {0x16, 0x56}) {
      Cdb reserve = Cdb.blank("RESERVE", form, form == 0x16 ? 6 : 10);
      Cdb release = Cdb.blank("RELEASE", form + 1, form == 0x16 ? 6 : 10);
      bench.a().call(reserve).go().good();
      conflict(bench.b().call(reserve).go());
      conflict(Registrants.write(bench.b()));
      bench.b().call(Cdb.inquiry(36)).in(36).go().good(36);
      bench.b().call(release).go().good();
      conflict(Registrants.write(bench.b()));
      bench.a().call(release).go().good();
      Registrants.write(bench.b()).good();
      bench.a().call(reserve).go().good();
      bench.b().manage(TaskManagementFunction.LOGICAL_UNIT_RESET);
      bench.a().clearUnitAttentions();
      bench.b().clearUnitAttentions();
      Registrants.write(bench.b()).good();
    }
    Nexus third = bench.fresh();
    third.clearUnitAttentions();
    reserve6(third).good();
    conflict(Registrants.write(bench.b()));
    third.close();
    bench.pause(200_000_000L);
    Registrants.write(bench.b()).good();
  }
}
