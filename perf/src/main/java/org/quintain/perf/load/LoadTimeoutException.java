// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

/** A target that took commands and then gave no answer in time; the message is one sentence. */
public final class LoadTimeoutException extends LoadException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says {@code sentence}. */
  public LoadTimeoutException(String sentence) {
    super(sentence);
  }
}
