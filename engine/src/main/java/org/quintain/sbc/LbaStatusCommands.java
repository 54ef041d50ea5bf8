// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.SenseData;

/** GET LBA STATUS(16) and (32) (SBC-4 5.6, 5.7). */
final class LbaStatusCommands {
  private static final int REPORT_TYPE_AT_16 = 14;
  private static final int REPORT_TYPE_AT_32 = 10;

  private final Provisioning provisioning;

  LbaStatusCommands(Provisioning provisioning) {
    this.provisioning = provisioning;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("GET LBA STATUS(16)")
            .usage(
                0x9E, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0x00)
            .withServiceAction()
            .givesDataIn()
            .timeouts(10, 120)
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute16));
    table.add(
        CommandDefinition.command("GET LBA STATUS(32)")
            .usage(
                0x7F, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x18, 0x00, 0x12, 0xFF, 0x00, 0xFF, 0xFF,
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00,
                0xFF, 0xFF, 0xFF, 0xFF)
            .withVariableLengthServiceAction()
            .givesDataIn()
            .timeouts(10, 120)
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(this::execute32));
  }

  private void execute16(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    start(nowNs, execution, REPORT_TYPE_AT_16, Cdb.u64(cdb, 2), 0, Cdb.u32(cdb, 10));
  }

  private void execute32(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    start(
        nowNs, execution, REPORT_TYPE_AT_32, Cdb.u64(cdb, 12), Cdb.u32(cdb, 20), Cdb.u32(cdb, 28));
  }

  /** {@code scanBlocks} is the SCAN LENGTH, 0 for no limit. */
  private void start(
      long nowNs,
      CommandExecution execution,
      int reportTypeAt,
      long first,
      long scanBlocks,
      long allocationLength) {
    LogicalUnitView view = provisioning.disk().view();
    LbaReportType reportType = LbaReportType.of(Cdb.u8(execution.cdb(), reportTypeAt));
    if (reportType == null) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(reportTypeAt, 7));
    } else if (!BlockRange.isWithin(first, 1, view.capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, first, view);
    } else {
      long left = view.capacityBlocks() - first;
      long blocks = scanBlocks == 0 ? left : Math.min(scanBlocks, left);
      new LbaStatusReport(provisioning, reportType, first, blocks, allocationLength)
          .start(nowNs, execution);
    }
  }
}
