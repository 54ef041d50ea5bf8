// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

/** A job file that cannot be understood; the message is one sentence with file and line. */
public final class JobFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says {@code sentence}. */
  public JobFileException(String sentence) {
    super(sentence);
  }
}
