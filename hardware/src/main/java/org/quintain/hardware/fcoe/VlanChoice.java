// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import org.quintain.hardware.ethernet.VlanLink;

/**
 * The VLANs that forwarders say their fabrics are in (FC-BB-6 7.9.2), and which of them is tried:
 * none at first, then one after the other, then none again.
 */
final class VlanChoice {
  private static final int VLANS_MAX = 64;

  private final int[] vlans = new int[VLANS_MAX];
  private int count;
  private int tried = -1;

  /** The VLAN that is tried, {@link VlanLink#UNTAGGED} for none. */
  int current() {
    return tried < 0 ? VlanLink.UNTAGGED : vlans[tried];
  }

  /** Notes a VLAN; those that are no VLAN, or known, are not noted. */
  void note(int vlan) {
    boolean isOne = vlan > VlanLink.UNTAGGED && vlan <= VlanLink.VLAN_MAX;
    if (!isOne || count == VLANS_MAX) {
      return;
    }
    for (int index = 0; index < count; index++) {
      if (vlans[index] == vlan) {
        return;
      }
    }
    vlans[count++] = vlan;
  }

  /** Whether one was noted. */
  boolean hasAny() {
    return count > 0;
  }

  /** Goes on to the next one; behind the last one to none, and all are forgotten. */
  void next() {
    tried++;
    if (tried >= count) {
      forget();
    }
  }

  /** Goes back to none, and forgets all. */
  void forget() {
    tried = -1;
    count = 0;
  }
}
