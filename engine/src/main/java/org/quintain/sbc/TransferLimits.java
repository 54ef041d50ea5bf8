// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.LogicalUnitView;

/**
 * How much a single command may ask for: what the VPD pages B0h and B7h tell (SBC-4 6.6.4, 6.6.5)
 * and the commands obey, in one place so that both say the same.
 */
final class TransferLimits {
  private static final int COMPARE_AND_WRITE_BLOCKS_MAX = 255;
  private static final int PREFETCH_BYTES_MAX = 4 << 20;
  private static final int ATOMIC_FIELD_MAX = 0xFFFF;
  private static final int SCATTERED_DESCRIPTORS_MAX = 128;

  private final DiskDeviceServer disk;

  TransferLimits(DiskDeviceServer disk) {
    this.disk = disk;
  }

  private LogicalUnitView view() {
    return disk.view();
  }

  /** MAXIMUM COMPARE AND WRITE LENGTH: both instances are in memory at once. */
  int compareAndWriteBlocksMax() {
    return Math.min(COMPARE_AND_WRITE_BLOCKS_MAX, view().transferBlocksMax() / 2);
  }

  /** MAXIMUM PREFETCH LENGTH: what is not asked for yet is to take no more than usual memory. */
  int prefetchBlocksMax() {
    return Math.min(PREFETCH_BYTES_MAX / view().blockBytes(), view().transferBlocksMax());
  }

  /**
   * MAXIMUM WRITE SAME LENGTH, 0 for no limit: however long it takes, it is done in pieces and can
   * be aborted, and so NUMBER OF LOGICAL BLOCKS zero may mean all the rest (WSNZ zero).
   */
  long writeSameBlocksMax() {
    return 0;
  }

  /**
   * MAXIMUM ATOMIC TRANSFER LENGTH, with a boundary and without; 0 where there is no such write.
   */
  int atomicBlocksMax() {
    long storeBlocks = disk.store().atomicWriteBytesMax() / view().blockBytes();
    return (int) Math.min(Math.min(storeBlocks, view().transferBlocksMax()), ATOMIC_FIELD_MAX);
  }

  /** MAXIMUM ATOMIC BOUNDARY SIZE. */
  int atomicBoundaryBlocksMax() {
    return atomicBlocksMax();
  }

  /** MAXIMUM SCATTERED LBA RANGE DESCRIPTOR COUNT. */
  int scatteredDescriptorsMax() {
    return SCATTERED_DESCRIPTORS_MAX;
  }

  /** MAXIMUM SCATTERED TRANSFER LENGTH, the list included, and that of a single range. */
  int scatteredBlocksMax() {
    return view().transferBlocksMax();
  }
}
