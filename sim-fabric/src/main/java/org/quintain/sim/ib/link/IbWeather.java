// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The faults that hold just now on a whole subnet, and how many there were. Healing is a change of
 * it.
 */
public final class IbWeather {
  private IbFaults faults;
  private boolean quiet;
  private final long[] counts = new long[IbFaultKind.values().length];

  /** Weather with {@code faults}. */
  public IbWeather(IbFaults faults) {
    this.faults = faults;
    this.quiet = faults.equals(IbFaults.NONE);
  }

  /** The faults that hold. */
  public IbFaults faults() {
    return faults;
  }

  /** Whether nothing can meet any fault. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Changes what holds from here on. */
  public void set(IbFaults next) {
    faults = next;
    quiet = next.equals(IbFaults.NONE);
  }

  /** A fault of {@code kind} was met. */
  public void onMet(IbFaultKind kind) {
    counts[kind.ordinal()]++;
  }

  /** How often {@code kind} was met. */
  public long count(IbFaultKind kind) {
    return counts[kind.ordinal()];
  }

  /** How often each kind was met, by its name on the command line; those not met are left out. */
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> all = new TreeMap<>();
    for (IbFaultKind kind : IbFaultKind.values()) {
      if (counts[kind.ordinal()] > 0) {
        all.put(kind.label(), counts[kind.ordinal()]);
      }
    }
    return all;
  }
}
