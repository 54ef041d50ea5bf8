// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.output;

/**
 * The latency buckets of fio's {@code json+}: 64 to each power of two, named by their middle (fio
 * stat.c).
 */
final class FioBins {
  private static final int BITS = 6;
  private static final int PER_POWER = 1 << BITS;

  private FioBins() {}

  /** The name of the bucket that {@code valueNs} falls into. */
  static long binOf(long valueNs) {
    if (valueNs < 2L * PER_POWER) {
      return Math.max(0, valueNs);
    }
    int errorBits = 63 - Long.numberOfLeadingZeros(valueNs) - BITS;
    long base = valueNs >>> errorBits << errorBits;
    return base + (1L << errorBits) / 2;
  }
}
