// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sbc.protection.ProtectionFormat;

/** READ CAPACITY(10) and (16) (SBC-4 5.15, 5.16). */
final class ReadCapacityCommands {
  private static final int SHORT_BYTES = 8;
  private static final int LONG_BYTES = 32;
  private static final int LBPME_AND_LBPRZ = 0x80 | Provisioning.LBPRZ << 6;

  private final DiskDeviceServer disk;

  private ReadCapacityCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    ReadCapacityCommands readCapacity = new ReadCapacityCommands(disk);
    table.add(
        CommandDefinition.command("READ CAPACITY(10)")
            .usage(0x25, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.MEDIUM)
            .executedBy(readCapacity::execute10));
    table.add(
        CommandDefinition.command("READ CAPACITY(16)")
            .usage(
                0x9E, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.MEDIUM)
            .executedBy(readCapacity::execute16));
  }

  private void execute10(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, SHORT_BYTES);
    if (data == null) {
      return;
    }
    LogicalUnitView view = disk.view();
    // FFFFFFFFh says: ask READ CAPACITY(16).
    ParameterData.put32(data, 0, Math.min(view.capacityBlocks() - 1, 0xFFFF_FFFFL));
    ParameterData.put32(data, 4, view.blockBytes());
    execution.goodWithParameterData(nowNs, SHORT_BYTES, SHORT_BYTES);
  }

  private void execute16(long nowNs, CommandExecution execution) {
    ByteBuffer data = execution.parameterData(nowNs, LONG_BYTES);
    if (data == null) {
      return;
    }
    LogicalUnitView view = disk.view();
    data.putLong(0, view.capacityBlocks() - 1);
    ParameterData.put32(data, 8, view.blockBytes());
    ProtectionFormat format = disk.protection().format();
    if (format.isProtected()) {
      // P_TYPE and PROT_EN, P_I_EXPONENT.
      ParameterData.put8(data, 12, format.type().code() << 1 | 0x01);
    }
    int exponents = format.intervalExponent() << 4 | view.config().physicalBlockExponent();
    ParameterData.put8(data, 13, exponents);
    if (disk.provisioning().isManaged()) {
      ParameterData.put8(data, 14, LBPME_AND_LBPRZ);
    }
    execution.goodWithParameterData(nowNs, LONG_BYTES, Cdb.u32(execution.cdb(), 10));
  }
}
