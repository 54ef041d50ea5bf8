// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.CaseFilter;
import org.quintain.conformance.ConformanceListener;
import org.quintain.conformance.ConformanceOptions;
import org.quintain.conformance.ConformanceRun;
import org.quintain.conformance.ConformanceSession;
import org.quintain.conformance.ConformanceSummary;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.TargetNote;
import org.quintain.records.CaseResult;
import org.quintain.records.Level;
import org.quintain.records.Verdict;
import org.quintain.reports.ReportWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain conform}: the conformance suite on one target, ours or not. */
@Command(
    name = "conform",
    description = "Run the conformance suite on one target.",
    mixinStandardHelpOptions = true)
final class ConformCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "FILTER",
      arity = "0..*",
      description = "Areas (RW), ids (RW-04), patterns (IK-*), level:shall; ! in front takes away.")
  private List<String> filters = List.of();

  @Option(
      names = "--on",
      paramLabel = "URL",
      description =
          "The target's logical unit: direct:, sim:iscsi, sim:fc, sim:srp, iscsi://…, fcoe:…, srp://…; see docs/gate-ci.md.")
  private @Nullable String url;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of a simulated fabric.")
  private long seed;

  @Option(names = "--dataloss", description = "Allow cases that overwrite data and reset the unit.")
  private boolean dataLoss;

  @Option(
      names = "--tell",
      paramLabel = "NOTE=VALUE",
      description =
          "What the suite is to know of a target that is not ours: chap-target, chap-user,"
              + " chap-secret, chap-target-user, chap-target-secret, discovery-user,"
              + " discovery-secret, redirected-target, moved-target.")
  private Map<String, String> notes = Map.of();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML.")
  private @Nullable Path junit;

  @Option(names = "--out", paramLabel = "DIR", description = "Keep a run record in DIR.")
  private @Nullable Path out;

  @Option(names = "--list", description = "Print the cases and run none.")
  private boolean list;

  @Override
  public Integer call() {
    CaseFilter filter = filter();
    PrintWriter console = spec.commandLine().getOut();
    if (list) {
      filter.choose().forEach(one -> console.println(line(one)));
      console.flush();
      return ExitCodes.PASS;
    }
    if (url == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Say on which target: --on URL, such as --on direct: or --on sim:iscsi.");
    }
    RunNote note = RunNote.begin(spec, "conform");
    note.seed(seed);
    ConformanceOptions options =
        ConformanceOptions.defaults().withFabric(told()).withFilter(filter).withDataLoss(dataLoss);
    ConformanceSummary summary = run(url, options, note);
    print(summary, console);
    note.cases(summary.results());
    note.keep(out, console);
    writeJunit(note);
    return exitCode(summary);
  }

  /**
   * What must hold was broken; or nothing was, but some or all cases could not be judged; or all is
   * well.
   */
  static int exitCode(ConformanceSummary summary) {
    boolean broken =
        summary.results().stream()
            .anyMatch(one -> one.verdict() == Verdict.FAIL && one.level() == Level.SHALL);
    if (broken) {
      return ExitCodes.FAILURE;
    }
    return summary.isConforming() ? ExitCodes.PASS : ExitCodes.INFRASTRUCTURE;
  }

  private FabricOptions told() {
    TreeMap<String, String> settings = new TreeMap<>();
    notes.forEach((name, value) -> settings.put(TargetNote.PREFIX + name, value));
    return new FabricOptions(seed, ConformanceOptions.defaultFabric(seed).logicalUnits(), settings);
  }

  private CaseFilter filter() {
    try {
      return CaseFilter.of(filters);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String line(ConformanceCase one) {
    return String.format(
        "%-16s %-7s %s [%s]%s%s",
        one.id(),
        one.level().word(),
        one.title(),
        one.clause(),
        one.requires().isEmpty() ? "" : " needs " + one.requires(),
        one.destructive() ? " --dataloss" : "");
  }

  private static ConformanceSummary run(String url, ConformanceOptions options, RunNote note) {
    try (Progress progress = new Progress(System.err, "conform")) {
      Fabric fabric = Fabrics.open(url, options.fabric());
      note.fabric(fabric, "the target under test");
      try (ConformanceSession session = new ConformanceSession(fabric, fabric.url(), options)) {
        return ConformanceRun.run(session, options.filter().choose(), showing(progress));
      }
    } catch (FabricException e) {
      throw CommandFailure.infrastructure(e);
    }
  }

  /** A listener that tells {@code progress} of each case. */
  static ConformanceListener showing(ShareListener progress) {
    return new ConformanceListener() {
      @Override
      public void onStarted(ConformanceCase one, int index, int total) {
        progress.at((double) index / total, one.id());
      }
    };
  }

  private static void print(ConformanceSummary summary, PrintWriter console) {
    for (CaseResult result : summary.results()) {
      if (result.verdict() == Verdict.FAIL || result.verdict() == Verdict.UNKNOWN) {
        console.printf(
            "%s %s (%s, %s): %s%n",
            result.verdict(), result.id(), result.level().word(), result.clause(), result.reason());
      }
    }
    console.println(summary.text());
    console.flush();
  }

  private void writeJunit(RunNote note) {
    if (junit == null) {
      return;
    }
    try {
      ReportWriter.writeJUnit(List.of(note.record()), junit);
    } catch (IOException e) {
      throw CommandFailure.infrastructure(
          "The JUnit XML cannot be written to " + junit + ": " + e.getMessage() + ".");
    }
  }
}
