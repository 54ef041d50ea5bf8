// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How binding the clause behind a case is, in the words of the standards. */
public enum Level {
  /** A requirement of the standard: a target that fails it does not conform. */
  @JsonProperty("shall")
  SHALL("shall"),
  /** A strong recommendation of the standard: a failure is reported, conformance stands. */
  @JsonProperty("should")
  SHOULD("should"),
  /** What real initiators rely on although no standard demands it. */
  @JsonProperty("vendor")
  VENDOR("vendor");

  private final String word;

  Level(String word) {
    this.word = word;
  }

  /**
   * The word as the record and the reports spell it: {@code shall}, {@code should}, {@code vendor}.
   */
  public String word() {
    return word;
  }
}
