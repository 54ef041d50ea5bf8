// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.clauses;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.conformance.bench.ConformanceCase;

/**
 * One clause of RFC 7143.
 *
 * @param number such as {@code 11.7.5} or {@code E.1}
 * @param title its heading
 * @param reason why no case judges it; empty where cases do
 */
public record Clause(String number, String title, String reason) {
  private static final String DOCUMENT = "RFC 7143";
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.])([0-9]{1,2}(\\.[0-9]{1,2})+|[A-E]\\.[0-9]|1[0-3]|[4-9]|[A-E])(?= |$)");

  /** All of them, in the document's order. */
  public static List<Clause> all() {
    List<Clause> all = new ArrayList<>();
    for (String line : ClauseTable.lines()) {
      String[] parts = line.split(" ", 2);
      String[] words = parts[1].split(" \\| ", 2);
      all.add(new Clause(parts[0], words[0], words.length > 1 ? words[1] : ""));
    }
    return all;
  }

  /** The numbers of the clauses of RFC 7143 that {@code one} rests on. */
  public static Set<String> numbersOf(ConformanceCase one) {
    Set<String> numbers = new LinkedHashSet<>();
    boolean isHere = false;
    for (String part : one.clause().split("; ?")) {
      isHere = part.startsWith("RFC ") ? part.startsWith(DOCUMENT) : isHere;
      if (isHere) {
        String rest = part.startsWith(DOCUMENT) ? part.substring(DOCUMENT.length() + 1) : part;
        Matcher matcher = NUMBER.matcher(rest);
        if (matcher.lookingAt()) {
          numbers.add(matcher.group(1));
        }
      }
    }
    return numbers;
  }

  /** Whether this is the clause {@code other} or stands within it. */
  public boolean isWithin(String other) {
    return number.equals(other) || number.startsWith(other + ".");
  }

  /** The cases of {@code suite} that rest on this clause itself. */
  public List<String> casesIn(List<ConformanceCase> suite) {
    return suite.stream()
        .filter(one -> numbersOf(one).contains(number))
        .map(ConformanceCase::id)
        .toList();
  }
}
