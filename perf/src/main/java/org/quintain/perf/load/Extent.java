// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import org.quintain.perf.job.LoadJob;

/**
 * The part of a logical unit that a job addresses, in units of the job's block size.
 *
 * @param firstAddress the first logical block
 * @param ioBlocks how many units there are
 * @param blocksPerIo logical blocks in one unit
 * @param blockBytes bytes in one logical block
 */
record Extent(long firstAddress, long ioBlocks, int blocksPerIo, int blockBytes) {

  /**
   * The extent of {@code job} on a disk.
   *
   * @throws LoadException when the job does not fit the disk
   */
  static Extent of(LoadJob job, DiskFacts disk) throws LoadException {
    int blockBytes = disk.blockBytes();
    if (job.blockBytes() % blockBytes != 0 || job.offsetBytes() % blockBytes != 0) {
      throw new LoadException(
          "["
              + job.name()
              + "] bs and offset must be multiples of the logical block of "
              + blockBytes
              + " bytes.");
    }
    long capacity = disk.capacityBlocks() * blockBytes;
    long size = job.sizeBytes() == 0 ? capacity - job.offsetBytes() : job.sizeBytes();
    if (job.offsetBytes() > capacity || size > capacity - job.offsetBytes()) {
      throw new LoadException(
          String.format(
              "[%s] offset %d and size %d go beyond the capacity of %d bytes.",
              job.name(), job.offsetBytes(), size, capacity));
    }
    long ioBlocks = size / job.blockBytes();
    if (ioBlocks == 0) {
      throw new LoadException("[" + job.name() + "] the extent holds less than one block of bs.");
    }
    if (job.verify() && job.readPercent() == 0 && ioBlocks > WrittenBlocks.BLOCKS_MAX) {
      throw new LoadException(
          "["
              + job.name()
              + "] verify keeps account of up to "
              + WrittenBlocks.BLOCKS_MAX
              + " blocks; set a smaller size or a larger bs.");
    }
    return new Extent(
        job.offsetBytes() / blockBytes, ioBlocks, job.blockBytes() / blockBytes, blockBytes);
  }

  /** The logical block address of unit {@code ioBlock}. */
  long address(long ioBlock) {
    return firstAddress + ioBlock * blocksPerIo;
  }

  /** The extent's length in bytes, whole units only. */
  long lengthBytes() {
    return ioBlocks * blocksPerIo * blockBytes;
  }
}
