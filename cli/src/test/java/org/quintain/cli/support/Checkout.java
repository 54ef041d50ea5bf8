// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout that is being tested lies. */
public final class Checkout {
  private Checkout() {}

  /** The directory that holds the root pom and the script {@code quintain}. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(directory.resolve("quintain"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("The tests do not run within a checkout of Quintain.");
      }
      directory = parent;
    }
    return directory;
  }
}
