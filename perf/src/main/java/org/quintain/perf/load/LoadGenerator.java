// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.perf.job.LoadJob;
import org.quintain.records.LoadResult;

/**
 * Runs jobs on a fabric: those up to a {@code stonewall} side by side, then the next. One thread
 * calls it; the jobs themselves run on the fabric's reactor.
 */
public final class LoadGenerator {
  private static final String INITIATOR_NAME = "iqn.2026-11.org.quintain:load";

  private static final long STEP_NS = 100_000_000;

  private final Fabric fabric;
  private final String fabricName;
  private final LoadProgress progress;
  private final @Nullable LongSupplier targetCpuNs;

  /**
   * @param fabricName what results call the fabric
   * @param targetCpuNs processor time that the target has used so far, in nanoseconds; null where
   *     it cannot be told apart
   */
  public LoadGenerator(
      Fabric fabric, String fabricName, LoadProgress progress, @Nullable LongSupplier targetCpuNs) {
    this.fabric = fabric;
    this.fabricName = fabricName;
    this.progress = progress;
    this.targetCpuNs = targetCpuNs;
  }

  /**
   * Runs {@code jobs} to their end.
   *
   * @throws LoadException when a job does not fit the logical unit or commands never end
   * @throws FabricException when a nexus cannot be had
   */
  public LoadOutcome run(List<LoadJob> jobs) throws LoadException, FabricException {
    List<LoadResult> results = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    int first = 0;
    while (first < jobs.size()) {
      int next = first + 1;
      while (next < jobs.size() && !jobs.get(next).stonewall()) {
        next++;
      }
      runTogether(jobs.subList(first, next), results, faults);
      first = next;
    }
    return new LoadOutcome(results, faults);
  }

  private void runTogether(List<LoadJob> jobs, List<LoadResult> results, List<String> faults)
      throws LoadException, FabricException {
    List<JobRun> runs = new ArrayList<>();
    try {
      for (LoadJob job : jobs) {
        JobRun run = new JobRun(job, fabric, progress, targetCpuNs);
        runs.add(run);
        run.connect(INITIATOR_NAME);
      }
      runs.forEach(JobRun::begin);
      awaitAll(runs);
      runs.forEach(JobRun::end);
      runs.forEach(JobRun::beginReadBack);
      awaitAll(runs);
      for (JobRun run : runs) {
        results.add(run.result(fabricName));
        faults.addAll(run.faults());
      }
    } finally {
      for (JobRun run : runs) {
        run.close();
      }
    }
  }

  private void awaitAll(List<JobRun> runs) throws LoadException {
    while (!fabric.world().awaitUntil(() -> runs.stream().allMatch(JobRun::isFinished), STEP_NS)) {
      for (JobRun run : runs) {
        run.look();
      }
    }
  }
}
