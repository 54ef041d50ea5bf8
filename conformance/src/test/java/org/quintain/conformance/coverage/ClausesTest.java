// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.clauses.Clause;
import org.quintain.conformance.clauses.Document;

/** Every clause that binds a target has a case, and every case rests on a clause. */
class ClausesTest {
  static List<ClausesPage> pages() {
    return ClausesPage.all();
  }

  private static List<Clause> clauses(ClausesPage page) {
    return page.documents().stream().flatMap(each -> each.clauses().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyClauseIsJudgedOrSaysWhyNot(ClausesPage page) {
    List<Clause> all = clauses(page);
    assertThat(all)
        .filteredOn(clause -> clause.reason().isEmpty())
        .filteredOn(
            clause ->
                all.stream()
                    .noneMatch(
                        each ->
                            each.document() == clause.document()
                                && each.isWithin(clause.number())
                                && !each.casesIn(page.cases()).isEmpty()))
        .map(clause -> clause.document().title() + " " + clause.number() + " " + clause.title())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noReasonIsGivenWhereThereAreCases(ClausesPage page) {
    assertThat(clauses(page))
        .filteredOn(clause -> !clause.reason().isEmpty())
        .allSatisfy(
            clause -> assertThat(clause.casesIn(page.cases())).as(clause.number()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCaseRestsOnClausesThatThereAre(ClausesPage page) {
    for (ConformanceCase one : page.cases()) {
      for (Document document : page.documents()) {
        List<String> numbers = document.clauses().stream().map(Clause::number).toList();
        if (document.isCitedBy(one)) {
          assertThat(document.numbersOf(one)).as(one.id() + " " + one.clause()).isNotEmpty();
        }
        assertThat(document.numbersOf(one)).as(one.id()).isSubsetOf(numbers);
      }
    }
  }

  @Test
  void thereAreAsManyCasesAsWerePlanned() {
    assertThat(ClausesPage.ofIscsi().cases()).hasSizeGreaterThan(380);
    assertThat(ClausesPage.ofFibreChannel().cases()).hasSizeGreaterThan(160);
    assertThat(ClausesPage.ofFibreChannel().cases())
        .allMatch(
            one ->
                ClausesPage.ofFibreChannel().documents().stream()
                    .anyMatch(document -> !document.numbersOf(one).isEmpty()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void eachClauseIsThereOnce(ClausesPage page) {
    assertThat(clauses(page))
        .map(clause -> clause.document() + " " + clause.number())
        .doesNotHaveDuplicates();
  }

  /** The first heading that a case cites begins as the clause's does. */
  @ParameterizedTest
  @MethodSource("pages")
  void citedHeadingsAreThoseOfTheDocument(ClausesPage page) {
    for (Clause clause : clauses(page)) {
      String cited = clause.document().title() + " " + clause.number() + " ";
      assertThat(page.cases())
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
