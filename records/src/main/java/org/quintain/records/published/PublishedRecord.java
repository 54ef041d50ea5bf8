// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A published measurement: what was set up, what was done, what was stated, and where.
 *
 * @param id stable short name, such as {@code scst-srp-2011}
 * @param title one line for a reader
 * @param when when it was measured or published, as well as known
 * @param evidence how well its figures are known, where a point does not say otherwise
 * @param sources where it was published; at least one
 * @param notice what must be printed wherever a figure of this record is; may be empty
 * @param setup the configuration as far as it is known, sorted by name
 * @param workload what was done, by fio's names where fio has them, sorted; may be empty
 * @param points the figures; empty only where the source states none that could be read
 * @param notes what a reader should know, one sentence each
 */
public record PublishedRecord(
    String id,
    String title,
    String when,
    Evidence evidence,
    List<Source> sources,
    String notice,
    Map<String, String> setup,
    Map<String, String> workload,
    List<Point> points,
    List<String> notes) {

  /** Makes the value with its own copies. */
  public PublishedRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(evidence, "evidence");
    sources = List.copyOf(sources);
    // Jackson passes null for what the file leaves out.
    notice = notice == null ? "" : notice;
    setup = Collections.unmodifiableMap(setup == null ? new TreeMap<>() : new TreeMap<>(setup));
    workload =
        Collections.unmodifiableMap(workload == null ? new TreeMap<>() : new TreeMap<>(workload));
    points = List.copyOf(points);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** How well a point of this record is known. */
  public Evidence evidenceOf(Point point) {
    Evidence own = point.evidence();
    return own == null ? evidence : own;
  }
}
