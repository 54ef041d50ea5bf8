// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.initiator.FabricException;
import org.quintain.records.CaseResult;

/**
 * The suite run once on one fabric: what {@code quintain conform} and {@code quintain qualify}
 * call.
 */
public final class ConformanceRun {
  private ConformanceRun() {}

  /**
   * Opens the fabric at {@code url}, runs the chosen cases in the suite's order and closes it.
   *
   * @throws FabricException when the fabric cannot be opened
   */
  public static ConformanceSummary run(
      String url, ConformanceOptions options, ConformanceListener listener) throws FabricException {
    try (ConformanceSession session = ConformanceSession.open(url, options)) {
      return run(session, options.filter().choose(), listener);
    }
  }

  /** Runs {@code cases} on an open session. */
  public static ConformanceSummary run(
      ConformanceSession session, List<ConformanceCase> cases, ConformanceListener listener) {
    List<CaseResult> results = new ArrayList<>(cases.size());
    for (int index = 0; index < cases.size(); index++) {
      ConformanceCase one = cases.get(index);
      listener.onStarted(one, index, cases.size());
      CaseResult result = session.run(one);
      results.add(result);
      listener.onEnded(one, result);
    }
    return new ConformanceSummary(results);
  }
}
