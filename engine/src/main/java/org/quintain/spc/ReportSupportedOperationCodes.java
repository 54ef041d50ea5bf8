// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.DurationPage;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.SenseData;

/**
 * REPORT SUPPORTED OPERATION CODES (SPC-5 6.35), which tells the table it is in; CDLP and RWCDLP
 * are as SPC-6 has them.
 */
public final class ReportSupportedOperationCodes {
  private static final int OPTIONS_BYTE = 2;
  private static final int OPERATION_CODE_BYTE = 3;
  private static final int SERVICE_ACTION_BYTE = 4;

  private static final int HEADER_BYTES = 4;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int TIMEOUTS_BYTES = 12;
  private static final int ONE_COMMAND_BYTES_MAX = HEADER_BYTES + 260 + TIMEOUTS_BYTES;

  private static final int RWCDLP_OF_ALL = 0x40;
  private static final int RWCDLP_OF_ONE = 0x01;

  private static final int SUPPORT_NONE = 1;
  private static final int SUPPORT_STANDARD = 3;

  private final CommandTable table;

  private ReportSupportedOperationCodes(CommandTable table) {
    this.table = table;
  }

  /** Adds REPORT SUPPORTED OPERATION CODES to {@code table}. */
  public static void addTo(CommandTable table) {
    ReportSupportedOperationCodes report = new ReportSupportedOperationCodes(table);
    table.add(
        CommandDefinition.command("REPORT SUPPORTED OPERATION CODES")
            .usage(0xA3, 0x0C, 0x87, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(report::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    boolean withTimeouts = Cdb.isSet(cdb, OPTIONS_BYTE, 7);
    int operationCode = Cdb.u8(cdb, OPERATION_CODE_BYTE);
    int serviceAction = Cdb.u16(cdb, SERVICE_ACTION_BYTE);
    boolean hasActions = table.hasServiceActions(operationCode);
    CommandDefinition found = table.find(operationCode, serviceAction);
    switch (Cdb.u8(cdb, OPTIONS_BYTE) & 0x07) {
      case 0 -> reportAll(nowNs, execution, withTimeouts);
      case 1 -> {
        if (hasActions) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPERATION_CODE_BYTE, 7));
        } else {
          reportOne(nowNs, execution, found, withTimeouts);
        }
      }
      case 2 -> {
        if (found != null && !hasActions) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPERATION_CODE_BYTE, 7));
        } else {
          reportOne(nowNs, execution, found, withTimeouts);
        }
      }
      // 011b takes both kinds: a command without service actions is asked for with service action
      // 0.
      case 3 ->
          reportOne(
              nowNs, execution, hasActions || serviceAction == 0 ? found : null, withTimeouts);
      default -> execution.terminate(nowNs, SenseData.invalidFieldInCdb(OPTIONS_BYTE, 2));
    }
  }

  private void reportAll(long nowNs, CommandExecution execution, boolean withTimeouts) {
    int each = DESCRIPTOR_BYTES + (withTimeouts ? TIMEOUTS_BYTES : 0);
    int length = HEADER_BYTES + table.rows().size() * each;
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - HEADER_BYTES);
    int at = HEADER_BYTES;
    for (CommandDefinition row : table.rows()) {
      ParameterData.put8(data, at, row.operationCode());
      int flags = withTimeouts ? 0x02 : 0;
      if (row.durationPage() != DurationPage.NONE) {
        flags |= RWCDLP_OF_ALL | row.durationPage().code() << 2;
      }
      if (row.hasServiceAction()) {
        ParameterData.put16(data, at + 2, row.serviceAction());
        flags |= 0x01;
      }
      ParameterData.put8(data, at + 5, flags);
      ParameterData.put16(data, at + 6, row.cdbBytes());
      at += DESCRIPTOR_BYTES;
      if (withTimeouts) {
        at = timeouts(data, at, row);
      }
    }
    execution.goodWithParameterData(nowNs, length, Cdb.u32(execution.cdb(), 6));
  }

  private static void reportOne(
      long nowNs,
      CommandExecution execution,
      @Nullable CommandDefinition row,
      boolean withTimeouts) {
    ByteBuffer data = execution.parameterData(nowNs, ONE_COMMAND_BYTES_MAX);
    if (data == null) {
      return;
    }
    int end = HEADER_BYTES;
    if (row == null) {
      ParameterData.put8(data, 1, SUPPORT_NONE);
    } else {
      int durations = row.durationPage().code();
      ParameterData.put8(data, 0, durations == 0 ? 0 : RWCDLP_OF_ONE);
      ParameterData.put8(data, 1, (withTimeouts ? 0x80 : 0) | durations << 3 | SUPPORT_STANDARD);
      ParameterData.put16(data, 2, row.cdbBytes());
      for (int index = 0; index < row.cdbBytes(); index++) {
        ParameterData.put8(data, end++, row.usage(index));
      }
      if (withTimeouts) {
        end = timeouts(data, end, row);
      }
    }
    execution.goodWithParameterData(nowNs, end, Cdb.u32(execution.cdb(), 6));
  }

  /** A command timeouts descriptor (SPC-5 6.35.4). */
  private static int timeouts(ByteBuffer data, int at, CommandDefinition row) {
    ParameterData.put16(data, at, TIMEOUTS_BYTES - 2);
    ParameterData.put32(data, at + 4, row.nominalTimeoutSeconds());
    ParameterData.put32(data, at + 8, row.recommendedTimeoutSeconds());
    return at + TIMEOUTS_BYTES;
  }
}
