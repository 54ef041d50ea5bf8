// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.records.Samples;

/** Kills a process that appends runs, at moments nobody chose, and reads what is left. */
class KilledWriterTest {
  private static final int KILLS = 3;

  @TempDir Path temporary;

  /** Appends runs until it is killed, and says each id once it is stored. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      RunDirectory runs = RunDirectory.open(Path.of(arguments[0]));
      while (true) {
        try (RunInProgress run = runs.begin("killed")) {
          Files.write(run.artefact("capture.bin"), new byte[200_000]);
          System.out.println(run.commit(Samples.record("killed")).record().id());
        }
      }
    }
  }

  @Test
  void keepsEveryRunThatAKilledProcessHadStoredAndShowsNoHalfOne() throws Exception {
    Path root = temporary.resolve("runs");
    int stored = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      String last = killAfter(root, 3 + 4 * kill);

      List<StoredRun> runs = RunDirectory.open(root).readAll();
      assertThat(runs).extracting(run -> run.record().id()).contains(last);
      assertThat(runs.size()).isGreaterThan(stored);
      assertThat(runs)
          .allSatisfy(
              run -> {
                assertThat(run.directory().getFileName()).hasToString(run.record().id());
                assertThat(run.directory().resolve("capture.bin")).hasSize(200_000);
              });
      stored = runs.size();
    }
    assertThat(RunDirectory.open(root).unfinished().size()).isLessThanOrEqualTo(KILLS);
  }

  /** Lets a writer store some runs, kills it, and returns the last id it had said. */
  private static String killAfter(Path root, int runs) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < runs; i++) {
        String line = lines.readLine();
        assertThat(line).as("what the writer says").isNotNull();
        last = line;
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return last;
  }
}
