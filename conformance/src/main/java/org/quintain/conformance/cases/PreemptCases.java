// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;
import static org.quintain.conformance.cases.Registrants.KEY_C;
import static org.quintain.conformance.cases.Registrants.MOVE;
import static org.quintain.conformance.cases.Registrants.PREEMPT;
import static org.quintain.conformance.cases.Registrants.PREEMPT_AND_ABORT;
import static org.quintain.conformance.cases.Registrants.REGISTER;
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
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** PR, third part: PREEMPT, PREEMPT AND ABORT, REGISTER AND MOVE, and what outlives what. */
public final class PreemptCases {
  private static final String PREEMPTING = "SPC-5 5.13.11.2.4 Preempting";
  private static final String ABORTING = "SPC-5 5.13.11.2.6 Preempting and aborting";
  private static final String MOVING = "SPC-5 5.13.8 Registering and moving the reservation";
  private static final int RELEASED = 0x2A04;
  private static final int REGISTRATIONS_PREEMPTED = 0x2A05;

  private PreemptCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    firstPart(all);
    secondPart(all);
    return all;
  }

  private static void firstPart(List<ConformanceCase> all) {
    two(
        all,
        "PR-30",
        PREEMPTING,
        "PREEMPT of a key that does not hold: removed, 6/2A/05",
        PreemptCases::removesOther);
    two(
        all,
        "PR-31",
        PREEMPTING,
        "PREEMPT of the holder's key: the reservation moves",
        PreemptCases::movesReservation);
    two(
        all,
        "PR-32",
        PREEMPTING,
        "PREEMPT of one's own key keeps one's registration",
        PreemptCases::preemptsItself);
    two(
        all,
        "PR-33",
        PREEMPTING,
        "PREEMPT of key 0 under all registrants: all others removed",
        PreemptCases::preemptsAll);
    two(
        all,
        "PR-34",
        PREEMPTING,
        "PREEMPT of key 0 under other types or none: 5/26/00",
        PreemptCases::refusesKeyZero);
    two(
        all,
        "PR-35",
        PREEMPTING,
        "PREEMPT of a key that nobody has: conflict",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          conflict(pr.out(bench.a(), PREEMPT, 1, KEY_A, KEY_C));
        });
    two(
        all,
        "PR-36",
        PREEMPTING,
        "PREEMPT without registration or with a wrong key: conflict",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          conflict(pr.out(bench.b(), PREEMPT, 1, 0, KEY_A));
          conflict(pr.out(bench.a(), PREEMPT, 1, KEY_B, KEY_A));
          pr.expectKeys(KEY_A);
        });
    two(
        all,
        "PR-37",
        PREEMPTING,
        "PREEMPT that changes the TYPE: remaining registrants, 6/2A/04",
        PreemptCases::changesType);
    two(
        all,
        "PR-38",
        ABORTING,
        "PREEMPT AND ABORT: the preempted cannot write after it is GOOD",
        PreemptCases::aborts);
  }

  private static void secondPart(List<ConformanceCase> all) {
    two(
        all,
        "PR-40",
        PREEMPTING,
        "Two nexuses preempt each other at once: one wins",
        PreemptCases::races);
    two(
        all,
        "PR-41",
        MOVING,
        "REGISTER AND MOVE by the holder, UNREG 0 and 1",
        PreemptCases::movesToOther);
    two(
        all,
        "PR-42",
        MOVING,
        "REGISTER AND MOVE under all registrants or by others is refused",
        PreemptCases::refusesMove);
    two(
        all,
        "PR-43",
        MOVING,
        "REGISTER AND MOVE to itself, with key 0, through no port: 5/26/00",
        PreemptCases::refusesDestination);
    two(
        all,
        "PR-62",
        ABORTING,
        "No queued write of the preempted starts after PREEMPT is GOOD",
        PreemptCases::queuedWrites);
    two(
        all,
        "PR-63",
        PREEMPTING,
        "Three cluster nodes register, one fails and is fenced",
        PreemptCases::cluster);
  }

  private static void both(TestBench bench, Registrants pr, int type) {
    pr.register(bench.a(), KEY_A);
    pr.register(bench.b(), KEY_B);
    if (type > 0) {
      pr.reserve(bench.a(), KEY_A, type);
    }
  }

  private static void removesOther(TestBench bench, Registrants pr) {
    both(bench, pr, 5);
    long before = pr.generation();
    pr.out(bench.a(), PREEMPT, 0, KEY_A, KEY_B).good();
    pr.expectKeys(KEY_A);
    pr.expectReservation(5, KEY_A);
    expectAttention(bench.b(), REGISTRATIONS_PREEMPTED);
    expectQuiet(bench.a());
    conflict(Registrants.write(bench.b()));
    bench.check(pr.generation() == before + 1, "PRGENERATION grows by one.");
  }

  private static void movesReservation(TestBench bench, Registrants pr) {
    for (int type : new int[] {1, 3, 5, 6}) {
      both(bench, pr, type);
      pr.out(bench.b(), PREEMPT, 3, KEY_B, KEY_A).good();
      expectAttention(bench.a(), REGISTRATIONS_PREEMPTED);
      expectQuiet(bench.b());
      pr.expectKeys(KEY_B);
      pr.expectReservation(3, KEY_B);
      conflict(Registrants.write(bench.a()));
      pr.out(bench.b(), REGISTER, 0, KEY_B, 0).good();
    }
  }

  private static void preemptsItself(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    pr.register(bench.b(), KEY_A);
    pr.reserve(bench.a(), KEY_A, 5);
    pr.out(bench.a(), PREEMPT, 6, KEY_A, KEY_A).good();
    pr.expectKeys(KEY_A);
    pr.expectReservation(6, KEY_A);
    expectAttention(bench.b(), REGISTRATIONS_PREEMPTED);
    Registrants.write(bench.a()).good();
  }

  private static void preemptsAll(TestBench bench, Registrants pr) {
    for (int type = 7; type <= 8; type++) {
      both(bench, pr, type);
      pr.out(bench.b(), PREEMPT, 1, KEY_B, 0).good();
      expectAttention(bench.a(), REGISTRATIONS_PREEMPTED);
      pr.expectKeys(KEY_B);
      pr.expectReservation(1, KEY_B);
      pr.out(bench.b(), REGISTER, 0, KEY_B, 0).good();
    }
  }

  private static void refusesKeyZero(TestBench bench, Registrants pr) {
    both(bench, pr, 0);
    pr.out(bench.b(), PREEMPT, 1, KEY_B, 0).check(Sense.ILLEGAL_REQUEST, 0x2600);
    pr.reserve(bench.a(), KEY_A, 5);
    pr.out(bench.b(), PREEMPT, 1, KEY_B, 0).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 8);
    pr.expectKeys(KEY_A, KEY_B);
  }

  private static void changesType(TestBench bench, Registrants pr) {
    Nexus third = bench.fresh();
    third.clearUnitAttentions();
    both(bench, pr, 5);
    pr.register(third, KEY_C);
    pr.out(bench.b(), PREEMPT, 6, KEY_B, KEY_A).good();
    expectAttention(third, RELEASED);
    expectAttention(bench.a(), REGISTRATIONS_PREEMPTED);
    expectQuiet(bench.b());
  }

  private static void aborts(TestBench bench, Registrants pr) {
    both(bench, pr, 1);
    int bytes = bench.facts().blockBytes();
    for (int number = 0; number < 8; number++) {
      byte[] data = bench.blocks().pattern(number, 1, 71);
      bench.a().call(Cdb.write10(number, 1)).out(data).start();
    }
    pr.out(bench.b(), PREEMPT_AND_ABORT, 1, KEY_B, KEY_A).good();
    for (int number = 0; number < 8; number++) {
      byte[] data = bench.blocks().pattern(number, 1, 72);
      bench.b().call(Cdb.write10(number, 1)).out(data).go().good();
    }
    bench.pause(100_000_000L);
    for (int number = 0; number < 8; number++) {
      Answer answer = bench.b().call(Cdb.read10(number, 1)).in(bytes).go().good(bytes);
      answer.that(
          java.util.Arrays.equals(answer.data(), bench.blocks().pattern(number, 1, 72)),
          "nothing of the aborted writes");
    }
  }

  private static void races(TestBench bench, Registrants pr) {
    both(bench, pr, 0);
    Pending first =
        bench.a().call(Registrants.outCdb(PREEMPT, 3, 24)).out(list(KEY_A, KEY_B, 0)).start();
    Pending second =
        bench.b().call(Registrants.outCdb(PREEMPT, 3, 24)).out(list(KEY_B, KEY_A, 0)).start();
    boolean isFirst = first.await().isGood();
    boolean isSecond = second.await().isGood();
    bench.check(isFirst != isSecond, "Exactly one of two PREEMPTs is GOOD.");
    bench.a().clearUnitAttentions();
    pr.expectKeys(isFirst ? KEY_A : KEY_B);
  }

  private static void movesToOther(TestBench bench, Registrants pr) {
    both(bench, pr, 3);
    byte[] id = pr.full(KEY_B).id();
    int port = pr.full(KEY_B).port();
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_C, 0, port, id)).good();
    pr.expectKeys(KEY_A, KEY_C);
    pr.expectReservation(3, KEY_C);
    conflict(Registrants.write(bench.a()));
    Registrants.write(bench.b()).good();
    byte[] back = pr.full(KEY_A).id();
    pr.out(bench.b(), MOVE, 0, moveList(KEY_C, KEY_A, 2, port, back)).good();
    pr.expectKeys(KEY_A);
    pr.expectReservation(3, KEY_A);
    byte[] stranger = Registrants.strangerTo(id, 5);
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_B, 0, port, stranger)).good();
    pr.expectKeys(KEY_A, KEY_B);
    pr.expectReservation(3, KEY_B);
  }

  private static void refusesMove(TestBench bench, Registrants pr) {
    both(bench, pr, 7);
    byte[] id = Registrants.strangerTo(pr.full(KEY_B).id(), 5);
    int port = pr.full(KEY_B).port();
    conflict(pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_C, 0, port, id)));
    pr.out(bench.a(), Registrants.RELEASE, 7, KEY_A, 0).good();
    bench.b().clearUnitAttentions();
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_C, 0, port, id)).check(Sense.ILLEGAL_REQUEST);
    pr.reserve(bench.a(), KEY_A, 5);
    conflict(pr.out(bench.b(), MOVE, 0, moveList(KEY_B, KEY_C, 0, port, id)));
    pr.expectKeys(KEY_A, KEY_B);
  }

  private static void refusesDestination(TestBench bench, Registrants pr) {
    both(bench, pr, 3);
    byte[] own = pr.full(KEY_A).id();
    byte[] id = pr.full(KEY_B).id();
    int port = pr.full(KEY_B).port();
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_C, 0, port, own))
        .check(Sense.ILLEGAL_REQUEST, 0x2600);
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, 0, 0, port, id))
        .check(Sense.ILLEGAL_REQUEST, 0x2600);
    pr.out(bench.a(), MOVE, 0, moveList(KEY_A, KEY_C, 0, 0xFFFE, id))
        .check(Sense.ILLEGAL_REQUEST, 0x2600);
    byte[] cut = moveList(KEY_A, KEY_C, 0, port, id);
    cut[23] = (byte) (cut[23] - 4);
    pr.out(bench.a(), MOVE, 0, cut).check(Sense.ILLEGAL_REQUEST, 0x2600, 0x1A00);
    pr.expectKeys(KEY_A, KEY_B);
    pr.expectReservation(3, KEY_A);
  }

  private static void queuedWrites(TestBench bench, Registrants pr) {
    both(bench, pr, 5);
    for (int number = 0; number < 16; number++) {
      byte[] data = bench.blocks().pattern(0, 1, 81);
      bench.b().call(Cdb.write10(0, 1)).out(data).start();
    }
    // With TAS zero the aborted ones are never answered: nobody waits for them.
    pr.out(bench.a(), PREEMPT_AND_ABORT, 5, KEY_A, KEY_B).good();
    bench.blocks().write(0, bench.blocks().pattern(0, 1, 82));
    bench.pause(100_000_000L);
    bench.blocks().expect(0, bench.blocks().pattern(0, 1, 82), "no write of the preempted lands");
  }

  private static void cluster(TestBench bench, Registrants pr) {
    Nexus third = bench.fresh();
    third.clearUnitAttentions();
    both(bench, pr, 5);
    pr.register(third, KEY_C);
    for (Nexus node : new Nexus[] {bench.a(), bench.b(), third}) {
      Registrants.write(node).good();
    }
    pr.out(bench.b(), PREEMPT_AND_ABORT, 5, KEY_B, KEY_A).good();
    expectAttention(bench.a(), REGISTRATIONS_PREEMPTED);
    conflict(Registrants.write(bench.a()));
    Registrants.write(third).good();
    pr.expectReservation(5, KEY_B);
    pr.register(bench.a(), KEY_A);
    Registrants.write(bench.a()).good();
  }
}
