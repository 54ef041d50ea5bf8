// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.util.EnumMap;
import java.util.Map;

/** The counts of one port; written on its reactor. */
public final class TransportCounters {
  private final long[] counts = new long[TransportCounter.values().length];

  void add(TransportCounter what) {
    counts[what.ordinal()]++;
  }

  /** All counts, in their order. */
  public Map<TransportCounter, Long> asMap() {
    Map<TransportCounter, Long> map = new EnumMap<>(TransportCounter.class);
    for (TransportCounter counter : TransportCounter.values()) {
      map.put(counter, get(counter));
    }
    return map;
  }

  /** How often it happened. */
  public long get(TransportCounter what) {
    return counts[what.ordinal()];
  }
}
