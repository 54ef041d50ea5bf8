// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A disk of a few blocks, each of which is one number, with three nexuses: the naive model. */
final class ReferenceDisk {
  static final int BLOCKS = 16;

  private static final int POWER_ON = 0x062900;
  private static final int RESET = 0x062903;
  private static final int NEXUS_LOSS = 0x062907;
  private static final int OUT_OF_RANGE = 0x052100;
  private static final int MISCOMPARE = 0x0E1D00;

  private final int[] blocks = new int[BLOCKS];
  private final ReferenceReservations reservations = new ReferenceReservations();
  private final List<List<Integer>> attentions = new ArrayList<>();

  ReferenceDisk() {
    for (int nexus = 0; nexus < 3; nexus++) {
      attentions.add(new ArrayList<>(List.of(POWER_ON)));
    }
  }

  /** The key that {@code nexus} is registered with, 0 for none. */
  int keyOf(int nexus) {
    return reservations.keys[nexus];
  }

  Answer step(Step step) {
    int nexus = step.nexus();
    return switch (step.kind()) {
      case INQUIRY -> Answer.GOOD;
      case REQUEST_SENSE -> requestSense(nexus);
      case LOGICAL_UNIT_RESET -> reset();
      case RETURN_AFTER_LOSS -> returnAfterLoss(nexus);
      case TEST_UNIT_READY -> admitted(nexus, reservations.allowsNeutral(nexus), () -> Answer.GOOD);
      // SBC-2 table 13: no reservation of any kind stops it.
      case READ_CAPACITY -> admitted(nexus, true, () -> Answer.GOOD);
      case READ -> admitted(nexus, reservations.allows(nexus, false), () -> read(step));
      case VERIFY -> admitted(nexus, reservations.allows(nexus, false), () -> compare(step, false));
      case WRITE, WRITE_SAME, UNMAP ->
          admitted(nexus, reservations.allows(nexus, true), () -> write(step));
      case COMPARE_AND_WRITE ->
          admitted(nexus, reservations.allows(nexus, true), () -> compare(step, true));
      case SYNCHRONIZE_CACHE ->
          admitted(nexus, reservations.allows(nexus, true), () -> Answer.GOOD);
      case RESERVE_6, RELEASE_6 -> reserve6(step);
      case REGISTER, REGISTER_AND_IGNORE, RESERVE, RELEASE, CLEAR, PREEMPT ->
          persistentReserve(step);
    };
  }

  /** SAM-5 5.3.3: conditions of resets, then reservations, then all other conditions. */
  private Answer admitted(int nexus, boolean isAllowed, Supplier<Answer> then) {
    List<Integer> pending = attentions.get(nexus);
    if (!pending.isEmpty() && isReset(pending.get(0))) {
      return Answer.check(pending.remove(0));
    }
    if (!isAllowed) {
      return Answer.CONFLICT;
    }
    return pending.isEmpty() ? then.get() : Answer.check(pending.remove(0));
  }

  private static boolean isReset(int condition) {
    return condition >> 8 == 0x0629;
  }

  private void tell(int nexus, int condition) {
    List<Integer> pending = attentions.get(nexus);
    if (pending.contains(condition)) {
      return;
    }
    if (isReset(condition)) {
      // Power on says more than a reset does, a reset more than a nexus loss.
      if (!pending.isEmpty() && isReset(pending.get(0)) && pending.get(0) < condition) {
        return;
      }
      pending.clear();
    }
    pending.add(condition);
  }

  private Answer requestSense(int nexus) {
    List<Integer> pending = attentions.get(nexus);
    return pending.isEmpty() ? Answer.data(0) : Answer.data(pending.remove(0));
  }

  private Answer reset() {
    reservations.reserver = -1;
    for (int nexus = 0; nexus < 3; nexus++) {
      tell(nexus, RESET);
    }
    return Answer.GOOD;
  }

  private Answer returnAfterLoss(int nexus) {
    if (reservations.reserver == nexus) {
      reservations.reserver = -1;
    }
    List<Integer> pending = attentions.get(nexus);
    int next = pending.contains(POWER_ON) ? POWER_ON : NEXUS_LOSS;
    pending.clear();
    pending.add(next);
    return Answer.GOOD;
  }

  private boolean isOutOfRange(Step step) {
    return step.block() + step.blocks() > BLOCKS;
  }

  private Answer read(Step step) {
    return isOutOfRange(step)
        ? Answer.check(OUT_OF_RANGE)
        : Answer.data(Arrays.copyOfRange(blocks, step.block(), step.block() + step.blocks()));
  }

  private Answer write(Step step) {
    if (isOutOfRange(step)) {
      return Answer.check(OUT_OF_RANGE);
    }
    int value = step.kind() == Step.Kind.UNMAP ? 0 : step.value();
    Arrays.fill(blocks, step.block(), step.block() + step.blocks(), value);
    return Answer.GOOD;
  }

  /** Compares with one number; COMPARE AND WRITE then writes the number after it. */
  private Answer compare(Step step, boolean isWriting) {
    if (isOutOfRange(step)) {
      return Answer.check(OUT_OF_RANGE);
    }
    for (int block = step.block(); block < step.block() + step.blocks(); block++) {
      if (blocks[block] != step.value()) {
        return Answer.check(MISCOMPARE);
      }
    }
    if (isWriting) {
      Arrays.fill(blocks, step.block(), step.block() + step.blocks(), step.value() + 1);
    }
    return Answer.GOOD;
  }

  private Answer reserve6(Step step) {
    int nexus = step.nexus();
    boolean isOthers = reservations.reserver != -1 && reservations.reserver != nexus;
    boolean isReserve = step.kind() == Step.Kind.RESERVE_6;
    return admitted(
        nexus,
        !(isOthers && isReserve),
        () -> {
          if (isReserve) {
            reservations.reserver = nexus;
          } else if (!isOthers) {
            reservations.reserver = -1;
          }
          return Answer.GOOD;
        });
  }

  /** Whether RESERVE(6) means anything now: not beside registrations (SPC-4 annex B). */
  boolean isReserve6Plain() {
    return !reservations.hasRegistrations();
  }

  private Answer persistentReserve(Step step) {
    int nexus = step.nexus();
    List<ReferenceReservations.Told> told = new ArrayList<>();
    int given = step.namesRightKey() ? keyOf(nexus) : 0x77;
    int own = step.third() % 4 == 3 ? 0 : step.ownKey();
    Answer answer =
        admitted(
            nexus,
            reservations.allowsOut(nexus, step.kind()),
            () ->
                switch (step.kind()) {
                  case REGISTER -> reservations.register(nexus, given, own, false, told);
                  case REGISTER_AND_IGNORE -> reservations.register(nexus, given, own, true, told);
                  case RESERVE -> reservations.reserve(nexus, given, step.type());
                  case RELEASE -> reservations.release(nexus, given, step.type(), told);
                  case CLEAR -> reservations.clear(nexus, given, told);
                  default ->
                      reservations.preempt(nexus, given, step.othersKey(), step.type(), told);
                });
    told.forEach(one -> tell(one.nexus(), one.code()));
    return answer;
  }
}
