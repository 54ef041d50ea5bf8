// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;

/** Gathers the cases of one file and marks each as in need of a byte stream. */
final class IscsiTable {
  private final List<ConformanceCase> all = new ArrayList<>();

  IscsiTable add(ConformanceCase one) {
    all.add(one.needs(Need.BYTE_STREAM));
    return this;
  }

  IscsiTable shall(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.shall(id, clause, title, body));
  }

  IscsiTable should(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.should(id, clause, title, body));
  }

  IscsiTable vendor(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.vendor(id, clause, title, body));
  }

  IscsiTable destructive(String id, String clause, String title, ConformanceCase.Body body) {
    return add(ConformanceCase.shall(id, clause, title, body).destroysData());
  }

  List<ConformanceCase> list() {
    return List.copyOf(all);
  }
}
