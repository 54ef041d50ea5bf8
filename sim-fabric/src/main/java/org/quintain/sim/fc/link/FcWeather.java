// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The faults that hold just now on a whole fabric, and how many there were. Healing is a change of
 * it.
 */
public final class FcWeather {
  private FcFaults faults;
  private boolean quiet;
  private final long[] counts = new long[FcFaultKind.values().length];

  /** Weather with {@code faults}. */
  public FcWeather(FcFaults faults) {
    this.faults = faults;
    this.quiet = faults.equals(FcFaults.NONE);
  }

  /** The faults that hold. */
  public FcFaults faults() {
    return faults;
  }

  /** Whether frames can meet any fault. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Changes what holds from here on. */
  public void set(FcFaults next) {
    faults = next;
    quiet = next.equals(FcFaults.NONE);
  }

  /** A fault of {@code kind} was met. */
  public void onMet(FcFaultKind kind) {
    counts[kind.ordinal()]++;
  }

  /** How often {@code kind} was met. */
  public long count(FcFaultKind kind) {
    return counts[kind.ordinal()];
  }

  /** How often each kind was met, by its name on the command line; those not met are left out. */
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> all = new TreeMap<>();
    for (FcFaultKind kind : FcFaultKind.values()) {
      if (counts[kind.ordinal()] > 0) {
        all.put(kind.label(), counts[kind.ordinal()]);
      }
    }
    return all;
  }
}
