// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.LogicalUnitView;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The range of logical blocks that a CDB names (SBC-4 5.1), where each CDB length keeps it.
 *
 * <pre>
 *  6 bytes: LBA in the low 21 bits of bytes 1 to 3, length in byte 4 (0 means 256)
 * 10 bytes: LBA in bytes 2 to 5, length in bytes 7 and 8
 * 12 bytes: LBA in bytes 2 to 5, length in bytes 6 to 9
 * 16 bytes: LBA in bytes 2 to 9, length in bytes 10 to 13
 * </pre>
 */
final class BlockRange {
  private BlockRange() {}

  /**
   * Reads the range of a command that moves or checks blocks into {@code execution}. False when it
   * is not to be had and the command has ended: beyond the capacity, or longer than MAXIMUM
   * TRANSFER LENGTH.
   */
  static boolean parse(long nowNs, CommandExecution execution, LogicalUnitView view) {
    byte[] cdb = execution.cdb();
    long first = firstBlock(cdb);
    long blocks = blocks(cdb);
    if (!isWithin(first, blocks, view.capacityBlocks())) {
      outOfRange(nowNs, execution, first, view);
      return false;
    }
    if (blocks > view.transferBlocksMax()) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(lengthAt(cdb), 7));
      return false;
    }
    execution.range(first, (int) blocks);
    return true;
  }

  /** LOGICAL BLOCK ADDRESS: beyond 2^63 it comes out negative. */
  static long firstBlock(byte[] cdb) {
    return switch (lengthAt(cdb)) {
      case 4 -> (long) (Cdb.u8(cdb, 1) & 0x1F) << 16 | Cdb.u16(cdb, 2);
      case 10 -> Cdb.u64(cdb, 2);
      default -> Cdb.u32(cdb, 2);
    };
  }

  /** TRANSFER LENGTH in blocks. */
  static long blocks(byte[] cdb) {
    return switch (lengthAt(cdb)) {
      case 4 -> Cdb.u8(cdb, 4) == 0 ? 256 : Cdb.u8(cdb, 4);
      case 7 -> Cdb.u16(cdb, 7);
      case 6 -> Cdb.u32(cdb, 6);
      default -> Cdb.u32(cdb, 10);
    };
  }

  /** Where the length begins, by the group code in the operation code (SPC-5 4.2.5.1). */
  private static int lengthAt(byte[] cdb) {
    return switch (Cdb.u8(cdb, 0) >> 5) {
      case 0 -> 4;
      case 1, 2 -> 7;
      case 5 -> 6;
      default -> 10;
    };
  }

  /** Whether the range ends within the capacity, computed so that no sum can overflow. */
  static boolean isWithin(long first, long blocks, long capacityBlocks) {
    return first >= 0 && first <= capacityBlocks && blocks <= capacityBlocks - first;
  }

  /** LOGICAL BLOCK ADDRESS OUT OF RANGE with the first block that is out of range. */
  static void outOfRange(long nowNs, CommandExecution execution, long first, LogicalUnitView view) {
    long firstMissing =
        Long.compareUnsigned(first, view.capacityBlocks()) < 0 ? view.capacityBlocks() : first;
    execution.terminate(
        nowNs,
        SenseData.of(AdditionalSense.LOGICAL_BLOCK_ADDRESS_OUT_OF_RANGE)
            .withInformation(firstMissing));
  }
}
