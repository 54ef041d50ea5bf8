// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of clauses in docs/ say what the suite's tables of clauses and its cases say. */
class ClausesPageTest {
  private static final boolean IS_RENEWING = Boolean.getBoolean("quintain.renew");

  static List<ClausesPage> pages() {
    return ClausesPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePageIsUpToDate(ClausesPage page) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path file = module.resolveSibling("docs").resolve(page.file());
    String text = page.text();
    if (IS_RENEWING) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as(page.file() + " is out of date; renew it with: " + page.renewal())
        .isEqualTo(text);
  }
}
