// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one run: set-up, programs, seed, what was done, what came out, and
 * how to repeat it. Made by {@link #builder()}, written by {@code RunDirectory}, read by reports
 * and replays.
 *
 * @param schemaVersion the version of this shape, {@link #SCHEMA_VERSION} when written
 * @param id the run's name, which is the name of its directory: letters, digits, dot, hyphen,
 *     underscore
 * @param title what the run was, in a few words, such as {@code qualify}
 * @param startedAt when it began, ISO 8601 with zone, such as {@code 2026-11-22T15:41:00Z}
 * @param durationNs how long it took, in nanoseconds of wall time
 * @param commandLine the arguments that repeat it, program first
 * @param software the program and commit that made it
 * @param setup the machine
 * @param seed the seed all randomness came from; left out where no randomness took part
 * @param fabrics the fabrics and targets it was made on, which cases and loads refer to by name
 * @param loads load results; may be empty
 * @param cases conformance results; may be empty
 * @param comparisons figures beside those of peers; may be empty
 * @param replays replays held against published records; may be empty
 * @param notes what a reader should know, one sentence each; may be empty
 */
public record RunRecord(
    int schemaVersion,
    String id,
    String title,
    String startedAt,
    long durationNs,
    List<String> commandLine,
    Software software,
    Setup setup,
    @JsonInclude(Include.NON_NULL) @Nullable Long seed,
    List<FabricUnderTest> fabrics,
    List<LoadResult> loads,
    List<CaseResult> cases,
    @JsonInclude(Include.NON_EMPTY) List<Comparison> comparisons,
    @JsonInclude(Include.NON_EMPTY) List<ReplayResult> replays,
    @JsonInclude(Include.NON_EMPTY) List<String> notes) {

  /** The version of the shape that this code writes, and the newest that it reads. */
  public static final int SCHEMA_VERSION = 1;

  /** Makes the value with its own copies of the lists. */
  public RunRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(software, "software");
    Objects.requireNonNull(setup, "setup");
    commandLine = List.copyOf(commandLine);
    fabrics = List.copyOf(fabrics);
    loads = List.copyOf(loads);
    cases = List.copyOf(cases);
    // Jackson passes null for what the JSON leaves out.
    comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
    replays = replays == null ? List.of() : List.copyOf(replays);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** An empty builder of the current schema version. */
  public static RunRecordBuilder builder() {
    return new RunRecordBuilder();
  }

  /** The same run under another id, as {@code RunDirectory} needs when an id is taken. */
  public RunRecord withId(String newId) {
    return new RunRecord(
        schemaVersion,
        newId,
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
