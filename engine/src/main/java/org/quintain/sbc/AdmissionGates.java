// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.spc.CommandFamily;

/**
 * The gates of a disk's families, by the stage at which a command comes to them.
 *
 * <p>Every command passes all of them, nearly always at once. So it is known of all gates together
 * whether they are open, and only while one is shut are those of a stage looked at, each stage by a
 * loop of its own: few gates are seen at one place of the code, and the compiler can put their
 * tests there.
 */
final class AdmissionGates {
  private final CommandGate[] reservation;
  private final CommandGate[] access;
  private final CommandGate[] readiness;
  private boolean areAllOpen;

  AdmissionGates(List<CommandFamily> families) {
    this.reservation = at(AdmissionStage.RESERVATION, families);
    this.access = at(AdmissionStage.ACCESS, families);
    this.readiness = at(AdmissionStage.READINESS, families);
    for (CommandGate[] stage : List.of(reservation, access, readiness)) {
      for (CommandGate gate : stage) {
        gate.onMove(this::review);
      }
    }
    review();
  }

  private void review() {
    areAllOpen = isOpen(reservation) && isOpen(access) && isOpen(readiness);
  }

  private static boolean isOpen(CommandGate[] gates) {
    return Arrays.stream(gates).allMatch(CommandGate::isOpen);
  }

  private static CommandGate[] at(AdmissionStage stage, List<CommandFamily> families) {
    List<CommandGate> here = new ArrayList<>();
    for (CommandFamily family : families) {
      CommandGate gate = family.gateAt(stage);
      if (gate != null) {
        here.add(gate);
      }
    }
    return here.toArray(new CommandGate[0]);
  }

  /**
   * Whether all gates of {@code stage} let the command pass; the one that does not has ended it.
   */
  boolean admit(long nowNs, CommandExecution execution, AdmissionStage stage) {
    return areAllOpen || isLetBy(nowNs, execution, stage);
  }

  private boolean isLetBy(long nowNs, CommandExecution execution, AdmissionStage stage) {
    return switch (stage) {
      case RESERVATION -> passesReservation(nowNs, execution);
      case ACCESS -> passesAccess(nowNs, execution);
      case READINESS -> passesReadiness(nowNs, execution);
    };
  }

  private boolean passesReservation(long nowNs, CommandExecution execution) {
    for (CommandGate gate : reservation) {
      if (!gate.lets(nowNs, execution)) {
        return false;
      }
    }
    return true;
  }

  private boolean passesAccess(long nowNs, CommandExecution execution) {
    for (CommandGate gate : access) {
      if (!gate.lets(nowNs, execution)) {
        return false;
      }
    }
    return true;
  }

  private boolean passesReadiness(long nowNs, CommandExecution execution) {
    for (CommandGate gate : readiness) {
      if (!gate.lets(nowNs, execution)) {
        return false;
      }
    }
    return true;
  }
}
