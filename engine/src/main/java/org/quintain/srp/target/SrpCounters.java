// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.EnumMap;
import java.util.Map;

/** The counters of one target port, owned by its reactor. */
public final class SrpCounters {
  private final long[] values = new long[SrpCounter.values().length];

  /** Counts one more of {@code counter}. */
  void add(SrpCounter counter) {
    values[counter.ordinal()]++;
  }

  /** How many there were. */
  public long value(SrpCounter counter) {
    return values[counter.ordinal()];
  }

  /** All counters, in their order. */
  public Map<SrpCounter, Long> asMap() {
    Map<SrpCounter, Long> map = new EnumMap<>(SrpCounter.class);
    for (SrpCounter counter : SrpCounter.values()) {
      map.put(counter, value(counter));
    }
    return map;
  }
}
