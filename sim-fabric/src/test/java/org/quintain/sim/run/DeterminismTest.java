// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A seed decides its run: first or tenth in a JVM, traced or not, on every JDK that is installed.
 */
class DeterminismTest {
  private static SimulationResult run(String fabric, String faults, long seed) {
    SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse(faults));
    return new SimulateRunner(options).runOne(seed);
  }

  @Test
  void firstAndTenthRunOfASeedAreTheSame() {
    for (String fabric : SimulateRunner.FABRICS) {
      SimulationResult first = run(fabric, "all", 7);
      for (long other = 100; other < 108; other++) {
        run(fabric, "all", other);
      }
      SimulationResult tenth = run(fabric, "all", 7);
      assertThat(tenth).isEqualTo(first);
    }
  }

  @Test
  void writingTheTraceDownDoesNotChangeIt() {
    for (String fabric : SimulateRunner.FABRICS) {
      StringBuilder lines = new StringBuilder();
      SimulateOptions options = SimulateOptions.of(fabric, FaultSet.parse("default"));
      SimulationResult written = new SimulateRunner(options.withSinks(null, lines)).runOne(3);
      assertThat(written.trace()).isEqualTo(run(fabric, "default", 3).trace());
      assertThat(lines).contains("command-submitted").contains("store-completed");
    }
  }

  @Test
  void everyJdkAndEveryFreshJvmGivesTheSameTraces() throws IOException, InterruptedException {
    List<String> here = TraceDigests.lines();
    List<Path> others = javas();
    assertThat(others).as("at least the JDK that runs this test").isNotEmpty();
    for (Path java : others) {
      assertThat(linesFrom(java)).as("traces of " + java).isEqualTo(here);
    }
  }

  private static List<String> linesFrom(Path java) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                java.toString(), "-Xmx512m", "-cp", classPath, TraceDigests.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.lines().toList();
  }

  /** The JDK that runs this, and those of level 17 or more where Linux distributions put them. */
  private static List<Path> javas() throws IOException {
    SortedSet<Path> found = new TreeSet<>();
    found.add(Path.of(System.getProperty("java.home"), "bin", "java").toRealPath());
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(installed)) {
        for (Path home : homes) {
          Path java = home.resolve("bin/java");
          if (Files.isExecutable(java) && isLevel17OrMore(home)) {
            found.add(java.toRealPath());
          }
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean isLevel17OrMore(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return false;
    }
    Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(release));
    return version.find() && Integer.parseInt(version.group(1)) >= 17;
  }
}
