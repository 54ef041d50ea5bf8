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

/** REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS (SPC-5 6.36). */
public final class ReportSupportedTaskManagementFunctions {
  private static final int ABORT_TASK = 0x80;
  private static final int ABORT_TASK_SET = 0x40;
  private static final int CLEAR_ACA = 0x20;
  private static final int CLEAR_TASK_SET = 0x10;
  private static final int LOGICAL_UNIT_RESET = 0x08;
  private static final int QUERY_TASK = 0x04;
  private static final int QUERY_ASYNCHRONOUS_EVENT = 0x04;
  private static final int QUERY_TASK_SET = 0x02;
  private static final int I_T_NEXUS_RESET = 0x01;

  private static final int SRP = 4;
  private static final int BASIC_BYTES = 4;
  private static final int EXTENDED_BYTES = 16;

  private ReportSupportedTaskManagementFunctions() {}

  /** Adds REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS to {@code table}. */
  public static void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS")
            .usage(0xA3, 0x0D, 0x80, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy((nowNs, execution) -> execute(nowNs, execution, table.hasNormalAca())));
  }

  private static void execute(long nowNs, CommandExecution execution, boolean hasNormalAca) {
    ByteBuffer data = execution.parameterData(nowNs, EXTENDED_BYTES);
    if (data == null) {
      return;
    }
    int aborts = ABORT_TASK | ABORT_TASK_SET | CLEAR_TASK_SET | LOGICAL_UNIT_RESET;
    int first = hasNormalAca ? aborts | CLEAR_ACA : aborts;
    ParameterData.put8(data, 0, first);
    // SRP has no code for any of the others (SRP r16a 6.7).
    if (execution.command().nexus().identity().protocolIdentifier() != SRP) {
      ParameterData.put8(data, 0, first | QUERY_TASK);
      ParameterData.put8(data, 1, QUERY_ASYNCHRONOUS_EVENT | QUERY_TASK_SET | I_T_NEXUS_RESET);
    }
    int length = BASIC_BYTES;
    if (Cdb.isSet(execution.cdb(), 2, 7)) {
      // REPD: the extended format, whose timeouts are all zero because none is told.
      ParameterData.put8(data, 3, EXTENDED_BYTES - BASIC_BYTES);
      length = EXTENDED_BYTES;
    }
    execution.goodWithParameterData(nowNs, length, Cdb.u32(execution.cdb(), 6));
  }
}
