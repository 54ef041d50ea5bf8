// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.cli.CommandModel;
import org.quintain.cli.support.Checkout;

/** The style rules over the whole checkout; one line per breach. */
final class TidyTest {
  private final Path root = Checkout.root();
  private final List<SourceFile> files;

  TidyTest() throws IOException {
    files = SourceFile.all(root);
  }

  @Test
  void seesTheSourcesOfEveryModule() {
    assertThat(files)
        .map(SourceFile::path)
        .contains("README.md", "quintain", ".ci/run", "pom.xml", "cli/pom.xml");
    for (String module :
        List.of(
            "engine",
            "records",
            "sim-fabric",
            "hardware",
            "conformance",
            "perf",
            "reports",
            "cli")) {
      assertThat(files).anyMatch(file -> file.path().startsWith(module + "/src/main/java/"));
    }
  }

  @Test
  void filesAreTidy() {
    assertThat(files.stream().flatMap(file -> TextRules.ofFile(file).stream())).isEmpty();
  }

  @Test
  void packagesSayWhatTheyOwn() {
    assertThat(TextRules.ofAll(files)).isEmpty();
  }

  @Test
  void methodsAreShortAndDeterministicCodeTakesNoLock() throws IOException {
    assertThat(TreeRules.of(files)).isEmpty();
  }

  @Test
  void documentsNameOnlyWhatExists() {
    Map<String, Set<String>> commands = CommandModel.options();
    assertThat(
            files.stream()
                .filter(file -> file.path().endsWith(".md"))
                .flatMap(file -> DocumentRules.ofDocument(file, root, commands).stream()))
        .isEmpty();
  }

  @Test
  void setUpIsTwoCommandsAndContinuousIntegrationCallsTheSecond() throws IOException {
    assertThat(
            DocumentRules.ofSetUp(
                Files.readString(root.resolve("README.md")),
                Files.readString(root.resolve(".ci/run"))))
        .isEmpty();
  }
}
