// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/srp-sweep.md says what simulation gives, and that is near enough to what was published. */
final class SweepPageTest {
  private static final String RENEWAL = "bash docs/renew-sweep.sh";
  private static final boolean IS_RENEWING = Boolean.getBoolean("quintain.renew");

  private static Path docs() {
    return Path.of("").toAbsolutePath().resolveSibling("docs");
  }

  @Test
  void thePageIsUpToDateAndWithinTheTolerance() throws IOException {
    SweepPage.Page page = SweepPage.write(RENEWAL);
    assertThat(page.fittedPercent()).isLessThan(page.linePercent() + 1);
    assertThat(page.heldOutPercent()).isLessThan(SweepPage.TOLERANCE_PERCENT);
    Path text = docs().resolve("srp-sweep.md");
    Path picture = docs().resolve("srp-sweep.svg");
    if (IS_RENEWING) {
      Files.writeString(text, page.text());
      Files.writeString(picture, page.picture());
    }
    assertThat(Files.readString(text))
        .as("docs/srp-sweep.md is out of date; renew it with: " + RENEWAL)
        .isEqualTo(page.text());
    assertThat(Files.readString(picture)).isEqualTo(page.picture());
  }
}
