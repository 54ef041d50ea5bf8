// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.sam.AdditionalSense;
import org.quintain.sbc.protection.Protection;

/**
 * Follows the capacity of a disk's store, and tells every initiator (SBC-4 4.5). Commands that were
 * found in range before may find the store shorter than they asked for. A store without one block
 * is left as it was. With protection information the disk does not grow beyond what there is room
 * for the tags of, and blocks that are new have none before anybody sees them. Owned by the logical
 * unit's reactor.
 */
final class Resizing {
  private final DiskDeviceServer disk;
  private final Protection protection;
  private boolean isUnderWay;
  private boolean isOvertaken;

  Resizing(DiskDeviceServer disk) {
    this.disk = disk;
    this.protection = disk.protection();
  }

  boolean isIdle() {
    return !isUnderWay;
  }

  void onCapacityChanged(long nowNs) {
    if (isUnderWay) {
      isOvertaken = true;
      return;
    }
    long stored = disk.store().capacityBytes() / disk.view().blockBytes();
    long blocks = Math.min(stored, protection.blocksMax());
    if (blocks > 0 && blocks != disk.view().capacityBlocks()) {
      isUnderWay = true;
      protection.resize(
          nowNs, blocks, (laterNs, isDone) -> onTagsSettled(laterNs, isDone ? blocks : 0));
    }
  }

  private void onTagsSettled(long nowNs, long blocks) {
    isUnderWay = false;
    if (blocks > 0) {
      disk.publish(disk.view().withCapacity(blocks));
      disk.logicalUnit()
          .establishUnitAttentionForOthers(nowNs, null, AdditionalSense.CAPACITY_DATA_HAS_CHANGED);
    }
    if (isOvertaken) {
      isOvertaken = false;
      onCapacityChanged(nowNs);
    }
  }
}
