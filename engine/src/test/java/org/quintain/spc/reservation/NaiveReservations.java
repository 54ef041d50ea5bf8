// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Persistent reservations as slowly and plainly as they can be written: nexuses are numbers, a key
 * of zero is no registration, every rule is spelled out where it applies. Shares nothing with what
 * it judges.
 */
final class NaiveReservations {
  static final int CONFLICT = ReservedDisk.CONFLICT;
  static final int PREEMPTED = 0x062A03;
  static final int RELEASED = 0x062A04;
  static final int REGISTRATIONS_PREEMPTED = 0x062A05;

  final long[] keys;
  final List<List<Integer>> attentions = new ArrayList<>();
  final List<Integer> order = new ArrayList<>();
  int type;
  int holder = -1;
  int generation;
  boolean persists;

  NaiveReservations(int nexuses) {
    keys = new long[nexuses];
    for (int nexus = 0; nexus < nexuses; nexus++) {
      attentions.add(new ArrayList<>());
    }
  }

  private boolean isAll() {
    return type == 7 || type == 8;
  }

  private boolean isShared() {
    return type >= 5;
  }

  boolean holds(int nexus) {
    return type != 0 && keys[nexus] != 0 && (isAll() || holder == nexus);
  }

  private void tell(int nexus, int attention) {
    if (!attentions.get(nexus).contains(attention)) {
      attentions.get(nexus).add(attention);
    }
  }

  private void tellRegistrantsBut(int by, int attention) {
    for (int nexus = 0; nexus < keys.length; nexus++) {
      if (nexus != by && keys[nexus] != 0) {
        tell(nexus, attention);
      }
    }
  }

  private void set(int nexus, long key) {
    if (keys[nexus] == 0 && key != 0) {
      order.add(nexus);
    }
    if (key == 0) {
      order.remove((Integer) nexus);
    }
    keys[nexus] = key;
  }

  private void dropIfUnheld() {
    if ((type != 0 && isAll()) ? order.isEmpty() : (holder >= 0 && keys[holder] == 0)) {
      type = 0;
      holder = -1;
    }
  }

  /** Carries out a service action; gives the status, or the sense code of a refusal. */
  int act(int nexus, int action, int wanted, long key, long actionKey, boolean aptpl, int to) {
    boolean isRegistered = keys[nexus] != 0;
    boolean isOwnKey = isRegistered && keys[nexus] == key;
    return switch (action) {
      case 0 -> key == keys[nexus] ? register(nexus, actionKey, aptpl) : CONFLICT;
      case 6 -> register(nexus, actionKey, aptpl);
      case 1 -> isOwnKey && !isShutOut(nexus) ? reserve(nexus, wanted) : CONFLICT;
      case 2 -> isOwnKey ? release(nexus, wanted) : CONFLICT;
      case 3 -> isOwnKey ? clear(nexus) : CONFLICT;
      case 4, 5 -> isOwnKey ? preempt(nexus, wanted, actionKey) : CONFLICT;
      default ->
          isOwnKey && !isAll() && !isShutOut(nexus) ? move(nexus, actionKey, aptpl, to) : CONFLICT;
    };
  }

  private boolean isShutOut(int nexus) {
    return type != 0 && !holds(nexus);
  }

  private int register(int nexus, long actionKey, boolean aptpl) {
    if (keys[nexus] == 0 && actionKey == 0) {
      return 0;
    }
    boolean wasHeld = type != 0;
    boolean wasShared = isShared();
    set(nexus, actionKey);
    dropIfUnheld();
    if (wasHeld && type == 0 && wasShared) {
      tellRegistrantsBut(nexus, RELEASED);
    }
    generation++;
    persists = aptpl;
    return 0;
  }

  private static boolean isType(int wanted) {
    return Arrays.asList(1, 3, 5, 6, 7, 8).contains(wanted);
  }

  private int reserve(int nexus, int wanted) {
    if (!isType(wanted)) {
      return 0x052400;
    }
    if (type != 0) {
      return type == wanted ? 0 : CONFLICT;
    }
    hold(nexus, wanted);
    return 0;
  }

  private void hold(int nexus, int wanted) {
    type = wanted;
    holder = isAll() ? -1 : nexus;
  }

  private int release(int nexus, int wanted) {
    if (!holds(nexus)) {
      return 0;
    }
    if (wanted != type) {
      return 0x052604;
    }
    if (isShared()) {
      tellRegistrantsBut(nexus, RELEASED);
    }
    type = 0;
    holder = -1;
    return 0;
  }

  private int clear(int nexus) {
    tellRegistrantsBut(nexus, PREEMPTED);
    Arrays.fill(keys, 0);
    order.clear();
    type = 0;
    holder = -1;
    generation++;
    return 0;
  }

  private int preempt(int nexus, int wanted, long actionKey) {
    if (actionKey == 0 && !isAll()) {
      return 0x052600;
    }
    boolean isSomebodys = actionKey == 0;
    for (long each : keys) {
      isSomebodys |= actionKey != 0 && each == actionKey;
    }
    if (!isSomebodys) {
      return CONFLICT;
    }
    boolean takes = actionKey == 0 || (holder >= 0 && keys[holder] == actionKey);
    if (takes && !isType(wanted)) {
      return 0x052400;
    }
    for (int victim = 0; victim < keys.length; victim++) {
      boolean isMeant = keys[victim] != 0 && (actionKey == 0 || keys[victim] == actionKey);
      if (isMeant && !(takes && victim == nexus)) {
        set(victim, 0);
        if (victim != nexus) {
          tell(victim, REGISTRATIONS_PREEMPTED);
        }
      }
    }
    if (takes) {
      if (wanted != type) {
        tellRegistrantsBut(nexus, RELEASED);
      }
      hold(nexus, wanted);
    }
    dropIfUnheld();
    generation++;
    return 0;
  }

  private int move(int nexus, long actionKey, boolean aptpl, int to) {
    if (type == 0) {
      return 0x052400;
    }
    if (actionKey == 0 || to == nexus) {
      return 0x052600;
    }
    set(to, actionKey);
    holder = to;
    generation++;
    persists = aptpl;
    return 0;
  }

  /** The power goes and comes. */
  void powerCycle() {
    generation = 0;
    attentions.forEach(List::clear);
    if (!persists || order.isEmpty()) {
      Arrays.fill(keys, 0);
      order.clear();
      type = 0;
      holder = -1;
      persists = false;
    }
  }

  boolean mayWrite(int nexus) {
    return type == 0 || holds(nexus) || (isShared() && keys[nexus] != 0);
  }

  boolean mayRead(int nexus) {
    return mayWrite(nexus) || type == 1 || type == 5 || type == 7;
  }
}
