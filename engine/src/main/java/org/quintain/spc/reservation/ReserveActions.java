// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The service actions of those who are registered: RESERVE, RELEASE, CLEAR, PREEMPT, PREEMPT AND
 * ABORT (SPC-5 5.13.9 to 5.13.11). Each is a function from a state and a request to what becomes of
 * them.
 */
final class ReserveActions {
  private static final int SCOPE_AND_TYPE_BYTE = 2;
  private static final int SCOPE_BIT = 7;
  private static final int TYPE_BIT = 3;
  private static final int LOGICAL_UNIT_SCOPE = 0;

  private ReserveActions() {}

  private static boolean isConflict(@Nullable Registration own, OutRequest request) {
    return own == null || own.key() != request.reservationKey();
  }

  /** The type that a reservation is to have, or null where SCOPE or TYPE does not allow one. */
  private static @Nullable ReservationType wantedType(OutRequest request) {
    return request.scope() == LOGICAL_UNIT_SCOPE ? request.type() : null;
  }

  private static Decision refuseScopeOrType(OutRequest request) {
    int bit = request.scope() == LOGICAL_UNIT_SCOPE ? TYPE_BIT : SCOPE_BIT;
    return Decision.refuse(SenseData.invalidFieldInCdb(SCOPE_AND_TYPE_BYTE, bit));
  }

  /** RESERVE (SPC-5 5.13.9). */
  static Decision reserve(ReservationState state, OutRequest request) {
    if (isConflict(state.find(request.nexus()), request)) {
      return Decision.CONFLICT;
    }
    ReservationType type = wantedType(request);
    if (type == null) {
      return refuseScopeOrType(request);
    }
    if (!state.isReserved()) {
      return Decision.of(state.reserve(type, request.nexus()));
    }
    boolean isSame = state.isHolder(request.nexus()) && state.type() == type;
    return isSame ? Decision.of(state) : Decision.CONFLICT;
  }

  /** RELEASE (SPC-5 5.13.11.2.2). */
  static Decision release(ReservationState state, OutRequest request) {
    if (isConflict(state.find(request.nexus()), request)) {
      return Decision.CONFLICT;
    }
    ReservationType type = state.type();
    if (type == null || !state.isHolder(request.nexus())) {
      return Decision.of(state);
    }
    if (request.scope() != LOGICAL_UNIT_SCOPE || request.type() != type) {
      return Decision.refuse(AdditionalSense.INVALID_RELEASE_OF_PERSISTENT_RESERVATION);
    }
    Decision decision = Decision.of(state.release());
    return type.admitsRegistrants() && !request.isReleaseSilent()
        ? decision.telling(
            state.registrations(), request.nexus(), AdditionalSense.RESERVATIONS_RELEASED)
        : decision;
  }

  /** CLEAR (SPC-5 5.13.11.2.7). */
  static Decision clear(ReservationState state, OutRequest request) {
    if (isConflict(state.find(request.nexus()), request)) {
      return Decision.CONFLICT;
    }
    return Decision.of(state.release().unregister(state.registrations()).nextGeneration())
        .telling(state.registrations(), request.nexus(), AdditionalSense.RESERVATIONS_PREEMPTED);
  }

  /** PREEMPT, and the first part of PREEMPT AND ABORT (SPC-5 5.13.11.2.4, figure of preempting). */
  static Decision preempt(ReservationState state, OutRequest request) {
    NexusName by = request.nexus();
    if (isConflict(state.find(by), request)) {
      return Decision.CONFLICT;
    }
    long key = request.serviceActionKey();
    if (key == 0) {
      return state.isAllRegistrants()
          ? preemptReservation(
              state, request, state.registrationsThat(one -> !one.nexus().equals(by)))
          : Decision.refuseParameter(OutRequest.SERVICE_ACTION_KEY, 7);
    }
    List<Registration> matching = state.registrationsThat(one -> one.key() == key);
    if (matching.isEmpty()) {
      return Decision.CONFLICT;
    }
    if (state.holder() != null && state.holderKey() == key) {
      return preemptReservation(
          state, request, matching.stream().filter(one -> !one.nexus().equals(by)).toList());
    }
    // Registrations alone; SCOPE and TYPE mean nothing, and the nexus may take away its own.
    return Decision.of(state.unregister(matching).nextGeneration())
        .telling(matching, by, AdditionalSense.REGISTRATIONS_PREEMPTED)
        .removing(matching);
  }

  private static Decision preemptReservation(
      ReservationState state, OutRequest request, List<Registration> removed) {
    ReservationType type = wantedType(request);
    if (type == null) {
      return refuseScopeOrType(request);
    }
    ReservationState next =
        state.unregister(removed).reserve(type, request.nexus()).nextGeneration();
    Decision decision =
        Decision.of(next)
            .telling(removed, request.nexus(), AdditionalSense.REGISTRATIONS_PREEMPTED)
            .removing(removed);
    return type != state.type() && !request.isReleaseSilent()
        ? decision.telling(
            next.registrations(), request.nexus(), AdditionalSense.RESERVATIONS_RELEASED)
        : decision;
  }
}
