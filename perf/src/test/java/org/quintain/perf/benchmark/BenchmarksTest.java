// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
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

  /** How often what allocates is looked at again, each time four times as long. */
  private static final int LOOKS_MAX = 4;

  @Test
  void everyBenchmarkRunsAndTheHotPathsAllocateNothing() throws Exception {
    Map<String, Double> allocating = run("org\\.quintain\\.perf\\.benchmark\\..*", 1);
    // On a busy machine the compiler may not have got to a path that was looked at for a blink.
    for (int look = 1, times = 4; look < LOOKS_MAX && !FULL; look++, times *= 4) {
      Map<String, Double> still = new TreeMap<>();
      for (String benchmark : names(allocating)) {
        still.putAll(run(Pattern.quote(benchmark) + "$", times));
      }
      allocating = still;
    }
    assertThat(allocating).as("bytes allocated per operation").isEmpty();
  }

  private static Set<String> names(Map<String, Double> allocating) {
    Set<String> names = new TreeSet<>();
    allocating.keySet().forEach(each -> names.add(each.split(" ", 2)[0]));
    return names;
  }

  /** Runs the benchmarks whose names match, {@code times} a blink each; gives what allocates. */
  private static Map<String, Double> run(String names, int times) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(names)
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
              .warmupTime(TimeValue.milliseconds(250L * times))
              .measurementTime(TimeValue.milliseconds(150L * times))
              .verbosity(VerboseMode.SILENT);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    assertThat(results).hasSizeGreaterThanOrEqualTo(times == 1 ? 5 : 1);
    Map<String, Double> allocating = new TreeMap<>();
    for (RunResult result : results) {
      double allocated = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
      String parameters =
          result.getParams().getParamsKeys().stream()
              .map(key -> " " + key + "=" + result.getParams().getParam(key))
              .reduce("", String::concat);
      System.out.printf(
          "%s%s: %.2f %s, %.3f bytes allocated per operation%n",
          result.getParams().getBenchmark().replace("org.quintain.perf.benchmark.", ""),
          parameters,
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreUnit(),
          allocated);
      if (!(allocated < NOISE_BYTES)) {
        allocating.put(result.getParams().getBenchmark() + parameters, allocated);
      }
    }
    return allocating;
  }
}
