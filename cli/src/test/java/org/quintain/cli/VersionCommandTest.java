// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class VersionCommandTest {
  @Test
  void namesVersionCommitAndJdk() {
    StringWriter out = new StringWriter();

    int exitCode = Main.commandLine().setOut(new PrintWriter(out)).execute("version");

    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .matches(
            "quintain \\d+\\.\\d+\\.\\d+\\S*, commit [0-9a-z ]+, JDK "
                + Runtime.version().feature()
                + " \\(.+\\)\\R");
  }

  @Test
  void answersUsageErrorsWithExitCodeTwo() {
    StringWriter err = new StringWriter();

    int exitCode = Main.commandLine().setErr(new PrintWriter(err)).execute("tilt");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("tilt");
  }
}
