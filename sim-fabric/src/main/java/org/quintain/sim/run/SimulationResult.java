// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sim.trace.Trace;

/**
 * How one seeded run went.
 *
 * @param faults the fault set as the command line spells it
 * @param events how many events the run took
 * @param virtualNs how much virtual time passed
 * @param trace the trace digest, 16 hexadecimal digits
 * @param commands how many commands ended
 * @param faultCounts how many faults of each class were met, by its name
 * @param failure why it failed, one sentence; empty when it passed
 * @param lastEvents the last trace events of a failed run, oldest first
 */
public record SimulationResult(
    long seed,
    String fabric,
    String faults,
    long events,
    long virtualNs,
    String trace,
    long commands,
    SortedMap<String, Long> faultCounts,
    String failure,
    List<String> lastEvents) {

  /** Copies the list and the map. */
  public SimulationResult {
    lastEvents = List.copyOf(lastEvents);
    faultCounts = Collections.unmodifiableSortedMap(new TreeMap<>(faultCounts));
  }

  /** How many faults were met. */
  public long faultsInjected() {
    long sum = 0;
    for (long count : faultCounts.values()) {
      sum += count;
    }
    return sum;
  }

  /** Whether nothing was wrong. */
  public boolean isPass() {
    return failure.isEmpty();
  }

  /** The run's one line, as scripts read it. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "seed %d fabric %s events %d virtual %s trace %s %s",
        seed,
        fabric,
        events,
        Trace.time(virtualNs),
        trace,
        isPass() ? "PASS" : "FAIL " + failure);
  }

  /** The command that gives this run again. */
  public String reproduceCommand() {
    return "./quintain simulate --seed " + seed + " --fabric " + fabric + " --faults " + faults;
  }
}
