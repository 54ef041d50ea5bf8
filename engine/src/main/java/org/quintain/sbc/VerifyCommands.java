// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreResult;

/**
 * VERIFY(10), (12) and (16) (SBC-4 5.30 to 5.32). BYTCHK 00b reads the blocks, 01b compares them
 * with as many blocks of Data-Out, 11b compares each of them with the one block of Data-Out; 10b is
 * reserved.
 *
 * <p>A miscompare tells in INFORMATION how far into the compared blocks the first difference is, in
 * bytes.
 */
final class VerifyCommands {
  private static final int NO_COMPARE = 0;
  private static final int COMPARE_ALL = 1;
  private static final int RESERVED = 2;

  private final DiskDeviceServer disk;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterRead = this::afterRead;

  private VerifyCommands(DiskDeviceServer disk) {
    this.disk = disk;
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    VerifyCommands verify = new VerifyCommands(disk);
    table.add(
        CommandDefinition.command("VERIFY(10)")
            .usage(0x2F, 0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(verify::execute));
    table.add(
        CommandDefinition.command("VERIFY(12)")
            .usage(0xAF, 0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(verify::execute));
    table.add(
        CommandDefinition.command("VERIFY(16)")
            .usage(
                0x8F, 0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0x00, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy(verify::execute));
  }

  private static int byteCheck(CommandExecution execution) {
    return Cdb.u8(execution.cdb(), 1) >> 1 & 0x03;
  }

  private void execute(long nowNs, CommandExecution execution) {
    int byteCheck = byteCheck(execution);
    if (byteCheck == RESERVED) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(1, 2));
      return;
    }
    if (!BlockRange.parse(nowNs, execution, disk.view())) {
      return;
    }
    Command command = execution.command();
    int comparedBlocks = byteCheck == COMPARE_ALL ? execution.blocks() : 1;
    long asked =
        byteCheck == NO_COMPARE || execution.blocks() == 0
            ? 0
            : (long) comparedBlocks * disk.view().blockBytes();
    command.transfers(asked, 0);
    execution.receiveDataOut(nowNs, Math.min(asked, command.expectedDataOutBytes()), afterDataOut);
  }

  /**
   * How many bytes of the medium are looked at: where Data-Out is short, the whole blocks it
   * covers.
   */
  private int bytesToCheck(CommandExecution execution) {
    Command command = execution.command();
    int blockBytes = disk.view().blockBytes();
    int all = execution.blocks() * blockBytes;
    if (byteCheck(execution) == NO_COMPARE) {
      return all;
    }
    long received = Math.min(command.dataOutBytes(), command.expectedDataOutBytes());
    long whole = received / blockBytes * blockBytes;
    return byteCheck(execution) == COMPARE_ALL ? (int) whole : whole == 0 ? 0 : all;
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    Command command = execution.command();
    int bytes = bytesToCheck(execution);
    long offset = execution.firstBlock() * disk.view().blockBytes();
    if (bytes == 0) {
      execution.good(nowNs);
    } else if (disk.store().lend(offset, bytes, command.dataIn())) {
      compare(nowNs, execution, command.dataIn());
    } else {
      MemoryBlock block = execution.acquireDataIn(bytes);
      if (block == null) {
        execution.busy(nowNs);
        return;
      }
      execution.storeRequest().read(offset).add(block.bytes(), 0, bytes);
      execution.submit(nowNs, disk.store(), afterRead);
    }
  }

  private void afterRead(long nowNs, CommandExecution execution) {
    if (execution.storeResult() == StoreResult.DONE) {
      compare(nowNs, execution, execution.storeSegments());
    } else {
      StoreErrors.end(nowNs, execution, disk.view().blockBytes());
    }
  }

  private void compare(long nowNs, CommandExecution execution, SegmentList medium) {
    long difference = byteCheck(execution) == NO_COMPARE ? -1 : firstDifference(execution, medium);
    execution.command().dataIn().clear();
    if (difference < 0) {
      execution.good(nowNs);
    } else {
      // All Data-Out was taken: only the medium differs.
      execution.terminateAfterData(
          nowNs,
          SenseData.of(AdditionalSense.MISCOMPARE_DURING_VERIFY_OPERATION)
              .withInformation(difference));
    }
  }

  /** Where the medium first differs from Data-Out, in bytes from the first block on, or -1. */
  private long firstDifference(CommandExecution execution, SegmentList medium) {
    MemoryBlock block = execution.command().dataOutBlock();
    Check.that(block != null, "Data-Out that was received is in the command's block");
    ByteBuffer expected = block.bytes();
    int period = byteCheck(execution) == COMPARE_ALL ? Integer.MAX_VALUE : disk.view().blockBytes();
    long at = 0;
    for (int index = 0; index < medium.count(); index++) {
      int done = 0;
      while (done < medium.length(index)) {
        int from = (int) (at % period);
        int length = Math.min(medium.length(index) - done, period - from);
        int mismatch =
            medium
                .base(index)
                .slice(medium.offset(index) + done, length)
                .mismatch(expected.slice(from, length));
        if (mismatch >= 0) {
          return at + mismatch;
        }
        done += length;
        at += length;
      }
    }
    return -1;
  }
}
