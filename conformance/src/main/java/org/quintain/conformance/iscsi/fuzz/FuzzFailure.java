// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

/** The target did what it must not do; the message is one sentence for a person. */
public final class FuzzFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure that says {@code sentence}. */
  public FuzzFailure(String sentence) {
    super(sentence);
  }

  /** Makes a failure that says {@code sentence} of what {@code cause} tells. */
  public FuzzFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
