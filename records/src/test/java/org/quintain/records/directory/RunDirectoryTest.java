// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.records.Samples;
import org.quintain.records.json.InvalidRecordException;
import org.quintain.records.json.RunRecordJson;

class RunDirectoryTest {
  @TempDir Path temporary;

  private RunDirectory runs;

  @BeforeEach
  void openDirectory() throws IOException {
    runs = RunDirectory.open(temporary.resolve("runs"));
  }

  @Test
  void readsBackTheRunItAppended() throws IOException {
    StoredRun stored = runs.append(Samples.record("a"));

    assertThat(stored.directory()).isEqualTo(runs.root().resolve("a"));
    assertThat(runs.readAll()).containsExactly(stored);
    assertThat(stored.record()).isEqualTo(Samples.record("a"));
  }

  @Test
  void givesTheNextIdInsteadOfOverwriting() throws IOException {
    runs.append(Samples.record("a"));
    byte[] first = Files.readAllBytes(runs.root().resolve("a/record.json"));

    StoredRun second = runs.append(Samples.record("a"));
    StoredRun third = runs.append(Samples.record("a"));

    assertThat(second.record().id()).isEqualTo("a-2");
    assertThat(third.record().id()).isEqualTo("a-3");
    assertThat(Files.readAllBytes(runs.root().resolve("a/record.json"))).isEqualTo(first);
    assertThat(RunRecordJson.read(runs.root().resolve("a-2/record.json")).id()).isEqualTo("a-2");
  }

  @Test
  void writesHistogramLogsThatHdrHistogramReads() throws IOException {
    StoredRun stored = runs.append(Samples.record("a"));

    Path log = stored.directory().resolve("histograms/1-sim-iscsi-randread-4k.hlog");
    try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
      var histogram = reader.nextIntervalHistogram();
      assertThat(histogram.getTag()).isEqualTo("read-slat");
      assertThat(((org.HdrHistogram.Histogram) histogram).getTotalCount()).isEqualTo(1000);
    }
  }

  @Test
  void keepsArtefactsBesideTheRecord() throws IOException {
    try (RunInProgress run = runs.begin("a")) {
      Files.writeString(run.artefact("captures/one.txt"), "bytes");
      StoredRun stored = run.commit(Samples.record("a"));

      assertThat(stored.directory().resolve("captures/one.txt")).hasContent("bytes");
    }
    assertThat(runs.unfinished()).isEmpty();
  }

  @Test
  void refusesArtefactsThatLeaveTheRunOrTakeItsNames() throws IOException {
    try (RunInProgress run = runs.begin("a")) {
      for (String name : List.of("../x", ".", "a/../../b", "record.json", "histograms/x.hlog")) {
        assertThatThrownBy(() -> run.artefact(name)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void removesARunThatWasNeverCommitted() throws IOException {
    try (RunInProgress run = runs.begin("a")) {
      Files.writeString(run.artefact("x"), "x");
      assertThat(runs.unfinished()).hasSize(1);
    }
    assertThat(runs.unfinished()).isEmpty();
    assertThat(runs.readAll()).isEmpty();
  }

  @Test
  void passesOverWhatACrashLeft() throws IOException {
    Path leftover = Files.createDirectories(runs.root().resolve(".unfinished-a-1"));
    Files.writeString(leftover.resolve("record.json"), "{\"schemaVersion\": 1, \"id\": \"a");
    Files.createDirectories(runs.root().resolve("no-record-in-here"));
    Files.writeString(runs.root().resolve("stray.txt"), "stray");

    StoredRun stored = runs.append(Samples.record("a"));

    assertThat(stored.record().id()).isEqualTo("a");
    assertThat(runs.readAll()).containsExactly(stored);
    assertThat(runs.unfinished()).containsExactly(leftover);
  }

  @Test
  void refusesAnUnsoundRecordAndLeavesNothingBehind() throws IOException {
    assertThatThrownBy(() -> runs.append(Samples.record("a/b")))
        .isInstanceOf(InvalidRecordException.class);
    assertThatThrownBy(() -> runs.begin("..")).isInstanceOf(IllegalArgumentException.class);

    try (var entries = Files.list(runs.root())) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void namesEveryUnsoundRecordWhenReading() throws IOException {
    runs.append(Samples.record("good"));
    Files.writeString(
        Files.createDirectories(runs.root().resolve("bad")).resolve("record.json"), "{}");
    Files.writeString(
        Files.createDirectories(runs.root().resolve("worse")).resolve("record.json"), "nonsense");

    assertThatThrownBy(() -> runs.readAll())
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("bad/record.json: schemaVersion is missing")
        .hasMessageContaining("worse/record.json: is not JSON");
  }

  @Test
  void readsWhatAUserPointsAt() throws IOException {
    StoredRun stored = runs.append(Samples.record("a"));

    assertThat(RunDirectory.readPath(runs.root())).hasSize(1);
    assertThat(RunDirectory.readPath(stored.directory())).containsExactly(stored);
    assertThat(RunDirectory.readPath(stored.directory().resolve("record.json")))
        .containsExactly(stored);
    assertThatThrownBy(() -> RunDirectory.readPath(temporary.resolve("absent")))
        .hasMessageContaining("is neither a run record nor a directory");
    assertThatThrownBy(() -> RunDirectory.readPath(Files.createDirectory(temporary.resolve("e"))))
        .hasMessageContaining("holds no run");
  }

  @Test
  void keepsEveryRunOfManyWritersThatAskForTheSameId() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<StoredRun>> tasks = new java.util.ArrayList<>();
      for (int i = 0; i < 24; i++) {
        tasks.add(() -> RunDirectory.open(runs.root()).append(Samples.record("same")));
      }
      for (Future<StoredRun> future : writers.invokeAll(tasks)) {
        assertThat(future.get().record().id()).startsWith("same");
      }
    } finally {
      writers.shutdownNow();
    }

    assertThat(runs.readAll())
        .hasSize(24)
        .allSatisfy(
            run -> assertThat(run.directory().getFileName()).hasToString(run.record().id()));
    assertThat(runs.unfinished()).isEmpty();
  }
}
