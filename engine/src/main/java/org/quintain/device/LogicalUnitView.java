// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What READ and WRITE need to know of a logical unit: immutable, published whole by the owner
 * reactor, so that any reactor may execute against it.
 *
 * @param config what the logical unit was made as
 * @param capacityBlocks how many logical blocks there are
 * @param transferBlocksMax MAXIMUM TRANSFER LENGTH of VPD page B0h, in blocks
 * @param hasVolatileCache WCE: whether a completed write may be lost with power before a flush
 * @param isWriteProtected whether writes are refused on every nexus
 * @param isDescriptorSense D_SENSE
 */
public record LogicalUnitView(
    LogicalUnitConfig config,
    long capacityBlocks,
    int transferBlocksMax,
    boolean hasVolatileCache,
    boolean isWriteProtected,
    boolean isDescriptorSense) {

  /** The logical block length in bytes. */
  public int blockBytes() {
    return config.blockBytes();
  }
}
