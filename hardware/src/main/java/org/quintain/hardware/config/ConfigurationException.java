// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

/** A configuration that cannot be served; the message is one sentence for a person. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says {@code sentence}. */
  public ConfigurationException(String sentence) {
    super(sentence);
  }

  /**
   * Makes an exception that says {@code sentence} about a place in a file; line 0 stands for what
   * an operator asked for without writing it into a file.
   */
  static ConfigurationException at(String file, int line, String sentence) {
    return new ConfigurationException(line == 0 ? sentence : file + ":" + line + ": " + sentence);
  }
}
