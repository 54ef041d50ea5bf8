// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.spc.vpd.VpdPage;

/** The VPD pages that SBC-4 adds for every disk. */
final class BlockPages {
  private BlockPages() {}

  static List<VpdPage> vpdPages(Supplier<LogicalUnitView> view, Provisioning provisioning) {
    return List.of(new BlockLimits(view, provisioning), new BlockDeviceCharacteristics(view));
  }

  /** Block Limits, page B0h (SBC-4 6.6.4): nothing but the transfer lengths applies. */
  private record BlockLimits(Supplier<LogicalUnitView> view, Provisioning provisioning)
      implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;
    private static final int OPTIMAL_TRANSFER_BYTES = 1 << 20;
    private static final long UGAVALID = 0x8000_0000L;

    @Override
    public int pageCode() {
      return 0xB0;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      LogicalUnitView now = view.get();
      int optimalBlocks =
          Math.min(OPTIMAL_TRANSFER_BYTES / now.blockBytes(), now.transferBlocksMax());
      ParameterData.put16(into, 6, 1 << now.config().physicalBlockExponent());
      ParameterData.put32(into, 8, now.transferBlocksMax());
      ParameterData.put32(into, 12, optimalBlocks);
      if (provisioning.isManaged()) {
        ParameterData.put32(into, 20, provisioning.unmapBlocksMax());
        ParameterData.put32(into, 24, provisioning.unmapDescriptorsMax());
        ParameterData.put32(into, 28, provisioning.granularityBlocks());
        ParameterData.put32(into, 32, UGAVALID);
      }
      return LENGTH_BYTES;
    }
  }

  /**
   * Block Device Characteristics, page B1h (SBC-4 6.6.3): after a block erase reads go well
   * (WABEREQ), FUA reads and flushes are as SBC-4 says (FUAB), and blocks that were never written
   * are verified like others (VBULS).
   */
  private record BlockDeviceCharacteristics(Supplier<LogicalUnitView> view) implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;
    private static final int WABEREQ_READS_COMPLETE = 0x40;
    private static final int FUAB = 0x02;
    private static final int VBULS = 0x01;

    @Override
    public int pageCode() {
      return 0xB1;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      ParameterData.put16(into, HEADER_BYTES, view.get().config().rotationRate());
      ParameterData.put8(into, 7, WABEREQ_READS_COMPLETE);
      ParameterData.put8(into, 8, FUAB | VBULS);
      return LENGTH_BYTES;
    }
  }
}
