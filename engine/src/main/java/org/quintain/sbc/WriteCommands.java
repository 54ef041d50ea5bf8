// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;
import org.quintain.store.StoreResult;

/**
 * WRITE(6), (10), (12) and (16) (SBC-4 5.34 to 5.37).
 *
 * <p>Where the application client announces less Data-Out than the CDB asks for, the whole blocks
 * that it covers are written, and the residual overflow tells of the rest (RFC 7143 11.4.5.1).
 */
final class WriteCommands {
  private static final int FUA_BIT = 3;

  private final DiskDeviceServer disk;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterWrite = this::afterWrite;

  private WriteCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteCommands write = new WriteCommands(disk);
    table.add(
        CommandDefinition.command("WRITE(6)")
            .usage(0x0A, 0x1F, 0xFF, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .writingMedium()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(write::execute));
    table.add(
        CommandDefinition.command("WRITE(10)")
            .usage(0x2A, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .writingMedium()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(write::execute));
    table.add(
        CommandDefinition.command("WRITE(12)")
            .usage(0xAA, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .takesDataOut()
            .writingMedium()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(write::execute));
    table.add(
        CommandDefinition.command("WRITE(16)")
            .usage(
                0x8A, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .takesDataOut()
            .writingMedium()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(write::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    if (!BlockRange.parse(nowNs, execution, disk.view())) {
      return;
    }
    Command command = execution.command();
    long asked = (long) execution.blocks() * disk.view().blockBytes();
    command.transfers(asked, 0);
    execution.receiveDataOut(nowNs, Math.min(asked, command.expectedDataOutBytes()), afterDataOut);
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    int blockBytes = disk.view().blockBytes();
    long received = Math.min(command.dataOutBytes(), command.expectedDataOutBytes());
    int covered = (int) (received / blockBytes * blockBytes);
    if (covered == 0) {
      execution.good(nowNs);
      return;
    }
    MemoryBlock block = command.dataOutBlock();
    Check.that(block != null, "Data-Out that was received is in the command's block");
    byte[] cdb = execution.cdb();
    boolean forceUnitAccess = cdb[0] != 0x0A && Cdb.isSet(cdb, 1, FUA_BIT);
    execution
        .storeRequest()
        .write(execution.firstBlock() * blockBytes, forceUnitAccess || disk.view().writesThrough())
        .add(block.bytes(), 0, covered);
    execution.submit(nowNs, disk.store(), afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      execution.good(nowNs);
    } else {
      StoreErrors.end(nowNs, execution, disk.view().blockBytes());
    }
  }
}
