// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import java.util.List;

/**
 * Persistent reservations and those of RESERVE(6), as SPC-4 5.12 and SPC-2 5.5 tell them, for three
 * nexuses. A key of zero is no registration.
 */
final class ReferenceReservations {
  /** What is to be told to a nexus: its index and the condition. */
  record Told(int nexus, int code) {}

  private static final int PREEMPTED = 0x062A03;
  private static final int RELEASED = 0x062A04;
  private static final int REGISTRATIONS_PREEMPTED = 0x062A05;
  private static final int NOBODY = -1;

  final int[] keys = new int[3];
  private int holder = NOBODY;
  private int type;
  int reserver = NOBODY;

  private boolean isAllRegistrants() {
    return type == 7 || type == 8;
  }

  private boolean isReserved() {
    return type != 0;
  }

  private boolean isHolder(int nexus) {
    return isReserved() && keys[nexus] != 0 && (isAllRegistrants() || holder == nexus);
  }

  boolean hasRegistrations() {
    return keys[0] != 0 || keys[1] != 0 || keys[2] != 0;
  }

  /** Whether {@code nexus} may read, or write. */
  boolean allows(int nexus, boolean isWriting) {
    if (reserver != NOBODY) {
      return reserver == nexus;
    }
    if (!isReserved() || isHolder(nexus)) {
      return true;
    }
    boolean isRegistrantsOnly = type >= 5;
    if (isRegistrantsOnly && keys[nexus] != 0) {
      return true;
    }
    boolean isWriteExclusive = type == 1 || type == 5 || type == 7;
    return isWriteExclusive && !isWriting;
  }

  /** Whether commands that no persistent reservation stops run in spite of RESERVE(6). */
  boolean allowsNeutral(int nexus) {
    return reserver == NOBODY || reserver == nexus;
  }

  /** Whether a reservation lets a PERSISTENT RESERVE OUT through (SPC-4 5.12, its own table). */
  boolean allowsOut(int nexus, Step.Kind kind) {
    if (reserver != NOBODY || !isReserved() || isHolder(nexus)) {
      return reserver == NOBODY;
    }
    return switch (kind) {
      case REGISTER, REGISTER_AND_IGNORE -> true;
      case RESERVE -> false;
      default -> keys[nexus] != 0;
    };
  }

  private void tell(List<Told> told, int except, int code) {
    for (int nexus = 0; nexus < 3; nexus++) {
      if (nexus != except && keys[nexus] != 0) {
        told.add(new Told(nexus, code));
      }
    }
  }

  Answer register(int nexus, int given, int key, boolean isIgnoring, List<Told> told) {
    if (!isIgnoring && given != keys[nexus]) {
      return Answer.CONFLICT;
    }
    if (key != 0 || keys[nexus] == 0) {
      keys[nexus] = key;
      return Answer.GOOD;
    }
    boolean releases = isAllRegistrants() ? registrants() == 1 && isHolder(nexus) : holder == nexus;
    keys[nexus] = 0;
    if (isReserved() && releases) {
      if (type == 5 || type == 6) {
        tell(told, nexus, RELEASED);
      }
      release();
    }
    return Answer.GOOD;
  }

  private int registrants() {
    int count = 0;
    for (int key : keys) {
      count += key != 0 ? 1 : 0;
    }
    return count;
  }

  private void release() {
    type = 0;
    holder = NOBODY;
  }

  /** Whether the key that {@code nexus} gives is that of its registration. */
  private boolean isKnown(int nexus, int given) {
    return keys[nexus] != 0 && given == keys[nexus];
  }

  Answer reserve(int nexus, int given, int wanted) {
    if (!isKnown(nexus, given)) {
      return Answer.CONFLICT;
    }
    if (isReserved()) {
      return isHolder(nexus) && type == wanted ? Answer.GOOD : Answer.CONFLICT;
    }
    type = wanted;
    holder = nexus;
    return Answer.GOOD;
  }

  Answer release(int nexus, int given, int named, List<Told> told) {
    if (!isKnown(nexus, given)) {
      return Answer.CONFLICT;
    }
    if (!isHolder(nexus)) {
      return Answer.GOOD;
    }
    if (type != named) {
      return Answer.check(0x052604);
    }
    if (type >= 5) {
      tell(told, nexus, RELEASED);
    }
    release();
    return Answer.GOOD;
  }

  Answer clear(int nexus, int given, List<Told> told) {
    if (!isKnown(nexus, given)) {
      return Answer.CONFLICT;
    }
    tell(told, nexus, PREEMPTED);
    java.util.Arrays.fill(keys, 0);
    release();
    return Answer.GOOD;
  }

  Answer preempt(int nexus, int given, int victim, int wanted, List<Told> told) {
    if (!isKnown(nexus, given)) {
      return Answer.CONFLICT;
    }
    boolean takesAll = isReserved() && isAllRegistrants() && victim == 0;
    boolean takesHolder =
        isReserved() && !isAllRegistrants() && victim != 0 && keys[holder] == victim;
    if (victim == 0 && !takesAll) {
      return Answer.check(0x052600);
    }
    boolean isFound = takesAll;
    for (int other = 0; other < 3; other++) {
      isFound |= keys[other] == victim;
    }
    if (!isFound) {
      return Answer.CONFLICT;
    }
    for (int other = 0; other < 3; other++) {
      if (other != nexus && keys[other] != 0 && (takesAll || keys[other] == victim)) {
        keys[other] = 0;
        told.add(new Told(other, REGISTRATIONS_PREEMPTED));
      }
    }
    if (takesAll || takesHolder) {
      if (type != wanted) {
        tell(told, nexus, RELEASED);
      }
      type = wanted;
      holder = nexus;
    }
    return Answer.GOOD;
  }
}
