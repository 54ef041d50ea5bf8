// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.cases.Registrants.ALL_TG_PT;
import static org.quintain.conformance.cases.Registrants.IGNORE;
import static org.quintain.conformance.cases.Registrants.KEY_A;
import static org.quintain.conformance.cases.Registrants.KEY_B;
import static org.quintain.conformance.cases.Registrants.KEY_C;
import static org.quintain.conformance.cases.Registrants.REGISTER;
import static org.quintain.conformance.cases.Registrants.RELEASE;
import static org.quintain.conformance.cases.Registrants.RESERVE;
import static org.quintain.conformance.cases.Registrants.add;
import static org.quintain.conformance.cases.Registrants.conflict;
import static org.quintain.conformance.cases.Registrants.list;
import static org.quintain.conformance.cases.Registrants.listWith;
import static org.quintain.conformance.cases.Registrants.two;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.cases.Registrants.Full;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Sense;

/** PR, first part: registering, and what PERSISTENT RESERVE IN tells of it. */
public final class RegistrationCases {
  private static final String IN = "SPC-5 6.15 PERSISTENT RESERVE IN";
  private static final String OUT = "SPC-5 6.16 PERSISTENT RESERVE OUT";
  private static final String REGISTERING = "SPC-5 5.13.7 Registering";

