// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * Sequences that travel whole are what frames would be: a run is the same whether somebody looks at
 * its frames, as a capture does, or not.
 */
final class WholeSequenceLaws {
  private record Run(SimulationResult result, List<String> lines) {}

  /** A run and all that it traces, but for remarks; what happens at once has no order. */
  private static Run run(long seed, boolean isTapped) {
    SimulateOptions options = SimulateOptions.of("fc", FaultSet.none());
    OutputStream tap = isTapped ? OutputStream.nullOutputStream() : null;
    StringBuilder lines = new StringBuilder();
    SimulationResult result = new SimulateRunner(options.withSinks(tap, lines)).runOne(seed);
    return new Run(
        result, lines.toString().lines().filter(line -> !line.contains(" # ")).sorted().toList());
  }

  /** Each command's outcome, data and time, each request's of the disk, each sequence's. */
  @Property(tries = 12, seed = "7")
  void whoLooksAtFramesChangesNothing(@ForAll @LongRange(min = 1, max = 300) long seed) {
    Run whole = run(seed, false);
    Run frames = run(seed, true);
    assertThat(whole.result().failure()).isEmpty();
    assertThat(whole.lines()).isEqualTo(frames.lines());
    assertThat(whole.result().virtualNs()).isEqualTo(frames.result().virtualNs());
    assertThat(whole.result().commands()).isEqualTo(frames.result().commands()).isPositive();
    assertThat(whole.result().events()).isLessThanOrEqualTo(frames.result().events());
  }
}
