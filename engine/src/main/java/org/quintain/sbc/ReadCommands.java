// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.DurationPage;
import org.quintain.device.LogicalUnitView;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.store.StoreResult;

/**
 * READ(6), (10), (12), (16) and (32) (SBC-4 5.15 to 5.19). A store that lends its memory is read
 * without a copy; of any other exactly the blocks are read that the application client has room
 * for.
 */
final class ReadCommands {
  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterFlush = this::afterFlush;
  private final CommandStep afterRead = this::afterRead;
  private final CommandStep afterReadToMark = this::afterReadToMark;
  private final CommandStep afterGuardedRead = this::afterGuardedRead;

  private ReadCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    ReadCommands read = new ReadCommands(disk);
    int flags = DataCommands.transferFlags(disk);
    CommandStep execute = read::execute;
    table.add(
        DataCommands.reading("READ(6)", BlockShape.SIX.usage(0x08, 0))
            .givesDataIn()
            .executedBy(execute));
    table.add(
        DataCommands.reading("READ(10)", BlockShape.TEN.usage(0x28, flags))
            .givesDataIn()
            .executedBy(execute));
    table.add(
        DataCommands.reading("READ(12)", BlockShape.TWELVE.usage(0xA8, flags))
            .givesDataIn()
            .executedBy(execute));
    table.add(
        DataCommands.reading("READ(16)", BlockShape.SIXTEEN.usage(0x88, flags))
            .givesDataIn()
            .durationLimits(DurationPage.T2A)
            .executedBy(execute));
    table.add(
        DataCommands.inType2(
            disk,
            DataCommands.reading("READ(32)", BlockShape.longUsage(0x0009, flags))
                .givesDataIn()
                .durationLimits(DurationPage.T2A),
            execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    LogicalUnitView view = disk.view();
    if (!BlockRange.parse(nowNs, execution, view)) {
      return;
    }
    long bytesPerBlock = access.transferBytesPerBlock(execution);
    execution.command().transfers(0, execution.blocks() * bytesPerBlock);
    byte[] cdb = execution.cdb();
    if (view.hasVolatileCache() && BlockShape.of(cdb).isForceUnitAccess(cdb)) {
      // SBC-4 4.15.3: what a FUA read returns is on the medium first.
      execution.storeRequest().flush();
      execution.submit(nowNs, disk.store(), afterFlush);
    } else {
      fetch(nowNs, execution);
    }
  }

  private void afterFlush(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      fetch(nowNs, execution);
    }
  }

  private void fetch(long nowNs, CommandExecution execution) {
    if (access.guarded().isOn()) {
      fetchGuarded(nowNs, execution);
      return;
    }
    if (disk.marks().isEmpty()) {
      fetchWhole(nowNs, execution);
    } else {
      fetchToMark(nowNs, execution);
    }
  }

  /** The same of a disk with marked blocks; a method of its own, since few reads come here. */
  private void fetchToMark(long nowNs, CommandExecution execution) {
    if (disk.marks().firstWithin(execution.firstBlock(), execution.blocks()) < 0) {
      fetchWhole(nowNs, execution);
      return;
    }
    long first = execution.firstBlock();
    int good = (int) (disk.marks().firstWithin(first, execution.blocks()) - first);
    int bytes = good * disk.view().blockBytes();
    execution.range(first, good);
    execution.command().transfers(0, bytes);
    if (bytes == 0 || execution.command().expectedDataInBytes() == 0) {
      endAtMark(nowNs, execution);
    } else {
      access.copy(nowNs, execution, first, bytes, afterReadToMark);
    }
  }

  /** The blocks before a marked one are transferred, as with every unrecovered one. */
  private void afterReadToMark(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    Command command = execution.command();
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    command.dataIn().add(MediumAccess.copied(execution), 0, wanted);
    endAtMark(nowNs, execution);
  }

  private static void endAtMark(long nowNs, CommandExecution execution) {
    long marked = execution.firstBlock() + execution.blocks();
    execution.terminateAfterData(nowNs, MarkedBlocks.sense(marked));
  }

  private void fetchWhole(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    int blockBytes = disk.view().blockBytes();
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    if (wanted == 0
        || disk.ranges()
            .lendToSend(execution, disk.store(), execution.firstBlock() * blockBytes, wanted)) {
      execution.good(nowNs);
      return;
    }
    int wholeBlocks = (wanted + blockBytes - 1) / blockBytes * blockBytes;
    access.copy(nowNs, execution, execution.firstBlock(), wholeBlocks, afterRead);
  }

  /** The same of a medium with protection information, which is checked before any of it goes. */
  private void fetchGuarded(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    int unit = access.transferBytesPerBlock(execution);
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    long marked =
        disk.marks().isEmpty()
            ? -1
            : disk.marks().firstWithin(execution.firstBlock(), execution.blocks());
    if (marked >= 0) {
      execution.terminate(nowNs, MarkedBlocks.sense(marked));
      return;
    }
    if (wanted == 0) {
      execution.good(nowNs);
      return;
    }
    int wholeBlocks = (wanted + unit - 1) / unit * access.blockBytes();
    access.copy(nowNs, execution, execution.firstBlock(), wholeBlocks, afterGuardedRead);
  }

  private void afterGuardedRead(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    Command command = execution.command();
    int wanted = (int) Math.min(command.dataInBytes(), command.expectedDataInBytes());
    access.guarded().interleave(execution);
    command.dataIn().add(MediumAccess.copied(execution), 0, wanted);
    execution.good(nowNs);
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
