// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.List;
import org.quintain.records.Job;
import org.quintain.records.LoadResult;

/**
 * The load results of one job over all fabrics: what is drawn in one set of charts.
 *
 * @param job the job; of jobs that share a name, the first
 * @param entries the results, in the order of the fabrics
 */
public record JobGroup(Job job, List<Entry> entries) {
  /** Makes the value with its own copy of the list. */
  public JobGroup {
    entries = List.copyOf(entries);
  }

  /**
   * One result of the group.
   *
   * @param fabric the fabric it ran on
   * @param load the result
   */
  public record Entry(FabricSummary fabric, LoadResult load) {}
}
