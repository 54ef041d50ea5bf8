// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.compare;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.perf.job.LoadJob;
import org.quintain.perf.load.LoadException;
import org.quintain.perf.load.LoadGenerator;
import org.quintain.perf.load.LoadOutcome;
import org.quintain.perf.load.LoadProgress;
import org.quintain.records.Comparison;
import org.quintain.records.LoadResult;

/** Runs the same jobs on two targets in turn, some rounds, and states medians side by side. */
public final class PeerComparison {
  private final Contender ours;
  private final Contender peer;
  private final FabricOptions options;
  private final LoadProgress progress;

  /** Prepares a comparison of {@code ours} with {@code peer}. */
  public PeerComparison(
      Contender ours, Contender peer, FabricOptions options, LoadProgress progress) {
    this.ours = ours;
    this.peer = peer;
    this.options = options;
    this.progress = progress;
  }

  /**
   * What a comparison brought.
   *
   * @param comparisons IOPS of each job, and processor time per operation where it was measured
   * @param results every single run, ours and the peer's, in the order they were made
   */
  public record Result(List<Comparison> comparisons, List<LoadResult> results) {
    /** Makes the value with its own copies. */
    public Result {
      comparisons = List.copyOf(comparisons);
      results = List.copyOf(results);
    }
  }

  /**
   * Runs each job {@code rounds} times on each side, in alternation.
   *
   * @throws LoadException when a job fails on a side, which makes its figures worthless
   * @throws FabricException when a side cannot be reached
   */
  public Result run(List<LoadJob> jobs, int rounds) throws LoadException, FabricException {
    List<Comparison> comparisons = new ArrayList<>();
    List<LoadResult> results = new ArrayList<>();
    for (LoadJob job : jobs) {
      List<LoadResult> ourRuns = new ArrayList<>();
      List<LoadResult> peerRuns = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ourRuns.add(turn(ours, job));
        peerRuns.add(turn(peer, job));
      }
      results.addAll(ourRuns);
      results.addAll(peerRuns);
      comparisons.add(
          Comparison.of(
              job.name(), peer.name(), "IOPS", medianIops(ourRuns), medianIops(peerRuns)));
      double ourCpu = medianCpuMicros(ourRuns);
      double peerCpu = medianCpuMicros(peerRuns);
      if (ourCpu > 0 && peerCpu > 0) {
        comparisons.add(
            Comparison.of(job.name(), peer.name(), "µs of target CPU per I/O", ourCpu, peerCpu));
      }
    }
    return new Result(comparisons, results);
  }

  private LoadResult turn(Contender side, LoadJob job) throws LoadException, FabricException {
    try (Fabric fabric = Fabrics.open(side.url(), options)) {
      LoadOutcome outcome =
          new LoadGenerator(fabric, side.name(), progress, side.cpuNs()).run(List.of(job));
      if (!outcome.faults().isEmpty()) {
        throw new LoadException(side.name() + ": " + outcome.faults().get(0) + ".");
      }
      return outcome.results().get(0);
    }
  }

  private static double medianIops(List<LoadResult> runs) {
    return new Median().evaluate(runs.stream().mapToDouble(LoadResult::iops).toArray());
  }

  private static double medianCpuMicros(List<LoadResult> runs) {
    double[] micros =
        runs.stream()
            .map(LoadResult::targetCpuNsPerIo)
            .filter(cpu -> cpu != null)
            .mapToDouble(cpu -> cpu / 1000)
            .toArray();
    return micros.length == 0 ? 0 : new Median().evaluate(micros);
  }
}
