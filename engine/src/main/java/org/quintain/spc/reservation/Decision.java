// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * What a service action of PERSISTENT RESERVE OUT comes to: refused, or a next state with those who
 * are to be told and those who lose their commands.
 *
 * @param state the next state, null when refused
 * @param sense why it is refused, null for RESERVATION CONFLICT
 * @param notices unit attention conditions to establish once the state holds
 * @param removed nexuses whose registrations were preempted
 */
record Decision(
    @Nullable ReservationState state,
    @Nullable SenseData sense,
    List<Notice> notices,
    List<NexusName> removed) {

  /** RESERVATION CONFLICT. */
  static final Decision CONFLICT = new Decision(null, null, List.of(), List.of());

  /** A unit attention condition for one nexus. */
  record Notice(NexusName nexus, AdditionalSense condition) {}

  static Decision refuse(SenseData sense) {
    return new Decision(null, sense, List.of(), List.of());
  }

  static Decision refuse(AdditionalSense additional) {
    return refuse(SenseData.of(additional));
  }

  static Decision refuseParameter(int field, int bit) {
    return refuse(SenseData.invalidFieldInParameterList(field, bit));
  }

  static Decision of(ReservationState next) {
    return new Decision(next, null, List.of(), List.of());
  }

  /**
   * The same, telling {@code condition} to those of {@code registrations} that are not {@code by}.
   */
  Decision telling(List<Registration> registrations, NexusName by, AdditionalSense condition) {
    List<Notice> more = new ArrayList<>(notices);
    for (Registration one : registrations) {
      if (!one.nexus().equals(by)) {
        more.add(new Notice(one.nexus(), condition));
      }
    }
    return new Decision(state, sense, List.copyOf(more), removed);
  }

  /** The same, with {@code registrations} preempted. */
  Decision removing(List<Registration> registrations) {
    return new Decision(
        state, sense, notices, registrations.stream().map(Registration::nexus).toList());
  }
}
