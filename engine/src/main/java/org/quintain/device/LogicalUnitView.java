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
 * @param control what the Control mode page says
 */
public record LogicalUnitView(
    LogicalUnitConfig config,
    long capacityBlocks,
    int transferBlocksMax,
    boolean hasVolatileCache,
    boolean isWriteProtected,
    ControlParameters control) {

  /** D_SENSE. */
  public boolean isDescriptorSense() {
    return control.isDescriptorSense();
  }

  /** Whether every write is to be on the medium when it ends, as with FUA (SBC-4 6.5.6, WCE). */
  public boolean writesThrough() {
    return !hasVolatileCache;
  }

  /** The same with other control parameters, whose SWP is added to the write protection by use. */
  public LogicalUnitView with(ControlParameters replacement) {
    return new LogicalUnitView(
        config, capacityBlocks, transferBlocksMax, hasVolatileCache, isWriteProtected, replacement);
  }

  /** The same with WCE as given. */
  public LogicalUnitView withVolatileCache(boolean isOn) {
    return new LogicalUnitView(
        config, capacityBlocks, transferBlocksMax, isOn, isWriteProtected, control);
  }

  /** The same with another capacity. */
  public LogicalUnitView withCapacity(long blocks) {
    return new LogicalUnitView(
        config, blocks, transferBlocksMax, hasVolatileCache, isWriteProtected, control);
  }

  /** The logical block length in bytes. */
  public int blockBytes() {
    return config.blockBytes();
  }
}
