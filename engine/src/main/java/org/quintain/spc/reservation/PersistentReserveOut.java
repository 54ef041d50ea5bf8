// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayDeque;
import java.util.List;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.store.NonvolatileMemory;

/**
 * PERSISTENT RESERVE OUT (SPC-5 6.16). One is carried out after the other: each decides on the
 * state that the one before left, is saved where it is to persist, and only then seen by anybody. A
 * save that fails leaves everything as it was and is told (5/55/04).
 */
final class PersistentReserveOut {
  private static final int PARAMETER_LIST_LENGTH = 5;
  private static final int PARAMETER_LIST_BYTES_MAX = 16384;
  private static final int[] RESERVED_BITS = {OutRequest.FLAGS, 0xF2, OutRequest.FLAGS + 1, 0xFF};
  private static final int[] MOVE_RESERVED_BITS = {16, 0xFF, 17, 0xFC};

  private final LogicalUnitServices logicalUnit;
  private final NonvolatileMemory memory;
  private final Reservations reservations;
  private final MissedNotices missed = new MissedNotices();
  private final ArrayDeque<CommandExecution> waiting = new ArrayDeque<>();
  private boolean isSaving;

  PersistentReserveOut(
      LogicalUnitServices logicalUnit, NonvolatileMemory memory, Reservations reservations) {
    this.logicalUnit = logicalUnit;
    this.memory = memory;
    this.reservations = reservations;
  }

  void addTo(CommandTable table) {
    for (OutAction action : OutAction.values()) {
      table.add(
          CommandDefinition.command("PERSISTENT RESERVE OUT, " + action.title())
              .usage(0x5F, action.serviceAction(), 0xFF, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0)
              .withServiceAction()
              .takesDataOut()
              .admitted(ReservationRule.OWN, AccessRule.STANDBY, ReadinessRule.UNIT)
              .executedBy(this::execute));
    }
  }

  boolean isIdle() {
    return !isSaving && waiting.isEmpty();
  }

