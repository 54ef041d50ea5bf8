// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sim.check.WriteOutcome;

/**
 * Whether a command may have ended as it did, given the faults of the run. The commands themselves
 * are all legal, so that ILLEGAL REQUEST is never right.
 */
final class OutcomeJudge {
  static final int GOOD = 0x00;
  static final int CHECK_CONDITION = 0x02;
  static final int BUSY = 0x08;
  static final int TASK_SET_FULL = 0x28;
  static final int TASK_ABORTED = 0x40;

  private static final int MEDIUM_ERROR = 0x3;
  private static final int HARDWARE_ERROR = 0x4;
  static final int UNIT_ATTENTION = 0x6;
  private static final int ABORTED_COMMAND = 0xB;

  /** What harms no exchange of Fibre Channel and no channel of SRP. */
  private static final Set<FaultClass> SPARES_EXCHANGES =
      Collections.unmodifiableSet(EnumSet.of(FaultClass.DISK_ERROR, FaultClass.DISK_BUSY));

  private final Swarm swarm;

  OutcomeJudge(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Whether {@code command} was completed with GOOD. */
  static boolean isGood(ExecuteCommand command) {
    return command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE
        && command.status() == GOOD;
  }

  /** The sense key of fixed or descriptor format sense data (SPC-5 4.5), -1 where there is none. */
  static int senseKey(ExecuteCommand command) {
    if (command.senseLength() < 3) {
      return -1;
    }
    int format = command.sense()[0] & 0x7F;
    return command.sense()[format >= 0x72 ? 1 : 2] & 0x0F;
  }

  /** Additional sense code and qualifier, as two bytes. */
  static int additionalSense(ExecuteCommand command) {
    int format = command.sense()[0] & 0x7F;
    int at = format >= 0x72 ? 2 : 12;
    return (command.sense()[at] & 0xFF) << 8 | (command.sense()[at + 1] & 0xFF);
  }

  void judge(ClientSlot slot, boolean wireBroke) {
    ExecuteCommand command = slot.command;
    boolean legal =
        switch (command.serviceResponse()) {
          case COMMAND_COMPLETE -> isStatusLegal(slot, command);
          case NEXUS_LOST -> wireBroke || faultsHappen();
          case ABORTED -> faultsHappen();
          case SERVICE_DELIVERY_OR_TARGET_FAILURE ->
              swarm.meets(FaultClass.BIT_FLIP) || breaksExchanges();
        };
    if (!legal) {
      throw new RunFailure(describe(slot) + ", which nothing in this run explains");
    }
  }

  private boolean isStatusLegal(ClientSlot slot, ExecuteCommand command) {
    return switch (command.status()) {
      case GOOD, TASK_SET_FULL -> true;
      case BUSY -> meets(slot, FaultClass.DISK_BUSY) || isCrowded();
      case TASK_ABORTED -> swarm.meets(FaultClass.TASK_MANAGEMENT);
      case CHECK_CONDITION -> isSenseLegal(slot, senseKey(command));
      default -> false;
    };
  }

  private boolean isSenseLegal(ClientSlot slot, int senseKey) {
    return switch (senseKey) {
      case UNIT_ATTENTION -> true;
      case MEDIUM_ERROR, HARDWARE_ERROR -> meets(slot, FaultClass.DISK_ERROR);
      case ABORTED_COMMAND -> meets(slot, FaultClass.BIT_FLIP) || breaksExchanges();
      default -> false;
    };
  }

  /** A command that was sent after the faults had ended meets none of them. */
  private boolean meets(ClientSlot slot, FaultClass fault) {
    return swarm.meets(fault) && !slot.afterHealing;
  }

  /**
   * Whether an exchange can be left without what it waits for: frames get lost, and a command that
   * others clear ends without an answer (SAM-5 5.6: TAS is 0), which its initiator finds out.
   */
  private boolean breaksExchanges() {
    boolean canBreak =
        swarm.wire() == FaultClass.Wire.FRAMES || swarm.wire() == FaultClass.Wire.PACKETS;
    return canBreak && !SPARES_EXCHANGES.containsAll(swarm.faults());
  }

  private boolean isCrowded() {
    return swarm.initiatorCount() > 1 || swarm.queueDepth() > 8;
  }

  /** Any fault can end in a lost nexus or an abort: an initiator that waits too long gives up. */
  private boolean faultsHappen() {
    return !swarm.faults().isEmpty();
  }

  static WriteOutcome writeOutcome(ClientSlot slot) {
    ExecuteCommand command = slot.command;
    if (command.serviceResponse() == ServiceResponse.NEXUS_LOST
        || command.serviceResponse() == ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE) {
      return WriteOutcome.UNKNOWN;
    }
    if (command.serviceResponse() == ServiceResponse.ABORTED) {
      return WriteOutcome.PERHAPS;
    }
    return switch (command.status()) {
      case GOOD -> slot.forceUnitAccess ? WriteOutcome.DONE_DURABLY : WriteOutcome.DONE;
      case TASK_SET_FULL -> WriteOutcome.NOT_EXECUTED;
      case CHECK_CONDITION ->
          senseKey(command) == UNIT_ATTENTION ? WriteOutcome.NOT_EXECUTED : WriteOutcome.PERHAPS;
      default -> WriteOutcome.PERHAPS;
    };
  }

  /** Whether as many bytes came as should, and the residual says so (SAM-5 5.4.2.5). */
  static void judgeLengths(ClientSlot slot) {
    ExecuteCommand command = slot.command;
    boolean isOverflow = slot.expectedResidual != 0 && slot.expectedOverflow;
    if (command.dataInTransferred() != slot.expectedBytes
        || command.residual() != slot.expectedResidual
        || (command.residual() != 0 && command.isOverflow() != isOverflow)) {
      throw new RunFailure(
          describe(slot)
              + ", but with "
              + command.dataInTransferred()
              + " bytes and residual "
              + command.residual()
              + (command.isOverflow() ? " over" : " under")
              + " where "
              + slot.expectedBytes
              + " bytes and residual "
              + slot.expectedResidual
              + (isOverflow ? " over" : " under")
              + " are right");
    }
  }

  static String describe(ClientSlot slot) {
    ExecuteCommand command = slot.command;
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s of logical unit %d at sector %d for %d sectors ended with %s",
            slot.kind,
            slot.logicalUnit,
            slot.firstSector,
            slot.sectorCount,
            command.serviceResponse()));
    if (command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE) {
      text.append(String.format(Locale.ROOT, " status %02Xh", command.status()));
      if (command.senseLength() > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                " sense key %Xh additional sense %04Xh",
                senseKey(command),
                additionalSense(command)));
      }
    }
    return text.toString();
  }
}
