// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.perf.compare.Contender;
import org.quintain.perf.compare.PeerComparison;
import org.quintain.perf.compare.ProcessCpu;
import org.quintain.perf.job.JobFile;
import org.quintain.perf.job.JobFileException;
import org.quintain.perf.job.LoadJob;
import org.quintain.perf.load.LoadException;
import org.quintain.perf.load.LoadGenerator;
import org.quintain.perf.load.LoadOutcome;
import org.quintain.perf.output.FioJson;
import org.quintain.records.Comparison;
import org.quintain.records.DirectionResult;
import org.quintain.records.LoadResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain load}: the load generator on any fabric. */
@Command(
    name = "load",
    description = "Run the jobs of a fio job file on a logical unit.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "A fio job file.")
  private Path job;

  @Option(
      names = "--on",
      required = true,
      paramLabel = "URL",
      description =
          "The logical unit: direct:, sim:iscsi, sim:fc, sim:srp, iscsi://…, fcoe:…, srp://…; see docs/gate-ci.md.")
  private String url;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of a simulated fabric.")
  private long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results as fio's JSON (json+); - for standard output.")
  private @Nullable String json;

  @Option(names = "--out", paramLabel = "DIR", description = "Keep a run record in DIR.")
  private @Nullable Path out;

  @Option(
      names = "--cpu-of",
      paramLabel = "PID",
      description = "The target's process on this machine: its CPU time per I/O is stated.")
  private @Nullable Long pid;

  @Option(
      names = "--versus",
      paramLabel = "URL",
      description = "A peer that runs each job in turn with the target; ratios are stated.")
  private @Nullable String peerUrl;

  @Option(names = "--versus-name", defaultValue = "peer", description = "What to call the peer.")
  private String peerName;

  @Option(names = "--versus-cpu-of", paramLabel = "PID", description = "The peer's process.")
  private @Nullable Long peerPid;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds of a comparison.")
  private int rounds;

  @Override
  public Integer call() {
    RunNote note = RunNote.begin(spec, "load");
    try {
      List<LoadJob> jobs = JobFile.read(job);
      return peerUrl == null ? load(jobs, note) : compare(jobs, peerUrl, note);
    } catch (JobFileException | LoadException | FabricException e) {
      throw CommandFailure.ofLoad(e);
    }
  }

  private int load(List<LoadJob> jobs, RunNote note) throws LoadException, FabricException {
    LoadOutcome outcome;
    try (Fabric fabric = Fabrics.open(url, options());
        Progress progress = new Progress(System.err, "load")) {
      note.fabric(fabric, "load");
      outcome =
          new LoadGenerator(
                  fabric,
                  fabric.url(),
                  (name, share, iops, bytes) ->
                      progress.at(share, name + " " + Figures.rate(iops) + " IOPS"),
                  cpu(pid))
              .run(jobs);
    }
    PrintWriter console = spec.commandLine().getOut();
    if (!"-".equals(json)) {
      outcome.results().forEach(result -> print(console, result));
    }
    writeJson(outcome.results());
    note.loads(outcome.results());
    note.keep(out, console);
    outcome.faults().forEach(spec.commandLine().getErr()::println);
    return outcome.faults().isEmpty() ? ExitCodes.PASS : ExitCodes.FAILURE;
  }

  private int compare(List<LoadJob> jobs, String other, RunNote note)
      throws LoadException, FabricException {
    PeerComparison.Result result;
    try (Progress progress = new Progress(System.err, "load")) {
      result =
          new PeerComparison(
                  new Contender("quintain", url, cpu(pid)),
                  new Contender(peerName, other, cpu(peerPid)),
                  options(),
                  (name, share, iops, bytes) ->
                      progress.at(share, name + " " + Figures.rate(iops) + " IOPS"))
              .run(jobs, rounds);
    }
    PrintWriter console = spec.commandLine().getOut();
    console.println("| job | figure | quintain | " + peerName + " | ratio |");
    console.println("| --- | --- | ---: | ---: | ---: |");
    for (Comparison one : result.comparisons()) {
      console.printf(
          "| %s | %s | %.1f | %.1f | %.2f |%n",
          one.name(), one.unit(), one.ours(), one.theirs(), one.ratio());
    }
    console.println("Medians of " + rounds + " rounds in turn; " + note.machine() + ".");
    console.flush();
    writeJson(result.results());
    note.fabric("quintain", url, "the target");
    note.fabric(peerName, other, "the peer");
    note.loads(result.results());
    note.comparisons(result.comparisons());
    note.keep(out, console);
    return ExitCodes.PASS;
  }

  private FabricOptions options() {
    return new FabricOptions(
        seed, List.of(new FabricOptions.LogicalUnitOptions(1 << 17, 512, false)), new TreeMap<>());
  }

  private static @Nullable LongSupplier cpu(@Nullable Long pid) throws LoadException {
    return pid == null ? null : ProcessCpu.of(pid);
  }

  private static void print(PrintWriter console, LoadResult result) {
    for (DirectionResult direction : result.directions()) {
      console.printf(
          "%s: %s %s IOPS, %s; latency mean %s, p50 %s, p99 %s, p99.9 %s, max %s; errors %d%n",
          result.job().name(),
          direction.direction().word(),
          Figures.rate(direction.iops()),
          Figures.bandwidth(direction.bytesPerSecond()),
          Figures.latency(direction.total().meanNs()),
          Figures.latency(percentile(direction, 50)),
          Figures.latency(percentile(direction, 99)),
          Figures.latency(percentile(direction, 99.9)),
          Figures.latency(direction.total().maxNs()),
          direction.errors());
    }
    Double cpu = result.targetCpuNsPerIo();
    if (cpu != null) {
      console.printf("%s: %.2f µs of target CPU per I/O%n", result.job().name(), cpu / 1000);
    }
    console.flush();
  }

  private static double percentile(DirectionResult direction, double percent) {
    return direction.total().decode().getValueAtPercentile(percent);
  }

  private void writeJson(List<LoadResult> results) {
    if (json == null) {
      return;
    }
    String text =
        FioJson.write("quintain-" + BuildInfo.version(), System.currentTimeMillis(), results);
    if (json.equals("-")) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return;
    }
    try {
      Files.writeString(Path.of(json), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.infrastructure(
          "The results cannot be written to " + json + ": " + e.getMessage() + ".");
    }
  }
}
