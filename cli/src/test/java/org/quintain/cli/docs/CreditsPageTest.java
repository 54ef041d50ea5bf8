// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/fc-credits.md says what simulation gives, and that is what the formula says. */
final class CreditsPageTest {
  private static final String RENEWAL = "bash docs/renew-credits.sh";
  private static final boolean IS_RENEWING = Boolean.getBoolean("quintain.renew");

  private static Path docs() {
    return Path.of("").toAbsolutePath().resolveSibling("docs");
  }

  @Test
  void thePageIsUpToDateAndWithinTheTolerance() throws IOException {
    CreditsPage.Page page = CreditsPage.write(RENEWAL);
    assertThat(page.worstPercent()).isLessThan(CreditsPage.TOLERANCE_PERCENT);
    Path text = docs().resolve("fc-credits.md");
    Path picture = docs().resolve("fc-credits.svg");
    if (IS_RENEWING) {
      Files.writeString(text, page.text());
      Files.writeString(picture, page.picture());
    }
    assertThat(Files.readString(text))
        .as("docs/fc-credits.md is out of date; renew it with: " + RENEWAL)
        .isEqualTo(page.text());
    assertThat(Files.readString(picture)).isEqualTo(page.picture());
  }
}
