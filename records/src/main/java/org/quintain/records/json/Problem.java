// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

/**
 * One fault in a data file.
 *
 * @param file the file, as the caller named it
 * @param field where in it, such as {@code cases[3].verdict}; empty for the file as a whole
 * @param message what is wrong and what is allowed
 */
public record Problem(String file, String field, String message) {
  /** The sentence to show: file, field, what is wrong. */
  public String sentence() {
    return file + ": " + (field.isEmpty() ? "" : field + " ") + message;
  }
}
