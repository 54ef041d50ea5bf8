// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.List;
import java.util.TreeMap;
import org.quintain.initiator.FabricOptions;

/**
 * How to run the suite.
 *
 * @param fabric what a fabric that makes its own target is to make
 * @param filter which cases
 * @param dataLoss whether cases may change data, reset the logical unit and abort what others do
 * @param commandTimeoutNs how long one command may take
 * @param caseTimeoutNs how long one case may take
 */
public record ConformanceOptions(
    FabricOptions fabric,
    CaseFilter filter,
    boolean dataLoss,
    long commandTimeoutNs,
    long caseTimeoutNs) {

  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * Two logical units, 64 MiB of 512-byte blocks and 16 MiB of 4096-byte blocks, with a volatile
   * cache.
   */
  public static FabricOptions defaultFabric(long seed) {
    return new FabricOptions(
        seed,
        List.of(
            new FabricOptions.LogicalUnitOptions(131_072, 512, true),
            new FabricOptions.LogicalUnitOptions(4096, 4096, true)),
        new TreeMap<>());
  }

  /** All cases, without data loss, 10 seconds for a command and 60 for a case. */
  public static ConformanceOptions defaults() {
    return new ConformanceOptions(
        defaultFabric(1), CaseFilter.all(), false, 10 * SECOND_NS, 60 * SECOND_NS);
  }

  /** The same for another choice of cases. */
  public ConformanceOptions withFilter(CaseFilter newFilter) {
    return new ConformanceOptions(fabric, newFilter, dataLoss, commandTimeoutNs, caseTimeoutNs);
  }

  /** The same with data loss allowed or not. */
  public ConformanceOptions withDataLoss(boolean allowed) {
    return new ConformanceOptions(fabric, filter, allowed, commandTimeoutNs, caseTimeoutNs);
  }

  /** The same with other fabric options. */
  public ConformanceOptions withFabric(FabricOptions newFabric) {
    return new ConformanceOptions(newFabric, filter, dataLoss, commandTimeoutNs, caseTimeoutNs);
  }

  /** The same with other limits of time, in nanoseconds. */
  public ConformanceOptions withTimeouts(long newCommandTimeoutNs, long newCaseTimeoutNs) {
    return new ConformanceOptions(fabric, filter, dataLoss, newCommandTimeoutNs, newCaseTimeoutNs);
  }
}
