// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The faults that hold just now on all streams of a run, and how many there were. Healing is a
 * change of it.
 */
public final class StreamWeather {
  private StreamFaults faults;
  private final long[] counts = new long[StreamFaultKind.values().length];

  /** Weather with {@code faults}. */
  public StreamWeather(StreamFaults faults) {
    this.faults = faults;
  }

  /** The faults that hold. */
  public StreamFaults faults() {
    return faults;
  }

  /** Changes what holds from here on. */
  public void set(StreamFaults next) {
    faults = next;
  }

  void onMet(StreamFaultKind kind) {
    counts[kind.ordinal()]++;
  }

  /**
   * How often each kind was met, by its name on the command line; kinds that were not met are left
   * out.
   */
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> all = new TreeMap<>();
    for (StreamFaultKind kind : StreamFaultKind.values()) {
      if (counts[kind.ordinal()] > 0) {
        all.put(kind.label(), counts[kind.ordinal()]);
      }
    }
    return all;
  }

  /** How often {@code kind} was met. */
  public long count(StreamFaultKind kind) {
    return counts[kind.ordinal()];
  }
}
