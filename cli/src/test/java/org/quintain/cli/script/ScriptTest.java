// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.support.Checkout;

/**
 * The script {@code quintain} in a small tree of its own. Its Java prints its arguments, its Maven
 * makes the jar and counts how often it was called; nothing else is on its path but the few tools
 * it needs.
 */
final class ScriptTest {
  private static final List<String> TOOLS =
      List.of("cp", "find", "flock", "grep", "head", "mkdir", "readlink", "sleep", "tail");
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "VERSION.0.1" 2026-01-01' >&2; exit 0; fi
      for argument in "$@"; do echo "argument: $argument"; done
      exit 5
      """;
  private static final String MAVEN =
      """
      echo called >>../calls
      sleep 0.2
      echo '[INFO] Building Quintain engine 0.1.0-SNAPSHOT        [2/9]'
      mkdir -p cli/target/quick/lib
      echo jar >cli/target/quick/quintain-cli.jar
      """;

  @TempDir Path directory;
  private Path tree;
  private Path tools;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(directory.resolve("a tree"));
    tools = Files.createDirectories(directory.resolve("tools"));
    Files.createDirectories(tree.resolve(".mvn"));
    for (String module : List.of("engine", "cli")) {
      Files.createDirectories(tree.resolve(module).resolve("src/main/java"));
      old(Files.writeString(tree.resolve(module).resolve("src/main/java/A.java"), "class A {}"));
      old(Files.writeString(tree.resolve(module).resolve("pom.xml"), "<project/>"));
      old(tree.resolve(module).resolve("src/main/java"));
      old(tree.resolve(module).resolve("src/main"));
    }
    old(Files.writeString(tree.resolve("pom.xml"), "<project/>"));
    old(tree.resolve(".mvn"));
    Path script = tree.resolve("quintain");
    Files.copy(Checkout.root().resolve("quintain"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    for (String tool : TOOLS) {
      program(tool, "PATH=/usr/bin:/bin; exec " + tool + " \"$@\"");
    }
  }

  @Test
  void namesBothPackagesWhereJavaAndMavenAreMissing() throws Exception {
    Run run = run("version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err)
        .containsExactly(
            "quintain: Java 17 or later and Maven are missing; on Debian install them with: "
                + "apt-get install openjdk-17-jdk-headless maven");
  }

  @Test
  void saysSoEvenWithAnEmptyPath() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));

    Run run = new Run(empty, tree.resolve("quintain").toString(), "version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err).hasSize(1).allMatch(line -> line.contains("openjdk-17-jdk-headless maven"));
  }

  @Test
  void namesThePackageWhereJavaIsTooOld() throws Exception {
    program("java", JAVA.replace("VERSION", "11"));
    program("mvn", MAVEN);

    Run run = run("version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err)
        .hasSize(1)
        .allMatch(line -> line.endsWith("apt-get install openjdk-17-jdk-headless"));
    assertThat(calls()).isZero();
  }

  @Test
  void namesThePackageWhereMavenIsMissingAndNothingIsBuilt() throws Exception {
    program("java", JAVA.replace("VERSION", "17"));

    Run run = run("version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err).hasSize(1).allMatch(line -> line.endsWith("apt-get install maven"));
  }

  @Test
  void namesThePackageWhereTheCompilerIsMissing() throws Exception {
    program("java", JAVA.replace("VERSION", "17"));
    program("mvn", MAVEN);

    Run run = run("version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err)
        .hasSize(1)
        .allMatch(line -> line.endsWith("apt-get install openjdk-17-jdk-headless"));
  }

  @Test
  void buildsOnceThenRunsWithTheArgumentsAsTheyAre() throws Exception {
    jdk("17");

    Run first = run("conform", "a b", "", "--on=x");
    Run second = run("version");

    assertThat(calls()).isEqualTo(1);
    assertThat(first.err).anyMatch(line -> line.contains("[2/9] engine"));
    assertThat(first.out)
        .containsSequence(
            "argument: -jar",
            "argument: " + tree.toRealPath().resolve("cli/target/quick/quintain-cli.jar"),
            "argument: conform",
            "argument: a b",
            "argument: ",
            "argument: --on=x");
    assertThat(first.exitCode).as("the exit code of Java").isEqualTo(5);
    assertThat(second.err).isEmpty();
    assertThat(second.out).last().isEqualTo("argument: version");
  }

  @Test
  void needsNoMavenWhereAFreshBuildLies() throws Exception {
    program("java", JAVA.replace("VERSION", "17"));
    Files.createDirectories(tree.resolve("cli/target/lib"));
    Files.writeString(tree.resolve("cli/target/quintain-cli.jar"), "jar");

    assertThat(run("version").out)
        .contains("argument: " + tree.toRealPath().resolve("cli/target/quintain-cli.jar"));
  }

  @Test
  void buildsAgainWhereASourceOrAPomIsNewer() throws Exception {
    jdk("17");
    run("version");

    Files.writeString(tree.resolve("engine/src/main/java/B.java"), "class B {}");
    run("version");
    Files.setLastModifiedTime(
        tree.resolve("engine/pom.xml"), FileTime.from(Instant.now().plusMillis(1)));
    run("version");

    assertThat(calls()).isEqualTo(3);
  }

  @Test
  void endsWithExitCodeThreeAndTheErrorsWhereTheBuildFails() throws Exception {
    jdk("17");
    program("mvn", "echo '[ERROR] A.java: class expected'; exit 1");

    Run run = run("version");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err)
        .contains("[ERROR] A.java: class expected")
        .last()
        .isEqualTo(
            "quintain: the build failed; its whole output is in "
                + tree.toRealPath().resolve("target/quintain-build.log"));
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    jdk("17");

    Process one = start(tools, tree.resolve("quintain").toString(), "version");
    Process other = start(tools, tree.resolve("quintain").toString(), "version");

    assertThat(new Run(one).exitCode).isEqualTo(5);
    assertThat(new Run(other).exitCode).isEqualTo(5);
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    jdk("17");
    Path link = directory.resolve("link");
    Files.createSymbolicLink(directory.resolve("inner"), Path.of("a tree/quintain"));
    Files.createSymbolicLink(link, Path.of("inner"));

    Run run = new Run(tools, link.toString(), "version");

    assertThat(run.out).last().isEqualTo("argument: version");
  }

  @Test
  void givesOnlyNewerJavaTheOptionsThatOlderJavaDoesNotKnow() throws Exception {
    jdk("17");
    assertThat(run("version").out)
        .contains("argument: --enable-native-access=ALL-UNNAMED")
        .noneMatch(line -> line.contains("unsafe"));

    jdk("25");
    assertThat(run("version").out).contains("argument: --sun-misc-unsafe-memory-access=allow");
  }

  private void jdk(String version) throws IOException {
    program("java", JAVA.replace("VERSION", version));
    program("javac", "exit 0");
    program("mvn", MAVEN);
  }

  private void program(String name, String body) throws IOException {
    Path program = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + body);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private static void old(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private int calls() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private Run run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree.resolve("quintain").toString()));
    command.addAll(List.of(arguments));
    return new Run(tools, command.toArray(String[]::new));
  }

  private Process start(Path path, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", path.toString());
    return builder.start();
  }

  /** A run of the script that has ended. */
  private final class Run {
    final int exitCode;
    final List<String> out;
    final List<String> err;

    Run(Path path, String... command) throws Exception {
      this(start(path, command));
    }

    Run(Process process) throws Exception {
      process.getOutputStream().close();
      out = process.inputReader().lines().toList();
      err = process.errorReader().lines().toList();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      exitCode = process.exitValue();
    }
  }
}
