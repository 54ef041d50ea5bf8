// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as fio writes them. */
final class Quantity {
  private static final Pattern SIZE = Pattern.compile("([0-9]+)([kmgtp]?)(i?b?)");
  private static final Pattern TIME = Pattern.compile("([0-9]+)(us|ms|s|m|h|d)?");

  private Quantity() {}

  /**
   * A size in bytes: {@code 4k}, {@code 1M}, {@code 8KiB}, {@code 4096}. As fio's default ({@code
   * kb_base=1024}) has it, every suffix counts in powers of 1024.
   *
   * @throws IllegalArgumentException if {@code text} is no such size
   */
  static long sizeBytes(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a size such as 4k, 1M or 4096");
    }
    int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(matcher.group(2)) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("a size below 2^63 bytes", e);
    }
  }

  /**
   * A time in nanoseconds: {@code 30} and {@code 30s} are seconds; {@code us}, {@code ms}, {@code
   * m}, {@code h} and {@code d} as they say.
   *
   * @throws IllegalArgumentException if {@code text} is no such time
   */
  static long timeNs(String text) {
    Matcher matcher = TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time such as 30, 500ms or 2m");
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    long unitNs =
        switch (unit) {
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> 1_000_000_000L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitNs);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("a time below 292 years", e);
    }
  }
}
