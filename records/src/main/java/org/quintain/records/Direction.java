// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The direction of I/O as fio names it; a load result has one entry for each direction it used. */
public enum Direction {
  /** Data-In from the logical unit. */
  @JsonProperty("read")
  READ("read"),
  /** Data-Out to the logical unit. */
  @JsonProperty("write")
  WRITE("write"),
  /** UNMAP. */
  @JsonProperty("trim")
  TRIM("trim");

  private final String word;

  Direction(String word) {
    this.word = word;
  }

  /** The word as the record and the reports spell it. */
  public String word() {
    return word;
  }
}
