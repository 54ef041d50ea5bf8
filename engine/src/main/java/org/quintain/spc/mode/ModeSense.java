// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** MODE SENSE(6) and MODE SENSE(10) (SPC-5 6.13, 6.14) of a direct access block device. */
public final class ModeSense {
  private static final int PAGE_BYTE = 2;
  private static final int SUBPAGE_BYTE = 3;
  private static final int WP = 0x80;
  private static final int DPOFUA = 0x10;

  private static final int SHORT_DESCRIPTOR_BYTES = 8;
  private static final int LONG_DESCRIPTOR_BYTES = 16;

  private final ModePages pages;
  private final Supplier<LogicalUnitView> view;

  private ModeSense(ModePages pages, Supplier<LogicalUnitView> view) {
    this.pages = pages;
    this.view = view;
  }

  /**
   * Adds both commands to {@code table}; {@code view} is asked for the parameters of the moment.
   */
  public static void addTo(CommandTable table, ModePages pages, Supplier<LogicalUnitView> view) {
    ModeSense modeSense = new ModeSense(pages, view);
    table.add(
        CommandDefinition.command("MODE SENSE(6)")
            .usage(0x1A, 0x08, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(modeSense::execute6));
    table.add(
        CommandDefinition.command("MODE SENSE(10)")
            .usage(0x5A, 0x18, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(modeSense::execute10));
  }

  private void execute6(long nowNs, CommandExecution execution) {
    ByteBuffer data = begin(nowNs, execution);
    if (data == null) {
      return;
    }
    int descriptorBytes = Cdb.isSet(execution.cdb(), 1, 3) ? 0 : SHORT_DESCRIPTOR_BYTES;
    int end = body(data, 4, descriptorBytes, execution);
    if (end - 1 > 0xFF) {
      // SPC-5 6.13.1: what one byte of MODE DATA LENGTH cannot tell is for MODE SENSE(10).
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PAGE_BYTE, 5));
      return;
    }
    ParameterData.put8(data, 0, end - 1);
    ParameterData.put8(data, 2, deviceSpecific(execution));
    ParameterData.put8(data, 3, descriptorBytes);
    execution.goodWithParameterData(nowNs, end, Cdb.u8(execution.cdb(), 4));
  }

  private void execute10(long nowNs, CommandExecution execution) {
    ByteBuffer data = begin(nowNs, execution);
    if (data == null) {
      return;
    }
    boolean isLongLba = Cdb.isSet(execution.cdb(), 1, 4);
    boolean withoutDescriptor = Cdb.isSet(execution.cdb(), 1, 3);
    int descriptorBytes = isLongLba ? LONG_DESCRIPTOR_BYTES : SHORT_DESCRIPTOR_BYTES;
    if (withoutDescriptor) {
      descriptorBytes = 0;
    }
    int end = body(data, 8, descriptorBytes, execution);
    ParameterData.put16(data, 0, end - 2);
    ParameterData.put8(data, 3, deviceSpecific(execution));
    ParameterData.put8(data, 4, descriptorBytes == LONG_DESCRIPTOR_BYTES ? 0x01 : 0);
    ParameterData.put16(data, 6, descriptorBytes);
    execution.goodWithParameterData(nowNs, end, Cdb.u16(execution.cdb(), 7));
  }

  /** Checks what both forms have in common; null when the command has ended. */
  private @Nullable ByteBuffer begin(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int pageCode = Cdb.u8(cdb, PAGE_BYTE) & 0x3F;
    if (!pages.has(pageCode)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PAGE_BYTE, 5));
      return null;
    }
    if (!pages.hasSubpage(pageCode, Cdb.u8(cdb, SUBPAGE_BYTE))) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(SUBPAGE_BYTE, 7));
      return null;
    }
    if (control(cdb) == PageControl.SAVED && !pages.hasSavable()) {
      execution.terminate(nowNs, AdditionalSense.SAVING_PARAMETERS_NOT_SUPPORTED);
      return null;
    }
    return execution.parameterData(nowNs, 8 + LONG_DESCRIPTOR_BYTES + pages.lengthBytesMax());
  }

  /** The block descriptor and the pages, from {@code at} on. */
  private int body(ByteBuffer data, int at, int descriptorBytes, CommandExecution execution) {
    LogicalUnitView now = view.get();
    if (descriptorBytes == SHORT_DESCRIPTOR_BYTES) {
      // SBC-4 6.5.2.2: FFFFFFFFh where the number of blocks needs more than 32 bits.
      ParameterData.put32(data, at, Math.min(now.capacityBlocks(), 0xFFFF_FFFFL));
      ParameterData.put32(data, at + 4, now.blockBytes());
    } else if (descriptorBytes == LONG_DESCRIPTOR_BYTES) {
      data.putLong(at, now.capacityBlocks());
      ParameterData.put32(data, at + 12, now.blockBytes());
    }
    byte[] cdb = execution.cdb();
    int pageCode = Cdb.u8(cdb, PAGE_BYTE) & 0x3F;
    return pages.write(
        data,
        at + descriptorBytes,
        pageCode,
        Cdb.u8(cdb, SUBPAGE_BYTE),
        control(cdb),
        execution.command().nexus().identity().protocolIdentifier());
  }

  private static PageControl control(byte[] cdb) {
    return PageControl.of(Cdb.u8(cdb, PAGE_BYTE) >> 6);
  }

  private static int deviceSpecific(CommandExecution execution) {
    return DPOFUA | (execution.isWriteProtected() ? WP : 0);
  }
}
