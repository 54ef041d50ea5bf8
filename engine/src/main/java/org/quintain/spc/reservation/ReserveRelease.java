// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import org.quintain.device.AccessRule;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.Status;

/**
 * RESERVE and RELEASE in their 6- and 10-byte forms (SPC-2 7.23 to 7.26) of the whole logical unit.
 * Third parties and extents are refused: their fields are obsolete, and so not in the usage data.
 *
 * <p>Where a nexus is registered for persistent reservations they conflict, but for the holder, and
 * for registered nexuses under the types that let them in: to those they are GOOD and do nothing
 * (SPC-5 5.13.3, CRH).
 */
final class ReserveRelease {
  private static final int RELEASE_6 = 0x17;
  private static final int RELEASE_10 = 0x57;

  private final Reservations reservations;

  ReserveRelease(Reservations reservations) {
    this.reservations = reservations;
  }

  void addTo(CommandTable table) {
    add(table, "RESERVE(6)", this::reserve, 0x16, 0, 0, 0, 0, 0);
    add(table, "RELEASE(6)", this::release, RELEASE_6, 0, 0, 0, 0, 0);
    add(table, "RESERVE(10)", this::reserve, 0x56, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    add(table, "RELEASE(10)", this::release, RELEASE_10, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static void add(CommandTable table, String name, CommandStep step, int... usage) {
    table.add(
        CommandDefinition.command(name)
            .usage(usage)
            .admitted(ReservationRule.OWN, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(step));
  }

  /** RELEASE from a nexus that holds nothing is GOOD, and does nothing (SPC-2 7.24.1). */
  static boolean isRelease(CommandDefinition definition) {
    return definition.operationCode() == RELEASE_6 || definition.operationCode() == RELEASE_10;
  }

  /** Ends the command where persistent reservations say how; false where they say nothing. */
  private boolean endedByPersistent(long nowNs, CommandExecution execution) {
    ReservationState state = reservations.state();
    if (state.registrations().isEmpty()) {
      return false;
    }
    ReservationType type = state.type();
    Relation relation = reservations.relationOf(execution.command().nexus());
    boolean isCompatible =
        type != null
            && (relation == Relation.HOLDER
                || (relation == Relation.REGISTRANT && type.admitsRegistrants()));
    execution.end(nowNs, isCompatible ? Status.GOOD : Status.RESERVATION_CONFLICT);
    return true;
  }

  private void reserve(long nowNs, CommandExecution execution) {
    if (!endedByPersistent(nowNs, execution)) {
      reservations.reserver(execution.command().nexus());
      execution.good(nowNs);
    }
  }

  private void release(long nowNs, CommandExecution execution) {
    if (!endedByPersistent(nowNs, execution)) {
      giveUp(execution.command().nexus());
      execution.good(nowNs);
    }
  }

  /** {@code nexus} reserves nothing any more. */
  void giveUp(ItNexus nexus) {
    if (reservations.reserver() == nexus) {
      reservations.reserver(null);
    }
  }
}
