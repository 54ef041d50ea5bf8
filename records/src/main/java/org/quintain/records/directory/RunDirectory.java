// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quintain.records.RunRecord;
import org.quintain.records.json.InvalidRecordException;
import org.quintain.records.json.Problem;
import org.quintain.records.json.RunRecordJson;
import org.quintain.records.json.RunRecordValidator;

/**
 * A directory of runs, append-only.
 *
 * <pre>
 * DIR/
 *   20261122-qualify/          one finished run, never changed
 *     record.json              the run record
 *     histograms/*.hlog        the same histograms as HdrHistogram's own logs
 *     …                        artefacts: captures, traces, reports
 *   20261122-qualify-2/        a second run that asked for the same id
 *   .unfinished-20261122-…/    a run in progress, or what a crash left; never read
 * </pre>
 *
 * <p>A run is filled under a name that readers pass over, forced to stable storage, and renamed in
 * one step. Several processes may append to one directory.
 */
public final class RunDirectory {
  /** The file of a run that holds its record. */
  public static final String RECORD_FILE = "record.json";

  /** The directory of a run that holds its histogram logs. */
  static final String HISTOGRAMS = "histograms";

  private static final String UNFINISHED = ".unfinished-";

  private final Path root;

  private RunDirectory(Path root) {
    this.root = root;
  }

  /** Opens a directory of runs and makes it if it is not there. */
  public static RunDirectory open(Path root) throws IOException {
    Files.createDirectories(root);
    return new RunDirectory(root.toAbsolutePath().normalize());
  }

  /** Where the runs lie. */
  public Path root() {
    return root;
  }

  /**
   * Begins a run. Close what is returned, committed or not.
   *
   * @param id the id the run asks for; see {@link RunRecord#id()}
   * @throws IllegalArgumentException if the id cannot name a directory
   */
  public RunInProgress begin(String id) throws IOException {
    if (!RunRecordValidator.isValidId(id)) {
      throw new IllegalArgumentException(
          "the run id "
              + id
              + " must be 1 to 128 letters, digits, dots, hyphens and underscores, starting with a"
              + " letter or digit");
    }
    for (int attempt = 1; ; attempt++) {
      Path working = root.resolve(UNFINISHED + id + "-" + attempt);
      try {
        Files.createDirectory(working);
        return new RunInProgress(root, working);
      } catch (FileAlreadyExistsException e) {
        continue; // Another run in progress, or what a crash left: neither is ours to touch.
      }
    }
  }

  /**
   * Stores a finished record that has no artefacts.
   *
   * @throws InvalidRecordException if the record is not sound
   */
  public StoredRun append(RunRecord record) throws IOException {
    RunRecordJson.toBytes(record); // Refuse before anything is made on disk.
    try (RunInProgress run = begin(record.id())) {
      return run.commit(record);
    }
  }

  /**
   * All finished runs, sorted by the name of their directory.
   *
   * @throws InvalidRecordException with the faults of all records that are not sound
   */
  public List<StoredRun> readAll() throws IOException {
    List<StoredRun> runs = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path directory : finished()) {
      try {
        StoredRun run = read(directory);
        runs.add(run);
      } catch (InvalidRecordException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRecordException(problems);
    }
    return List.copyOf(runs);
  }

  /**
   * Reads one run from its own directory.
   *
   * @throws InvalidRecordException if its record is not sound or belongs to another directory
   */
  public static StoredRun read(Path directory) throws IOException {
    Path file = directory.resolve(RECORD_FILE);
    RunRecord record = RunRecordJson.read(file);
    return new StoredRun(directory, record);
  }

  /**
   * The runs that a path given by a user means: a run's own directory, a directory of runs, or a
   * record file.
   *
   * @throws InvalidRecordException if the path holds no run, or one that is not sound
   */
  public static List<StoredRun> readPath(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      Path parent = path.toAbsolutePath().getParent();
      return List.of(new StoredRun(parent == null ? path : parent, RunRecordJson.read(path)));
    }
    if (Files.isRegularFile(path.resolve(RECORD_FILE))) {
      return List.of(read(path));
    }
    if (!Files.isDirectory(path)) {
      throw new InvalidRecordException(
          List.of(new Problem(path.toString(), "", "is neither a run record nor a directory")));
    }
    List<StoredRun> runs = new RunDirectory(path).readAll();
    if (runs.isEmpty()) {
      throw new InvalidRecordException(
          List.of(
              new Problem(
                  path.toString(), "", "holds no run: a run is a directory with " + RECORD_FILE)));
    }
    return runs;
  }

  /** Directories that runs in progress are using or that crashes left, sorted; never read. */
  public List<Path> unfinished() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(p -> nameOf(p).startsWith(UNFINISHED)).sorted().toList();
    }
  }

  private List<Path> finished() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(p -> !nameOf(p).startsWith("."))
          .filter(p -> Files.isRegularFile(p.resolve(RECORD_FILE)))
          .sorted()
          .toList();
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
