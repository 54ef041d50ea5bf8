// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.conformance.Suite;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.iscsi.clauses.Clause;

/** Writes docs/iscsi-clauses.md from the table of clauses and from what the cases rest on. */
final class ClausesPage {
  private static final String HEAD =
      """
      # The clauses of RFC 7143 and their cases

      Generated from the suite's table of clauses and from the clause of each case; do not edit it, but
      run `%s`.

      What binds a target is in chapters 4 to 13 and the appendices; 1 to 3 and 14 to 16 are
      introduction, conventions, registrations and references. A clause has the rows of cases that rest
      on it (in brackets how many cases a row has, where there are several), or the reason why there are
      none; one without either has its cases in the clauses within it. `quintain conform --list IL IC
      IK IN ID IG IX IT IS IE IV` tells what each case does. There are %d cases.

      | Clause | Heading | Cases |
      | --- | --- | --- |
      """;

  private ClausesPage() {}

  /** The cases that speak iSCSI themselves. */
  static List<ConformanceCase> cases() {
    return Suite.all().stream().filter(one -> one.needs().contains(Need.BYTE_STREAM)).toList();
  }

  /** The page, which says that {@code renewal} renews it. */
  static String text(String renewal) {
    List<ConformanceCase> cases = cases();
    StringBuilder page = new StringBuilder(String.format(HEAD, renewal, cases.size()));
    for (Clause clause : Clause.all()) {
      page.append(
          String.format(
              "| %s | %s | %s |%n",
              clause.number(),
              clause.title(),
              clause.reason().isEmpty() ? rows(clause, cases) : "*" + clause.reason() + "*"));
    }
    return page.toString();
  }

  private static String rows(Clause clause, List<ConformanceCase> cases) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ConformanceCase one : cases) {
      if (Clause.numbersOf(one).contains(clause.number())) {
        counts.merge(one.row(), 1, Integer::sum);
      }
    }
    return String.join(
        ", ",
        counts.entrySet().stream()
            .map(each -> each.getKey() + (each.getValue() > 1 ? " (" + each.getValue() + ")" : ""))
            .toList());
  }
}
