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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that each style rule reports what breaks it and lets pass what does not. */
final class TidyRulesCanFailTest {
  private static final String HEAD = "// SPDX-License-Identifier: Apache-2.0\n";
  private static final String PLACE = "engine/src/main/java/org/quintain/sam/A.java";
  private static final Map<String, Set<String>> COMMANDS =
      Map.of("version", Set.of("--help"), "conform", Set.of("--on", "--list"));

  @Test
  void letsATidyFilePass() {
    assertThat(java("final class A {}\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO-DO",
        "// FIX-ME later",
        "// XX-X",
        "// HA-CK",
        "// enough for no-w",
        "// not yet implemen-ted",
        "// a place-holder",
        "throw new UnsupportedOperation-Exception();",
        "@Disab-led"
      })
  void reportsMarksOfUnfinishedWork(String split) {
    assertThat(java(split.replace("-", "") + "\n"))
        .hasSize(1)
        .allMatch(line -> line.startsWith(PLACE + ":2: mark of unfinished work: "));
  }

  @Test
  void readsMarksAsWholeWords() {
    assertThat(java("// HACKING.md, a Mastodon, forno, before nowhere\n")).isEmpty();
  }

  @Test
  void reportsPathsOfOneMachine() {
    String path = "/wo" + "rk/main";
    assertThat(java("// see " + path + "\n"))
        .containsExactly(PLACE + ":2: path of one machine: /wo" + "rk/");
    assertThat(java("// src" + path + " and a/ro" + "ot/b\n")).isEmpty();
  }

  @Test
  void reportsTabs() {
    assertThat(java("\tint a;\n")).containsExactly(PLACE + ":2: tab");
    String block = "\"\"\"";
    assertThat(java("String a =\n" + block + "\n\tquoted\n" + block + ";\n\tint b;\n"))
        .containsExactly(PLACE + ":6: tab");
  }

  @Test
  void reportsAMissingLicence() {
    assertThat(TextRules.ofFile(new SourceFile(PLACE, "package org.quintain.sam;\n")))
        .hasSize(2)
        .allMatch(line -> line.contains("SPDX"));
    assertThat(TextRules.ofFile(new SourceFile("cli/pom.xml", "<project/>\n"))).hasSize(1);
  }

  @Test
  void reportsLongFiles() {
    assertThat(java("\n".repeat(399))).isEmpty();
    assertThat(java("\n".repeat(400)))
        .containsExactly(PLACE + ": 401 lines, where 400 are the most");
  }

  @Test
  void reportsTestsThatNobodyRuns() {
    String body = HEAD + "final class A {\n  @Test\n  void a() {}\n}\n";
    String directory = "cli/src/test/java/org/quintain/cli/";

    assertThat(TextRules.ofFile(new SourceFile(directory + "Checks.java", body)))
        .hasSize(1)
        .allMatch(line -> line.contains("nobody runs"));
    assertThat(TextRules.ofFile(new SourceFile(directory + "ChecksTest.java", body))).isEmpty();
  }

  @Test
  void reportsTestsOfWhichTwoRunsDiffer() {
    String path = "cli/src/test/java/org/quintain/cli/ChecksTest.java";
    String body =
        """
        @Prop-erty(seed = "12")
        @Prop-erty(seed = "12", tries = 3)
        @Prop-erty(tries = 3, seed = "-12")
        @Prop-erty
        long seed = Sys-tem.nanoTime();
        Random random = new Rand-om();
        Random random = new Rand-om(Sys-tem.nanoTime());
        Random random = new Random(seed);
        int chance = Math.rand-om() < 0.5 ? 1 : 0;
        """;

    String reports =
        """
        5: a property names its seed: @Prop-erty(seed = "NUMBER", …)
        6: two runs of this differ: seed = Sys-tem.
        7: two runs of this differ: new Rand-om()
        8: two runs of this differ: new Rand-om(Sys-tem.nanoTime())
        10: two runs of this differ: Math.rand-om(
        """;

    assertThat(TextRules.ofFile(new SourceFile(path, HEAD + body.replace("-", ""))))
        .map(line -> line.substring(path.length() + 1))
        .isEqualTo(reports.replace("-", "").lines().toList());
  }

  @Test
  void reportsSourcesInAnotherModulesPackage() {
    assertThat(
            TextRules.ofFile(new SourceFile("engine/src/main/java/org/quintain/sim/A.java", HEAD)))
        .hasSize(1)
        .allMatch(line -> line.endsWith("lies outside the packages of the module engine"));
    assertThat(
            TextRules.ofFile(
                new SourceFile("sim-fabric/src/main/java/org/quintain/iscsi/A.java", HEAD)))
        .hasSize(1);
  }

  @Test
  void reportsPackagesThatSayNothing() {
    SourceFile file = new SourceFile(PLACE, HEAD);
    String directory = "engine/src/main/java/org/quintain/sam";
    SourceFile info = new SourceFile(directory + "/package-info.java", HEAD + "package a;\n");

    assertThat(TextRules.ofAll(List.of(file)))
        .containsExactly(directory + ": has no package-info.java");
    assertThat(TextRules.ofAll(List.of(file, info))).isEmpty();
    assertThat(TextRules.ofFile(info)).hasSize(2);
  }

  @Test
  void reportsLongMethodsAndLocks() throws IOException {
    String method = "class A {\n  void a() {\n" + "    a();\n".repeat(68) + "  }\n";
    String longer = "  void b() {\n" + "    b();\n".repeat(69) + "  }\n}\n";
    String lock = "class B {\n  void a() {\n    synchronized (this) {}\n  }\n}\n";

    assertThat(
            TreeRules.of(
                List.of(
                    new SourceFile(PLACE, method + longer),
                    new SourceFile("engine/src/main/java/B.java", lock),
                    new SourceFile("hardware/src/main/java/B.java", lock))))
        .containsExactly(
            PLACE + ":72: the method b has 71 lines, where 70 are the most",
            "engine/src/main/java/B.java:3: a lock in code that must be deterministic");
  }

  @Test
  void reportsLinksCommandsAndOptionsThatDoNotExist(@TempDir Path root) throws IOException {
    Files.createFile(root.resolve("there.md"));
    String text =
        """
        # Title
        [a](there.md#part) [b](gone.md) [c](https://quintain.example/) [d](#here)
        ./quintain version
        `./quintain tilt` and `quintain conform --on sim:iscsi --lost`
        a quintain is a target
        """;

    assertThat(DocumentRules.ofDocument(new SourceFile("README.md", text), root, COMMANDS))
        .containsExactly(
            "README.md:2: the link leads nowhere: gone.md",
            "README.md:4: there is no command quintain tilt",
            "README.md:4: quintain conform has no option --lost");
  }

  @Test
  void reportsASetUpThatIsNotTheTwoCommands() {
    String readme =
        """
        # Quintain

        ## Set-up

        ```sh
        ./quintain qualify   # the main job
        mvn -B verify        # all tests
        ```

        ## Next
        """;
    String script = "set -e\nexec mvn -B verify\n";

    assertThat(DocumentRules.ofSetUp(readme, script)).isEmpty();
    assertThat(DocumentRules.ofSetUp(readme.replace("```sh", "```sh\nmake"), script)).hasSize(1);
    assertThat(DocumentRules.ofSetUp(readme, "mvn -B test\n")).hasSize(1);
    assertThat(DocumentRules.ofSetUp("# Quintain\n", script)).hasSize(1);
  }

  private static List<String> java(String body) {
    return TextRules.ofFile(new SourceFile(PLACE, HEAD + body));
  }
}
