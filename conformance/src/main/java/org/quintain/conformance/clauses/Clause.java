// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.List;
import org.quintain.conformance.bench.ConformanceCase;

/**
 * One clause of a document.
 *
 * @param document the document
 * @param number such as {@code 11.7.5} or {@code E.1}; in a document whose editions number their
 *     clauses differently, the one word that the clause is known by
 * @param title its heading
 * @param reason why no case judges it; empty where cases do
 */
public record Clause(Document document, String number, String title, String reason) {
  static Clause parse(Document document, String line) {
    String[] parts = line.split(" ", 2);
    String[] words = parts[1].split(" \\| ", 2);
    return new Clause(document, parts[0], words[0], words.length > 1 ? words[1] : "");
  }

  /** Whether this is the clause {@code other} or stands within it. */
  public boolean isWithin(String other) {
    return number.equals(other) || number.startsWith(other + ".");
  }

  /** The cases of {@code suite} that rest on this clause itself. */
  public List<String> casesIn(List<ConformanceCase> suite) {
    return suite.stream()
        .filter(one -> document.numbersOf(one).contains(number))
        .map(ConformanceCase::id)
        .toList();
  }
}
