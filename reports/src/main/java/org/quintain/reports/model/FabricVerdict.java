// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

/** What a fabric's results come to, worst first. */
public enum FabricVerdict {
  /** A case of level shall failed, or a load run saw errors. */
  FAIL("Fail"),
  /** Nothing failed that must not, but some case has no conclusion. */
  INCONCLUSIVE("Inconclusive"),
  /** Only cases of level should or vendor failed. */
  REMARKS("Pass, with remarks"),
  /** Nothing that ran failed. */
  PASS("Pass"),
  /** Neither cases nor loads. */
  NOTHING_RAN("Nothing ran");

  private final String words;

  FabricVerdict(String words) {
    this.words = words;
  }

  /** The verdict as reports spell it. */
  public String words() {
    return words;
  }
}
