// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.style;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules of the documents: what they name exists. */
final class DocumentRules {
  /** The two commands by which a newcomer sets Quintain up, in the README's order. */
  static final List<String> SET_UP_COMMANDS = List.of("./quintain qualify", "mvn -B verify");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** In a code block or a code span: the script, a subcommand, and the rest of the call. */
  private static final Pattern CALL =
      Pattern.compile("(?:^\\s*(?:\\$ )?\\./|`(?:\\./)?)quintain +([a-z][a-z-]*)([^`]*)");

  private static final Pattern OPTION = Pattern.compile("(?<=[\\s\\[|(])--[a-z][a-z-]*");

  private DocumentRules() {}

  /**
   * The breaches of one document.
   *
   * @param root where its links are looked up
   * @param commands the options of each subcommand that there is
   */
  static List<String> ofDocument(SourceFile file, Path root, Map<String, Set<String>> commands) {
    List<String> problems = new ArrayList<>();
    List<String> lines = file.lines();
    if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
      problems.add(file.path() + ":1: the first line is not the title");
    }
    for (int index = 0; index < lines.size(); index++) {
      String where = file.path() + ":" + (index + 1) + ": ";
      links(lines.get(index), root.resolve(file.directory()), where, problems);
      calls(lines.get(index), commands, where, problems);
    }
    return problems;
  }

  private static void links(String line, Path directory, String where, List<String> problems) {
    Matcher matcher = LINK.matcher(line);
    while (matcher.find()) {
      String target = matcher.group(1);
      if (target.contains("://") || target.startsWith("#") || target.startsWith("mailto:")) {
        continue;
      }
      if (!Files.exists(directory.resolve(target.split("#", 2)[0]))) {
        problems.add(where + "the link leads nowhere: " + target);
      }
    }
  }

  private static void calls(
      String line, Map<String, Set<String>> commands, String where, List<String> problems) {
    Matcher call = CALL.matcher(line);
    while (call.find()) {
      Set<String> options = commands.get(call.group(1));
      if (options == null) {
        problems.add(where + "there is no command quintain " + call.group(1));
        continue;
      }
      Matcher option = OPTION.matcher(call.group(2));
      while (option.find()) {
        if (!options.contains(option.group())) {
          problems.add(where + "quintain " + call.group(1) + " has no option " + option.group());
        }
      }
    }
  }

  /** The README's section "Set-up" holds exactly the two commands; CI calls the second. */
  static List<String> ofSetUp(String readme, String continuousIntegration) {
    List<String> problems = new ArrayList<>();
    int section = readme.indexOf("\n## Set-up\n");
    if (section < 0) {
      return List.of("README.md: has no section \"## Set-up\"");
    }
    int next = readme.indexOf("\n## ", section + 4);
    String body = readme.substring(section, next < 0 ? readme.length() : next);
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : body.lines().toList()) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (inside && !line.isBlank()) {
        found.add(line.replaceFirst("\\s+#.*$", "").strip());
      }
    }
    if (!found.equals(SET_UP_COMMANDS)) {
      problems.add("README.md: the set-up commands are " + found + ", not " + SET_UP_COMMANDS);
    }
    String test = "\nexec " + SET_UP_COMMANDS.get(1) + "\n";
    if (!continuousIntegration.endsWith(test)) {
      problems.add(".ci/run: does not end by calling " + SET_UP_COMMANDS.get(1));
    }
    return problems;
  }
}
