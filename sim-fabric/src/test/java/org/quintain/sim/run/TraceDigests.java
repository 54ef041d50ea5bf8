// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.ArrayList;
import java.util.List;

/** Prints the trace digests of a few seeds: what another JVM is compared by. */
public final class TraceDigests {
  private TraceDigests() {}

  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String fabric : SimulateRunner.FABRICS) {
      for (String faults : List.of("none", "default", "all")) {
        SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse(faults));
        for (long seed = 1; seed <= 3; seed++) {
          lines.add(new SimulateRunner(options).runOne(seed).line());
        }
      }
    }
    return lines;
  }

  /** Prints them, one a line. */
  public static void main(String[] arguments) {
    lines().forEach(System.out::println);
  }
}
