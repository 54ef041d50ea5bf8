// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.linux;

import jnr.ffi.LibraryLoader;
import org.jspecify.annotations.Nullable;

/** The C library of 64-bit Linux on x86, whose constants and sizes the callers have in them. */
public final class LinuxCalls {
  private LinuxCalls() {}

  /**
   * The functions that the public interface {@code calls} names, in their own names and types; null
   * where this machine has no such library.
   */
  public static <T> @Nullable T load(Class<T> calls) {
    boolean linux64 =
        "Linux".equals(System.getProperty("os.name"))
            && "amd64".equals(System.getProperty("os.arch"));
    try {
      return linux64 ? LibraryLoader.create(calls).load("c") : null;
    } catch (LinkageError | RuntimeException none) {
      return null;
    }
  }
}
