// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

/** A load run that could not begin or go on; the message is one sentence. */
public class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says {@code sentence}. */
  public LoadException(String sentence) {
    super(sentence);
  }
}
