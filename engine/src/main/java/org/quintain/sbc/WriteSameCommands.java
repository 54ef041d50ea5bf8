// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitView;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.sam.SenseData;

/**
 * WRITE SAME(10), (16) and (32) (SBC-4 5.52 to 5.54): one block of Data-Out, or with NDOB zeros, is
 * written to each block of the range; zero NUMBER OF LOGICAL BLOCKS means all the rest.
 *
 * <p>Whatever the length, it takes one block of memory with the pattern and goes on in pieces: an
 * abort takes effect at the next of them, other commands have their turn in between, and one that
 * is stuck in the store holds up nobody else.
 */
final class WriteSameCommands {
  private static final int NDOB = 0x01;
  private static final int NDOB_BIT = 0;
  private static final int UNMAP = 0x08;
  private static final int UNMAP_BIT = 3;
  private static final int ANCHOR = 0x10;
  private static final int ANCHOR_BIT = 4;

  private static final int PATTERN_BYTES = 64 << 10;
  private static final int PATTERNS_PER_PIECE = 16;
  private static final long ZERO_PIECE_BYTES = 16L << 20;

  private final DiskDeviceServer disk;
  private final MediumAccess access;
  private final CommandStep afterDataOut = this::afterDataOut;
  private final CommandStep afterUnmap = this::afterUnmap;
  private final CommandStep writePiece = this::writePiece;
  private final CommandStep afterPiece = this::afterPiece;

  private WriteSameCommands(DiskDeviceServer disk) {
    this.disk = disk;
    this.access = disk.access();
  }

  static void addTo(CommandTable table, DiskDeviceServer disk) {
    WriteSameCommands commands = new WriteSameCommands(disk);
    CommandStep execute = commands::execute;
    Provisioning provisioning = disk.provisioning();
    int unmapping =
        (provisioning.isManaged() ? UNMAP : 0) | (provisioning.canAnchor() ? ANCHOR : 0);
    int flags = DataCommands.flags(disk, unmapping);
    table.add(
        DataCommands.writing("WRITE SAME(10)", BlockShape.TEN.usage(0x41, flags))
            .timeouts(60, 600)
            .executedBy(execute));
    table.add(
        DataCommands.writing("WRITE SAME(16)", BlockShape.SIXTEEN.usage(0x93, flags | NDOB))
            .timeouts(60, 600)
            .executedBy(execute));
    table.add(
        DataCommands.inType2(
            disk,
            DataCommands.writing("WRITE SAME(32)", BlockShape.longUsage(0x000D, flags | NDOB))
                .timeouts(60, 600),
            execute));
  }

  private static boolean hasNoDataOut(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    BlockShape shape = BlockShape.of(cdb);
    return shape != BlockShape.TEN && shape.isFlag(cdb, NDOB_BIT);
  }

  /** How many blocks are asked for; a range may be the whole medium, beyond what an int holds. */
  private long blocks(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    long field = BlockShape.of(cdb).lengthField(cdb);
    return field == 0 ? Math.max(0, disk.view().capacityBlocks() - execution.firstBlock()) : field;
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    BlockShape shape = BlockShape.of(cdb);
    LogicalUnitView view = disk.view();
    long first = shape.firstBlock(cdb);
    execution.range(first, 0);
    long blocksMax = disk.limits().writeSameBlocksMax();
    if (!BlockRange.isWithin(first, shape.lengthField(cdb), view.capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, first, view);
    } else if (blocksMax > 0 && blocks(execution) > blocksMax) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(shape.lengthAt(), 7));
    } else if (shape.isFlag(cdb, ANCHOR_BIT) && !shape.isFlag(cdb, UNMAP_BIT)) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(shape.flagsAt(), ANCHOR_BIT));
    } else if (hasNoDataOut(execution)) {
      execution.command().transfers(0, 0);
      writeZeros(nowNs, execution);
    } else {
      access.receiveExactly(nowNs, execution, 1, afterDataOut);
    }
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    int blockBytes = access.blockBytes();
    if (maySetZeros(execution) && isZero(access.dataOut(execution), blockBytes)) {
      writeZeros(nowNs, execution);
      return;
    }
    long patternBytes = PATTERN_BYTES / blockBytes * (long) blockBytes;
    int bytes = (int) Math.min(patternBytes, Math.max(1, blocks(execution)) * blockBytes);
    MemoryBlock block = execution.acquireDataIn(bytes);
    if (block == null) {
      execution.busy(nowNs);
      return;
    }
    for (int at = 0; at < bytes; at += blockBytes) {
      block.bytes().put(at, access.dataOut(execution), 0, blockBytes);
    }
    writePiece(nowNs, execution);
  }

  /** Blocks that read as zeros once they are unmapped may be unmapped instead (SBC-4 4.7.3.4.4). */
  private void writeZeros(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    BlockShape shape = BlockShape.of(cdb);
    if (!shape.isFlag(cdb, UNMAP_BIT)) {
      writePiece(nowNs, execution);
      return;
    }
    disk.provisioning()
        .unmap(
            nowNs,
            execution,
            shape.isFlag(cdb, ANCHOR_BIT),
            new long[] {execution.firstBlock()},
            new long[] {blocks(execution)},
            afterUnmap);
  }

  private void afterUnmap(long nowNs, CommandExecution execution) {
    if (!access.hasFailed(nowNs, execution)) {
      access.goodWritten(nowNs, execution, execution.firstBlock(), blocks(execution));
    }
  }

  /** Blocks that are to have protection information are written, unless they may be unmapped. */
  private boolean maySetZeros(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    return !access.guarded().isOn() || BlockShape.of(cdb).isFlag(cdb, UNMAP_BIT);
  }

  private static boolean isZero(ByteBuffer block, int lengthBytes) {
    for (int at = 0; at < lengthBytes; at += 8) {
      if (block.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Progress is how many bytes are written. */
  private void writePiece(long nowNs, CommandExecution execution) {
    long left = blocks(execution) * access.blockBytes() - execution.progress();
    if (left <= 0) {
      access.goodWritten(nowNs, execution, execution.firstBlock(), blocks(execution));
      return;
    }
    long at = execution.firstBlock() * access.blockBytes() + execution.progress();
    boolean isThrough = disk.view().writesThrough();
    MemoryBlock pattern = execution.command().dataInBlock();
    if (pattern == null) {
      execution.storeRequest().zero(at, Math.min(left, ZERO_PIECE_BYTES), isThrough);
    } else {
      SegmentList piece = execution.storeRequest().write(at, isThrough);
      int patternBytes = PATTERN_BYTES / access.blockBytes() * access.blockBytes();
      for (int turn = 0; turn < PATTERNS_PER_PIECE && left > 0; turn++) {
        int length = (int) Math.min(left, patternBytes);
        piece.add(pattern.bytes(), 0, length);
        left -= length;
      }
    }
    access.submit(nowNs, execution, afterPiece);
  }

  private void afterPiece(long nowNs, CommandExecution execution) {
    if (access.hasFailed(nowNs, execution)) {
      return;
    }
    execution.progress(execution.progress() + execution.storeRequest().lengthBytes());
    if (execution.progress() < blocks(execution) * access.blockBytes()) {
      execution.continueLater(writePiece);
    } else {
      writePiece(nowNs, execution);
    }
  }
}