  private RegistrationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    firstPart(all);
    secondPart(all);
    thirdPart(all);
    return all;
  }

  private static void firstPart(List<ConformanceCase> all) {
    add(
        all,
        "PR-01",
        IN,
        "All service actions: form, whole length whatever the allocation length",
        RegistrationCases::forms);
    add(
        all,
        "PR-02",
        IN,
        "Service action 04h to 1Fh: 5/24/00 at byte 1",
        RegistrationCases::unknownIn);
    add(
        all,
        "PR-03",
        OUT,
        "Service action 09h to 1Fh: 5/24/00 at byte 1",
        RegistrationCases::unknownOut);
    add(
        all,
        "PR-04",
        REGISTERING,
        "REGISTER with RESERVATION KEY 0 registers, PRGENERATION + 1",
        RegistrationCases::registers);
    add(
        all,
        "PR-05",
        REGISTERING,
        "REGISTER that shows a key without having one: conflict",
        (bench, pr) -> {
          conflict(pr.out(bench.a(), REGISTER, 0, KEY_B, KEY_A));
          pr.expectKeys();
        });
    add(
        all,
        "PR-06",
        REGISTERING,
        "REGISTER of key 0 without registration: GOOD, nothing",
        RegistrationCases::registersNothing);
    add(
        all,
        "PR-07",
        REGISTERING,
        "REGISTER with a wrong existing key: conflict, key stays",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          conflict(pr.out(bench.a(), REGISTER, 0, KEY_B, KEY_C));
          pr.expectKeys(KEY_A);
        });
    add(
        all,
        "PR-08",
        REGISTERING,
        "REGISTER that changes the holder's key keeps the reservation",
        RegistrationCases::changesKey);
    add(
        all,
        "PR-09",
        REGISTERING,
        "REGISTER AND IGNORE EXISTING KEY takes any, key 0 unregisters",
        RegistrationCases::ignores);
  }

  private static void secondPart(List<ConformanceCase> all) {
    two(
        all,
        "PR-10",
        REGISTERING,
        "Two nexuses may have the same key; READ KEYS tells it twice",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          pr.register(bench.b(), KEY_A);
          pr.expectKeys(KEY_A, KEY_A);
        });
    add(
        all,
        "PR-11",
        REGISTERING,
        "Registering the same key again: PRGENERATION + 1",
        (bench, pr) -> {
          pr.register(bench.a(), KEY_A);
          long before = pr.generation();
          pr.out(bench.a(), REGISTER, 0, KEY_A, KEY_A).good();
          bench.check(pr.generation() == before + 1, "PRGENERATION grows by one.");
        });
    add(
        all,
        "PR-12",
        IN,
        "PRGENERATION is not changed by RESERVE, RELEASE and PERSISTENT RESERVE IN",
        RegistrationCases::generationStays);
    add(
        all,
        "PR-13",
        "SPC-5 5.13.11.2.3 Unregistering",
        "The holder unregisters: released",
        RegistrationCases::unregistersHolder);
    add(
        all,
        "PR-16",
        OUT,
        "PARAMETER LIST LENGTH that is not 24: 5/1A/00",
        RegistrationCases::wrongLengths);
    add(
        all,
        "PR-17",
        OUT,
        "RESERVE with a SCOPE or TYPE that is none: 5/24/00 or 5/26/00",
        RegistrationCases::wrongTypes);
    add(
        all,
        "PR-18",
        OUT,
        "SCOPE and TYPE mean nothing to REGISTER",
        (bench, pr) -> {
          pr.out(bench.a(), REGISTER, 0xFF, 0, KEY_A).good();
          pr.out(bench.a(), IGNORE, 0xF0, 0, 0).good();
          pr.expectKeys();
        });
    add(
        all,
        "PR-44",
        REGISTERING,
        "SPEC_I_PT registers all that are named, or nobody",
        RegistrationCases::specifiedPorts);
  }

  private static void thirdPart(List<ConformanceCase> all) {
    add(
        all,
        "PR-46",
        REGISTERING,
        "ALL_TG_PT registers through every target port",
        RegistrationCases::allTargetPorts);
    two(
        all,
        "PR-47",
        IN,
        "READ FULL STATUS: one descriptor for each nexus, holders told",
        RegistrationCases::fullStatus);
    add(
        all,
        "PR-48",
        IN,
        "REPORT CAPABILITIES: 8 bytes, all that is claimed is so",
        PreservationCases::capabilities);
    add(
        all,
        "PR-56",
        OUT,
        "REPLACE LOST RESERVATION where nothing is lost is refused",
        (bench, pr) -> {
          Answer answer = pr.out(bench.a(), 8, 1, 0, KEY_A);
          answer.check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2600);
          pr.expectKeys();
        });
    add(
        all,
        "PR-57",
        REGISTERING,
        "Thirty-two registrants fit; more than fit are 5/55/04",
        RegistrationCases::capacity);
  }

  private static void forms(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    pr.reserve(bench.a(), KEY_A, 1);
    for (int action = 0; action < 4; action++) {
      byte[] whole = pr.in(bench.a(), action).data();
      long told = action == 2 ? Bytes.u16(whole, 0) : 8 + Bytes.u32(whole, 4);
      bench.check(told == whole.length, "The length field of service action " + action + " fits.");
      for (int allocation : new int[] {0, 4, 8, 15}) {
        Answer cut = bench.call(Registrants.inCdb(action, allocation)).in(64).go().good();
        int wanted = Math.min(allocation, whole.length);
        cut.that(cut.dataLength() == wanted, wanted + " bytes");
        for (int at = 0; at < wanted; at++) {
          cut.that(cut.at(at) == Bytes.u8(whole, at), "the beginning of the whole answer");
        }
      }
    }
  }

  private static void unknownIn(TestBench bench, Registrants pr) {
    for (int action = 4; action < 0x20; action++) {
      bench.call(Registrants.inCdb(action, 64)).in(64).go().invalidFieldInCdb(1);
    }
  }

  private static void unknownOut(TestBench bench, Registrants pr) {
    for (int action = 9; action < 0x20; action++) {
      pr.out(bench.a(), action, 0, 0, KEY_A).invalidFieldInCdb(1);
    }
    pr.expectKeys();
  }

  private static void registers(TestBench bench, Registrants pr) {
    long before = pr.generation();
    pr.register(bench.a(), KEY_A);
    pr.expectKeys(KEY_A);
    bench.check(pr.generation() == before + 1, "PRGENERATION grows by one.");
  }

  private static void registersNothing(TestBench bench, Registrants pr) {
    long before = pr.generation();
    pr.out(bench.a(), REGISTER, 0, 0, 0).good();
    pr.expectKeys();
    bench.check(pr.generation() == before, "PRGENERATION stays.");
  }

  private static void changesKey(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    pr.reserve(bench.a(), KEY_A, 3);
    pr.out(bench.a(), REGISTER, 0, KEY_A, KEY_C).good();
    pr.expectKeys(KEY_C);
    pr.expectReservation(3, KEY_C);
  }

  private static void ignores(TestBench bench, Registrants pr) {
    pr.out(bench.a(), IGNORE, 0, KEY_C, KEY_A).good();
    pr.out(bench.a(), IGNORE, 0, KEY_C, KEY_B).good();
    pr.expectKeys(KEY_B);
    pr.out(bench.a(), IGNORE, 0, KEY_C, 0).good();
    pr.expectKeys();
  }

  private static void generationStays(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    long before = pr.generation();
    pr.reserve(bench.a(), KEY_A, 1);
    pr.in(bench.a(), 3);
    pr.out(bench.a(), RELEASE, 1, KEY_A, 0).good();
    bench.check(pr.generation() == before, "PRGENERATION stays.");
  }

  private static void unregistersHolder(TestBench bench, Registrants pr) {
    for (int type : Registrants.TYPES) {
      pr.register(bench.a(), KEY_A);
      pr.reserve(bench.a(), KEY_A, type);
      pr.out(bench.a(), REGISTER, 0, KEY_A, 0).good();
      pr.expectReservation(0, 0);
      pr.expectKeys();
    }
  }

  private static void wrongLengths(TestBench bench, Registrants pr) {
    for (int length : new int[] {0, 1, 8, 23, 25, 28}) {
      bench
          .call(Registrants.outCdb(REGISTER, 0, length))
          .out(new byte[length])
          .go()
          .check(Sense.ILLEGAL_REQUEST, 0x1A00);
    }
    pr.expectKeys();
  }

  private static void wrongTypes(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    for (int type : new int[] {0x00, 0x02, 0x04, 0x09, 0x0F, 0x11, 0x21, 0xF1}) {
      pr.out(bench.a(), RESERVE, type, KEY_A, 0).check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2600);
    }
    pr.expectReservation(0, 0);
  }

  private static void requireCapable(TestBench bench, Registrants pr, int bit, String name) {
    bench.require((pr.in(bench.a(), 2).at(2) & bit) != 0, name + " is zero.");
  }

  private static void specifiedPorts(TestBench bench, Registrants pr) {
    requireCapable(bench, pr, 0x08, "SIP_C");
    pr.register(bench.a(), KEY_A);
    byte[] own = pr.full(KEY_A).id();
    pr.out(bench.a(), REGISTER, 0, KEY_A, 0).good();
    byte[] one = Registrants.strangerTo(own, 1);
    byte[] other = Registrants.strangerTo(own, 2);
    byte[] cut = listWith(KEY_A, one);
    Bytes.put(cut, 24, 4, one.length - 4);
    pr.out(bench.a(), REGISTER, 0, cut).check(Sense.ILLEGAL_REQUEST);
    byte[] unknown = one.clone();
    unknown[0] = (byte) ((unknown[0] & 0xF0) | 0x0E);
    pr.out(bench.a(), REGISTER, 0, listWith(KEY_A, other, unknown))
        .check(Sense.ILLEGAL_REQUEST, 0x2600);
    pr.expectKeys();
    pr.out(bench.a(), REGISTER, 0, listWith(KEY_A, one, other)).good();
    pr.expectKeys(KEY_A, KEY_A, KEY_A);
    byte[] again = listWith(KEY_B, Registrants.strangerTo(own, 3));
    Bytes.put(again, 0, 8, KEY_A);
    pr.out(bench.a(), REGISTER, 0, again).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 20);
    pr.expectKeys(KEY_A, KEY_A, KEY_A);
  }

  private static void allTargetPorts(TestBench bench, Registrants pr) {
    requireCapable(bench, pr, 0x04, "ATP_C");
    pr.out(bench.a(), REGISTER, 0, list(0, KEY_A, ALL_TG_PT)).good();
    bench.check(!pr.keys().isEmpty(), "There is a registration at least.");
    pr.reserve(bench.a(), KEY_A, 1);
    pr.out(bench.a(), REGISTER, 0, list(KEY_A, 0, ALL_TG_PT)).good();
    pr.expectKeys();
    pr.expectReservation(0, 0);
  }

  private static void fullStatus(TestBench bench, Registrants pr) {
    pr.register(bench.a(), KEY_A);
    pr.register(bench.b(), KEY_B);
    for (int type : Registrants.TYPES) {
      pr.reserve(bench.a(), KEY_A, type);
      Full holder = pr.full(KEY_A);
      Full other = pr.full(KEY_B);
      boolean isShared = type >= 7;
      bench.check(holder.isHolder() && holder.scopeAndType() == type, "R_HOLDER of the holder.");
      bench.check(other.isHolder() == isShared, "R_HOLDER of the other, type " + type + ".");
      bench.check((holder.flags() & 0xFC) == 0, "Reserved bits are zero.");
      bench.check(
          (holder.flags() & 2) != 0 || holder.port() != 0, "A relative target port identifier.");
      bench.check(!java.util.Arrays.equals(holder.id(), other.id()), "TransportIDs differ.");
      pr.out(bench.a(), RELEASE, type, KEY_A, 0).good();
      bench.b().clearUnitAttentions();
    }
  }

  private static void capacity(TestBench bench, Registrants pr) {
    requireCapable(bench, pr, 0x08, "SIP_C");
    pr.register(bench.a(), KEY_A);
    byte[] own = pr.full(KEY_A).id();
    pr.out(bench.a(), REGISTER, 0, KEY_A, 0).good();
    byte[][] ids = new byte[31][];
    for (int number = 0; number < ids.length; number++) {
      ids[number] = Registrants.strangerTo(own, number);
    }
    Answer answer = pr.out(bench.a(), REGISTER, 0, listWith(KEY_A, ids));
    if (!answer.isGood()) {
      answer.check(Sense.ILLEGAL_REQUEST, 0x5504);
      pr.expectKeys();
      return;
    }
    bench.check(pr.keys().size() == 32, "Thirty-two registrations.");
  }
}
