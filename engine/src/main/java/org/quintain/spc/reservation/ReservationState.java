// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that persists of reservations on one logical unit: who is registered, who holds what. A
 * value: a service action makes the next one of it.
 *
 * @param registrations in the order in which they were made
 * @param type the reservation's type, null when nothing is reserved
 * @param holder who holds it, null when nothing is reserved and under the all registrants types,
 *     where every registered nexus does
 * @param generation PRGENERATION, unsigned; begins at zero with each power on
 * @param isPersistent whether it is kept through power loss: the last APTPL bit
 */
record ReservationState(
    List<Registration> registrations,
    @Nullable ReservationType type,
    @Nullable NexusName holder,
    int generation,
    boolean isPersistent) {

  /** Nothing registered, nothing reserved. */
  static final ReservationState EMPTY = new ReservationState(List.of(), null, null, 0, false);

  ReservationState {
    registrations = List.copyOf(registrations);
  }

  boolean isReserved() {
    return type != null;
  }

  boolean isAllRegistrants() {
    return type != null && type.isAllRegistrants();
  }

  /** The registration of {@code nexus}, or null. */
  @Nullable Registration find(NexusName nexus) {
    for (Registration registration : registrations) {
      if (registration.nexus().equals(nexus)) {
        return registration;
      }
    }
    return null;
  }

  /** Whether {@code nexus} is a holder of the reservation that there is. */
  boolean isHolder(NexusName nexus) {
    return isAllRegistrants() ? find(nexus) != null : nexus.equals(holder);
  }

  /** What {@code nexus} is to the reservation. */
  Relation relationOf(NexusName nexus) {
    if (find(nexus) == null) {
      return Relation.UNREGISTERED;
    }
    return isReserved() && isHolder(nexus) ? Relation.HOLDER : Relation.REGISTRANT;
  }

  /** The key that READ RESERVATION tells: zero under the all registrants types. */
  long holderKey() {
    Registration holding = holder == null ? null : find(holder);
    return holding == null ? 0 : holding.key();
  }

  /** The registrations that {@code wanted} holds for. */
  List<Registration> registrationsThat(Predicate<Registration> wanted) {
    return registrations.stream().filter(wanted).toList();
  }

  /** With {@code key} for {@code nexus}, registered anew or in the place of the key it had. */
  ReservationState register(NexusName nexus, long key) {
    List<Registration> next = new ArrayList<>(registrations);
    Registration made = new Registration(nexus, key);
    Registration before = find(nexus);
    if (before == null) {
      next.add(made);
    } else {
      next.set(next.indexOf(before), made);
    }
    return new ReservationState(next, type, holder, generation, isPersistent);
  }

  /**
   * Without {@code gone}; a reservation whose holder is among them, or whose last holder is, is
   * released (SPC-5 5.13.11.2.3).
   */
  ReservationState unregister(List<Registration> gone) {
    List<Registration> next = new ArrayList<>(registrations);
    next.removeAll(gone);
    boolean losesHolder =
        holder == null ? next.isEmpty() : gone.stream().anyMatch(one -> one.nexus().equals(holder));
    return new ReservationState(
        next, losesHolder ? null : type, losesHolder ? null : holder, generation, isPersistent);
  }

  /** With a reservation of {@code reservedType} for {@code by}. */
  ReservationState reserve(ReservationType reservedType, NexusName by) {
    return new ReservationState(
        registrations,
        reservedType,
        reservedType.isAllRegistrants() ? null : by,
        generation,
        isPersistent);
  }

  /** With nothing reserved. */
  ReservationState release() {
    return new ReservationState(registrations, null, null, generation, isPersistent);
  }

  /** The next generation. */
  ReservationState nextGeneration() {
    return new ReservationState(registrations, type, holder, generation + 1, isPersistent);
  }

  /** Kept through power loss from now on, or not. */
  ReservationState persisting(boolean throughPowerLoss) {
    return new ReservationState(registrations, type, holder, generation, throughPowerLoss);
  }
}
