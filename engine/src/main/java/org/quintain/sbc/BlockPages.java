// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sbc.hints.Streams;
import org.quintain.spc.vpd.VpdPage;

/** The VPD pages that SBC-4 adds for every disk. */
final class BlockPages {
  private BlockPages() {}

  static List<VpdPage> vpdPages(DiskDeviceServer disk) {
    return List.of(
        new BlockLimits(disk),
        new BlockDeviceCharacteristics(disk::view),
        new BlockLimitsExtension(disk));
  }

  /**
   * Block Limits, page B0h (SBC-4 6.6.4). WSNZ is zero: zero blocks of WRITE SAME mean the rest.
   */
  private record BlockLimits(DiskDeviceServer disk) implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;
    private static final int OPTIMAL_TRANSFER_BYTES = 1 << 20;
    private static final long UGAVALID = 0x8000_0000L;

    @Override
    public int pageCode() {
      return 0xB0;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      LogicalUnitView now = disk.view();
      TransferLimits limits = disk.limits();
      int optimalBlocks =
          Math.min(OPTIMAL_TRANSFER_BYTES / now.blockBytes(), now.transferBlocksMax());
      ParameterData.put8(into, 5, limits.compareAndWriteBlocksMax());
      ParameterData.put16(into, 6, 1 << now.config().physicalBlockExponent());
      ParameterData.put32(into, 8, now.transferBlocksMax());
      ParameterData.put32(into, 12, optimalBlocks);
      ParameterData.put32(into, 16, limits.prefetchBlocksMax());
      Provisioning provisioning = disk.provisioning();
      if (provisioning.isManaged()) {
        ParameterData.put32(into, 20, provisioning.unmapBlocksMax());
        ParameterData.put32(into, 24, provisioning.unmapDescriptorsMax());
        ParameterData.put32(into, 28, provisioning.granularityBlocks());
        ParameterData.put32(into, 32, UGAVALID);
      }
      into.putLong(36, limits.writeSameBlocksMax());
      if (limits.atomicBlocksMax() > 0) {
        ParameterData.put32(into, 44, limits.atomicBlocksMax());
        ParameterData.put32(into, 48, 1);
        ParameterData.put32(into, 52, 1);
        ParameterData.put32(into, 56, limits.atomicBlocksMax());
        ParameterData.put32(into, 60, limits.atomicBoundaryBlocksMax());
      }
      return LENGTH_BYTES;
    }
  }

  /**
   * Block Limits Extension, page B7h (SBC-4 6.6.5): streams where space is managed, best written in
   * physical blocks and as much at once as is given up at once; scattered writes.
   */
  private record BlockLimitsExtension(DiskDeviceServer disk) implements VpdPage {
    private static final int LENGTH_BYTES = 0x40;
    private static final int RSCS = 0x01;

    @Override
    public int pageCode() {
      return 0xB7;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      TransferLimits limits = disk.limits();
      if (disk.streams().isSupported()) {
        int streamBlocks = 1 << disk.view().config().physicalBlockExponent();
        int granularity = disk.provisioning().granularityBlocks() / streamBlocks;
        ParameterData.put8(into, 5, RSCS);
        ParameterData.put16(into, 6, Streams.MAXIMUM);
        ParameterData.put16(into, 8, streamBlocks);
        ParameterData.put32(into, 10, Math.max(1, granularity));
      }
      ParameterData.put32(into, 16, limits.scatteredBlocksMax());
      ParameterData.put16(into, 22, limits.scatteredDescriptorsMax());
      ParameterData.put32(into, 24, limits.scatteredBlocksMax());
      return LENGTH_BYTES;
    }
  }

  /**
   * Block Device Characteristics, page B1h (SBC-4 6.6.3): after a block erase, where there is one,
   * reads go well (WABEREQ), FUA reads and flushes are as SBC-4 says (FUAB), and blocks that were
   * never written are verified like others (VBULS).
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
      boolean hasBlockErase = view.get().config().provisioning().isManaged();
      ParameterData.put8(into, 7, hasBlockErase ? WABEREQ_READS_COMPLETE : 0);
      ParameterData.put8(into, 8, FUAB | VBULS);
      return LENGTH_BYTES;
    }
  }
}
