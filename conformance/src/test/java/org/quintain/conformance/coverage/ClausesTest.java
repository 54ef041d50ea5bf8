// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.iscsi.clauses.Clause;

/** Every clause of RFC 7143 that binds a target has a case, and every case rests on a clause. */
class ClausesTest {
  @Test
  void everyClauseIsJudgedOrSaysWhyNot() {
    List<Clause> all = Clause.all();
    assertThat(all)
        .filteredOn(clause -> clause.reason().isEmpty())
        .filteredOn(
            clause ->
                all.stream()
                    .noneMatch(
                        each ->
                            each.isWithin(clause.number())
                                && !each.casesIn(ClausesPage.cases()).isEmpty()))
        .map(clause -> clause.number() + " " + clause.title())
        .isEmpty();
  }

  @Test
  void noReasonIsGivenWhereThereAreCases() {
    assertThat(Clause.all())
        .filteredOn(clause -> !clause.reason().isEmpty())
        .allSatisfy(
            clause ->
                assertThat(clause.casesIn(ClausesPage.cases())).as(clause.number()).isEmpty());
  }

  @Test
  void everyIscsiCaseRestsOnClausesThatThereAre() {
    List<String> numbers = Clause.all().stream().map(Clause::number).toList();
    assertThat(ClausesPage.cases()).hasSizeGreaterThan(380);
    for (ConformanceCase one : ClausesPage.cases()) {
      if (one.clause().startsWith("RFC 7143")) {
        assertThat(Clause.numbersOf(one)).as(one.id() + " " + one.clause()).isNotEmpty();
      }
      assertThat(Clause.numbersOf(one).stream().filter(each -> !numbers.contains(each)))
          .as(one.id())
          .isEmpty();
    }
  }

  @Test
  void eachClauseIsThereOnce() {
    assertThat(Clause.all()).map(Clause::number).doesNotHaveDuplicates();
  }

  /** The first heading that a case cites begins as the clause's does. */
  @Test
  void citedHeadingsAreThoseOfTheDocument() {
    for (Clause clause : Clause.all()) {
      String cited = "RFC 7143 " + clause.number() + " ";
      assertThat(ClausesPage.cases())
          .filteredOn(one -> one.clause().startsWith(cited))
          .allSatisfy(
              one ->
                  assertThat(one.clause().substring(cited.length()).toLowerCase(Locale.ROOT))
                      .as(one.id())
                      .startsWith(firstWord(clause.title())));
    }
  }

  private static String firstWord(String title) {
    return title.split("[ ,(]", 2)[0].toLowerCase(Locale.ROOT);
  }
}
