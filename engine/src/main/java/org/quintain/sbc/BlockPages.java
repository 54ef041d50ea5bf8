// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.spc.vpd.VpdPage;

/** The VPD pages that SBC-4 adds for a fully provisioned disk. */
final class BlockPages {
  private BlockPages() {}

  static List<VpdPage> vpdPages(Supplier<LogicalUnitView> view) {
    return List.of(
        new BlockLimits(view), new BlockDeviceCharacteristics(view), new BlockProvisioning());
  }

  /** Block Limits, page B0h (SBC-4 6.6.4): nothing but the transfer lengths applies. */
  private record BlockLimits(Supplier<LogicalUnitView> view) implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;
    private static final int OPTIMAL_TRANSFER_BYTES = 1 << 20;

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
      return LENGTH_BYTES;
    }
  }

  /** Block Device Characteristics, page B1h (SBC-4 6.6.3). */
  private record BlockDeviceCharacteristics(Supplier<LogicalUnitView> view) implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;

    @Override
    public int pageCode() {
      return 0xB1;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      ParameterData.put16(into, HEADER_BYTES, view.get().config().rotationRate());
      return LENGTH_BYTES;
    }
  }

  /** Logical Block Provisioning, page B2h (SBC-4 6.6.6): fully provisioned, nothing to unmap. */
  private record BlockProvisioning() implements VpdPage {
    @Override
    public int pageCode() {
      return 0xB2;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      return 8;
    }
  }
}
