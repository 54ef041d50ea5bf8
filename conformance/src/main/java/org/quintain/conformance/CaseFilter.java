// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.records.Level;

/**
 * Which cases to run. Each word is an area ({@code RW}), an id ({@code RW-04}, which takes in
 * {@code RW-04/read10}), a pattern with {@code *} and {@code ?}, or a level ({@code level:shall});
 * {@code !} in front takes away. A case is chosen when any plain word fits (or there is none),
 * every level word allows it, and no word takes it away.
 */
public final class CaseFilter {
  private final List<Pattern> wanted = new ArrayList<>();
  private final List<Pattern> unwanted = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();

  private CaseFilter() {}

  /** The filter that chooses all cases. */
  public static CaseFilter all() {
    return new CaseFilter();
  }

  /**
   * Reads filter words; commas separate words within one argument.
   *
   * @throws IllegalArgumentException with one sentence when a word makes no sense or fits no case
   *     at all
   */
  public static CaseFilter of(List<String> arguments) {
    CaseFilter filter = new CaseFilter();
    for (String argument : arguments) {
      for (String word : argument.split(",", -1)) {
        if (!word.isBlank()) {
          filter.add(word.strip());
        }
      }
    }
    return filter;
  }

  private void add(String word) {
    if (word.toLowerCase(Locale.ROOT).startsWith("level:")) {
      levels.add(level(word.substring("level:".length())));
      return;
    }
    boolean without = word.startsWith("!");
    Pattern pattern = pattern(without ? word.substring(1) : word);
    boolean fits = false;
    for (ConformanceCase one : Suite.all()) {
      fits |= fits(pattern, one);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "No conformance case fits \"" + word + "\"; see quintain conform --list.");
    }
    (without ? unwanted : wanted).add(pattern);
  }

  private static Level level(String word) {
    for (Level level : Level.values()) {
      if (level.word().equalsIgnoreCase(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException("A level is shall, should or vendor, not \"" + word + "\".");
  }

  private static Pattern pattern(String word) {
    StringBuilder regex = new StringBuilder();
    for (char c : word.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }

  private static boolean fits(Pattern pattern, ConformanceCase one) {
    return pattern.matcher(one.id()).matches()
        || pattern.matcher(one.row()).matches()
        || pattern.matcher(one.area()).matches();
  }

  /** Whether {@code one} is chosen. */
  public boolean chooses(ConformanceCase one) {
    boolean plain = wanted.isEmpty() || wanted.stream().anyMatch(pattern -> fits(pattern, one));
    boolean level = levels.isEmpty() || levels.contains(one.level());
    return plain && level && unwanted.stream().noneMatch(pattern -> fits(pattern, one));
  }

  /** The chosen cases in the suite's order. */
  public List<ConformanceCase> choose() {
    return Suite.all().stream().filter(this::chooses).toList();
  }
}
