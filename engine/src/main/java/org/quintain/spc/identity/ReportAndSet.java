// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.identity;

import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;

/**
 * The shape that a command which reports something an application client keeps here has in common
 * with the one that sets it: MAINTENANCE IN and MAINTENANCE OUT, whose bytes 6 to 9 say a length.
 *
 * <pre>
 * 0: A3h or A4h | 1: SERVICE ACTION | 6 to 9: ALLOCATION LENGTH or PARAMETER LIST LENGTH | 10: a type
 * </pre>
 */
final class ReportAndSet {
  /** Where the length is. */
  static final int LENGTH_BYTE = 6;

  /** Where the type is, in commands that have one. */
  static final int TYPE_BYTE = 10;

  private static final int REPORT = 0xA3;
  private static final int SET = 0xA4;

  private ReportAndSet() {}

  /**
   * Adds REPORT and SET of {@code what}.
   *
   * @param typeMask which bits of the byte of the type there are
   */
  static void addTo(
      CommandTable table,
      String what,
      int reportAction,
      CommandStep report,
      int setAction,
      CommandStep set,
      int typeMask) {
    table.add(
        CommandDefinition.command("REPORT " + what)
            .usage(usage(REPORT, reportAction, typeMask))
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(report));
    table.add(
        CommandDefinition.command("SET " + what)
            .usage(usage(SET, setAction, typeMask))
            .withServiceAction()
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(set));
  }

  private static int[] usage(int operationCode, int serviceAction, int typeMask) {
    return new int[] {
      operationCode, serviceAction, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, typeMask, 0
    };
  }

  /** ALLOCATION LENGTH or PARAMETER LIST LENGTH. */
  static long length(CommandExecution execution) {
    return Cdb.u32(execution.cdb(), LENGTH_BYTE);
  }

  /** GOOD with the parameter data just made, of which the allocation length lets pass a part. */
  static void good(long nowNs, CommandExecution execution, int lengthBytes) {
    execution.goodWithParameterData(nowNs, lengthBytes, length(execution));
  }

  /** Tells every nexus but that of {@code execution} what the command has changed. */
  static void tellOthers(long nowNs, CommandExecution execution, AdditionalSense change) {
    execution
        .logicalUnit()
        .establishUnitAttentionForOthers(nowNs, execution.command().nexus(), change);
  }
}
