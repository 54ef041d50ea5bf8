// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quintain.records.RunRecord;
import org.quintain.records.directory.RunDirectory;
import org.quintain.records.directory.StoredRun;
import org.quintain.records.json.InvalidRecordException;
import org.quintain.reports.ReportWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain report}: reports out of run records. */
@Command(
    name = "report",
    description = "Write HTML, JUnit XML, Markdown and CSV from run records.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A run, a directory of runs, or a record file.")
  private List<Path> directories = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the report goes; the first DIR unless given.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    PrintWriter console = spec.commandLine().getOut();
    try {
      List<RunRecord> records = new ArrayList<>();
      for (Path directory : directories) {
        for (StoredRun run : RunDirectory.readPath(directory)) {
          records.add(run.record());
        }
      }
      Path into = out == null ? directories.get(0) : out;
      Path page = ReportWriter.writeAll(records, into);
      ReportWriter.summaryLines(records).forEach(console::println);
      console.println("Report: " + page);
      console.flush();
      return ExitCodes.PASS;
    } catch (IOException | InvalidRecordException e) {
      throw CommandFailure.infrastructure(e);
    }
  }
}
