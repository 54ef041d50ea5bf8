// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.RangeLocks;
import org.quintain.sbc.medium.MediumHost;
import org.quintain.sbc.protection.Protection;
import org.quintain.store.BackingStore;

/**
 * A disk as the state of its medium sees it.
 *
 * @param disk the disk
 * @param marks its blocks that WRITE LONG marked
 */
record DiskMedium(DiskDeviceServer disk, MarkedBlocks marks) implements MediumHost {
  @Override
  public LogicalUnitView view() {
    return disk.view();
  }

  @Override
  public DiskBacking backing() {
    return disk.backing();
  }

  @Override
  public Protection protection() {
    return disk.protection();
  }

  @Override
  public BackingStore store() {
    return disk.store();
  }

  @Override
  public void onMediumMadeAnew(long nowNs) {
    marks.clearAll(nowNs);
  }

  @Override
  public boolean isMarked(long block) {
    return !marks.isEmpty() && marks.firstWithin(block, 1) == block;
  }

  @Override
  public void clearMark(long nowNs, CommandExecution execution, long block, CommandStep then) {
    marks.clear(nowNs, execution, block, 1, then);
  }

  @Override
  public RangeLocks ranges() {
    return disk.ranges();
  }

  @Override
  public LogicalUnitServices logicalUnit() {
    return disk.logicalUnit();
  }

  @Override
  public long idleSinceNs() {
    return disk.idleSinceNs();
  }
}
