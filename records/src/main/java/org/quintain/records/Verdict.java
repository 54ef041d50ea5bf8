// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

/** How one conformance case ended on one target; written to JSON by these very names. */
public enum Verdict {
  /** The target did what the clause says. */
  PASS,
  /** The target did something the clause does not allow. */
  FAIL,
  /** The case did not run, and its reason says why; it is never counted as passed. */
  SKIPPED,
  /** The case ran but nothing can be concluded: the fabric, the tool or the time gave out. */
  UNKNOWN
}
