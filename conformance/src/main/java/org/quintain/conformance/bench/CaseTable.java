// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the cases of one file that speak a transport themselves, and marks each with its need.
 */
public final class CaseTable {
  private final Need need;
  private final List<ConformanceCase> all = new ArrayList<>();

  /** A table whose cases all need {@code need}. */
  public CaseTable(Need need) {
    this.need = need;
  }

  /** Adds a case. */
  public CaseTable add(ConformanceCase one) {
    all.add(one.needs(need));
    return this;
  }

  /** Adds a case whose clause says "shall". */
  public CaseTable shall(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.shall(id, clause, title, body));
  }

  /** Adds a case whose clause says "should". */
  public CaseTable should(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.should(id, clause, title, body));
  }

  /** Adds a case that real initiators rely on although no clause demands it. */
  public CaseTable vendor(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.vendor(id, clause, title, body));
  }

  /** Adds a case whose clause says "shall", and which may change data. */
  public CaseTable destructive(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.shall(id, clause, title, body).destroysData());
  }

  /** All of them. */
  public List<ConformanceCase> list() {
    return List.copyOf(all);
  }
}
