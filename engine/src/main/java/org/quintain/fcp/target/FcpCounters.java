// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import java.util.EnumMap;
import java.util.Map;

/** The counters of one target port, owned by its reactor. */
public final class FcpCounters {
  private final long[] values = new long[FcpCounter.values().length];

  /** Counts one more of {@code counter}. */
  void add(FcpCounter counter) {
    values[counter.ordinal()]++;
  }

  /** How many there were. */
  public long value(FcpCounter counter) {
    return values[counter.ordinal()];
  }

  /** All counters, in their order. */
  public Map<FcpCounter, Long> asMap() {
    Map<FcpCounter, Long> map = new EnumMap<>(FcpCounter.class);
    for (FcpCounter counter : FcpCounter.values()) {
      map.put(counter, value(counter));
    }
    return map;
  }
}
