// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CdbCheck;
import org.quintain.device.CommandDefinition;
import org.quintain.device.ControlParameters;
import org.quintain.device.DeviceServer;
import org.quintain.fabric.Command;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/**
 * The checks before the task set, whether there is room for a command and whether an ACA condition
 * lets it in, and those between the task set and a command's execution, in the order in which the
 * standards want one status or sense data before another (SAM-5 5.3.3). Runs on the owner reactor.
 */
final class CommandChecks {
  /** Status qualifier (SAM-5 5.3.2): for this logical unit, try again in ten times 100 ms. */
  private static final int STORE_SILENT_QUALIFIER = 10;

  private final LogicalUnit unit;

  CommandChecks(LogicalUnit unit) {
    this.unit = unit;
  }

  /** {@code task} was received: notes what it ends with if it may not be processed. */
  void onReceived(Task task) {
    if (isFull(task)) {
      task.refusal = fullness(task);
    } else if (!unit.allegiances().isNone()) {
      ControlParameters control = unit.control();
      task.refusal = unit.allegiances().refusal(task, control, unit.taskSet());
      task.passesAllegiance =
          task.refusal == null && unit.allegiances().isInEffect(task.nexus().index(), control);
    }
  }

  private boolean isFull(Task task) {
    if (task.isDataOutRefused) {
      return true;
    }
    int unanswered = unit.deadlines().unansweredCount();
    TaskSetLimits limits = unit.limits();
    int count = unit.taskSet().count() + unanswered;
    if (count >= limits.checkedFrom() && isLimitReached(task, limits, count)) {
      return true;
    }
    if (unanswered >= limits.unansweredMax() && !task.isImplicitHead) {
      task.refusalQualifier = STORE_SILENT_QUALIFIER;
      return true;
    }
    return false;
  }

  private boolean isLimitReached(Task task, TaskSetLimits limits, int count) {
    return count >= limits.commandsMax()
        || unit.taskSet().countOf(task.nexus().index()) >= limits.nexusCommandsMax();
  }

  /**
   * The status of a command that there is no room for: TASK SET FULL says that an end of one of the
   * nexus' own commands will help, BUSY is for a nexus that has none here (SAM-5 5.3.1).
   */
  private Status fullness(Task task) {
    NexusState nexus = task.nexus();
    return unit.taskSet().find(other -> other.nexus() == nexus).isEmpty()
        ? Status.BUSY
        : Status.TASK_SET_FULL;
  }

  /** Executes {@code task}, or ends it by the first check that it does not pass. */
  void run(long nowNs, Task task) {
    CommandDefinition definition = task.definition();
    if (task.isOverlapped) {
      task.terminate(nowNs, AdditionalSense.OVERLAPPED_COMMANDS_ATTEMPTED);
      return;
    }
    Status refusal = task.refusal;
    if (refusal != null) {
      task.command().status(refusal, task.refusalQualifier);
      unit.complete(nowNs, task.command());
      return;
    }
    DeviceServer deviceServer = unit.deviceServer();
    // SAM-5 5.3.3: what resets leave is told before a reservation conflict, the rest after it.
    UnitAttentionQueue queue =
        definition != null && definition.passesUnitAttention()
            ? null
            : unit.attentions().of(task.nexus().index());
    if (queue != null && queue.count() > 0) {
      AdditionalSense reset = UnitAttentions.reportReset(queue, unit.control());
      if (reset != null) {
        task.command().requireResponseFence();
        task.terminate(nowNs, reset);
        return;
      }
    }
    if (!deviceServer.admits(nowNs, task, AdmissionStage.RESERVATION)) {
      return;
    }
    // A gate may have established one.
    if (queue != null && queue.count() > 0) {
      AdditionalSense attention = UnitAttentions.report(queue, unit.control());
      if (attention != null) {
        task.command().requireResponseFence();
        task.terminate(nowNs, deviceServer.senseOf(attention));
        return;
      }
    }
    checkCommand(nowNs, task, deviceServer, definition);
  }

  private static void checkCommand(
      long nowNs, Task task, DeviceServer deviceServer, @Nullable CommandDefinition definition) {
    Command command = task.command();
    if (task.attribute == TaskAttribute.ACA && !task.passesAllegiance) {
      // SAM-5 8.6.5: there is no auto contingent allegiance that it could belong to.
      task.terminate(nowNs, AdditionalSense.INVALID_MESSAGE_ERROR);
      return;
    }
    if (definition == null) {
      task.terminate(nowNs, CdbCheck.unknown(command, deviceServer));
      return;
    }
    if (!deviceServer.admits(nowNs, task, AdmissionStage.ACCESS)) {
      return;
    }
    SenseData violation = CdbCheck.violation(command, definition);
    if (violation != null) {
      task.terminate(nowNs, violation);
    } else if (definition.writesMedium() && task.isWriteProtected()) {
      task.terminate(nowNs, task.writeProtection());
    } else if (deviceServer.admits(nowNs, task, AdmissionStage.READINESS)) {
      deviceServer.execute(nowNs, command);
    }
  }
}
