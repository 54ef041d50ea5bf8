// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.style;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules that need no more than the text of files. */
final class TextRules {
  static final int LINES_MAX = 400;

  private static final String TEXT_BLOCK = "\"\"\"";

  private static final String SPDX = "SPDX-License-Identifier: Apache-2.0";

  /** Spelled in halves, so that this file does not report itself. */
  private static final Pattern MARKER =
      Pattern.compile(
          "\\b(TO"
              + "DO|FIX"
              + "ME|XX"
              + "X|HA"
              + "CK)\\b|(?i:\\bfor no"
              + "w\\b)|(?i:not (yet )?"
              + "implemen"
              + "ted)");

  /** In quotes it is the name of an attribute of HTML. */
  private static final Pattern MARKER_OF_JAVA =
      Pattern.compile(
          "(?<!\")(?i:place"
              + "holder)|UnsupportedOperation"
              + "Exception\\(\\)|@Disab"
              + "led\\b");

  /** Directories of the machines that Quintain is written on. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(^|[^\\w.])/(work|tmp/wt|ro" + "ot)/");

  private static final Pattern TEST_METHOD =
      Pattern.compile("^\\s*@(Test|ParameterizedTest|RepeatedTest|Property|Example)\\b");

  private static final Pattern PROPERTY = Pattern.compile("^\\s*@Property\\b");

  private static final Pattern SEEDED = Pattern.compile("@Property\\(.*seed = \"-?\\d+\"[,)]");

  /** What makes two runs of a test differ: randomness of no seed, or of the clock's. */
  private static final Pattern CHANCE =
      Pattern.compile(
          "new (Random|SplittableRandom|SecureRandom)\\((System\\..*)?\\)|ThreadLocalRandom\\.current|"
              + "Math\\.random\\(|randomUUID\\(|(?i:seed) = System\\.");

  private static final Pattern TEST_NAME =
      Pattern.compile(".*(Test|Laws|Properties|Story|IT)\\.java");

  /** The root package of each module's sources; the engine has all others. */
  private static final Map<String, String> ROOTS =
      Map.of(
          "records", "records",
          "sim-fabric", "sim",
          "hardware", "hardware",
          "conformance", "conformance",
          "perf", "perf",
          "reports", "reports",
          "cli", "cli");

  private TextRules() {}

  /** The breaches of one file. */
  static List<String> ofFile(SourceFile file) {
    List<String> problems = new ArrayList<>();
    List<String> lines = file.lines();
    boolean inTextBlock = false;
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      String where = file.path() + ":" + (index + 1) + ": ";
      report(problems, where + "mark of unfinished work: ", MARKER, line);
      report(problems, where + "path of one machine: ", MACHINE_PATH, line);
      if (file.isJava()) {
        report(problems, where + "mark of unfinished work: ", MARKER_OF_JAVA, line);
      }
      // A text block may quote another's file, with its tabs.
      inTextBlock ^= file.isJava() && line.split(TEXT_BLOCK, -1).length % 2 == 0;
      if (line.indexOf('\t') >= 0 && !inTextBlock) {
        problems.add(where + "tab");
      }
    }
    if (needsLicence(file) && lines.stream().limit(3).noneMatch(line -> line.contains(SPDX))) {
      problems.add(file.path() + ": the first lines do not say " + SPDX);
    }
    if (file.isJava()) {
      ofJava(file, lines, problems);
    }
    return problems;
  }

  private static void report(List<String> problems, String what, Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.find()) {
      problems.add(what + matcher.group().strip());
    }
  }

  private static boolean needsLicence(SourceFile file) {
    return file.isJava()
        || file.name().equals("pom.xml")
        || file.path().equals("quintain")
        || file.path().equals(".ci/run")
        || file.path().endsWith(".sh");
  }

  private static void ofJava(SourceFile file, List<String> lines, List<String> problems) {
    if (lines.size() > LINES_MAX) {
      problems.add(
          file.path() + ": " + lines.size() + " lines, where " + LINES_MAX + " are the most");
    }
    if (!lines.isEmpty() && !lines.get(0).equals("// " + SPDX)) {
      problems.add(file.path() + ":1: the first line is not // " + SPDX);
    }
    boolean tests = lines.stream().anyMatch(line -> TEST_METHOD.matcher(line).find());
    if (tests && !TEST_NAME.matcher(file.name()).matches()) {
      problems.add(file.path() + ": holds tests, but its name ends so that nobody runs them");
    }
    if (file.name().equals("package-info.java")) {
      if (file.text().indexOf("/**") < 0) {
        problems.add(file.path() + ": does not say what the package owns");
      }
      if (file.isMainJava() && !file.text().contains("@NullMarked")) {
        problems.add(file.path() + ": the package is not @NullMarked");
      }
    }
    if (file.isMainJava()) {
      ofPlace(file, problems);
    } else if (!file.path().contains("/fixture/")) {
      ofChance(file, lines, problems);
    }
  }

  /** One run of the tests is as the other; {@code docs/explore-seeds.sh} tries other seeds. */
  private static void ofChance(SourceFile file, List<String> lines, List<String> problems) {
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      String where = file.path() + ":" + (index + 1) + ": ";
      report(problems, where + "two runs of this differ: ", CHANCE, line);
      if (PROPERTY.matcher(line).find() && !SEEDED.matcher(line).find()) {
        problems.add(where + "a property names its seed: @Property(seed = \"NUMBER\", …)");
      }
    }
  }

  /** A module's sources lie below its own root package, so that the arrows can be told by name. */
  private static void ofPlace(SourceFile file, List<String> problems) {
    String module = file.path().substring(0, file.path().indexOf('/'));
    String inside = file.path().substring(file.path().indexOf("/src/main/java/") + 15);
    String root = ROOTS.get(module);
    boolean placed;
    if (root != null) {
      placed = inside.startsWith("org/quintain/" + root + "/");
    } else {
      placed =
          inside.startsWith("org/quintain/")
              && ROOTS.values().stream()
                  .noneMatch(other -> inside.startsWith("org/quintain/" + other + "/"));
    }
    if (!placed) {
      problems.add(file.path() + ": lies outside the packages of the module " + module);
    }
  }

  /** The breaches that only all files together show: packages that say nothing of themselves. */
  static List<String> ofAll(List<SourceFile> files) {
    Set<String> packages = new LinkedHashSet<>();
    Set<String> described = new LinkedHashSet<>();
    for (SourceFile file : files) {
      if (file.isMainJava()) {
        packages.add(file.directory());
        if (file.name().equals("package-info.java")) {
          described.add(file.directory());
        }
      }
    }
    packages.removeAll(described);
    return packages.stream().map(directory -> directory + ": has no package-info.java").toList();
  }
}
