// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.List;
import org.quintain.device.CommandTable;
import org.quintain.fabric.ItNexus;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.vpd.VpdPage;

/** Everything about third-party copies that a disk has. */
public final class ThirdPartyCopy implements CommandFamily {
  private final CopyDisk disk;
  private final CopyManager manager;

  /** The copies that {@code disk} manages. */
  public ThirdPartyCopy(CopyDisk disk, CopyManager manager) {
    this.disk = disk;
    this.manager = manager;
  }

  @Override
  public void addTo(CommandTable table) {
    new ExtendedCopyCommands(disk, manager).addTo(table);
    new TokenCommands(disk, manager).addTo(table);
    new CopyReports(disk, manager).addTo(table);
  }

  @Override
  public List<VpdPage> vpdPages() {
    return List.of(new ThirdPartyCopyPage(disk));
  }

  @Override
  public void onReset(long nowNs) {
    manager.cancel(null);
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    manager.cancel(nexus);
  }

  @Override
  public void onRemoval(long nowNs) {
    manager.cancel(null);
  }

  @Override
  public boolean isIdle() {
    return manager.isIdle();
  }
}
