// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.records.CaseResult;

/** Told of a run's progress, on the thread that runs it. */
public interface ConformanceListener {
  /** Tells nobody. */
  ConformanceListener NONE = new ConformanceListener() {};

  /** {@code one} begins, as number {@code index} (from 0) of {@code total}. */
  default void onStarted(ConformanceCase one, int index, int total) {}

  /** {@code one} ended. */
  default void onEnded(ConformanceCase one, CaseResult result) {}
}
