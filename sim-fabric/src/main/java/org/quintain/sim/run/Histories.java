// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.sim.check.HistoryChecker;

/** The histories of all logical units of a run, and how often the power failed. */
final class Histories {
  private final HistoryChecker[] checkers;
  private int powerEpoch;

  Histories(Swarm swarm) {
    checkers = new HistoryChecker[swarm.logicalUnitCount()];
    for (int unit = 0; unit < checkers.length; unit++) {
      checkers[unit] =
          new HistoryChecker(unit, swarm.sectors(), swarm.volatileCache(), !swarm.onDisk());
    }
  }

  HistoryChecker of(int logicalUnit) {
    return checkers[logicalUnit];
  }

  void losePower() {
    powerEpoch++;
    for (HistoryChecker checker : checkers) {
      checker.losePower();
    }
  }

  int powerEpoch() {
    return powerEpoch;
  }

  long sectorsRead() {
    long sum = 0;
    for (HistoryChecker checker : checkers) {
      sum += checker.sectorsRead();
    }
    return sum;
  }
}
