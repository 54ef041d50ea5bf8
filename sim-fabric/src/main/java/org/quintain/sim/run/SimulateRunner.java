// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.List;
import java.util.function.Consumer;

/**
 * Runs seeds, one after the other, and repeats a share of them to see that a seed decides its run.
 */
public final class SimulateRunner {
  /** The fabrics that can be simulated. */
  public static final List<String> FABRICS = List.of("iscsi", "direct", "fc", "srp");

  private final SimulateOptions options;

  /**
   * A runner.
   *
   * @throws IllegalArgumentException with one sentence when there is no such fabric
   */
  public SimulateRunner(SimulateOptions options) {
    if (!FABRICS.contains(options.fabric())) {
      throw new IllegalArgumentException(
          "There is no simulated fabric called \""
              + options.fabric()
              + "\"; there is "
              + String.join(", ", FABRICS)
              + ".");
    }
    this.options = options;
  }

  /**
   * What a range of seeds came to.
   *
   * @param determinismBroken how many runs differed from their repetition
   */
  public record Summary(long passed, long failed, long determinismBroken, long repeated) {}

  /** Runs {@code seeds} in order; {@code each} is told of every result. */
  public Summary run(SeedRange seeds, Consumer<SimulationResult> each) {
    long passed = 0;
    long failed = 0;
    long broken = 0;
    long repeated = 0;
    for (long seed = seeds.first(); ; seed++) {
      SimulationResult result = runOne(seed);
      boolean again = options.checkEvery() > 0 && seed % options.checkEvery() == 0;
      if (again) {
        repeated++;
        SimulationResult second = new Simulation(seed, options.withSinks(null, null)).run();
        if (!second.trace().equals(result.trace())) {
          broken++;
          result = differing(result, second);
        }
      }
      if (result.isPass()) {
        passed++;
      } else {
        failed++;
      }
      each.accept(result);
      if (seed == seeds.last()) {
        return new Summary(passed, failed, broken, repeated);
      }
    }
  }

  /** Runs one seed. */
  public SimulationResult runOne(long seed) {
    return new Simulation(seed, options).run();
  }

  private static SimulationResult differing(SimulationResult first, SimulationResult second) {
    return new SimulationResult(
        first.seed(),
        first.fabric(),
        first.faults(),
        first.events(),
        first.virtualNs(),
        first.trace(),
        first.commands(),
        first.faultCounts(),
        "determinism is broken: the same seed gave the trace " + second.trace() + " next time",
        first.lastEvents());
  }
}
