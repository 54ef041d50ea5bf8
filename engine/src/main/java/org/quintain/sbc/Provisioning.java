// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ProvisioningConfig;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogParameters;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.vpd.VpdPage;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;

/**
 * Logical block provisioning (SBC-4 4.7): UNMAP, GET LBA STATUS, VPD page B2h, log page 0Ch, the
 * thresholds of mode page 1Ch/02h, and what other commands and pages ask about it. A fully
 * provisioned disk has GET LBA STATUS alone, which says that all is mapped.
 */
final class Provisioning implements CommandFamily {
  /** Unmapped blocks read as zeros: LBPRZ of READ CAPACITY(16), xx1b in VPD page B2h. */
  static final int LBPRZ = 1;

  private static final long UNMAP_BYTES_MAX = 4L << 30;

  /** More is not announced: tools of application clients take it for a mistake. */
  private static final long UNMAP_BLOCKS_MAX = 1 << 20;

  private static final int UNMAP_DESCRIPTORS_MAX = 256;

  /** Threshold sets are no smaller than what stores take and give up at once. */
  private static final int THRESHOLD_SET_BYTES_MIN = 256 << 10;

  private static final int WRITE_SAME_16 = 0x93;
  private static final int WRITE_SAME_10 = 0x41;
  private static final int UNMAP_BIT = 0x08;

  private final DiskDeviceServer disk;
  private final ProvisioningConfig config;
  private final StoreProvisioning store;
  private final int blockBytes;
  private final ProvisioningThresholds thresholds = new ProvisioningThresholds(this);

  Provisioning(DiskDeviceServer disk) {
    this.disk = disk;
    this.config = disk.view().config().provisioning();
    this.store = disk.store().provisioning();
    this.blockBytes = disk.view().blockBytes();
    if (config.isManaged() && !store.canDeallocate()) {
      throw new IllegalArgumentException(
          "The store of "
              + disk.view().config().name()
              + " cannot give up space, so that it cannot be thin provisioned.");
    }
  }

  DiskDeviceServer disk() {
    return disk;
  }

  /** LBPME: whether blocks may be unmapped. */
  boolean isManaged() {
    return config.isManaged();
  }

  /** ANC_SUP: whether blocks may be anchored. */
  boolean canAnchor() {
    return isManaged() && store.canAnchor();
  }

  /** MAXIMUM UNMAP LBA COUNT, 0 for no UNMAP. */
  long unmapBlocksMax() {
    return isManaged() ? Math.min(UNMAP_BLOCKS_MAX, UNMAP_BYTES_MAX / blockBytes) : 0;
  }

  /** MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT, 0 for no UNMAP. */
  int unmapDescriptorsMax() {
    return isManaged() ? UNMAP_DESCRIPTORS_MAX : 0;
  }

  /** OPTIMAL UNMAP GRANULARITY in blocks, 0 for no UNMAP; pieces are aligned to block 0. */
  int granularityBlocks() {
    return isManaged() ? Math.max(1, store.granularityBytes() / blockBytes) : 0;
  }

  /** THRESHOLD EXPONENT: two to this power blocks are a threshold set; 0 for no thresholds. */
  int thresholdExponent() {
    if (config.type() != ProvisioningConfig.Type.THIN) {
      return 0;
    }
    int exponent = Integer.numberOfTrailingZeros(THRESHOLD_SET_BYTES_MIN / blockBytes);
    while (disk.view().capacityBlocks() >> exponent >= 1L << 32) {
      exponent++;
    }
    return exponent;
  }

  /** How many threshold sets of space are in use, rounded up. */
  long usedSets() {
    long used = Math.min(disk.store().usedBytes(), disk.store().capacityBytes());
    long setBytes = (long) blockBytes << thresholdExponent();
    return (used + setBytes - 1) / setBytes;
  }

  /** How many threshold sets of space are left for what is not in use, rounded down. */
  long availableSets() {
    BackingStore blocks = disk.store();
    long unused = Math.max(0, blocks.capacityBytes() - blocks.usedBytes());
    return Math.min(unused, blocks.availableBytes()) / ((long) blockBytes << thresholdExponent());
  }

