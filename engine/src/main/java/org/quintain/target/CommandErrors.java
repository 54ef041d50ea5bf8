// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.device.Cdb;
import org.quintain.device.ControlParameters;
import org.quintain.fabric.Command;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/**
 * What a command that ends without success does to those around it: CHECK CONDITION establishes and
 * clears ACA conditions (SAM-5 5.9) and aborts others as QERR says (SPC-5 7.5.10); statuses that
 * may get lost leave a unit attention condition. Runs on the owner reactor.
 */
final class CommandErrors {
  private static final int QERR_ABORT_TASK_SET = 1;
  private static final int QERR_ABORT_NEXUS = 3;

  private final LogicalUnit unit;

  CommandErrors(LogicalUnit unit) {
    this.unit = unit;
  }

  /**
   * {@code task}, which is out of the task set, was aborted, is out of time, or is about to be told
   * a status that is not GOOD; few commands come here.
   */
  void settle(long nowNs, Task task, boolean isAborted) {
    if (task.isTimedOut) {
      tellTimeout(task);
    }
    if (isAborted && task.isToldOfAbort) {
      tellAborted(task);
    } else if (!isAborted && task.command().status() != Status.GOOD) {
      onEnding(nowNs, task);
    }
  }

  /** The status is that of a command that took too long, whatever it was to be. */
  private static void tellTimeout(Task task) {
    Command command = task.command();
    command.dataIn().clear();
    command.transfers(0, 0);
    SenseData sense = SenseData.of(AdditionalSense.COMMAND_TIMEOUT_DURING_PROCESSING);
    command.senseLength(sense.encode(command.sense(), task.deviceServer().isDescriptorSense()));
    command.status(Status.CHECK_CONDITION, 0);
  }

  /** The status is TASK ABORTED, whatever it was to be. */
  private static void tellAborted(Task task) {
    Command command = task.command();
    command.dataIn().clear();
    command.transfers(0, 0);
    command.senseLength(0);
    command.status(Status.TASK_ABORTED, 0);
  }

  private void onEnding(long nowNs, Task task) {
    ControlParameters control = unit.control();
    if (task.command().status() == Status.CHECK_CONDITION) {
      onCheckCondition(nowNs, task, control);
    } else {
      if (task.command().status() == Status.ACA_ACTIVE) {
        task.command().requireResponseFence();
      }
      unit.attentions().onStatus(nowNs, task.command(), control);
    }
  }

  private void onCheckCondition(long nowNs, Task task, ControlParameters control) {
    Command command = task.command();
    int index = task.nexus().index();
    boolean isRecovery = task.passesAllegiance && task.attribute == TaskAttribute.ACA;
    boolean establishes =
        unit.deviceServer().commands().hasNormalAca()
            && Cdb.hasNaca(command.cdb(), command.cdbLength());
    if (establishes) {
      command.requireResponseFence();
      unit.allegiances().establish(index, control);
    }
    switch (control.queueErrorManagement()) {
      case QERR_ABORT_TASK_SET -> {
        if (control.taskSetType() == 0) {
          abortTaskSet(nowNs, task.nexus(), control);
        } else {
          abortNexus(nowNs, task.nexus());
        }
      }
      case QERR_ABORT_NEXUS -> abortNexus(nowNs, task.nexus());
      default -> {}
    }
    if (isRecovery && !establishes) {
      // SAM-5 5.9.5: a command with the ACA attribute and NACA zero that fails ends the condition.
      unit.clearAllegiance(nowNs, index);
    }
  }

  private void abortTaskSet(long nowNs, NexusState faulted, ControlParameters control) {
    if (!control.isTaskAbortedStatus()) {
      for (Task other : unit.taskSet().find(each -> each.nexus() != faulted)) {
        unit.attentions()
            .establish(
                nowNs,
                other.nexus().index(),
                AdditionalSense.COMMANDS_CLEARED_BY_ANOTHER_INITIATOR);
      }
    }
    CommandAborter.Wish wish =
        CommandAborter.Wish.of(task -> true).holding(Hold.EVERYBODY).toldToAllBut(faulted);
    unit.device().aborter().abort(nowNs, unit, wish);
  }

  private void abortNexus(long nowNs, NexusState faulted) {
    CommandAborter.Wish wish =
        CommandAborter.Wish.of(task -> task.nexus() == faulted).holding(Hold.SAME_INITIATOR);
    unit.device().aborter().abort(nowNs, unit, wish);
  }
}
