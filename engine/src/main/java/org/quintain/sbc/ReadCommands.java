// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.store.StoreResult;

/**
 * READ(6), (10), (12) and (16) (SBC-4 5.11 to 5.14). A store that lends its memory is read without
 * a copy; of any other exactly the blocks are read that the application client has room for.
 */
final class ReadCommands {
  private static final int FUA_BIT = 3;

  private final DiskDeviceServer disk;
  private final CommandStep afterFlush = this::afterFlush;
  private final CommandStep afterRead = this::afterRead;

  private ReadCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    ReadCommands read = new ReadCommands(disk);
    table.add(
        CommandDefinition.command("READ(6)")
            .usage(0x08, 0x1F, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(read::execute));
    table.add(
        CommandDefinition.command("READ(10)")
            .usage(0x28, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(read::execute));
    table.add(
        CommandDefinition.command("READ(12)")
            .usage(0xA8, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(read::execute));
    table.add(
        CommandDefinition.command("READ(16)")
            .usage(
                0x88, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(read::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    LogicalUnitView view = disk.view();
    if (!BlockRange.parse(nowNs, execution, view)) {
      return;
    }
    execution.command().transfers(0, (long) execution.blocks() * view.blockBytes());
    byte[] cdb = execution.cdb();
    boolean forceUnitAccess = cdb[0] != 0x08 && Cdb.isSet(cdb, 1, FUA_BIT);
    if (forceUnitAccess && view.hasVolatileCache()) {
      // SBC-4 4.15.3: what a FUA read returns is on the medium first.
      execution.storeRequest().flush();
      execution.submit(nowNs, disk.store(), afterFlush);
    } else {
      fetch(nowNs, execution);
    }
  }

  private void afterFlush(long nowNs, CommandExecution execution) {
    if (execution.storeResult() != StoreResult.DONE) {
      StoreErrors.end(nowNs, execution, disk.view().blockBytes());
    } else {
      fetch(nowNs, execution);
    }
  }

  private void fetch(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    int blockBytes = disk.view().blockBytes();
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    long offset = execution.firstBlock() * blockBytes;
    if (wanted == 0 || disk.store().lend(offset, wanted, command.dataIn())) {
      execution.good(nowNs);
      return;
    }
    int wholeBlocks = (wanted + blockBytes - 1) / blockBytes * blockBytes;
    MemoryBlock block = execution.acquireDataIn(wholeBlocks);
    if (block == null) {
      execution.busy(nowNs);
      return;
    }
    execution.storeRequest().read(offset).add(block.bytes(), 0, wholeBlocks);
    execution.submit(nowNs, disk.store(), afterRead);
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    MemoryBlock block = command.dataInBlock();
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    if (block != null && execution.storeResult() == StoreResult.DONE) {
      command.dataIn().add(block.bytes(), 0, wanted);
      execution.good(nowNs);
    } else if (block != null && execution.storeResult() == StoreResult.READ_ERROR) {
      readUpToTheError(nowNs, execution, block);
    } else {
      StoreErrors.end(nowNs, execution, disk.view().blockBytes());
    }
  }

  /**
   * The blocks before an unrecovered one are transferred (SBC-4 4.18.1); its address is in the
   * sense data.
   */
  private void readUpToTheError(long nowNs, CommandExecution execution, MemoryBlock block) {
    Command command = execution.command();
    int blockBytes = disk.view().blockBytes();
    long failedAt = execution.storeRequest().failedOffsetBytes();
    long good = failedAt < 0 ? 0 : failedAt - execution.firstBlock() * blockBytes;
    int whole = (int) (good / blockBytes * blockBytes);
    command.transfers(0, whole);
    command.dataIn().add(block.bytes(), 0, (int) Math.min(whole, command.expectedDataInBytes()));
    execution.terminateAfterData(nowNs, StoreErrors.senseOf(execution, blockBytes));
  }
}
