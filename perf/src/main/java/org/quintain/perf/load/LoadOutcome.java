// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.List;
import org.quintain.records.LoadResult;

/**
 * What a load run brought.
 *
 * @param results one for each job, in the file's order
 * @param faults what went wrong, one sentence each; empty when every operation ended GOOD and every
 *     stamp was right
 */
public record LoadOutcome(List<LoadResult> results, List<String> faults) {
  /** Makes the value with its own copies. */
  public LoadOutcome {
    results = List.copyOf(results);
    faults = List.copyOf(faults);
  }
}
