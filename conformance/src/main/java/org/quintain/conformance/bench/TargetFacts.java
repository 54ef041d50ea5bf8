// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.OperationCodes;

/**
 * What the target said of itself when the run began; cases decide by it whether they apply.
 *
 * @param inquiry standard INQUIRY data
 * @param vpdPages the pages that VPD 00h lists
 * @param blocks the capacity in logical blocks
 * @param blockBytes the logical block length in bytes
 * @param readCapacity16 READ CAPACITY(16) data, empty where the command is not supported
 * @param operationCodes the answer of REPORT SUPPORTED OPERATION CODES, null where that is not
 *     supported
 * @param blockLimits VPD B0h, empty where there is none
 * @param logicalBlockProvisioning VPD B2h, empty where there is none
 * @param luns the logical units that REPORT LUNS lists
 * @param dpoFua the DPOFUA bit of the mode parameter header
 * @param writeProtected the WP bit of the mode parameter header
 * @param writeCache the WCE bit of the caching mode page
 * @param hasModeSense whether MODE SENSE(10) or (6) works
 */
public record TargetFacts(
    byte[] inquiry,
    SortedSet<Integer> vpdPages,
    long blocks,
    int blockBytes,
    byte[] readCapacity16,
    @Nullable OperationCodes operationCodes,
    byte[] blockLimits,
    byte[] logicalBlockProvisioning,
    List<Long> luns,
    boolean dpoFua,
    boolean writeProtected,
    boolean writeCache,
    boolean hasModeSense) {

  /** Whether the command is listed, or there is no list to say that it is not. */
  public boolean mayHave(int opcode, int serviceAction) {
    return operationCodes == null || operationCodes.lists(opcode, serviceAction);
  }

  /** MAXIMUM TRANSFER LENGTH in blocks (SBC-4 6.6.4), 0 where none is given. */
  public long maximumTransferBlocks() {
    return blockLimits.length >= 12 ? Bytes.u32(blockLimits, 8) : 0;
  }

  /** The most blocks that the suite moves at once: within the limit, and not more than 4 MiB. */
  public int transferBlocksMax() {
    long blocksOf4Mib = (4L << 20) / blockBytes;
    long limit = maximumTransferBlocks();
    return (int) Math.min(limit == 0 ? blocksOf4Mib : Math.min(limit, blocksOf4Mib), blocks);
  }

  /** Logical blocks per physical block, from READ CAPACITY(16); 1 where unknown. */
  public int blocksPerPhysicalBlock() {
    return readCapacity16.length >= 14 ? 1 << (readCapacity16[13] & 0xF) : 1;
  }

  /** Whether protection information is enabled (PROT_EN). */
  public boolean hasProtection() {
    return readCapacity16.length >= 13 && (readCapacity16[12] & 1) != 0;
  }

  /** Whether NORMACA is set in INQUIRY data. */
  public boolean hasNormalAca() {
    return inquiry.length > 3 && (inquiry[3] & 0x20) != 0;
  }

  /** A logical unit besides {@code lun}, or -1 where there is no other. */
  public long otherLun(long lun) {
    for (long other : luns) {
      if (other != lun) {
        return other;
      }
    }
    return -1;
  }

  /** A single-level LUN below 256 that is not listed. */
  public long absentLun() {
    for (long index = 255; index > 0; index--) {
      long lun = index << 48;
      long flat = lun | (0x4000L << 48);
      if (!luns.contains(lun) && !luns.contains(flat)) {
        return lun;
      }
    }
    throw CaseEnd.skip("All LUNs below 256 are in use.");
  }
}
