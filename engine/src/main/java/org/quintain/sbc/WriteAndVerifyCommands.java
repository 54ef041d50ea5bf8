// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * WRITE AND VERIFY(10), (12), (16) and (32) (SBC-4 5.44 to 5.47): the blocks are written to the
 * medium, whatever the cache, and read again; BYTCHK 01b compares them with Data-Out. The codes 10b
 * and 11b are reserved.
 */
final class WriteAndVerifyCommands {
  private static final int FLAGS = 0x16;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterWrite = this::afterWrite;
  private final CommandStep afterRead = this::afterRead;

  private WriteAndVerifyCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteAndVerifyCommands both = new WriteAndVerifyCommands(disk);
    int flags = DataCommands.flags(disk, FLAGS);
    CommandStep execute = both::execute;
    table.add(
        DataCommands.writing("WRITE AND VERIFY(10)", BlockShape.TEN.usage(0x2E, flags))
            .executedBy(execute));
    table.add(
        DataCommands.writing("WRITE AND VERIFY(12)", BlockShape.TWELVE.usage(0xAE, flags))
            .executedBy(execute));
    table.add(
        DataCommands.writing("WRITE AND VERIFY(16)", BlockShape.SIXTEEN.usage(0x8E, flags))
            .executedBy(execute));
    table.add(
        DataCommands.inType2(
            disk,
            DataCommands.writing("WRITE AND VERIFY(32)", BlockShape.longUsage(0x000C, flags)),
            execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    if (VerifyCommands.byteCheck(execution) >= VerifyCommands.RESERVED) {
      int flagsAt = BlockShape.of(execution.cdb()).flagsAt();
      execution.terminate(
          nowNs, SenseData.invalidFieldInCdb(flagsAt, VerifyCommands.BYTE_CHECK_BIT));
    } else if (BlockRange.parse(nowNs, execution, disk.view())) {
      access.receive(nowNs, execution, execution.blocks(), afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    int covered = access.receivedBytes(execution);
    if (covered == 0) {
      execution.good(nowNs);
      return;
    }
    long first = execution.firstBlock();
    access.store(nowNs, execution, first, access.dataOut(execution), 0, covered, true, afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      int covered = access.receivedBytes(execution);
      access.copy(nowNs, execution, execution.firstBlock(), covered, afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    SegmentList medium = execution.storeSegments();
    long difference =
        VerifyCommands.byteCheck(execution) == VerifyCommands.NO_COMPARE
            ? -1
            : MediumAccess.firstDifference(medium, access.dataOut(execution), Integer.MAX_VALUE);
    SenseData refusal = difference < 0 ? access.difference(execution, false) : null;
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
    } else if (difference < 0) {
      access.goodWritten(nowNs, execution);
    } else {
      execution.terminateAfterData(
          nowNs,
          SenseData.of(AdditionalSense.MISCOMPARE_DURING_VERIFY_OPERATION)
              .withInformation(difference));
    }
  }
}
