// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * The program that made a run.
 *
 * @param name the program, {@code quintain} for our own
 * @param version its version, as {@code quintain version} prints it
 * @param commit the commit it was built from, {@code unknown} where the build could not tell
 */
public record Software(String name, String version, String commit) {
  /** Makes the value; no part is null. */
  public Software {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(commit, "commit");
  }
}
