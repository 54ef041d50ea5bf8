// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.device.ProtectionConfig;
import org.quintain.sam.Lun;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.ReferralMap;
import org.quintain.spc.alua.ReferralMap.GroupState;
import org.quintain.spc.alua.ReferralMap.Referral;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;

/**
 * What a {@code direct:} URL asks for.
 *
 * @param lun the logical unit under test
 * @param protection what protection information the disks are made with
 * @param spaceMib how much space there is behind each disk, in MiB; 0 for as much as its capacity
 * @param isRemovable whether their media can be taken out
 * @param hasReferrals whether either half of a disk is active through one target port group alone
 */
record DirectShape(
    int lun,
    ProtectionConfig protection,
    long spaceMib,
    boolean isRemovable,
    boolean hasReferrals) {

  /** The arguments of the URL, for a person. */
  static final String ARGUMENTS =
      "?protection=0 to 3, exponent=0 to 3 (protection information intervals), space=MiB,"
          + " removable=0 or 1, referrals=0 or 1, joined by &";

  /** How many target ports there are, port n in group n. */
  static final int PORTS = 2;

  /** Reads {@code url} from {@code from} on; throws IllegalArgumentException with one sentence. */
  static DirectShape parse(String url, int from) {
    int question = url.indexOf('?', from);
    String lun = url.substring(from, question < 0 ? url.length() : question);
    boolean isLun = lun.isEmpty() || (number(lun) >= 0 && number(lun) <= Lun.INDEX_MAX);
    Map<String, Integer> left = new TreeMap<>();
    if (question >= 0) {
      for (String argument : url.substring(question + 1).split("&", -1)) {
        int equals = argument.indexOf('=');
        int value = equals < 0 ? -1 : number(argument.substring(equals + 1));
        isLun &= value >= 0 && left.put(argument.substring(0, equals), value) == null;
      }
    }
    DirectShape shape =
        new DirectShape(
            lun.isEmpty() || !isLun ? 0 : number(lun),
            new ProtectionConfig(take(left, "protection", 3), take(left, "exponent", 3)),
            take(left, "space", 65_536),
            take(left, "removable", 1) == 1,
            take(left, "referrals", 1) == 1);
    if (!isLun || !left.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + url + "\" is spelled direct: or direct:LUN, with " + ARGUMENTS + ".");
    }
    return shape;
  }

  /** Takes an argument out of {@code left}, unless its value is too large. */
  private static int take(Map<String, Integer> left, String name, int most) {
    int value = left.getOrDefault(name, 0);
    if (value > most) {
      return 0;
    }
    left.remove(name);
    return value;
  }

  private static int number(String digits) {
    return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
  }

  /**
   * The target port groups of disks, or of one of {@code blocks} blocks where there are referrals.
   */
  TargetPortGroups groups(long blocks) {
    if (!hasReferrals) {
      return new TargetPortGroups(
          List.of(
              group(1, AccessState.ACTIVE_OPTIMIZED), group(2, AccessState.ACTIVE_NON_OPTIMIZED)),
          true,
          0,
          null);
    }
    List<Referral> halves =
        List.of(
            new Referral(0, blocks / 2 - 1, activeIn(1)),
            new Referral(blocks / 2, blocks - 1, activeIn(2)));
    return new TargetPortGroups(
        List.of(
            group(1, AccessState.LOGICAL_BLOCK_DEPENDENT),
            group(2, AccessState.LOGICAL_BLOCK_DEPENDENT)),
        true,
        0,
        new ReferralMap(0, 0, halves));
  }

  private static TargetPortGroup group(int number, AccessState state) {
    return new TargetPortGroup(number, number == 1, state, List.of(number));
  }

  private static List<GroupState> activeIn(int group) {
    return List.of(
        new GroupState(1, group == 1 ? AccessState.ACTIVE_OPTIMIZED : AccessState.UNAVAILABLE),
        new GroupState(2, group == 2 ? AccessState.ACTIVE_OPTIMIZED : AccessState.UNAVAILABLE));
  }
}
