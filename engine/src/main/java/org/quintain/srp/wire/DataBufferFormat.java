// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import org.jspecify.annotations.Nullable;

/** How an SRP_CMD describes one of its data buffers (SRP r16a table 3; SRP-2 for the last). */
public enum DataBufferFormat {
  /** No buffer, no descriptor. */
  NONE,
  /** One memory descriptor. */
  DIRECT,
  /**
   * A table of memory descriptors: where it is, what its pieces come to, and copies of its first
   * entries, or of all.
   */
  INDIRECT,
  /** Data-Out alone: the data is in the information unit itself. */
  IMMEDIATE;

  /** DDBD of the login's buffer formats: direct descriptors. */
  public static final int DIRECT_BIT = 0x0002;

  /** IDBD of the login's buffer formats: indirect descriptors. */
  public static final int INDIRECT_BIT = 0x0004;

  private static final DataBufferFormat[] ALL = values();

  /** The format that {@code code} stands for, or null. */
  public static @Nullable DataBufferFormat of(int code) {
    return code < ALL.length ? ALL[code] : null;
  }

  /** How it is coded. */
  public int code() {
    return ordinal();
  }
}
