// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.Fabric;
import org.quintain.records.CaseResult;
import org.quintain.records.Comparison;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.LoadResult;
import org.quintain.records.MachineSetup;
import org.quintain.records.RunRecord;
import org.quintain.records.RunRecordBuilder;
import org.quintain.records.Setup;
import org.quintain.records.Software;
import org.quintain.records.directory.RunDirectory;
import org.quintain.records.directory.StoredRun;
import picocli.CommandLine;

/** Takes down what a command does, so that it can be kept as a run record. */
final class RunNote {
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String title;
  private final Instant startedAt;
  private final long startedNs = System.nanoTime();
  private final Setup setup = MachineSetup.current();
  private final RunRecordBuilder builder = RunRecord.builder();

  private RunNote(String title, Instant startedAt) {
    this.title = title;
    this.startedAt = startedAt;
  }

  /** Begins the note of the command that {@code spec} stands for. */
  static RunNote begin(CommandLine.Model.CommandSpec spec, String title) {
    RunNote note = new RunNote(title, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    List<String> words = new ArrayList<>(List.of("quintain"));
    CommandLine.ParseResult parsed = spec.root().commandLine().getParseResult();
    if (parsed != null) {
      parsed.originalArgs().forEach(word -> words.add(masked(word)));
    }
    note.builder
        .id(ID_TIME.format(note.startedAt) + "-" + title)
        .title(title)
        .commandLine(words)
        .software(new Software("quintain", BuildInfo.version(), BuildInfo.commit()))
        .setup(note.setup);
    return note;
  }

  /** {@code word} without the secrets of CHAP that URLs and {@code --tell} carry. */
  static String masked(String word) {
    return word.replaceAll("(://[^/@%]*%)[^/]*@", "$1***@")
        .replaceAll("([?&]target_password=)[^&]*", "$1***")
        .replaceAll("((^|=)[a-z-]*secret=).*", "$1***");
  }

  void seed(long seed) {
    builder.seed(seed);
  }

  void fabric(Fabric fabric, String description) {
    fabric(fabric.url(), fabric.url(), description);
  }

  void fabric(String name, String url, String description) {
    builder.fabric(new FabricUnderTest(name, url, description));
  }

  void loads(List<LoadResult> results) {
    results.forEach(builder::load);
  }

  void cases(List<CaseResult> results) {
    builder.cases(results);
  }

  void comparisons(List<Comparison> comparisons) {
    comparisons.forEach(builder::comparison);
  }

  /** Adds a sentence for the reader. */
  void note(String sentence) {
    builder.note(sentence);
  }

  /** The machine and its load, as it stands beside a figure. */
  String machine() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %s, load %.2f at the start, quintain %s",
        setup.cpuModel(),
        setup.cores(),
        setup.jdk(),
        setup.loadAverage(),
        BuildInfo.version());
  }

  /** The record as it stands now. */
  RunRecord record() {
    return builder.time(startedAt.toString(), System.nanoTime() - startedNs).build();
  }

  /** Keeps the record in {@code directory}, if there is one, and says where. */
  @Nullable StoredRun keep(@Nullable Path directory, PrintWriter console) {
    if (directory == null) {
      return null;
    }
    try {
      StoredRun stored = RunDirectory.open(directory).append(record());
      console.println("Run record: " + stored.directory().resolve(RunDirectory.RECORD_FILE));
      console.flush();
      return stored;
    } catch (IOException e) {
      throw CommandFailure.infrastructure(
          "The run record of "
              + title
              + " cannot be kept in "
              + directory
              + ": "
              + e.getMessage()
              + ".");
    }
  }
}
