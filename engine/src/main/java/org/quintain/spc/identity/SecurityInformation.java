// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.identity;

import java.nio.ByteBuffer;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;

/**
 * SECURITY PROTOCOL IN (SPC-5 6.40) with protocol 00h alone: which protocols there are, which is
 * this one, and an empty certificate (SPC-5 7.7.1). Protocol 00h has no Data-Out, so that there is
 * no SECURITY PROTOCOL OUT.
 */
public final class SecurityInformation implements CommandFamily {
  private static final int PROTOCOL_BYTE = 1;
  private static final int SPECIFIC_BYTE = 2;
  private static final int UNIT_BYTES = 512;

  private static final int SUPPORTED_PROTOCOLS = 0x0000;
  private static final int CERTIFICATE = 0x0001;

  @Override
  public void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("SECURITY PROTOCOL IN")
            .usage(0xA2, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(SecurityInformation::execute));
  }

  private static void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int specific = Cdb.u16(cdb, SPECIFIC_BYTE);
    if (cdb[PROTOCOL_BYTE] != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PROTOCOL_BYTE, 7));
      return;
    }
    if (specific != SUPPORTED_PROTOCOLS && specific != CERTIFICATE) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(SPECIFIC_BYTE, 7));
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, UNIT_BYTES);
    if (data == null) {
      return;
    }
    int length = 4;
    if (specific == SUPPORTED_PROTOCOLS) {
      // One entry, 00h, after six reserved bytes and the length of the list.
      ParameterData.put16(data, 6, 1);
      length = 9;
    }
    boolean isInUnits = Cdb.isSet(cdb, 4, 7);
    long allocation = Cdb.u32(cdb, 6) * (isInUnits ? UNIT_BYTES : 1);
    execution.goodWithParameterData(nowNs, isInUnits ? UNIT_BYTES : length, allocation);
  }
}
