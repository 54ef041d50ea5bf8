// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.sbc.protection.ProtectedScatter;
import org.quintain.store.StoreResult;

/**
 * WRITE SCATTERED(16) and (32) (SBC-4 4.35, 5.55, 5.56): Data-Out is a list of ranges and, from
 * LOGICAL BLOCK DATA OFFSET on, their blocks. All descriptors are checked before the first block is
 * written; then the ranges are written in their order.
 *
 * <pre>
 * Data-Out:   reserved (32) | descriptors (32 each) | PAD | blocks of the first range | ...
 * descriptor: LOGICAL BLOCK ADDRESS (8) | NUMBER OF LOGICAL BLOCKS (4) | reserved or tags (20)
 * 16 bytes:   flags 2, data offset 4, descriptors 8, buffer transfer length 10
 * 32 bytes:   flags 10, data offset 12, descriptors 16, buffer transfer length 28
 * </pre>
 */
final class WriteScatteredCommands {
  private static final int LIST_HEADER_BYTES = 32;
  private static final int DESCRIPTOR_BYTES = 32;
  private static final int FUA_BIT = 3;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterWrite = this::afterWrite;

  private WriteScatteredCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteScatteredCommands commands = new WriteScatteredCommands(disk);
    int flags = DataCommands.transferFlags(disk);
    CommandDefinition.Builder row =
        DataCommands.writing(
            "WRITE SCATTERED(16)",
            new int[] {
              0x9F, 0x12, flags, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
              0x3F, 0x00
            });
    table.add(row.withServiceAction().executedBy(commands::execute));
    int[] usage = new int[32];
    usage[0] = BlockShape.VARIABLE_LENGTH;
    usage[6] = 0x3F;
    usage[7] = 0x18;
    usage[9] = 0x11;
    usage[10] = flags;
    for (int at : new int[] {12, 13, 16, 17, 28, 29, 30, 31}) {
      usage[at] = 0xFF;
    }
    table.add(
        DataCommands.inType2(
            disk, DataCommands.writing("WRITE SCATTERED(32)", usage), commands::execute));
  }

  private static boolean isLong(byte[] cdb) {
    return (cdb[0] & 0xFF) == BlockShape.VARIABLE_LENGTH;
  }

  private static int offsetAt(byte[] cdb) {
    return isLong(cdb) ? 12 : 4;
  }

  private static int descriptorsAt(byte[] cdb) {
    return isLong(cdb) ? 16 : 8;
  }

  private static int lengthAt(byte[] cdb) {
    return isLong(cdb) ? 28 : 10;
  }

  private static int descriptors(byte[] cdb) {
    return Cdb.u16(cdb, descriptorsAt(cdb));
  }

  private static long dataOffsetBlocks(byte[] cdb) {
    return Cdb.u16(cdb, offsetAt(cdb));
  }

  private static long bufferBlocks(byte[] cdb) {
    return Cdb.u32(cdb, lengthAt(cdb));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int descriptors = descriptors(cdb);
    int listBytes = LIST_HEADER_BYTES + descriptors * DESCRIPTOR_BYTES;
    if (descriptors > disk.limits().scatteredDescriptorsMax()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(descriptorsAt(cdb), 7));
    } else if (bufferBlocks(cdb) > disk.limits().scatteredBlocksMax()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(lengthAt(cdb), 7));
    } else if (descriptors == 0 || bufferBlocks(cdb) == 0) {
      execution.good(nowNs);
    } else if (dataOffsetBlocks(cdb) * access.transferBytesPerBlock(execution) < listBytes) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(offsetAt(cdb), 7));
    } else {
      access.receiveExactly(nowNs, execution, bufferBlocks(cdb), afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    SenseData violation = violation(execution);
    if (violation == null) {
      violation = protectionViolation(execution);
    }
    if (violation != null) {
      execution.terminateAfterData(nowNs, violation);
    } else {
      execution.progress(0);
      writeNext(nowNs, execution);
    }
  }

  private long first(ByteBuffer list, int index) {
    return list.getLong(descriptorAt(index));
  }

  private long blocks(ByteBuffer list, int index) {
    return list.getInt(descriptorAt(index) + 8) & 0xFFFF_FFFFL;
  }

  /** What is wrong with the list, or null. */
  private @Nullable SenseData violation(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    ByteBuffer list = access.dataOut(execution);
    long room = bufferBlocks(cdb) - dataOffsetBlocks(cdb);
    for (int index = 0; index < descriptors(cdb) && room >= 0; index++) {
      long first = first(list, index);
      long blocks = blocks(list, index);
      int at = descriptorAt(index);
      if (blocks > disk.limits().scatteredBlocksMax()) {
        return SenseData.invalidFieldInParameterList(at + 8, 7);
      }
      if (!BlockRange.isWithin(first, blocks, disk.view().capacityBlocks())) {
        return BlockRange.outOfRange(first, disk.view());
      }
      room -= blocks;
    }
    return room == 0
        ? null
        : SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR_IN_SCATTERED_WRITE)
            .pointingIntoCdb(lengthAt(cdb));
  }

  /** What is wrong with protection information of any range, so that none is written; or null. */
  private @Nullable SenseData protectionViolation(CommandExecution execution) {
    ProtectedScatter scatter = access.scatter();
    byte[] cdb = execution.cdb();
    ByteBuffer list = access.dataOut(execution);
    long done = 0;
    SenseData violation = null;
    for (int index = 0; scatter != null && index < descriptors(cdb); index++) {
      int blocks = (int) blocks(list, index);
      execution.range(first(list, index), blocks);
      if (violation == null && blocks > 0) {
        violation =
            scatter.violation(execution, list, descriptorAt(index), dataAt(execution, done));
      }
      done += blocks;
    }
    return violation;
  }

  private static int descriptorAt(int index) {
    return LIST_HEADER_BYTES + index * DESCRIPTOR_BYTES;
  }

  /**
   * Where the blocks begin that {@code done} blocks come before: blocks as they are transferred.
   */
  private int dataAt(CommandExecution execution, long done) {
    long before = dataOffsetBlocks(execution.cdb()) + done;
    return (int) (before * access.transferBytesPerBlock(execution));
  }

  /** Progress is the number of the next descriptor and, above it, how many blocks are done. */
  private void writeNext(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    ByteBuffer list = access.dataOut(execution);
    int index = (int) execution.progress();
    long done = execution.progress() >>> 32;
    while (index < descriptors(cdb) && blocks(list, index) == 0) {
      index++;
    }
    if (index == descriptors(cdb)) {
      execution.good(nowNs);
      return;
    }
    long first = first(list, index);
    int blocks = (int) blocks(list, index);
    execution.range(first, blocks);
    execution.progress((done + blocks) << 32 | (index + 1));
    int dataAt = dataAt(execution, done);
    ProtectedScatter scatter = access.scatter();
    if (scatter != null && !scatter.prepare(execution, list, descriptorAt(index), dataAt)) {
      execution.busy(nowNs);
      return;
    }
    access.store(
        nowNs,
        execution,
        first,
        list,
        dataAt,
        blocks * access.blockBytes(),
        Cdb.isSet(cdb, isLong(cdb) ? 10 : 2, FUA_BIT),
        afterWrite);
  }

  private void afterWrite(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      access.clearMarks(nowNs, execution, writeNext);
    } else if (execution.storeResult() == StoreResult.BUSY) {
      execution.busy(nowNs);
    } else {
      // SBC-4 4.35.3: which range was not written, counted from one.
      long number = execution.progress() & 0xFFFF_FFFFL;
      execution.terminateAfterData(
          nowNs, StoreErrors.senseOf(execution, access.blockBytes()).withInformation(number));
    }
  }

  private final CommandStep writeNext = this::writeNext;
}
