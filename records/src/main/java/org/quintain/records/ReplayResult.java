// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * A replay held against a published record, as {@code PublishedComparison} concluded it.
 *
 * @param recordId the published record
 * @param title what that record is, in one line
 * @param notice what must be printed with its figures; may be empty
 * @param conclusion {@code MATCHED}, {@code NOT_MATCHED} or {@code NOT_ENOUGH_EVIDENCE}
 * @param reason one sentence on why
 * @param rows the figures
 */
public record ReplayResult(
    String recordId,
    String title,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String notice,
    String conclusion,
    String reason,
    List<ReplayRow> rows) {
  /** Makes the value with its own copy of the rows. */
  public ReplayResult {
    Objects.requireNonNull(recordId, "recordId");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(conclusion, "conclusion");
    Objects.requireNonNull(reason, "reason");
    // Jackson passes null for what the JSON leaves out.
    notice = notice == null ? "" : notice;
    rows = List.copyOf(rows);
  }
}
