// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.sam.Lun;

/** Finds the logical unit of a command (SAM-5 4.8, 4.7). Runs on the owner reactor. */
final class TaskRouter {
  /** The first level of a LUN is in its first two bytes (SAM-5 4.7.3); no deeper one is here. */
  private static final int LUN_LEVEL_SHIFT = 48;

  private final TargetDevice device;

  TaskRouter(TargetDevice device) {
    this.device = device;
  }

  /** SCSI Command Received: from here on the command is its logical unit's. */
  void route(long nowNs, Task task) {
    Command command = task.command();
    NexusState nexus = NexusState.from(command.nexus());
    device.onCommandBegun();
    device.trace(
        nowNs,
        TraceEvent.COMMAND_RECEIVED,
        nexus.index() | command.lun() >>> LUN_LEVEL_SHIFT << TraceEvent.LUN_SHIFT,
        command.identifier(),
        device.firstCdbBytes(command));
    if (nexus.isLost) {
      command.moveTo(CommandState.COMPLETING);
      device.onCommandEnded();
      nexus.transport().endWithoutStatus(nowNs, command);
      return;
    }
    LunMap.Mapping mapping = nexus.mapping(Lun.index(command.lun()));
    LogicalUnit unit;
    if (mapping != null) {
      unit = mapping.unit();
    } else if (command.lun() == Lun.REPORT_LUNS_WELL_KNOWN) {
      unit = device.reportLunsWellKnown();
    } else {
      unit = device.incorrectLogicalUnit();
    }
    task.route(nexus, unit, mapping != null && mapping.isReadOnly());
    unit.receive(nowNs, task);
  }

  /** The logical unit that {@code nexus} sees at {@code lun}, or null. */
  @Nullable LogicalUnit unitOf(NexusState nexus, long lun) {
    LunMap.Mapping mapping = nexus.mapping(Lun.index(lun));
    if (mapping != null) {
      return mapping.unit();
    }
    return lun == Lun.REPORT_LUNS_WELL_KNOWN ? device.reportLunsWellKnown() : null;
  }
}
