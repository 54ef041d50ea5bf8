// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.function.BiFunction;

/**
 * The service actions of PERSISTENT RESERVE OUT, and which of them a reservation lets through
 * (SPC-5 5.13, table "PERSISTENT RESERVE OUT service actions that are allowed in the presence of
 * various reservations"). REPLACE LOST RESERVATION is not among them: no reservation gets lost.
 */
enum OutAction {
  REGISTER(0x00, "REGISTER", true, true, RegisterActions::register),
  RESERVE(0x01, "RESERVE", false, false, ReserveActions::reserve),
  RELEASE(0x02, "RELEASE", true, false, ReserveActions::release),
  CLEAR(0x03, "CLEAR", true, false, ReserveActions::clear),
  PREEMPT(0x04, "PREEMPT", true, false, ReserveActions::preempt),
  PREEMPT_AND_ABORT(0x05, "PREEMPT AND ABORT", true, false, ReserveActions::preempt),
  REGISTER_AND_IGNORE_EXISTING_KEY(
      0x06, "REGISTER AND IGNORE EXISTING KEY", true, true, RegisterActions::registerAndIgnore),
  REGISTER_AND_MOVE(0x07, "REGISTER AND MOVE", false, false, RegisterActions::move);

  private final int serviceAction;
  private final String title;
  private final boolean allowedFromRegistrant;
  private final boolean allowedFromUnregistered;
  private final BiFunction<ReservationState, OutRequest, Decision> decider;

  OutAction(
      int serviceAction,
      String title,
      boolean allowedFromRegistrant,
      boolean allowedFromUnregistered,
      BiFunction<ReservationState, OutRequest, Decision> decider) {
    this.serviceAction = serviceAction;
    this.title = title;
    this.allowedFromRegistrant = allowedFromRegistrant;
    this.allowedFromUnregistered = allowedFromUnregistered;
    this.decider = decider;
  }

  /** SERVICE ACTION. */
  int serviceAction() {
    return serviceAction;
  }

  /** Its name in the standard. */
  String title() {
    return title;
  }

  /** Whether a reservation lets it through from a nexus that is {@code relation} to it. */
  boolean isAllowedFrom(Relation relation) {
    return switch (relation) {
      case HOLDER -> true;
      case REGISTRANT -> allowedFromRegistrant;
      case UNREGISTERED -> allowedFromUnregistered;
    };
  }

  /** What {@code request} makes of {@code state}. */
  Decision decide(ReservationState state, OutRequest request) {
    return decider.apply(state, request);
  }

  /** The action of a SERVICE ACTION field that the command table has. */
  static OutAction of(int serviceAction) {
    return values()[serviceAction];
  }
}
