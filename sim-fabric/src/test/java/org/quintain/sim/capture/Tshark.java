// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Wireshark's decoder as a judge, where it is installed. */
final class Tshark {
  private Tshark() {}

  /** The lines that it prints for the packets of {@code file} that fit {@code filter}. */
  static List<String> lines(Path file, String filter, String... options)
      throws IOException, InterruptedException {
    Path program =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(directory -> Path.of(directory, "tshark"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(""));
    boolean present = !program.toString().isEmpty();
    boolean required = "required".equals(System.getenv("QUINTAIN_JUDGES"));
    assumeTrue(present || required, "tshark is missing: apt install tshark");
    assertThat(present).as("tshark is required here: apt install tshark").isTrue();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-r", file.toString(), "-Y", filter));
    command.addAll(Arrays.asList(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return text.lines().toList();
    }
  }
}
