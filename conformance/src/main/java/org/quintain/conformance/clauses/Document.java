// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quintain.conformance.bench.ConformanceCase;

/** A document that cases rest on clause by clause, and how a case cites it. */
public enum Document {
  RFC_7143(
      "RFC 7143",
      "(?<![\\w.])([0-9]{1,2}(\\.[0-9]{1,2})+|[A-E]\\.[0-9]|1[0-3]|[4-9]|[A-E])(?= |$)",
      Rfc7143::lines),
  FCP_4("FCP-4", "([0-9]{1,2}(\\.[0-9]{1,2})*)(?= |$)", FcpClauses::lines),
  FC_LS_4("FC-LS-4", "(\\w+)(?= |$)", FibreChannelClauses::linkServices),
  FC_FS_5("FC-FS-5", "(\\w+)(?= |$)", FibreChannelClauses::framing),
  FC_GS_8("FC-GS-8", "(\\w+)(?= |$)", FibreChannelClauses::genericServices),
  SRP("SRP r16a", "(\\w+)(?= |$)", SrpClauses::lines),
  SRP_2("SRP-2", "(\\w+)(?= |$)", SrpClauses::linesOfSecond);

  /** The beginning of a citation: any document's name. */
  private static final Pattern ANY_NAME =
      Pattern.compile("(RFC [0-9]+|SRP r16a|[A-Z]+(-[A-Z]+)*-[0-9]+)(?= )");

  private final String title;
  private final Pattern number;
  private final Supplier<Stream<String>> lines;

  Document(String title, String number, Supplier<Stream<String>> lines) {
    this.title = title;
    this.number = Pattern.compile(number);
    this.lines = lines;
  }

  /** Its name as cases cite it. */
  public String title() {
    return title;
  }

  /** Its clauses, in its order. */
  public List<Clause> clauses() {
    return lines.get().map(line -> Clause.parse(this, line)).toList();
  }

  /** Whether {@code one} cites it. */
  public boolean isCitedBy(ConformanceCase one) {
    return (" " + one.clause()).contains(" " + title + " ");
  }

  /**
   * The numbers of its clauses that {@code one} rests on. Citations are parted by semicolons; one
   * without a document's name is of the document named before.
   */
  public Set<String> numbersOf(ConformanceCase one) {
    Set<String> numbers = new LinkedHashSet<>();
    boolean isHere = false;
    for (String part : one.clause().split("; ?")) {
      Matcher name = ANY_NAME.matcher(part);
      String rest = part;
      if (name.lookingAt()) {
        isHere = name.group().equals(title);
        rest = part.substring(name.end() + 1);
      }
      Matcher matcher = number.matcher(rest);
      if (isHere && matcher.lookingAt()) {
        numbers.add(matcher.group(1));
      }
    }
    return numbers;
  }
}
