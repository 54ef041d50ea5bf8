// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which logical blocks are in which access state through which target port group, for a disk whose
 * access is logical block dependent (SBC-4 4.27 Referrals). Immutable.
 *
 * @param segmentBlocks USER DATA SEGMENT SIZE of VPD page B3h, 0 when every referral names its
 *     blocks by itself
 * @param segmentMultiplier USER DATA SEGMENT MULTIPLIER
 * @param referrals the user data segment referrals, ascending and without overlap, covering every
 *     logical block
 */
public record ReferralMap(long segmentBlocks, long segmentMultiplier, List<Referral> referrals) {
  /** Checks order and cover; throws {@link IllegalArgumentException} with one sentence. */
  public ReferralMap {
    referrals = List.copyOf(referrals);
    long next = 0;
    for (Referral referral : referrals) {
      if (referral.firstBlock() != next || referral.lastBlock() < referral.firstBlock()) {
        throw new IllegalArgumentException(
            "A referral begins at block " + referral.firstBlock() + " where " + next + " is next.");
      }
      next = referral.lastBlock() + 1;
    }
  }

  /**
   * One user data segment referral descriptor.
   *
   * @param firstBlock FIRST USER DATA SEGMENT LBA
   * @param lastBlock LAST USER DATA SEGMENT LBA
   * @param groups the state of each target port group towards these blocks
   */
  public record Referral(long firstBlock, long lastBlock, List<GroupState> groups) {
    /** Takes copies. */
    public Referral {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A target port group and its state.
   *
   * @param identifier TARGET PORT GROUP
   * @param state its state towards the blocks of the referral
   */
  public record GroupState(int identifier, AccessState state) {}

  /**
   * The first state of {@code group} towards {@code blocks} blocks from {@code firstBlock} on that
   * lets no command run, or null when all of them are active.
   */
  @Nullable AccessState obstacle(int group, long firstBlock, long blocks) {
    for (Referral referral : referrals) {
      if (referral.lastBlock() < firstBlock) {
        continue;
      }
      if (blocks <= 0 || referral.firstBlock() > firstBlock + blocks - 1) {
        return null;
      }
      AccessState state = stateOf(referral, group);
      if (!state.isActive()) {
        return state;
      }
    }
    return null;
  }

  private static AccessState stateOf(Referral referral, int group) {
    for (GroupState state : referral.groups()) {
      if (state.identifier() == group) {
        return state.state();
      }
    }
    return AccessState.UNAVAILABLE;
  }
}
