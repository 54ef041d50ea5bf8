// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.SenseData;

/**
 * WRITE ATOMIC(16) and (32) (SBC-4 4.29, 5.48, 5.49): all blocks are written or none, whatever
 * happens, and nobody sees them in between. They are there on a store that can promise this. With
 * an ATOMIC BOUNDARY the command may be done in several such writes; one is done all the same.
 */
final class WriteAtomicCommands {
  private static final int BOUNDARY_AT = 10;
  private static final int LONG_BOUNDARY_AT = 4;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterHold = this::afterHold;
  private final CommandStep afterWrite = this::afterWrite;

  private WriteAtomicCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    if (disk.limits().atomicBlocksMax() == 0) {
      return;
    }
    WriteAtomicCommands commands = new WriteAtomicCommands(disk);
    CommandStep execute = commands::execute;
    int[] usage = BlockShape.SHORT_SIXTEEN.usage(0x9C, DataCommands.transferFlags(disk));
    usage[BOUNDARY_AT] = 0xFF;
    usage[BOUNDARY_AT + 1] = 0xFF;
    table.add(DataCommands.writing("WRITE ATOMIC(16)", usage).executedBy(execute));
    int[] longUsage = BlockShape.longUsage(0x000F, DataCommands.transferFlags(disk));
    longUsage[LONG_BOUNDARY_AT] = 0xFF;
    longUsage[LONG_BOUNDARY_AT + 1] = 0xFF;
    table.add(
        DataCommands.inType2(disk, DataCommands.writing("WRITE ATOMIC(32)", longUsage), execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int boundaryAt = BlockShape.of(cdb) == BlockShape.THIRTY_TWO ? LONG_BOUNDARY_AT : BOUNDARY_AT;
    int blocksMax = disk.limits().atomicBlocksMax();
    if (!BlockRange.parse(nowNs, execution, disk.view(), blocksMax)) {
      return;
    }
    if (Cdb.u16(cdb, boundaryAt) > disk.limits().atomicBoundaryBlocksMax()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(boundaryAt, 7));
    } else {
      access.receiveExactly(nowNs, execution, execution.blocks(), afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    if (execution.blocks() == 0) {
      execution.good(nowNs);
    } else {
      access.hold(nowNs, execution, execution.firstBlock(), execution.blocks(), afterHold);
    }
  }

  private void afterHold(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    boolean isThrough = BlockShape.of(cdb).isForceUnitAccess(cdb) || disk.view().writesThrough();
    execution
        .storeRequest()
        .writeAtomically(execution.firstBlock() * access.blockBytes(), isThrough)
        .add(access.dataOut(execution), 0, execution.blocks() * access.blockBytes());
    access.submit(nowNs, execution, afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      access.goodWritten(nowNs, execution);
    }
  }
}
