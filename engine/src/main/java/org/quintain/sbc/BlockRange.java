// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.LogicalUnitView;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** The range of logical blocks that a CDB names (SBC-4 5.1), checked. */
final class BlockRange {
  private BlockRange() {}

  /**
   * Reads the range of a command that moves or checks blocks into {@code execution}. False when it
   * is not to be had and the command has ended: beyond the capacity, or longer than MAXIMUM
   * TRANSFER LENGTH.
   */
  static boolean parse(long nowNs, CommandExecution execution, LogicalUnitView view) {
    return parse(nowNs, execution, view, view.transferBlocksMax());
  }

  /** The same for a command whose own limit is {@code blocksMax}. */
  static boolean parse(
      long nowNs, CommandExecution execution, LogicalUnitView view, long blocksMax) {
    byte[] cdb = execution.cdb();
    BlockShape shape = BlockShape.of(cdb);
    long first = shape.firstBlock(cdb);
    long blocks = shape.blocks(cdb);
    if (!isWithin(first, blocks, view.capacityBlocks())) {
      outOfRange(nowNs, execution, first, view);
      return false;
    }
    if (blocks > blocksMax) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(shape.lengthAt(), 7));
      return false;
    }
    execution.range(first, (int) blocks);
    return true;
  }

  /** LOGICAL BLOCK ADDRESS: beyond 2^63 it comes out negative. */
  static long firstBlock(byte[] cdb) {
    return BlockShape.of(cdb).firstBlock(cdb);
  }

  /** TRANSFER LENGTH in blocks. */
  static long blocks(byte[] cdb) {
    return BlockShape.of(cdb).blocks(cdb);
  }

  /** Whether the range ends within the capacity, computed so that no sum can overflow. */
  static boolean isWithin(long first, long blocks, long capacityBlocks) {
    return first >= 0 && first <= capacityBlocks && blocks <= capacityBlocks - first;
  }

  /** LOGICAL BLOCK ADDRESS OUT OF RANGE with the first block that is out of range. */
  static SenseData outOfRange(long first, LogicalUnitView view) {
    long firstMissing =
        Long.compareUnsigned(first, view.capacityBlocks()) < 0 ? view.capacityBlocks() : first;
    return SenseData.of(AdditionalSense.LOGICAL_BLOCK_ADDRESS_OUT_OF_RANGE)
        .withInformation(firstMissing);
  }

  /** Ends the command with {@link #outOfRange(long, LogicalUnitView)}. */
  static void outOfRange(long nowNs, CommandExecution execution, long first, LogicalUnitView view) {
    execution.terminate(nowNs, outOfRange(first, view));
  }
}
