// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.AccessRule;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;

/** The commands that move and check logical blocks: one line for each family, and their rows. */
final class DataCommands {
  /** DPO and FUA in the byte of flags. */
  static final int DPO_FUA = 0x18;

  private static final int PROTECT = 0xE0;

  private DataCommands() {}

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    ReadCapacityCommands.addTo(table, disk);
    ReadCommands.addTo(table, disk);
    WriteCommands.addTo(table, disk);
    WriteAndVerifyCommands.addTo(table, disk);
    VerifyCommands.addTo(table, disk);
    CompareAndWriteCommand.addTo(table, disk);
    OrWriteCommands.addTo(table, disk);
    WriteAtomicCommands.addTo(table, disk);
    WriteSameCommands.addTo(table, disk);
    WriteScatteredCommands.addTo(table, disk);
    WriteLongCommands.addTo(table, disk);
    PreFetchCommands.addTo(table, disk);
    SynchronizeCacheCommands.addTo(table, disk);
  }

  /** The byte of flags with DPO and FUA, as {@code disk} looks at it. */
  static int transferFlags(DiskDeviceServer disk) {
    return flags(disk, DPO_FUA);
  }

  /**
   * The byte of {@code flags}, with RDPROTECT or its like where the disk can keep protection
   * information: a disk that cannot has no use for the field (SBC-4 5.16).
   */
  static int flags(DiskDeviceServer disk, int flags) {
    return disk.protection().isSupported() ? flags | PROTECT : flags;
  }

  /** A row that reads blocks. */
  static CommandDefinition.Builder reading(String name, int[] usage) {
    return row(name, usage, ReservationRule.READS);
  }

  /** A row that changes blocks by Data-Out. */
  static CommandDefinition.Builder writing(String name, int[] usage) {
    return row(name, usage, ReservationRule.WRITES).takesDataOut().writingMedium();
  }

  /** A row that changes blocks without Data-Out. */
  static CommandDefinition.Builder changing(String name, int[] usage) {
    return row(name, usage, ReservationRule.WRITES).writingMedium();
  }

  private static CommandDefinition.Builder row(String name, int[] usage, ReservationRule reserved) {
    return CommandDefinition.command(name)
        .usage(usage)
        .groupNumberAt(BlockShape.groupNumberAt(usage))
        .admitted(reserved, AccessRule.ACTIVE, ReadinessRule.READY);
  }

  /**
   * A 32-byte form, which a device server processes only while type 2 protection is enabled (SBC-4
   * 5.19, 5.39, 5.43, 5.47, 5.49, 5.54, 5.56).
   */
  static CommandDefinition inType2(
      DiskDeviceServer disk, CommandDefinition.Builder row, CommandStep handler) {
    return row.withVariableLengthServiceAction()
        .presentWhile(disk.protection()::isType2)
        .executedBy(handler);
  }
}
