// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/**
 * An extended header of one word, by offset into a buffer: immediate data (ImmDt, IBA 9.3.6), or
 * the key that SEND with Invalidate gives back (IETH, IBA 9.3.7). It stands last of the headers.
 */
public final class ExtendedWord {
  /** How long it is. */
  public static final int LENGTH_BYTES = 4;

  private ExtendedWord() {}

  /** Writes it. */
  public static void write(ByteBuffer bytes, int base, int value) {
    bytes.putInt(base, value);
  }

  /** Reads it. */
  public static int read(ByteBuffer bytes, int base) {
    return bytes.getInt(base);
  }
}
