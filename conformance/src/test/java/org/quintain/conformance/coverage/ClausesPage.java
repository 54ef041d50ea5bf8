// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.coverage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.conformance.Suite;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.clauses.Clause;
import org.quintain.conformance.clauses.Document;

/**
 * A page of docs/ written from tables of clauses and from what the cases of one transport rest on.
 *
 * @param file its name in docs/
 * @param renewal the command that writes it anew
 * @param need what marks the transport's cases
 * @param documents the documents whose clauses it lists
 * @param head what stands above, with places for the command and for the number of cases
 */
record ClausesPage(String file, String renewal, Need need, List<Document> documents, String head) {
  private static final String ISCSI =
      """
      # The clauses of RFC 7143 and their cases

      Generated from the suite's table of clauses and from the clause of each case; do not edit it, but
      run `%s`.

      What binds a target is in chapters 4 to 13 and the appendices; 1 to 3 and 14 to 16 are
      introduction, conventions, registrations and references. A clause has the rows of cases that rest
      on it (in brackets how many cases a row has, where there are several), or the reason why there are
      none; one without either has its cases in the clauses within it. `quintain conform --list IL IC
      IK IN ID IG IX IT IS IE IV` tells what each case does. There are %d cases.
      """;

  private static final String FIBRE_CHANNEL =
      """
      # The clauses of Fibre Channel and FCP and their cases

      Generated from the suite's tables of clauses and from the clause of each case; do not edit it, but
      run `%s`.

      FCP-4 has its clauses by number, as its revision 00a counts them. The editions of FC-LS, FC-FS and
      FC-GS number theirs differently: here a clause of them is known by the word that its heading has
      for it. A clause has the rows of cases that rest on it (in brackets how many cases a row has, where
      there are several), or the reason why there are none; one without either has its cases in the
      clauses within it. `quintain conform --list FPL FIU FER` tells what each case does. There are %d
      cases.
      """;

  private static final String SRP =
      """
      # The clauses of SRP and their cases

      Generated from the suite's tables of clauses and from the clause of each case; do not edit it, but
      run `%s`.

      SRP r16a is what initiators and targets were built by; SRP-2 added immediate data. A clause is
      known by the word that its heading has for it. A clause has the rows of cases that rest on it (in
      brackets how many cases a row has, where there are several), or the reason why there are none.
      `quintain conform --list SRP` tells what each case does. There are %d cases.
      """;

  /** docs/iscsi-clauses.md. */
  static ClausesPage ofIscsi() {
    return new ClausesPage(
        "iscsi-clauses.md",
        "bash docs/renew-clauses.sh",
        Need.BYTE_STREAM,
        List.of(Document.RFC_7143),
        ISCSI);
  }

  /** docs/fc-clauses.md. */
  static ClausesPage ofFibreChannel() {
    return new ClausesPage(
        "fc-clauses.md",
        "bash docs/renew-clauses.sh",
        Need.FRAMES,
        List.of(Document.FCP_4, Document.FC_LS_4, Document.FC_FS_5, Document.FC_GS_8),
        FIBRE_CHANNEL);
  }

  /** docs/srp-clauses.md. */
  static ClausesPage ofSrp() {
    return new ClausesPage(
        "srp-clauses.md",
        "bash docs/renew-clauses.sh",
        Need.MESSAGES,
        List.of(Document.SRP, Document.SRP_2),
        SRP);
  }

  /** All of them. */
  static List<ClausesPage> all() {
    return List.of(ofIscsi(), ofFibreChannel(), ofSrp());
  }

  /** The cases that speak the transport themselves. */
  List<ConformanceCase> cases() {
    return Suite.all().stream().filter(one -> one.needs().contains(need)).toList();
  }

  /** The page. */
  String text() {
    List<ConformanceCase> cases = cases();
    StringBuilder page = new StringBuilder(String.format(head, renewal, cases.size()));
    for (Document document : documents) {
      if (documents.size() > 1) {
        page.append("\n## ").append(document.title()).append('\n');
      }
      page.append("\n| Clause | Heading | Cases |\n| --- | --- | --- |\n");
      for (Clause clause : document.clauses()) {
        page.append(
            String.format(
                "| %s | %s | %s |%n",
                clause.number(),
                clause.title(),
                clause.reason().isEmpty() ? rows(clause, cases) : "*" + clause.reason() + "*"));
      }
    }
    return page.toString();
  }

  private static String rows(Clause clause, List<ConformanceCase> cases) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ConformanceCase one : cases) {
      if (clause.document().numbersOf(one).contains(clause.number())) {
        counts.merge(one.row(), 1, Integer::sum);
      }
    }
    return String.join(
        ", ",
        counts.entrySet().stream()
            .map(each -> each.getKey() + (each.getValue() > 1 ? " (" + each.getValue() + ")" : ""))
            .toList());
  }

  @Override
  public String toString() {
    return file;
  }
}
