// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/**
 * One of our own invariants broke: a fault of ours, never of the peer's or of the environment's.
 */
public final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes a violation that says {@code sentence}. */
  public InvariantViolation(String sentence) {
    super(sentence);
  }
}
