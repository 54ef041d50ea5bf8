// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs somebody's program to its end, or to a time limit. */
final class Tool {
  /** What {@link Result#exitCode} is for a program that had to be killed. */
  static final int TIMED_OUT = -1;

  private Tool() {}

  /**
   * How a program ended.
   *
   * @param output what it wrote to both streams
   */
  record Result(int exitCode, String output) {}

  static Result run(int timeoutSeconds, String... commandLine)
      throws IOException, InterruptedException {
    return run(timeoutSeconds, List.of(commandLine));
  }

  static Result run(int timeoutSeconds, List<String> commandLine)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("judge", ".log");
    try {
      Process process =
          new ProcessBuilder(commandLine)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      return new Result(ended ? process.exitValue() : TIMED_OUT, text(output));
    } finally {
      Files.delete(output);
    }
  }

  /** What a program wrote into {@code file}, whatever its bytes are. */
  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
