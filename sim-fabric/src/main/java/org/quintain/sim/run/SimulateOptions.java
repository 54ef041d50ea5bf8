// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.fabric.Mutation;

/**
 * What {@code quintain simulate} is asked for, but for the seeds.
 *
 * @param fabric the fabric's name, one of {@link SimulateRunner#FABRICS}
 * @param faults which faults a run may meet
 * @param capture where a pcapng capture goes, for one seed; null for nowhere
 * @param traceLines where readable trace lines go, for one seed; null for nowhere
 * @param checkEvery every how many seeds a run is repeated and compared with itself; 0 for never
 * @param mutation a deliberate mistake in the target, to see that it is found
 */
public record SimulateOptions(
    String fabric,
    FaultSet faults,
    @Nullable OutputStream capture,
    @Nullable Appendable traceLines,
    int checkEvery,
    Mutation mutation) {

  /** The usual faults, nothing written, one run in twenty repeated. */
  public static SimulateOptions of(String fabric, FaultSet faults) {
    return new SimulateOptions(fabric, faults, null, null, 20, Mutation.NONE);
  }

  /** These options with other places to write to. */
  public SimulateOptions withSinks(
      @Nullable OutputStream captureSink, @Nullable Appendable lineSink) {
    return new SimulateOptions(fabric, faults, captureSink, lineSink, checkEvery, mutation);
  }

  /** These options with every {@code seeds}-th run repeated and compared. */
  public SimulateOptions withCheckEvery(int seeds) {
    return new SimulateOptions(fabric, faults, capture, traceLines, seeds, mutation);
  }

  /** These options with a deliberate mistake. */
  public SimulateOptions withMutation(Mutation mistake) {
    return new SimulateOptions(fabric, faults, capture, traceLines, checkEvery, mistake);
  }
}
