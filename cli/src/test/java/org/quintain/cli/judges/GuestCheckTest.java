// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the guest's checks, and of explained tests, can find fault. */
class GuestCheckTest {
  @TempDir private Path directory;

  private GuestCheck only(String lines) throws IOException {
    Files.writeString(directory.resolve("a.table"), "check one on plain\n" + lines);
    return GuestCheck.readAll(directory).get(0);
  }

  @Test
  void readsEveryKeyword() throws IOException {
    GuestCheck check = only("needs 9e/10 VPD:b0\nrun a\n\n# why\nrun   b\nexit 5\nexpect ^x$\n");
    assertThat(check.disk()).isEqualTo("plain");
    assertThat(check.needs()).containsExactly("9E/10", "VPD:B0");
    assertThat(check.script()).isEqualTo("a\nb\n");
    assertThat(check.exitCode()).isEqualTo(5);
  }

  @Test
  void findsFaultWithTheExitCodeAndWithTheOutput() throws IOException {
    GuestCheck check = only("run a\nexpect ^good$\nreject bad\n");
    assertThat(check.judge(0, "is\ngood\n")).isEmpty();
    assertThat(check.judge(1, "good")).hasSize(1);
    assertThat(check.judge(0, "goods")).hasSize(1);
    assertThat(check.judge(2, "bad")).hasSize(3);
  }

  @Test
  void refusesLinesThatItCannotRead() {
    assertThatThrownBy(() -> only("runs a\n"))
        .hasMessageContaining("a.table:2")
        .hasMessageContaining("runs");
    assertThatThrownBy(() -> only("run a\ncheck one on plain\n"))
        .hasMessageContaining("a second check");
    assertThatThrownBy(() -> only("run a\ncheck two\n")).hasMessageContaining("a.table:3");
  }

  @Test
  void tellsWhatALogicalUnitDoesNotReport() {
    byte[] commands = new byte[4 + 8 + 20];
    commands[3] = 28;
    commands[4] = 0x12;
    commands[4 + 5] = 2; // A descriptor of timeouts follows.
    commands[24] = (byte) 0x9E;
    commands[24 + 3] = 0x10;
    commands[24 + 5] = 1;
    Reported reported = Reported.of(commands, new byte[] {0, 0, 0, 1, (byte) 0xB0});
    assertThat(reported.missing(List.of("12", "9E/10", "VPD:B0"))).isEmpty();
    assertThat(reported.missing(List.of("9E", "9E/12", "VPD:B1")))
        .isEqualTo(Set.of("9E", "9E/12", "VPD:B1"));
  }

  @Test
  void knowsForWhichShapesATestIsExplained() throws IOException {
    Path document = directory.resolve("d.md");
    Files.writeString(
        document,
        """
        ## Failures
        | `ALL.A.*`, `ALL.B.One` | all but thin, large | why |
        | `ALL.C.*` | thin | why |
        ## Skips
        | `ALL.D.One` | all | why |
        """);
    List<String> tests = List.of("ALL.A.One", "ALL.B.One", "ALL.B.Two", "ALL.C.One", "ALL.D.One");
    ExplainedTests failures = ExplainedTests.read(document, "Failures");
    assertThat(failures.of("plain", tests)).containsExactly("ALL.A.One", "ALL.B.One");
    assertThat(failures.of("thin", tests)).containsExactly("ALL.C.One");
    assertThat(failures.of("large", tests)).isEmpty();
    assertThat(failures.idle(List.of("plain", "thin", "large"), tests)).isEmpty();
    assertThat(failures.idle(List.of("plain"), tests)).hasSize(2);
    assertThat(failures.idle(List.of("plain", "thin", "large"), List.of("ALL.A.One"))).hasSize(1);
    assertThat(ExplainedTests.read(document, "Skips").of("plain", tests))
        .containsExactly("ALL.D.One");
  }
}
