// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How well a published figure is known. */
public enum Evidence {
  /** Read in the source that is named. */
  @JsonProperty("read")
  READ("read"),
  /** Computed from figures that were read. */
  @JsonProperty("computed")
  COMPUTED("computed"),
  /** Widely repeated, but not read in a source by us: never a fact to build on. */
  @JsonProperty("unverified")
  UNVERIFIED("unverified");

  private final String word;

  Evidence(String word) {
    this.word = word;
  }

  /** The word as data files and reports spell it. */
  public String word() {
    return word;
  }
}
