// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.quintain.records.Level;

/**
 * One thing that a standard asks of a target, and the program that looks whether it is so.
 *
 * @param id stable and public, such as {@code RW-04/read10}: area, row of the plan, and the
 *     parameter if there is one
 * @param title what is sent and what is asked for, in one line
 * @param clause the clause it rests on, by document, number and title
 * @param level how binding the clause is
 * @param needs what it requires
 * @param destructive whether it may change data, reset the logical unit or abort what other
 *     initiators do
 * @param body the program; returns for PASS and ends by {@link CaseEnd} otherwise
 */
public record ConformanceCase(
    String id,
    String title,
    String clause,
    Level level,
    EnumSet<Need> needs,
    boolean destructive,
    Body body) {

  /** A case's program. */
  @FunctionalInterface
  public interface Body {
    /** Does it all on {@code bench}. */
    void run(TestBench bench);
  }

  /** Makes the value with its own copy of the needs. */
  public ConformanceCase {
    needs = needs.clone();
  }

  /** A case whose clause says "shall". */
  public static ConformanceCase shall(String id, String clause, String title, Body body) {
    return new ConformanceCase(
        id, title, clause, Level.SHALL, EnumSet.noneOf(Need.class), false, body);
  }

  /** A case whose clause says "should". */
  public static ConformanceCase should(String id, String clause, String title, Body body) {
    return new ConformanceCase(
        id, title, clause, Level.SHOULD, EnumSet.noneOf(Need.class), false, body);
  }

  /** A case that real initiators rely on although no clause demands it. */
  public static ConformanceCase vendor(String id, String clause, String title, Body body) {
    return new ConformanceCase(
        id, title, clause, Level.VENDOR, EnumSet.noneOf(Need.class), false, body);
  }

  /** The same with a further need. */
  public ConformanceCase needs(Need need) {
    EnumSet<Need> more = needs.clone();
    more.add(need);
    return new ConformanceCase(id, title, clause, level, more, destructive, body);
  }

  /**
   * The same, marked as one that may change data, reset the logical unit or abort what other
   * initiators do.
   */
  public ConformanceCase destroysData() {
    return new ConformanceCase(id, title, clause, level, needs, true, body);
  }

  /** The area: what stands before the first hyphen of the id. */
  public String area() {
    return id.substring(0, id.indexOf('-'));
  }

  /** The row of the plan: the id without its parameter. */
  public String row() {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  /** What it requires, in words with commas between; empty when nothing. */
  public String requires() {
    List<String> words = new ArrayList<>();
    for (Need need : needs) {
      words.add(need.word());
    }
    if (destructive) {
      words.add("dataloss");
    }
    return String.join(", ", words);
  }
}
