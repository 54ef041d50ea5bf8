// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark of this package: for a blink in each build, and for real, in a JVM of its
 * own and with its figures printed, with {@code -Dquintain.benchmarks=full}.
 */
class BenchmarksTest {
  private static final boolean FULL = "full".equals(System.getProperty("quintain.benchmarks"));

  /** What JMH itself and the profiler may add to a measured operation. */
  private static final double NOISE_BYTES = 2.0;

  @Test
  void everyBenchmarkRunsAndTheHotPathsAllocateNothing() throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("org\\.quintain\\.perf\\.benchmark\\..*")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .jvmArgsAppend("--add-opens=java.base/java.io=ALL-UNNAMED");
    if (FULL) {
      options = options.forks(1).warmupIterations(5).measurementIterations(5);
      options = options.warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1));
    } else {
      options = options.forks(0).warmupIterations(1).measurementIterations(1);
      options =
          options
              .warmupTime(TimeValue.milliseconds(250))
              .measurementTime(TimeValue.milliseconds(150))
              .verbosity(VerboseMode.SILENT);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    assertThat(results).hasSizeGreaterThanOrEqualTo(5);
    for (RunResult result : results) {
      double allocated = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
      System.out.printf(
          "%s%s: %.2f %s, %.3f bytes allocated per operation%n",
          result.getParams().getBenchmark().replace("org.quintain.perf.benchmark.", ""),
          result.getParams().getParamsKeys().stream()
              .map(key -> " " + key + "=" + result.getParams().getParam(key))
              .reduce("", String::concat),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreUnit(),
          allocated);
      assertThat(allocated)
          .as("bytes allocated per operation of %s", result.getParams().getBenchmark())
          .isLessThan(NOISE_BYTES);
    }
  }
}
