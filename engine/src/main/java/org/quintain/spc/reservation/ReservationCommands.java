// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.Status;
import org.quintain.spc.CommandFamily;
import org.quintain.store.NonvolatileMemory;

/**
 * Reservations of a logical unit: their commands, and the check of every other command against them
 * (SPC-5 5.13). Persistent ones outlive resets, and power where they were registered to; the one by
 * RESERVE outlives neither, nor its nexus.
 */
public final class ReservationCommands implements CommandFamily {
  /** The name that persistent reservations are saved under. */
  public static final String SAVED_AS = SavedReservations.NAME;

  private static final byte[] NO_CDB = {};

  private static final int PERSISTENT_RESERVE_IN = 0x5E;
  private static final int PERSISTENT_RESERVE_OUT = 0x5F;

  private final Reservations reservations;
  private final Gate gate = new Gate();
  private final PersistentReserveIn in;
  private final PersistentReserveOut out;
  private final ReserveRelease reserveRelease;

  /**
   * The reservations of the logical unit {@code name}, as {@code memory} kept them.
   *
   * @throws IllegalArgumentException with one sentence when what was kept is damaged
   */
  public ReservationCommands(
      LogicalUnitServices logicalUnit, NonvolatileMemory memory, String name) {
    this.reservations =
        new Reservations(SavedReservations.decode(name, memory.load(SavedReservations.NAME)));
    this.in = new PersistentReserveIn(reservations);
    this.out = new PersistentReserveOut(logicalUnit, memory, reservations);
    this.reserveRelease = new ReserveRelease(reservations);
    reservations.whenChanged(gate::review);
    gate.review();
  }

  @Override
  public void addTo(CommandTable table) {
    in.addTo(table);
    out.addTo(table);
    reserveRelease.addTo(table);
  }

  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.RESERVATION ? gate : null;
  }

  /** Shut while anything is reserved. */
  private final class Gate extends CommandGate {
    void review() {
      open(!reservations.isReserved());
    }

    @Override
    protected boolean admits(long nowNs, CommandExecution execution) {
      CommandDefinition definition = execution.definition();
      if (definition == null || isAllowed(execution, definition)) {
        return true;
      }
      execution.end(nowNs, Status.RESERVATION_CONFLICT);
      return false;
    }
  }

  private boolean isAllowed(CommandExecution execution, CommandDefinition definition) {
    ItNexus nexus = execution.command().nexus();
    byte[] cdb = execution.cdb();
    ReservationRule rule = definition.reservationRule();
    int operationCode = definition.operationCode();
    ItNexus reserver = reservations.reserver();
    if (reserver != null) {
      // SPC-2 5.5.1: while the logical unit is reserved by RESERVE, by whomever, the persistent
      // reservation commands conflict.
      return operationCode != PERSISTENT_RESERVE_IN
          && operationCode != PERSISTENT_RESERVE_OUT
          && (reserver == nexus
              || ReserveRelease.isRelease(definition)
              || ConflictTable.isAllowedUnderReserve(rule, cdb));
    }
    ReservationType type = reservations.state().type();
    if (type == null) {
      return true;
    }
    Relation relation = reservations.relationOf(nexus);
    if (rule != ReservationRule.OWN) {
      return ConflictTable.isAllowed(rule, type, relation, cdb);
    }
    // RESERVE and RELEASE find out by themselves.
    return operationCode != PERSISTENT_RESERVE_OUT
        || OutAction.of(definition.serviceAction()).isAllowedFrom(relation);
  }

  @Override
  public boolean permits(ItNexus nexus, boolean isWriting) {
    ItNexus reserver = reservations.reserver();
    if (reserver != null) {
      return reserver == nexus;
    }
    ReservationType type = reservations.state().type();
    ReservationRule rule = isWriting ? ReservationRule.WRITES : ReservationRule.READS;
    return type == null
        || ConflictTable.isAllowed(rule, type, reservations.relationOf(nexus), NO_CDB);
  }

  @Override
  public void onReset(long nowNs) {
    reservations.reserver(null);
  }

  @Override
  public void onNexusEstablished(long nowNs, ItNexus nexus) {
    out.onNexusEstablished(nowNs, nexus);
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    reserveRelease.giveUp(nexus);
  }

  @Override
  public boolean isIdle() {
    return out.isIdle();
  }
}
