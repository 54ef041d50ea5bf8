// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.SenseData;

/**
 * WRITE LONG(10) and (16) (SBC-4 5.50, 5.51): with WR_UNCOR, the one use that is left of it, a
 * block is marked as a pseudo unrecovered error. No data is transferred.
 */
final class WriteLongCommands {
  private static final int WR_UNCOR = 0x40;
  private static final int WR_UNCOR_BIT = 6;

  private final DiskDeviceServer disk;
  private final CommandStep good = (nowNs, execution) -> execution.good(nowNs);

  private WriteLongCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteLongCommands commands = new WriteLongCommands(disk);
    table.add(
        DataCommands.changing(
                "WRITE LONG(10)",
                new int[] {0x3F, WR_UNCOR, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00})
            .executedBy(commands::execute));
    table.add(
        DataCommands.changing(
                "WRITE LONG(16)",
                new int[] {
                  0x9F,
                  WR_UNCOR | 0x11,
                  0xFF,
                  0xFF,
                  0xFF,
                  0xFF,
                  0xFF,
                  0xFF,
                  0xFF,
                  0xFF,
                  0x00,
                  0x00,
                  0x00,
                  0x00,
                  0x00,
                  0x00
                })
            .withServiceAction()
            .executedBy(commands::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    long block = BlockShape.of(cdb).firstBlock(cdb);
    if (!Cdb.isSet(cdb, 1, WR_UNCOR_BIT)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(1, WR_UNCOR_BIT));
    } else if (!BlockRange.isWithin(block, 1, disk.view().capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, block, disk.view());
    } else {
      disk.marks().mark(nowNs, execution, block, good);
    }
  }
}
