// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a {@link RunRecord} while a run goes on. One owner, one thread. Everything has a neutral
 * start value except {@link #software} and {@link #setup}, which {@link #build()} insists on.
 */
public final class RunRecordBuilder {
  private String id = "run";
  private String title = "run";
  private String startedAt = "1970-01-01T00:00:00Z";
  private long durationNs;
  private List<String> commandLine = List.of();
  private @Nullable Software software;
  private @Nullable Setup setup;
  private @Nullable Long seed;
  private final List<FabricUnderTest> fabrics = new ArrayList<>();
  private final List<LoadResult> loads = new ArrayList<>();
  private final List<CaseResult> cases = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<ReplayResult> replays = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  RunRecordBuilder() {}

  /** The run's name and directory; the directory appends a number if it is taken. */
  public RunRecordBuilder id(String newId) {
    id = newId;
    return this;
  }

  /** What the run was, in a few words. */
  public RunRecordBuilder title(String newTitle) {
    title = newTitle;
    return this;
  }

  /** When it began (ISO 8601 with zone), and how long it took in nanoseconds of wall time. */
  public RunRecordBuilder time(String newStartedAt, long newDurationNs) {
    startedAt = newStartedAt;
    durationNs = newDurationNs;
    return this;
  }

  /** The arguments that repeat the run, program first. */
  public RunRecordBuilder commandLine(List<String> arguments) {
    commandLine = List.copyOf(arguments);
    return this;
  }

  /** The program that made the run. */
  public RunRecordBuilder software(Software newSoftware) {
    software = newSoftware;
    return this;
  }

  /** The machine the run was made on. */
  public RunRecordBuilder setup(Setup newSetup) {
    setup = newSetup;
    return this;
  }

  /** The seed that all randomness came from. */
  public RunRecordBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Adds a fabric. */
  public RunRecordBuilder fabric(FabricUnderTest fabric) {
    fabrics.add(fabric);
    return this;
  }

  /** Adds a load result. */
  public RunRecordBuilder load(LoadResult load) {
    loads.add(load);
    return this;
  }

  /** Adds conformance results. */
  public RunRecordBuilder cases(List<CaseResult> results) {
    cases.addAll(results);
    return this;
  }

  /** Adds a figure beside a peer's. */
  public RunRecordBuilder comparison(Comparison comparison) {
    comparisons.add(comparison);
    return this;
  }

  /** Adds a replay held against a published record. */
  public RunRecordBuilder replay(ReplayResult replay) {
    replays.add(replay);
    return this;
  }

  /** Adds a sentence for the reader. */
  public RunRecordBuilder note(String note) {
    notes.add(note);
    return this;
  }

  /**
   * The record so far.
   *
   * @throws IllegalStateException if software or set-up were never given
   */
  public RunRecord build() {
    if (software == null || setup == null) {
      throw new IllegalStateException("a run record needs its software and its set-up");
    }
    return new RunRecord(
        RunRecord.SCHEMA_VERSION,
        id,
        title,
        startedAt,
        durationNs,
        commandLine,
        software,
        setup,
        seed,
        fabrics,
        loads,
        cases,
        comparisons,
        replays,
        notes);
  }
}
