// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * World wide names of ports and nodes (FC-FS-5 clause 15): eight bytes, held big-endian in a {@code
 * long}, written as operators do, "21:00:00:24:ff:12:34:56".
 */
public final class WorldWideName {
  private static final int BYTES = 8;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{16}");

  private WorldWideName() {}

  /** Eight pairs of digits, parted by colons. */
  public static String format(long name) {
    StringBuilder text = new StringBuilder(3 * BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      text.append(text.isEmpty() ? "" : ":").append(String.format("%02x", (name >>> shift) & 0xFF));
    }
    return text.toString();
  }

  /**
   * The name that {@code text} spells, with or without colons, "0x" or "naa.".
   *
   * @throws IllegalArgumentException with one sentence when it spells none
   */
  public static long parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String digits = lower.replaceFirst("^(naa\\.|0x)", "").replace(":", "");
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no world wide name, which has 16 hexadecimal digits.");
    }
    return Long.parseUnsignedLong(digits, 16);
  }
}
