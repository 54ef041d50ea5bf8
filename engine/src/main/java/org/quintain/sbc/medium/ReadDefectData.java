// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.List;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;

/**
 * READ DEFECT DATA(10) and (12) (SBC-4 5.19, 5.20): the primary defect list, which is empty, and
 * the grown one, in the short block and the long block format. A list asked for in another format
 * is given in one of these, and RECOVERED ERROR says so.
 *
 * <pre>
 * (10): byte 2, (12): byte 1: REQ_PLIST 4, REQ_GLIST 3, DEFECT LIST FORMAT 2-0
 * (12): ADDRESS DESCRIPTOR INDEX in bytes 2 to 5
 * </pre>
 */
final class ReadDefectData {
  private static final int LONG_FORM = 0xB7;
  private static final int SHORT_BLOCK_FORMAT = 0;
  private static final int LONG_BLOCK_FORMAT = 3;
  private static final int REQUESTED_GROWN = 0x08;

  private final GrownDefectList defects;

  ReadDefectData(GrownDefectList defects) {
    this.defects = defects;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("READ DEFECT DATA(10)")
            .usage(0x37, 0x00, 0x1F, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.MEDIUM)
            .executedBy(this::execute));
    table.add(
        CommandDefinition.command("READ DEFECT DATA(12)")
            .usage(LONG_FORM, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.MEDIUM)
            .executedBy(this::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    boolean isLongForm = (cdb[0] & 0xFF) == LONG_FORM;
    int flags = Cdb.u8(cdb, isLongForm ? 1 : 2);
    long skipped = isLongForm ? Cdb.u32(cdb, 2) : 0;
    int headerBytes = isLongForm ? 8 : 4;
    List<Long> all = (flags & REQUESTED_GROWN) != 0 ? defects.all() : List.of();
    List<Long> blocks = all.subList((int) Math.min(skipped, all.size()), all.size());
    int format = format(flags & 0x07, all);
    int descriptorBytes = format == SHORT_BLOCK_FORMAT ? 4 : 8;
    int listBytes = blocks.size() * descriptorBytes;
    ByteBuffer data = execution.parameterData(nowNs, headerBytes + listBytes);
    if (data == null) {
      return;
    }
    ParameterData.put8(data, 1, (flags & 0x18) | format);
    if (isLongForm) {
      ParameterData.put16(data, 2, defects.generation());
      ParameterData.put32(data, 4, listBytes);
    } else {
      ParameterData.put16(data, 2, listBytes);
    }
    int at = headerBytes;
    for (long block : blocks) {
      if (descriptorBytes == 4) {
        ParameterData.put32(data, at, block);
      } else {
        data.putLong(at, block);
      }
      at += descriptorBytes;
    }
    long allocationLength = isLongForm ? Cdb.u32(cdb, 6) : Cdb.u16(cdb, 7);
    if (format == (flags & 0x07)) {
      execution.goodWithParameterData(nowNs, at, allocationLength);
    } else {
      recovered(nowNs, execution, (int) Math.min(at, allocationLength));
    }
  }

  /** The format that a list is given in that is asked for in {@code wanted}. */
  private static int format(int wanted, List<Long> blocks) {
    boolean fitsShort = blocks.isEmpty() || blocks.get(blocks.size() - 1) <= 0xFFFF_FFFFL;
    boolean isShort = wanted != LONG_BLOCK_FORMAT && fitsShort;
    return isShort ? SHORT_BLOCK_FORMAT : LONG_BLOCK_FORMAT;
  }

  private static void recovered(long nowNs, CommandExecution execution, int lengthBytes) {
    MemoryBlock block = execution.command().dataInBlock();
    Check.that(block != null, "parameter data is made before it is sent");
    execution.command().transfers(0, lengthBytes);
    execution
        .command()
        .dataIn()
        .add(
            block.bytes(),
            0,
            (int) Math.min(lengthBytes, execution.command().expectedDataInBytes()));
    execution.terminateAfterData(nowNs, SenseData.of(AdditionalSense.DEFECT_LIST_NOT_FOUND));
  }
}
