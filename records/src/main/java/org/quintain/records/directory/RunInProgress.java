// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quintain.records.RunRecord;
import org.quintain.records.json.RunRecordJson;

/**
 * A run whose directory is being filled. Artefacts go straight into it; {@link #commit} turns it
 * into a finished run in one step, {@link #close} without a commit removes it. One owner, one
 * thread.
 */
public final class RunInProgress implements AutoCloseable {
  private final Path root;
  private final Path working;
  private boolean committed;

  RunInProgress(Path root, Path working) {
    this.root = root;
    this.working = working;
  }

  /**
   * Where to write an artefact such as a capture or a trace; its parent directories are made.
   *
   * @param name relative path within the run, such as {@code captures/sim-iscsi.pcapng}
   * @throws IllegalArgumentException if the name would leave the run's directory or is one that the
   *     run itself uses
   */
  public Path artefact(String name) throws IOException {
    Path path = working.resolve(name).normalize();
    if (!path.startsWith(working) || path.equals(working)) {
      throw new IllegalArgumentException("the artefact " + name + " would lie outside its run");
    }
    if (path.equals(working.resolve(RunDirectory.RECORD_FILE))
        || path.startsWith(working.resolve(RunDirectory.HISTOGRAMS))) {
      throw new IllegalArgumentException("the name " + name + " is taken by the run itself");
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return path;
  }

  /**
   * Finishes the run under its record's id, or, if that is taken, under the id with the next free
   * number. When this returns, the run is on stable storage.
   *
   * @return the run as stored; its record carries the id that was given
   * @throws org.quintain.records.json.InvalidRecordException if the record is not sound
   */
  public StoredRun commit(RunRecord record) throws IOException {
    HistogramLogs.write(working.resolve(RunDirectory.HISTOGRAMS), record);
    Path recordFile = working.resolve(RunDirectory.RECORD_FILE);
    for (int attempt = 1; ; attempt++) {
      String id = attempt == 1 ? record.id() : record.id() + "-" + attempt;
      Path finished = root.resolve(id);
      if (Files.exists(finished)) {
        continue;
      }
      RunRecord named = record.withId(id);
      Files.deleteIfExists(recordFile);
      DurableFiles.writeNew(recordFile, RunRecordJson.toBytes(named));
      DurableFiles.forceTree(working);
      try {
        DurableFiles.rename(working, finished);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        continue; // Another process finished a run of this id between our look and our rename.
      } catch (FileSystemException e) {
        if (!Files.exists(finished)) {
          throw e;
        }
        continue; // The same, as file systems say it that have no exception of their own for it.
      }
      committed = true;
      return new StoredRun(finished, named);
    }
  }

  /** Removes what was written if the run was never committed. */
  @Override
  public void close() throws IOException {
    if (!committed && Files.exists(working)) {
      DurableFiles.deleteTree(working);
    }
  }
}
