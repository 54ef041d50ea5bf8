// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

/** The faults that hold just now on all disks of a run, and how many there were. */
public final class DiskWeather {
  private DiskFaults faults;
  private long errors;

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

  /** How many requests ended in an injected error. */
  public long errors() {
    return errors;
  }
}
