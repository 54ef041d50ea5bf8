// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/iscsi-clauses.md says what the suite's table of clauses and its cases say. */
class ClausesPageTest {
  private static final String RENEWAL = "bash docs/renew-iscsi-clauses.sh";
  private static final boolean IS_RENEWING = Boolean.getBoolean("quintain.renew");

  private static Path page() {
    Path module = Path.of("").toAbsolutePath();
    return module.resolveSibling("docs").resolve("iscsi-clauses.md");
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    String text = ClausesPage.text(RENEWAL);
    if (IS_RENEWING) {
      Files.writeString(page(), text);
    }
    assertThat(Files.readString(page()))
        .as("docs/iscsi-clauses.md is out of date; renew it with: " + RENEWAL)
        .isEqualTo(text);
  }
}
