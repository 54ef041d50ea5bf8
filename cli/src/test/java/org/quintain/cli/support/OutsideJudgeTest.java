// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

final class OutsideJudgeTest {
  @Test
  void findsAProgramOnThePath(@TempDir Path directory) throws IOException {
    Path judge = Files.createFile(directory.resolve("iscsi-ls"));
    assertThat(judge.toFile().setExecutable(true)).isTrue();

    assertThat(OutsideJudge.find("iscsi-ls", "/nowhere:" + directory, true)).isEqualTo(judge);
  }

  @Test
  void skipsWithTheReasonWhereAJudgeIsMissing() {
    assertThatThrownBy(() -> OutsideJudge.decide(false, "tshark is missing", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("tshark is missing");
  }

  @Test
  void failsWhereAMissingJudgeIsRequired() {
    assertThatThrownBy(() -> OutsideJudge.decide(false, "tshark is missing", true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("tshark is missing");
  }

  @Test
  void refusesAJudgeWhosePackageIsUnknown() {
    assertThatThrownBy(() -> OutsideJudge.find("oracle", "/nowhere", false))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("oracle");
  }
}
