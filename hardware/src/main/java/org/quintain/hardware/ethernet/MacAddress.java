// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.ethernet;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Ethernet addresses as the low 48 bits of a long. */
public final class MacAddress {
  /** How long one is. */
  public static final int LENGTH_BYTES = 6;

  private static final int BITS = 48;

  private MacAddress() {}

  /** The address at {@code at}. */
  public static long get(ByteBuffer bytes, int at) {
    return (bytes.getShort(at) & 0xFFFFL) << 32 | (bytes.getInt(at + 2) & 0xFFFF_FFFFL);
  }

  /** Writes {@code address} at {@code at}. */
  public static void put(ByteBuffer bytes, int at, long address) {
    bytes.putShort(at, (short) (address >>> 32));
    bytes.putInt(at + 2, (int) address);
  }

  /** Whether it is a group's. */
  public static boolean isGroup(long address) {
    return (address >>> 40 & 1) != 0;
  }

  /**
   * The address that {@code text} writes as six pairs of hexadecimal digits with colons.
   *
   * @throws IllegalArgumentException with one sentence when it does not
   */
  public static long parse(String text) {
    if (!text.matches("(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
      throw new IllegalArgumentException(
          "An Ethernet address is six pairs of hexadecimal digits with colons, not '"
              + text
              + "'.");
    }
    return Long.parseLong(text.replace(":", ""), 16);
  }

  /** The text that {@link #parse} takes. */
  public static String text(long address) {
    StringBuilder text = new StringBuilder();
    for (int shift = BITS - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      text.append(String.format(Locale.ROOT, "%02x", address >>> shift & 0xFF));
      text.append(shift > 0 ? ":" : "");
    }
    return text.toString();
  }
}
