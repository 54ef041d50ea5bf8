// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import java.util.SortedMap;
import java.util.TreeMap;

/** The faults that hold just now on all disks of a run, and how many there were. */
public final class DiskWeather {
  private DiskFaults faults;
  private long errors;
  private long refusals;

  /** Weather with {@code faults}. */
  public DiskWeather(DiskFaults faults) {
    this.faults = faults;
  }

  /** The faults that hold. */
  public DiskFaults faults() {
    return faults;
  }

  /** Changes what holds from here on. */
  public void set(DiskFaults next) {
    faults = next;
  }

  void onError() {
    errors++;
  }

  void onRefusal() {
    refusals++;
  }

  /**
   * How often each kind was met, by its name on the command line; kinds that were not met are left
   * out.
   */
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> all = new TreeMap<>();
    if (errors > 0) {
      all.put("disk-error", errors);
    }
    if (refusals > 0) {
      all.put("disk-busy", refusals);
    }
    return all;
  }
}
