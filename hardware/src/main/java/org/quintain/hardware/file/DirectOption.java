// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.nio.file.OpenOption;

/**
 * The option that opens a file past the page cache (O_DIRECT). The JDK has it outside its standard
 * packages ({@code jdk.unsupported}), so compilers of newer JDKs warn of its name; it is looked up
 * by that name instead, and both kinds compile and run the same.
 */
final class DirectOption {
  private static final String HOME = "com.sun.nio.file.ExtendedOpenOption";

  /** The option itself. */
  static final OpenOption DIRECT = find();

  private DirectOption() {}

  private static OpenOption find() {
    try {
      return (OpenOption) Class.forName(HOME).getField("DIRECT").get(null);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(
          "This Java has no " + HOME + ".DIRECT, which every JDK with jdk.unsupported has.",
          missing);
    }
  }
}
