// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.nio.ByteBuffer;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.Lun;
import org.quintain.sam.SenseData;

/** REPORT LUNS (SPC-5 6.33). */
public final class ReportLuns {
  private static final int SELECT_REPORT_BYTE = 2;
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 8;

  private static final long[] NOTHING = {};
  private static final long[] WELL_KNOWN = {Lun.REPORT_LUNS_WELL_KNOWN};

  private ReportLuns() {}

  /** Adds REPORT LUNS to {@code table}. */
  public static void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("REPORT LUNS")
            .usage(0xA0, 0x00, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .givesDataIn()
            .passingUnitAttention()
            .implicitHeadOfQueue()
            .admitted(ReservationRule.ALWAYS, AccessRule.ALWAYS, ReadinessRule.ALWAYS)
            .executedBy(ReportLuns::execute));
  }

  private static void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    long[] accessible = execution.logicalUnit().accessibleLuns(execution.command());
    long[] single;
    long[] wellKnown;
    switch (Cdb.u8(cdb, SELECT_REPORT_BYTE)) {
      // 11h leaves out subsidiary logical units, of which there are none.
      case 0x00, 0x11 -> {
        single = accessible;
        wellKnown = NOTHING;
      }
      case 0x01 -> {
        single = NOTHING;
        wellKnown = WELL_KNOWN;
      }
      case 0x02 -> {
        single = accessible;
        wellKnown = WELL_KNOWN;
      }
      // Administrative logical units and their subsidiaries: there are none.
      case 0x10, 0x12 -> {
        single = NOTHING;
        wellKnown = NOTHING;
      }
      default -> {
        execution.terminate(nowNs, SenseData.invalidFieldInCdb(SELECT_REPORT_BYTE, 7));
        return;
      }
    }
    int listBytes = (single.length + wellKnown.length) * ENTRY_BYTES;
    ByteBuffer data = execution.parameterData(nowNs, HEADER_BYTES + listBytes);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, listBytes);
    int end = HEADER_BYTES;
    for (long lun : single) {
      data.putLong(end, lun);
      end += ENTRY_BYTES;
    }
    for (long lun : wellKnown) {
      data.putLong(end, lun);
      end += ENTRY_BYTES;
    }
    execution.logicalUnit().onLunsReported(execution.command());
    execution.goodWithParameterData(nowNs, end, Cdb.u32(cdb, 6));
  }
}
