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
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreResult;

/**
 * SYNCHRONIZE CACHE(10) and (16) (SBC-4 5.26, 5.27): makes the whole cache durable, whatever range
 * is asked for, which SBC-4 lets a device server do: at least the range has to be. With IMMED the
 * status comes at once and the flush goes on (SBC-4 5.26); the obsolete SYNC_NV bit asks for less
 * than is done.
 */
final class SynchronizeCacheCommands {
  private static final int IMMED_BIT = 1;

  /** A flush whose command was answered before it ended has failed since (SPC-5 4.5.5). */
  private static final SenseData DEFERRED_WRITE_ERROR =
      SenseData.of(AdditionalSense.WRITE_ERROR).deferred();

  private final DiskDeviceServer disk;
  private final CommandStep afterFlush = this::afterFlush;

  private SynchronizeCacheCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    SynchronizeCacheCommands synchronize = new SynchronizeCacheCommands(disk);
    table.add(
        CommandDefinition.command("SYNCHRONIZE CACHE(10)")
            .usage(0x35, 0x06, 0xFF, 0xFF, 0xFF, 0xFF, 0x3F, 0xFF, 0xFF, 0x00)
            .groupNumberAt(6)
            .timeouts(30, 120)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(synchronize::execute));
    table.add(
        CommandDefinition.command("SYNCHRONIZE CACHE(16)")
            .usage(
                0x91, 0x06, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0x3F, 0x00)
            .groupNumberAt(14)
            .timeouts(30, 120)
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(synchronize::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    long first = BlockRange.firstBlock(cdb);
    if (disk.cache().takeFlushFailure()) {
      execution.terminate(nowNs, DEFERRED_WRITE_ERROR);
    } else if (!BlockRange.isWithin(first, BlockRange.blocks(cdb), disk.view().capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, first, disk.view());
    } else if (Cdb.isSet(cdb, 1, IMMED_BIT)) {
      disk.cache().flushInBackground(nowNs);
      execution.good(nowNs);
    } else {
      execution.storeRequest().flush();
      execution.submit(nowNs, disk.store(), afterFlush);
    }
  }

  private void afterFlush(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      execution.good(nowNs);
    } else if (execution.storeResult() == StoreResult.FAILED) {
      // What was written and confirmed may be lost: say so as an error of the medium.
      execution.terminate(nowNs, AdditionalSense.WRITE_ERROR);
    } else {
      StoreErrors.end(nowNs, execution, disk.view().blockBytes());
    }
  }
}
