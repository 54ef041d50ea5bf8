// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * REQUEST SENSE (SPC-5 6.39). Autosense has delivered all else, so that what is left to tell are
 * unit attention conditions, which are cleared by being told, and what stands for the logical unit
 * as a whole.
 */
public final class RequestSense {
  private static final int SENSE_BYTES_MAX = 64;

  private final LongFunction<SenseData> standing;

  private RequestSense(LongFunction<SenseData> standing) {
    this.standing = standing;
  }

  /**
   * Adds REQUEST SENSE to {@code table}; it says what {@code standing} gives for the moment when no
   * unit attention condition is pending.
   */
  public static void addTo(CommandTable table, LongFunction<SenseData> standing) {
    RequestSense requestSense = new RequestSense(standing);
    table.add(
        CommandDefinition.command("REQUEST SENSE")
            .usage(0x03, 0x01, 0x00, 0x00, 0xFF, 0x00)
            .givesDataIn()
            .passingUnitAttention()
            .implicitHeadOfQueue()
            .admitted(ReservationRule.ALWAYS, AccessRule.ALWAYS, ReadinessRule.ALWAYS)
            .executedBy(requestSense::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, SENSE_BYTES_MAX);
    if (data == null) {
      return;
    }
    boolean isDescriptorFormat = Cdb.isSet(execution.cdb(), 1, 0);
    AdditionalSense attention = execution.logicalUnit().takeUnitAttention(execution.command());
    SenseData sense =
        attention == null ? standing.apply(nowNs) : execution.deviceServer().senseOf(attention);
    byte[] bytes = new byte[SENSE_BYTES_MAX];
    int length = sense.encode(bytes, isDescriptorFormat);
    ParameterData.bytes(data, 0, bytes, length);
    execution.goodWithParameterData(nowNs, length, Cdb.u8(execution.cdb(), 4));
  }
}
