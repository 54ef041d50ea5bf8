// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.sam.SenseData;

/**
 * The check that every CDB passes before anything looks into it: it is as long as its command, and
 * no bit is set that its usage data has as zero (SPC-5 4.3.1: reserved bits). So what REPORT
 * SUPPORTED OPERATION CODES tells is what holds, for all commands alike.
 */
public final class CdbCheck {
  private static final int SERVICE_ACTION_BYTE = 1;
  private static final int SERVICE_ACTION_BIT = 4;
  private static final int ADDITIONAL_LENGTH_BYTE = 7;
  private static final int VARIABLE_SERVICE_ACTION_BYTE = 8;

  private CdbCheck() {}

  /**
   * What is wrong with the CDB of {@code command}, whose row is {@code definition}; null when
   * nothing is.
   */
  public static @Nullable SenseData violation(Command command, CommandDefinition definition) {
    if (command.cdbLength() < definition.cdbBytes()) {
      return SenseData.invalidFieldInCdb(command.cdbLength(), 7);
    }
    byte[] cdb = command.cdb();
    if (definition.isVariableLength()
        && Cdb.u8(cdb, ADDITIONAL_LENGTH_BYTE) != definition.cdbBytes() - 8) {
      return SenseData.invalidFieldInCdb(ADDITIONAL_LENGTH_BYTE, 7);
    }
    return definition.hasForbiddenBit(cdb) ? forbiddenBit(cdb, definition) : null;
  }

  private static @Nullable SenseData forbiddenBit(byte[] cdb, CommandDefinition definition) {
    for (int at = 1; at < definition.cdbBytes(); at++) {
      int forbidden = cdb[at] & ~definition.allowedBits(at) & 0xFF;
      if (forbidden != 0) {
        return SenseData.invalidFieldInCdb(at, 31 - Integer.numberOfLeadingZeros(forbidden));
      }
    }
    return null;
  }

  /**
   * What a CDB is told that has no row: a wrong service action, or an operation code that is not
   * there.
   */
  public static SenseData unknown(Command command, DeviceServer deviceServer) {
    if (deviceServer.commands().hasServiceActions(command.cdb()[0] & 0xFF)) {
      return (command.cdb()[0] & 0xFF) == CommandTable.VARIABLE_LENGTH
          ? SenseData.invalidFieldInCdb(VARIABLE_SERVICE_ACTION_BYTE, 7)
          : SenseData.invalidFieldInCdb(SERVICE_ACTION_BYTE, SERVICE_ACTION_BIT);
    }
    return SenseData.of(deviceServer.refusal());
  }
}
