// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.quintain.conformance.CaseFilter;
import org.quintain.conformance.ConformanceOptions;
import org.quintain.conformance.ConformanceRun;
import org.quintain.conformance.ConformanceSession;
import org.quintain.conformance.ConformanceSummary;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.perf.job.JobFile;
import org.quintain.perf.job.JobFileException;
import org.quintain.perf.load.LoadException;
import org.quintain.perf.load.LoadGenerator;
import org.quintain.perf.load.LoadOutcome;
import org.quintain.records.RunRecord;
import org.quintain.records.directory.RunDirectory;
import org.quintain.records.directory.RunInProgress;
import org.quintain.records.directory.StoredRun;
import org.quintain.reports.ReportWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code quintain qualify}, the main job: conformance and a short load on every fabric that needs
 * no special hardware, and one report.
 */
@Command(
    name = "qualify",
    description = "Run conformance and a short load on every fabric at hand, and report.",
    mixinStandardHelpOptions = true)
final class QualifyCommand implements Callable<Integer> {
  /** How much of a fabric's progress its conformance suite is; the load is the rest. */
  private static final double CONFORMANCE_SHARE = 0.7;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "qualify-report",
      description = "Where run record and report go; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("qualify-report");

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the simulated fabrics.")
  private long seed = 1;

  @Override
  public Integer call() {
    RunNote note = RunNote.begin(spec, "qualify");
    note.seed(seed);
    note.note(
        "The targets over TCP and RoCEv2 were served for this run alone, on ports that are gone: to repeat one of"
            + " their cases, serve a file and name its URL.");
    boolean good = true;
    try (Progress progress = new Progress(System.err, "qualify");
        ServedFile served = ServedFile.start()) {
      List<QualifiedFabric> fabrics = new ArrayList<>(QualifiedFabric.all(served.url()));
      if (served.srpProblem().isEmpty()) {
        fabrics.add(QualifiedFabric.overRoce(served.srpUrl()));
      } else {
        note.note("SRP over RoCEv2 is left out: " + served.srpProblem());
      }
      for (int index = 0; index < fabrics.size(); index++) {
        Part part = new Part(progress, index, fabrics.size());
        good &= qualify(fabrics.get(index), part, note);
      }
    } catch (FabricException | JobFileException | LoadException e) {
      throw CommandFailure.ofLoad(e);
    }
    report(note);
    return good ? ExitCodes.PASS : ExitCodes.FAILURE;
  }

  /** One fabric's part of the whole progress. */
  private record Part(Progress progress, int index, int count) {
    void at(double share, String what) {
      progress.at((index + share) / count, what);
    }
  }

  private boolean qualify(QualifiedFabric fabric, Part part, RunNote note)
      throws FabricException, JobFileException, LoadException {
    note.fabric(fabric.name(), fabric.url(), fabric.description());
    ConformanceOptions options =
        ConformanceOptions.defaults()
            .withFabric(ConformanceOptions.defaultFabric(seed))
            .withDataLoss(true);
    ConformanceSummary summary;
    FabricOptions told =
        new FabricOptions(seed, options.fabric().logicalUnits(), fabric.settings());
    Fabric opened = Fabrics.open(fabric.url(), told);
    try (ConformanceSession session = new ConformanceSession(opened, fabric.name(), options)) {
      summary =
          ConformanceRun.run(
              session,
              CaseFilter.all().choose(),
              ConformCommand.showing(
                  (share, what) -> part.at(share * CONFORMANCE_SHARE, fabric.name() + " " + what)));
    }
    note.cases(summary.results());
    LoadOutcome outcome;
    try (Fabric loaded = Fabrics.open(fabric.url(), options.fabric())) {
      outcome =
          new LoadGenerator(
                  loaded,
                  fabric.name(),
                  (job, share, iops, bytes) ->
                      part.at(
                          CONFORMANCE_SHARE + share * (1 - CONFORMANCE_SHARE),
                          fabric.name() + " " + job + " " + Figures.rate(iops) + " IOPS"),
                  null)
              .run(JobFile.parse("the job of qualify", fabric.job()));
    }
    note.loads(outcome.results());
    outcome.faults().forEach(fault -> note.note(fabric.name() + ": " + fault + "."));
    return summary.isConforming() && outcome.faults().isEmpty();
  }

  private void report(RunNote note) {
    PrintWriter console = spec.commandLine().getOut();
    try {
      RunRecord record = note.record();
      RunDirectory directory = RunDirectory.open(out);
      StoredRun stored;
      try (RunInProgress run = directory.begin(record.id())) {
        stored = run.commit(record);
      }
      Path page = ReportWriter.writeAll(List.of(stored.record()), out);
      ReportWriter.summaryLines(List.of(stored.record())).forEach(console::println);
      console.println("Report: " + page.toAbsolutePath().normalize());
      console.flush();
    } catch (IOException e) {
      throw CommandFailure.infrastructure(
          "The report cannot be written to " + out + ": " + e.getMessage() + ".");
    }
  }
}
