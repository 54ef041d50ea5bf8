// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * COMPARE AND WRITE (SBC-4 5.3): Data-Out is the blocks that the medium is to hold, then those that
 * take their place if it does. Nothing comes between the read and the write (SBC-4 4.25); commands
 * on other blocks go on meanwhile, other COMPARE AND WRITEs among them.
 */
final class CompareAndWriteCommand {
  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterHold = this::afterHold;
  private final CommandStep afterRead = this::afterRead;
  private final CommandStep afterWrite = this::afterWrite;

  private CompareAndWriteCommand(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    CompareAndWriteCommand command = new CompareAndWriteCommand(disk);
    table.add(
        DataCommands.writing(
                "COMPARE AND WRITE",
                BlockShape.COMPARE_AND_WRITE.usage(0x89, DataCommands.transferFlags(disk)))
            .executedBy(command::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    int blocksMax = disk.limits().compareAndWriteBlocksMax();
    if (!BlockRange.parse(nowNs, execution, disk.view(), blocksMax)) {
      return;
    }
    if (execution.blocks() == 0 && execution.command().expectedDataOutBytes() > 0) {
      // Blocks without a number are 256 that one byte cannot say. No blocks are no error, but GOOD
      // would tell who sent these that they were compared and written.
      execution.terminate(
          nowNs, SenseData.invalidFieldInCdb(BlockShape.COMPARE_AND_WRITE.lengthAt(), 7));
    } else if (execution.blocks() == 0) {
      execution.good(nowNs);
    } else {
      access.receiveExactly(nowNs, execution, 2L * execution.blocks(), afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    access.hold(nowNs, execution, execution.firstBlock(), execution.blocks(), afterHold);
  }

  private int instanceBytes(CommandExecution execution) {
    return execution.blocks() * access.blockBytes();
  }

  private void afterHold(long nowNs, CommandExecution execution) {
    if (!access.endsAtMark(nowNs, execution)) {
      access.copy(nowNs, execution, execution.firstBlock(), instanceBytes(execution), afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    long difference =
        MediumAccess.firstDifference(
            execution.storeSegments(), access.dataOut(execution), Integer.MAX_VALUE);
    if (difference >= 0) {
      execution.terminateAfterData(
          nowNs,
          SenseData.of(AdditionalSense.MISCOMPARE_DURING_VERIFY_OPERATION)
              .withInformation(difference));
      return;
    }
    int bytes = instanceBytes(execution);
    access.store(
        nowNs,
        execution,
        execution.firstBlock(),
        access.dataOut(execution),
        bytes,
        bytes,
        BlockShape.COMPARE_AND_WRITE.isForceUnitAccess(execution.cdb()),
        afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      access.goodWritten(nowNs, execution);
    }
  }
}
