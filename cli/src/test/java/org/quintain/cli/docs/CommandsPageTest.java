// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/commands.md says what the table of operation codes says. */
final class CommandsPageTest {
  private static final String RENEWAL = "bash docs/renew-commands.sh";
  private static final boolean IS_RENEWING = Boolean.getBoolean("quintain.renew");

  private static Path page() {
    Path module = Path.of("").toAbsolutePath();
    return module.resolveSibling("docs").resolve("commands.md");
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    String text = CommandsPage.text(RENEWAL);
    if (IS_RENEWING) {
      Files.writeString(page(), text);
    }
    assertThat(Files.readString(page()))
        .as("docs/commands.md is out of date; renew it with: " + RENEWAL)
        .isEqualTo(text);
  }
}
