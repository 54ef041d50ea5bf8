// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One check of a table in {@code cli/src/test/guest}: lines for the guest's shell, and what is
 * expected of them.
 *
 * @param name unique among all tables
 * @param disk the served device that it works on
 * @param needs the commands and pages without which it proves nothing, as {@link Reported} spells
 *     them
 * @param script what the shell runs; the devices are {@code $SD} and {@code $SG}, those of the
 *     second initiator {@code $SDB} and {@code $SGB}
 * @param exitCode how the script ends when all is well
 * @param expected what its output contains
 * @param rejected what its output does not contain
 */
record GuestCheck(
    String name,
    String disk,
    List<String> needs,
    String script,
    int exitCode,
    List<Pattern> expected,
    List<Pattern> rejected) {
  /** The checks of all tables in {@code directory}: by their files' names, each in its order. */
  static List<GuestCheck> readAll(Path directory) throws IOException {
    List<Path> tables = new ArrayList<>();
    try (var listed = Files.newDirectoryStream(directory, "*.table")) {
      listed.forEach(tables::add);
    }
    tables.sort(null);
    List<GuestCheck> checks = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (Path table : tables) {
      checks.addAll(read(table, names));
    }
    return checks;
  }

  private static List<GuestCheck> read(Path table, Set<String> names) throws IOException {
    List<GuestCheck> checks = new ArrayList<>();
    Draft draft = null;
    int number = 0;
    for (String line : Files.readAllLines(table)) {
      number++;
      String where = table.getFileName() + ":" + number + ": ";
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s+", 2);
      if (line.startsWith("check ")) {
        if (draft != null) {
          checks.add(draft.done());
        }
        draft = new Draft(words[1], where);
        if (!names.add(draft.name)) {
          throw new IOException(where + "a second check " + draft.name);
        }
      } else if (draft == null || words.length < 2) {
        throw new IOException(where + "a line is a keyword and its value, in a check");
      } else {
        draft.take(words[0], words[1], where);
      }
    }
    if (draft != null) {
      checks.add(draft.done());
    }
    return checks;
  }

  /** What is wrong with a run of this check, one sentence each. */
  List<String> judge(int exit, String output) {
    List<String> faults = new ArrayList<>();
    if (exit != exitCode) {
      faults.add("ended with " + exit + ", not " + exitCode);
    }
    for (Pattern pattern : expected) {
      if (!pattern.matcher(output).find()) {
        faults.add("did not print " + pattern);
      }
    }
    for (Pattern pattern : rejected) {
      if (pattern.matcher(output).find()) {
        faults.add("printed " + pattern);
      }
    }
    return faults;
  }

  /** A check whose lines are still being read. */
  private static final class Draft {
    private final String name;
    private final String disk;
    private final List<String> needs = new ArrayList<>();
    private final StringBuilder script = new StringBuilder();
    private final List<Pattern> expected = new ArrayList<>();
    private final List<Pattern> rejected = new ArrayList<>();
    private int exitCode;

    Draft(String head, String where) throws IOException {
      String[] words = head.split(" on ");
      if (words.length != 2) {
        throw new IOException(where + "not of the form: check NAME on DISK");
      }
      name = words[0].strip();
      disk = words[1].strip();
    }

    void take(String keyword, String value, String where) throws IOException {
      switch (keyword) {
        case "needs" -> needs.addAll(List.of(value.toUpperCase(Locale.ROOT).split("\\s+")));
        case "run" -> script.append(value).append('\n');
        case "exit" -> exitCode = Integer.parseInt(value);
        case "expect" -> expected.add(Pattern.compile(value, Pattern.MULTILINE));
        case "reject" -> rejected.add(Pattern.compile(value, Pattern.MULTILINE));
        default -> throw new IOException(where + "no keyword: " + keyword);
      }
    }

    GuestCheck done() {
      return new GuestCheck(name, disk, needs, script.toString(), exitCode, expected, rejected);
    }
  }
}
