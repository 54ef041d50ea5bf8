// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.LogicalUnitServices;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.mode.ModePage;

/**
 * The thresholds of space (SBC-4 4.7.3.8) that mode page 1Ch/02h holds: one on what is available,
 * armed decreasing, one on what is used, armed increasing. One that is reached tells the initiators
 * once, and again only after the count has been back on the other side.
 *
 * <pre>
 * page:       0 to 3 header | 4 SITUA (bit 0) | 5 to 15 reserved | 16 available | 24 used
 * descriptor: 0 ENABLED 7, THRESHOLD TYPE 5-3, THRESHOLD ARMING 2-0 | 1 THRESHOLD RESOURCE
 *             | 2, 3 reserved | 4 to 7 THRESHOLD COUNT
 * </pre>
 */
final class ProvisioningThresholds extends CommandGate {
  private static final int PAGE_BYTES = 32;
  private static final int SITUA_AT = 4;
  private static final int AVAILABLE_AT = 16;
  private static final int USED_AT = 24;

  private static final int ENABLED = 0x80;
  private static final int ARMED_INCREASING = 0x01;
  private static final int AVAILABLE_RESOURCE = 0x01;
  private static final int USED_RESOURCE = 0x02;

  private final Provisioning provisioning;
  private boolean isReporting;
  private boolean isSingleInitiator;
  private boolean isAvailableWatched;
  private boolean isUsedWatched;
  private boolean isAvailableArmed;
  private boolean isUsedArmed;
  private long availableCount;
  private long usedCount;
  private int reachedAt = AVAILABLE_AT;

  ProvisioningThresholds(Provisioning provisioning) {
    open(true);
    this.provisioning = provisioning;
  }

  /** Logical Block Provisioning, mode page 1Ch/02h (SBC-4 6.5.9). */
  ModePage page() {
    int percent = provisioning.usedThresholdPercent();
    long count = percent == 0 ? 0 : provisioning.capacitySets() * percent / 100;
    return ModePage.subpage(0x1C, 0x02, PAGE_BYTES)
        .changeable(SITUA_AT, 0x01)
        .defaults(AVAILABLE_AT, 0, AVAILABLE_RESOURCE)
        .changeable(AVAILABLE_AT, ENABLED, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF)
        .defaults(USED_AT, (percent == 0 ? 0 : ENABLED) | ARMED_INCREASING, USED_RESOURCE)
        .defaults(
            USED_AT + 4, (int) (count >> 24), (int) (count >> 16), (int) (count >> 8), (int) count)
        .changeable(USED_AT, ENABLED, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF)
        .appliedBy((nowNs, page) -> onThresholds(page))
        .build();
  }

  private void onThresholds(ModePage page) {
    isSingleInitiator = page.isSet(SITUA_AT, 0);
    isAvailableWatched = page.isSet(AVAILABLE_AT, 7);
    isUsedWatched = page.isSet(USED_AT, 7);
    isAvailableArmed = true;
    isUsedArmed = true;
    availableCount = page.u32(AVAILABLE_AT + 4);
    usedCount = page.u32(USED_AT + 4);
    update();
  }

  /** LBPERE of the Read-Write Error Recovery mode page (SBC-4 6.5.10). */
  void onErrorRecovery(ModePage page) {
    isReporting = page.isSet(7, 7);
    update();
  }

  private void update() {
    open(!isReporting || !(isAvailableWatched || isUsedWatched));
  }

  /** Looks at the counts before each command; never ends one. */
  @Override
  protected boolean admits(long nowNs, CommandExecution execution) {
    if (isAvailableWatched) {
      lookAtAvailable(nowNs, execution);
    }
    if (isUsedWatched) {
      lookAtUsed(nowNs, execution);
    }
    return true;
  }

  private void lookAtAvailable(long nowNs, CommandExecution execution) {
    long available = provisioning.availableSets();
    if (available > availableCount) {
      isAvailableArmed = true;
    } else if (isAvailableArmed) {
      isAvailableArmed = false;
      reach(nowNs, execution, AVAILABLE_AT);
    }
  }

  private void lookAtUsed(long nowNs, CommandExecution execution) {
    long used = provisioning.usedSets();
    if (used < usedCount) {
      isUsedArmed = true;
    } else if (isUsedArmed) {
      isUsedArmed = false;
      reach(nowNs, execution, USED_AT);
    }
  }

  private void reach(long nowNs, CommandExecution execution, int descriptorAt) {
    reachedAt = descriptorAt;
    LogicalUnitServices unit = provisioning.disk().logicalUnit();
    AdditionalSense reached = AdditionalSense.THIN_PROVISIONING_SOFT_THRESHOLD_REACHED;
    if (isSingleInitiator) {
      unit.establishUnitAttention(nowNs, execution.command().nexus(), reached);
    } else {
      unit.establishUnitAttentionForOthers(nowNs, null, reached);
    }
  }

  /** INFORMATION tells where in the mode page the threshold stands that was reached last. */
  SenseData sense() {
    return SenseData.of(AdditionalSense.THIN_PROVISIONING_SOFT_THRESHOLD_REACHED)
        .withInformation(reachedAt);
  }
}
