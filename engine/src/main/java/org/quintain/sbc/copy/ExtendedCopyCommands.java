// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** EXTENDED COPY(LID1) and (LID4), and COPY OPERATION ABORT (SPC-4 6.4, 6.3, 6.2). */
final class ExtendedCopyCommands {
  static final int LID1 = 0x00;
  static final int LID4 = 0x01;
  private static final int ABORT = 0x1C;

  private static final int NOMINAL_SECONDS = 10;
  private static final int LENGTH_AT = 10;
  private static final int LIST_IDENTIFIER_AT = 2;
  private static final int PARAMETER_LIST_BYTES_MAX = 48 + CopyLimits.DESCRIPTOR_LIST_BYTES_MAX;

  private final CopyDisk disk;
  private final CopyManager manager;

  ExtendedCopyCommands(CopyDisk disk, CopyManager manager) {
    this.disk = disk;
    this.manager = manager;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("EXTENDED COPY(LID1)")
            .usage(
                0x83, LID1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .withServiceAction()
            .takesDataOut()
            .timeouts(NOMINAL_SECONDS, CopyLimits.RECOMMENDED_SECONDS)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute));
    table.add(
        CommandDefinition.command("EXTENDED COPY(LID4)")
            .usage(
                0x83, LID4, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .withServiceAction()
            .takesDataOut()
            .timeouts(NOMINAL_SECONDS, CopyLimits.RECOMMENDED_SECONDS)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute));
    table.add(
        CommandDefinition.command("COPY OPERATION ABORT")
            .usage(
                0x83, ABORT, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x00, 0x00)
            .withServiceAction()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::abort));
  }

  private void execute(long nowNs, CommandExecution execution) {
    long length = Cdb.u32(execution.cdb(), LENGTH_AT);
    if (length == 0) {
      // SPC-4 6.4.1: no copy, which is no error.
      execution.good(nowNs);
    } else if (length > PARAMETER_LIST_BYTES_MAX) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      ParameterList.receive(nowNs, execution, length, this::afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    byte[] bytes = ParameterList.of(execution);
    int serviceAction = Cdb.u8(execution.cdb(), 1) & 0x1F;
    ExtendedCopyList list =
        serviceAction == LID1 ? ExtendedCopyList.lid1(bytes) : ExtendedCopyList.lid4(bytes);
    ItNexus nexus = execution.command().nexus();
    SenseData refusal = list.check(disk.logicalUnit(), nexus);
    long identifier = refusal == null && list.isKept() ? list.listIdentifier() : -1;
    if (refusal == null) {
      refusal = manager.obstacle(nowNs, nexus, identifier);
    }
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    CopyOperation operation =
        manager.begin(
            nexus,
            serviceAction,
            identifier,
            list.isImmediate()
                ? CopyOperation.State.IN_BACKGROUND
                : CopyOperation.State.IN_FOREGROUND);
    manager.copy(nowNs, execution, operation, list.pieces(), null, false);
  }

  private void abort(long nowNs, CommandExecution execution) {
    CopyOperation operation =
        manager.find(
            nowNs, execution.command().nexus(), Cdb.u32(execution.cdb(), LIST_IDENTIFIER_AT));
    if (operation == null) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(LIST_IDENTIFIER_AT));
      return;
    }
    operation.cancel();
    execution.good(nowNs);
  }
}
