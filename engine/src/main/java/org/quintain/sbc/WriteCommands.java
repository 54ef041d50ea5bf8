// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.DurationPage;
import org.quintain.sam.SenseData;

/**
 * WRITE(6), (10), (12), (16) and (32) (SBC-4 5.39 to 5.43), and where there are streams WRITE
 * STREAM(16) and (32) (SBC-4 5.57, 5.58), which are the same once their stream was found open.
 */
final class WriteCommands {
  private static final int STREAM_AT = 10;
  private static final int LONG_STREAM_AT = 4;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterWrite = this::afterWrite;

  private WriteCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteCommands write = new WriteCommands(disk);
    int flags = DataCommands.transferFlags(disk);
    CommandStep execute = write::execute;
    table.add(DataCommands.writing("WRITE(6)", BlockShape.SIX.usage(0x0A, 0)).executedBy(execute));
    table.add(
        DataCommands.writing("WRITE(10)", BlockShape.TEN.usage(0x2A, flags)).executedBy(execute));
    table.add(
        DataCommands.writing("WRITE(12)", BlockShape.TWELVE.usage(0xAA, flags))
            .executedBy(execute));
    table.add(
        DataCommands.writing("WRITE(16)", BlockShape.SIXTEEN.usage(0x8A, flags))
            .durationLimits(DurationPage.T2B)
            .executedBy(execute));
    table.add(
        DataCommands.inType2(
            disk,
            DataCommands.writing("WRITE(32)", BlockShape.longUsage(0x000B, flags))
                .durationLimits(DurationPage.T2B),
            execute));
    if (disk.streams().isSupported()) {
      write.addStreamsTo(table, flags);
    }
  }

  private void addStreamsTo(CommandTable table, int flags) {
    int[] usage = BlockShape.SHORT_SIXTEEN.usage(0x9A, flags);
    usage[STREAM_AT] = 0xFF;
    usage[STREAM_AT + 1] = 0xFF;
    table.add(
        DataCommands.writing("WRITE STREAM(16)", usage)
            .executedBy((nowNs, execution) -> toStream(nowNs, execution, STREAM_AT)));
    int[] longUsage = BlockShape.longUsage(0x0010, flags);
    longUsage[LONG_STREAM_AT] = 0xFF;
    longUsage[LONG_STREAM_AT + 1] = 0xFF;
    table.add(
        DataCommands.inType2(
            disk,
            DataCommands.writing("WRITE STREAM(32)", longUsage),
            (nowNs, execution) -> toStream(nowNs, execution, LONG_STREAM_AT)));
  }

  private void toStream(long nowNs, CommandExecution execution, int streamAt) {
    if (disk.streams().isOpen(Cdb.u16(execution.cdb(), streamAt))) {
      execute(nowNs, execution);
    } else {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(streamAt, 7));
    }
  }

  private void execute(long nowNs, CommandExecution execution) {
    if (BlockRange.parse(nowNs, execution, disk.view())) {
      access.receive(nowNs, execution, execution.blocks(), afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    int covered = access.receivedBytes(execution);
    if (covered == 0) {
      execution.good(nowNs);
      return;
    }
    byte[] cdb = execution.cdb();
    access.store(
        nowNs,
        execution,
        execution.firstBlock(),
        access.dataOut(execution),
        0,
        covered,
        BlockShape.of(cdb).isForceUnitAccess(cdb),
        afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      access.goodWritten(nowNs, execution);
    }
  }
}
