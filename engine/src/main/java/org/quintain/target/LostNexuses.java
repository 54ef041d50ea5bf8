// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quintain.sam.ItNexusIdentity;

/**
 * Which I_T nexuses stood before and learned of the power on: when one comes back, I_T NEXUS LOSS
 * OCCURRED is all that is new to it (SAM-5 6.3.4). Bounded; a nexus that was forgotten is told of
 * the power on again.
 */
final class LostNexuses {
  private final int capacity;
  private final Map<String, Boolean> names = new LinkedHashMap<>();

  LostNexuses(int capacity) {
    this.capacity = capacity;
  }

  private static String nameOf(ItNexusIdentity identity) {
    return identity.initiatorPortName() + ' ' + identity.targetPortName();
  }

  void onLost(ItNexusIdentity identity) {
    String name = nameOf(identity);
    names.remove(name);
    if (names.size() == capacity) {
      names.remove(names.keySet().iterator().next());
    }
    names.put(name, true);
  }

  boolean wasLost(ItNexusIdentity identity) {
    return names.containsKey(nameOf(identity));
  }
}
