// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.quintain.sam.AdditionalSense;

/**
 * The unit attention conditions of registered I_T nexuses that were not there when they arose
 * (SPC-5 5.14.11: an absent registrant whose registration is preempted or cleared). Bounded: of
 * more nexuses than {@link #NEXUSES_MAX} the one that waits longest is forgotten. Ends with the
 * power, as all unit attention conditions do. Owned by the logical unit's reactor.
 */
final class MissedNotices {
  /** How many nexuses it keeps conditions for. */
  static final int NEXUSES_MAX = 1024;

  private final Map<NexusName, Set<AdditionalSense>> byNexus = new LinkedHashMap<>();

  void add(Decision.Notice notice) {
    Set<AdditionalSense> conditions = byNexus.remove(notice.nexus());
    if (conditions == null) {
      conditions = EnumSet.noneOf(AdditionalSense.class);
    }
    conditions.add(notice.condition());
    if (byNexus.size() == NEXUSES_MAX) {
      byNexus.remove(byNexus.keySet().iterator().next());
    }
    byNexus.put(notice.nexus(), conditions);
  }

  /** The conditions of {@code nexus}, in the order of their codes, which it is now told. */
  Set<AdditionalSense> take(NexusName nexus) {
    Set<AdditionalSense> conditions = byNexus.remove(nexus);
    return conditions == null ? EnumSet.noneOf(AdditionalSense.class) : conditions;
  }
}
