// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.EnumMap;
import java.util.Map;

/** The counters of one target node, owned by its reactor. */
public final class IscsiCounters {
  private final long[] values = new long[IscsiCounter.values().length];

  /** Counts one more of {@code counter}. */
  public void add(IscsiCounter counter) {
    values[counter.ordinal()]++;
  }

  /** How many there were. */
  public long value(IscsiCounter counter) {
    return values[counter.ordinal()];
  }

  /** All counters, in their order. */
  public Map<IscsiCounter, Long> asMap() {
    Map<IscsiCounter, Long> map = new EnumMap<>(IscsiCounter.class);
    for (IscsiCounter counter : IscsiCounter.values()) {
      map.put(counter, value(counter));
    }
    return map;
  }
}
