// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;

/**
 * PRE-FETCH(10) and (16) (SBC-4 5.13, 5.14): the blocks are read once, so that whatever caches for
 * the store has them. More than MAXIMUM PREFETCH LENGTH blocks, which only PREFETCH LENGTH zero can
 * mean, count as more than the cache has room for. With IMMED the status comes at once and the read
 * goes on, unless another one does: then, and without memory, nothing is promised.
 */
final class PreFetchCommands {
  private static final int IMMED = 0x02;
  private static final int IMMED_BIT = 1;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterRead = this::afterRead;

  private PreFetchCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    PreFetchCommands commands = new PreFetchCommands(disk);
    table.add(
        DataCommands.reading("PRE-FETCH(10)", BlockShape.TEN.usage(0x34, IMMED))
            .executedBy(commands::execute));
    table.add(
        DataCommands.reading("PRE-FETCH(16)", BlockShape.SIXTEEN.usage(0x90, IMMED))
            .executedBy(commands::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    BlockShape shape = BlockShape.of(cdb);
    LogicalUnitView view = disk.view();
    long first = shape.firstBlock(cdb);
    long asked = shape.lengthField(cdb);
    int blocksMax = disk.limits().prefetchBlocksMax();
    if (!BlockRange.isWithin(first, asked, view.capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, first, view);
    } else if (asked > blocksMax) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(shape.lengthAt(), 7));
    } else {
      long rest = view.capacityBlocks() - first;
      long wanted = asked == 0 ? rest : asked;
      execution.range(first, (int) Math.min(wanted, blocksMax));
      execution.progress(wanted);
      fetch(nowNs, execution, shape.isFlag(cdb, IMMED_BIT));
    }
  }

  private void fetch(long nowNs, CommandExecution execution, boolean isImmediate) {
    if (isImmediate) {
      boolean isBegun = disk.prefetch().begin(nowNs, execution.firstBlock(), execution.blocks());
      end(nowNs, execution, isBegun);
    } else if (execution.blocks() == 0) {
      execution.end(nowNs, Status.CONDITION_MET);
    } else if (!access.endsAtMark(nowNs, execution)) {
      int bytes = execution.blocks() * access.blockBytes();
      access.copy(nowNs, execution, execution.firstBlock(), bytes, afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      end(nowNs, execution, true);
    }
  }

  /** CONDITION MET promises that all blocks are in the cache, or will be. */
  private static void end(long nowNs, CommandExecution execution, boolean isRead) {
    boolean isAll = isRead && execution.progress() == execution.blocks();
    execution.end(nowNs, isAll ? Status.CONDITION_MET : Status.GOOD);
  }
}