  /** How many threshold sets all blocks are. */
  long capacitySets() {
    return disk.view().capacityBlocks() >> thresholdExponent();
  }

  /** The percentage of used space that is a threshold by default, 0 for none. */
  int usedThresholdPercent() {
    return config.usedThresholdPercent();
  }

  /** Reporting follows LBPERE of {@code page}, the Read-Write Error Recovery mode page. */
  void onErrorRecovery(ModePage page) {
    thresholds.onErrorRecovery(page);
  }

  /**
   * Unmaps or anchors blocks on behalf of {@code execution}, then runs {@code then}, where the
   * store result says how it went. The blocks lie within the capacity.
   */
  void unmap(
      long nowNs,
      CommandExecution execution,
      boolean isAnchor,
      long[] firstBlocks,
      long[] blocks,
      CommandStep then) {
    long[] offsets = new long[firstBlocks.length];
    long[] lengths = new long[firstBlocks.length];
    for (int index = 0; index < offsets.length; index++) {
      offsets[index] = firstBlocks[index] * blockBytes;
      lengths[index] = blocks[index] * blockBytes;
    }
    StoreOperation operation = isAnchor ? StoreOperation.ANCHOR : StoreOperation.DEALLOCATE;
    boolean isForceUnitAccess = disk.view().writesThrough();
    new RangeSteps(disk, operation, isForceUnitAccess, offsets, lengths, then)
        .start(nowNs, execution);
  }

  @Override
  public void addTo(CommandTable table) {
    new LbaStatusCommands(this).addTo(table);
    if (isManaged()) {
      new UnmapCommand(this).addTo(table);
    }
  }

  @Override
  public List<VpdPage> vpdPages() {
    return List.of(new ProvisioningPage());
  }

  @Override
  public List<ModePage> modePages() {
    return thresholdExponent() == 0 ? List.of() : List.of(thresholds.page());
  }

  @Override
  public List<LogPage> logPages() {
    return thresholdExponent() == 0 ? List.of() : List.of(new ResourceCounts());
  }

  /** Before unit attention conditions are looked at, so that a threshold reached is one at once. */
  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.RESERVATION && thresholdExponent() > 0 ? thresholds : null;
  }

  @Override
  public @Nullable SenseData describe(AdditionalSense attention) {
    return attention == AdditionalSense.THIN_PROVISIONING_SOFT_THRESHOLD_REACHED
        ? thresholds.sense()
        : null;
  }

  /** Logical Block Provisioning, VPD page B2h (SBC-4 6.6.6). */
  private final class ProvisioningPage implements VpdPage {
    @Override
    public int pageCode() {
      return 0xB2;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      if (isManaged()) {
        int lbpu = 0x80;
        int lbpws = unmaps(WRITE_SAME_16) ? 0x40 : 0;
        int lbpws10 = unmaps(WRITE_SAME_10) ? 0x20 : 0;
        int ancSup = canAnchor() ? 0x02 : 0;
        ParameterData.put8(into, 4, thresholdExponent());
        ParameterData.put8(into, 5, lbpu | lbpws | lbpws10 | LBPRZ << 2 | ancSup);
        ParameterData.put8(into, 6, config.type().code());
      }
      return 8;
    }

    private boolean unmaps(int writeSame) {
      CommandDefinition row = disk.commands().find(writeSame, 0);
      return row != null && (row.usage(1) & UNMAP_BIT) != 0;
    }
  }

  /** Logical Block Provisioning, log page 0Ch (SBC-4 6.4.5), in threshold sets. */
  private final class ResourceCounts implements LogPage {
    private static final int AVAILABLE = 0x0001;
    private static final int USED = 0x0002;

    @Override
    public int pageCode() {
      return 0x0C;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      into.binary(AVAILABLE, value(availableSets()));
      into.binary(USED, value(usedSets()));
    }

    /** RESOURCE COUNT; SCOPE 00b leaves open whom the resources are for. */
    private byte[] value(long count) {
      ByteBuffer value = ByteBuffer.allocate(8);
      value.putInt(0, (int) Math.min(count, 0xFFFF_FFFFL));
      return value.array();
    }
  }
}
