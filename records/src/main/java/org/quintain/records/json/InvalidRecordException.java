// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import java.util.List;
import java.util.stream.Collectors;

/** A data file that cannot be used; its message is one sentence per line. */
public final class InvalidRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /** Makes the exception from at least one problem. */
  public InvalidRecordException(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The faults, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
