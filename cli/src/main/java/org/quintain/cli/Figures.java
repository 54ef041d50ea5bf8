// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.util.Locale;

/** Figures as a person reads them. */
final class Figures {
  private static final String[] PREFIXES = {"", "k", "M", "G"};

  private Figures() {}

  /** A rate such as {@code 12.3k}. */
  static String rate(double perSecond) {
    double value = perSecond;
    int prefix = 0;
    while (value >= 10_000 && prefix < PREFIXES.length - 1) {
      value /= 1000;
      prefix++;
    }
    return String.format(Locale.ROOT, prefix == 0 ? "%.0f%s" : "%.1f%s", value, PREFIXES[prefix]);
  }

  /** A bandwidth such as {@code 480 MiB/s}. */
  static String bandwidth(double bytesPerSecond) {
    double mebibytes = bytesPerSecond / (1 << 20);
    return String.format(Locale.ROOT, mebibytes < 10 ? "%.2f MiB/s" : "%.0f MiB/s", mebibytes);
  }

  /** A latency such as {@code 85.2 µs}. */
  static String latency(double ns) {
    if (ns < 1e6) {
      return String.format(Locale.ROOT, "%.1f µs", ns / 1e3);
    }
    return ns < 1e9
        ? String.format(Locale.ROOT, "%.2f ms", ns / 1e6)
        : String.format(Locale.ROOT, "%.2f s", ns / 1e9);
  }
}