  private void execute(long nowNs, CommandExecution execution) {
    long lengthBytes = Cdb.u32(execution.cdb(), PARAMETER_LIST_LENGTH);
    if (lengthBytes < OutRequest.BASIC_BYTES || lengthBytes > PARAMETER_LIST_BYTES_MAX) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      ParameterList.receive(nowNs, execution, lengthBytes, this::received);
    }
  }

  private void received(long nowNs, CommandExecution execution) {
    if (isSaving) {
      execution.suspend(this::decide);
      waiting.add(execution);
    } else {
      decide(nowNs, execution);
    }
  }

  private void decide(long nowNs, CommandExecution execution) {
    OutAction action = OutAction.of(execution.cdb()[1] & 0x1F);
    byte[] list = ParameterList.of(execution);
    SenseData problem = problemOf(action, list);
    if (problem != null) {
      execution.terminateAfterData(nowNs, problem);
      return;
    }
    OutRequest request =
        new OutRequest(
            NexusName.of(execution.command().nexus()),
            Cdb.u8(execution.cdb(), 2),
            list,
            logicalUnit.ports(),
            logicalUnit.nexuses().stream().map(NexusName::of).toList(),
            execution.deviceServer().control().noUnitAttentionOnRelease());
    Decision decision = action.decide(reservations.state(), request);
    SenseData sense = decision.sense();
    ReservationState next = decision.state();
    if (sense != null) {
      execution.terminateAfterData(nowNs, sense);
    } else if (next == null) {
      execution.end(nowNs, Status.RESERVATION_CONFLICT);
    } else if (next.equals(reservations.state())) {
      execution.good(nowNs);
    } else {
      carryOut(nowNs, execution, action, decision, next);
    }
  }

  /** What is wrong with the form of a parameter list, or null. */
  private static @org.jspecify.annotations.Nullable SenseData problemOf(
      OutAction action, byte[] list) {
    boolean isMove = action == OutAction.REGISTER_AND_MOVE;
    int[] reserved = isMove ? MOVE_RESERVED_BITS : RESERVED_BITS;
    for (int index = 0; index < reserved.length; index += 2) {
      int set = list[reserved[index]] & reserved[index + 1];
      if (set != 0) {
        return SenseData.invalidFieldInParameterList(
            reserved[index], 31 - Integer.numberOfLeadingZeros(set));
      }
    }
    if (isMove) {
      return null;
    }
    boolean specifiesPorts = Cdb.isSet(list, OutRequest.FLAGS, OutRequest.SPEC_I_PT_BIT);
    if (specifiesPorts && action != OutAction.REGISTER) {
      return SenseData.invalidFieldInParameterList(OutRequest.FLAGS, OutRequest.SPEC_I_PT_BIT);
    }
    return !specifiesPorts && list.length != OutRequest.BASIC_BYTES
        ? SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR)
        : null;
  }

  private void carryOut(
      long nowNs,
      CommandExecution execution,
      OutAction action,
      Decision decision,
      ReservationState next) {
    boolean isKept = next.isPersistent() || reservations.state().isPersistent();
    if (!isKept) {
      execution.suspend((atNs, it) -> it.good(atNs));
      publish(nowNs, execution, action, decision, next);
      return;
    }
    isSaving = true;
    boolean[] hasFailed = {false};
    execution.suspend(
        (atNs, it) -> {
          if (hasFailed[0]) {
            it.terminateAfterData(
                atNs, SenseData.of(AdditionalSense.INSUFFICIENT_REGISTRATION_RESOURCES));
          } else {
            it.good(atNs);
          }
        });
    memory.save(
        nowNs,
        logicalUnit.reactor(),
        SavedReservations.NAME,
        SavedReservations.encode(next),
        (atNs, isSaved) -> {
          isSaving = false;
          hasFailed[0] = !isSaved;
          if (isSaved) {
            publish(atNs, execution, action, decision, next);
          } else {
            execution.resume(atNs);
          }
          goOn(atNs);
        });
  }

  /** An absent registrant is told when it comes back (SPC-5 5.14.11.2.6). */
  private void tell(long nowNs, List<ItNexus> nexuses, Decision.Notice notice) {
    boolean isThere = false;
    for (ItNexus nexus : nexuses) {
      if (NexusName.of(nexus).equals(notice.nexus())) {
        logicalUnit.establishUnitAttention(nowNs, nexus, notice.condition());
        isThere = true;
      }
    }
    if (!isThere) {
      missed.add(notice);
    }
  }

  /** A nexus is there, perhaps again: it is told what happened meanwhile. */
  void onNexusEstablished(long nowNs, ItNexus nexus) {
    for (AdditionalSense condition : missed.take(NexusName.of(nexus))) {
      logicalUnit.establishUnitAttention(nowNs, nexus, condition);
    }
  }

  /** Those that waited for the one that has just been saved, until one of them saves. */
  private void goOn(long nowNs) {
    while (!isSaving && !waiting.isEmpty()) {
      waiting.removeFirst().resume(nowNs);
    }
  }

  private void publish(
      long nowNs,
      CommandExecution execution,
      OutAction action,
      Decision decision,
      ReservationState next) {
    reservations.publish(next);
    List<ItNexus> nexuses = logicalUnit.nexuses();
    for (Decision.Notice notice : decision.notices()) {
      tell(nowNs, nexuses, notice);
    }
    if (action == OutAction.PREEMPT_AND_ABORT) {
      List<ItNexus> preempted =
          nexuses.stream()
              .filter(nexus -> decision.removed().contains(NexusName.of(nexus)))
              .toList();
      Command own = execution.command();
      own.requireResponseFence();
      logicalUnit.abortCommands(
          nowNs,
          command -> command != own && preempted.contains(command.nexus()),
          thenNs -> {
            preempted.forEach(nexus -> logicalUnit.clearAllegiance(thenNs, nexus));
            execution.resume(thenNs);
          });
    } else {
      execution.resume(nowNs);
    }
  }
}
