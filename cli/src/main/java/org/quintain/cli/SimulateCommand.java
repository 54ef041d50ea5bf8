// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.run.FaultSet;
import org.quintain.sim.run.SeedRange;
import org.quintain.sim.run.SimulateOptions;
import org.quintain.sim.run.SimulateRunner;
import org.quintain.sim.run.SimulationResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quintain simulate}: seeded runs with faults, one line for each seed. */
@Command(
    name = "simulate",
    description = "Run seeded simulations with faults and check every one.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final int LAST_EVENTS_SHOWN = 20;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--seed", paramLabel = "N", description = "One seed.")
  private @Nullable Long seed;

  @Option(names = "--seeds", paramLabel = "A..B", description = "Seeds A to B, both included.")
  private @Nullable String seeds;

  @Option(
      names = "--fabric",
      defaultValue = "iscsi",
      description = "iscsi (the default), direct, fc or srp.")
  private String fabric = "iscsi";

  @Option(
      names = "--faults",
      defaultValue = "default",
      description =
          "none, default, all, or names with commas between; a wrong name has them listed.")
  private String faults = "default";

  @Option(names = "--pcap", paramLabel = "FILE", description = "Capture one seed as pcapng.")
  private @Nullable Path pcap;

  @Option(names = "--trace", paramLabel = "FILE", description = "Write one seed's trace as lines.")
  private @Nullable Path trace;

  @Override
  public Integer call() {
    SeedRange range = range();
    if ((pcap != null || trace != null) && range.count() > 1) {
      throw usage("--pcap and --trace take one seed: say --seed N.", null);
    }
    try (OutputStream capture =
            pcap == null ? null : new BufferedOutputStream(Files.newOutputStream(pcap));
        Writer lines =
            trace == null ? null : Files.newBufferedWriter(trace, StandardCharsets.UTF_8)) {
      return run(range, runner(capture, lines));
    } catch (IOException e) {
      throw CommandFailure.infrastructure(
          "The capture or trace cannot be written: " + e.getMessage() + ".");
    }
  }

  private SeedRange range() {
    if (seed != null && seeds != null) {
      throw usage("Say --seed or --seeds, not both.", null);
    }
    try {
      return seeds == null ? one(seed == null ? 1 : seed) : SeedRange.parse(seeds);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()), e);
    }
  }

  private static SeedRange one(long number) {
    return new SeedRange(number, number);
  }

  private SimulateRunner runner(@Nullable OutputStream capture, @Nullable Writer lines) {
    try {
      return new SimulateRunner(
          SimulateOptions.of(fabric, FaultSet.parse(faults)).withSinks(capture, lines));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()), e);
    }
  }

  private int run(SeedRange range, SimulateRunner runner) {
    PrintWriter console = spec.commandLine().getOut();
    SimulateRunner.Summary summary = runner.run(range, result -> print(console, result));
    console.printf(
        "%d passed, %d failed; %d runs were repeated, %d of them differed%n",
        summary.passed(), summary.failed(), summary.repeated(), summary.determinismBroken());
    console.flush();
    if (summary.determinismBroken() > 0) {
      return ExitCodes.DETERMINISM_BROKEN;
    }
    return summary.failed() > 0 ? ExitCodes.FAILURE : ExitCodes.PASS;
  }

  private static void print(PrintWriter console, SimulationResult result) {
    console.println(result.line());
    if (!result.isPass()) {
      int shown = Math.min(LAST_EVENTS_SHOWN, result.lastEvents().size());
      int from = result.lastEvents().size() - shown;
      result
          .lastEvents()
          .subList(from, from + shown)
          .forEach(event -> console.println("  " + event));
      console.println("reproduce: " + result.reproduceCommand());
    }
    console.flush();
  }

  private CommandLine.ParameterException usage(String sentence, @Nullable Exception cause) {
    return new CommandLine.ParameterException(spec.commandLine(), sentence, cause);
  }
}
