// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.List;
import org.quintain.spc.mode.ModePage;

/** The mode pages that SBC-4 defines (6.5). */
final class BlockModePages {
  private static final int AWRE_AND_ARRE = 0xC0;
  private static final int PER = 0x04;
  private static final int DTE = 0x02;
  private static final int DCR = 0x01;
  private static final int LBPERE = 0x80;
  private static final int WCE = 0x04;

  private BlockModePages() {}

  static List<ModePage> of(DiskDeviceServer disk) {
    return List.of(readWriteErrorRecovery(disk), verifyErrorRecovery(), caching(disk));
  }

  /**
   * Read-Write Error Recovery, page 01h (SBC-4 6.5.10): the store recovers what it can by itself,
   * and never says that it did, which obeys PER, DTE and DCR whatever they are. LBPERE lets
   * thresholds of space be told where there are any.
   */
  private static ModePage readWriteErrorRecovery(DiskDeviceServer disk) {
    int lbpere = disk.provisioning().thresholdExponent() > 0 ? LBPERE : 0;
    return ModePage.page(0x01, 12)
        .defaults(2, AWRE_AND_ARRE)
        .changeable(2, PER | DTE | DCR)
        .defaults(7, lbpere)
        .changeable(7, lbpere)
        .checkedBy((page, values) -> check(values))
        .appliedBy((nowNs, page) -> disk.provisioning().onErrorRecovery(page))
        .build();
  }

  /** Verify Error Recovery, page 07h (SBC-4 6.5.11). */
  private static ModePage verifyErrorRecovery() {
    return ModePage.page(0x07, 12)
        .changeable(2, PER | DTE | DCR)
        .checkedBy((page, values) -> check(values))
        .build();
  }

  /** SBC-4 table "Error recovery bit combinations": DTE says nothing without PER. */
  private static int check(byte[] values) {
    boolean isInvalid = (values[2] & (PER | DTE)) == DTE;
    return isInvalid ? ModePage.refused(2, 1) : ModePage.ACCEPTED;
  }

  /**
   * Caching, page 08h (SBC-4 6.5.6). WCE can be changed where the store has a cache; with WCE zero
   * every write goes through it. Reads may be cached.
   */
  private static ModePage caching(DiskDeviceServer disk) {
    int cache = disk.store().hasVolatileCache() ? WCE : 0;
    return ModePage.page(0x08, 20)
        .defaults(2, cache)
        .changeable(2, cache)
        .appliedBy((nowNs, page) -> disk.cache().onSet(page.isSet(2, 2)))
        .build();
  }
}
