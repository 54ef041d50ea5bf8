// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of one section of docs/iscsi-test-cu.md. A row names tests ({@code *} stands for any
 * characters), the shapes of the disk that it holds for ({@code all}, {@code all but ...}, or their
 * names), and the reason.
 */
record ExplainedTests(List<Row> rows) {
  private static final Pattern ROW =
      Pattern.compile("\\| ((?:`[A-Za-z0-9_.*-]+`(?:, )?)+) \\| ([a-z0-9, -]+) \\| .+ \\|");

  /** One row of the table. */
  record Row(String text, List<Pattern> tests, Set<String> shapes, boolean allButThese) {
    boolean holdsFor(String shape) {
      return allButThese != shapes.contains(shape);
    }

    boolean names(String test) {
      return tests.stream().anyMatch(pattern -> pattern.matcher(test).matches());
    }
  }

  /** The rows under the heading {@code ## title}. */
  static ExplainedTests read(Path document, String title) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("## ")) {
        inside = line.equals("## " + title);
      }
      Matcher matcher = ROW.matcher(line);
      if (inside && matcher.matches()) {
        rows.add(row(matcher.group(1), matcher.group(2)));
      }
    }
    return new ExplainedTests(rows);
  }

  private static Row row(String names, String shapes) {
    List<Pattern> tests = new ArrayList<>();
    for (String name : names.replace("`", "").split(", ")) {
      tests.add(Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q")));
    }
    boolean allButThese = shapes.startsWith("all");
    String listed = shapes.replaceFirst("^all( but )?", "");
    Set<String> set = new TreeSet<>(listed.isEmpty() ? List.of() : List.of(listed.split(", ")));
    return new Row(names + " on " + shapes, tests, set, allButThese);
  }

  /** Those of {@code tests} that the rows name for {@code shape}. */
  Set<String> of(String shape, Collection<String> tests) {
    Set<String> named = new TreeSet<>();
    for (String test : tests) {
      if (rows.stream().anyMatch(row -> row.holdsFor(shape) && row.names(test))) {
        named.add(test);
      }
    }
    return named;
  }

  /** The shapes that rows name and nobody serves, and rows that name no test at all. */
  List<String> idle(Collection<String> shapes, Collection<String> tests) {
    List<String> idle = new ArrayList<>();
    for (Row row : rows) {
      if (!shapes.containsAll(row.shapes()) || tests.stream().noneMatch(row::names)) {
        idle.add(row.text());
      }
    }
    return idle;
  }
}
