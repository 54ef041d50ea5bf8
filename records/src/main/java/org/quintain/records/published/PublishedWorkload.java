// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A published workload, well enough known to be generated again.
 *
 * @param id stable short name, such as {@code spc1-like}
 * @param title one line for a reader
 * @param when the edition it follows
 * @param evidence how well it is known
 * @param sources where it is defined; at least one
 * @param notice what must be printed wherever a result of this workload is; may be empty
 * @param parameters parameters of the whole, sorted by name
 * @param streams the streams that run together
 * @param phases the procedure, in order; may be empty
 * @param points statistics that a generator of it must reproduce; may be empty
 * @param notes what a reader should know, one sentence each
 */
public record PublishedWorkload(
    String id,
    String title,
    String when,
    Evidence evidence,
    List<Source> sources,
    String notice,
    Map<String, String> parameters,
    List<WorkloadStream> streams,
    List<WorkloadPhase> phases,
    List<Point> points,
    List<String> notes) {

  /** Makes the value with its own copies. */
  public PublishedWorkload {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(evidence, "evidence");
    sources = List.copyOf(sources);
    // Jackson passes null for what the file leaves out.
    notice = notice == null ? "" : notice;
    parameters =
        Collections.unmodifiableMap(
            parameters == null ? new TreeMap<>() : new TreeMap<>(parameters));
    streams = List.copyOf(streams);
    phases = phases == null ? List.of() : List.copyOf(phases);
    points = points == null ? List.of() : List.copyOf(points);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }
}
