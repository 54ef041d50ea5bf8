// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

/**
 * A seeded permutation of 0 to n-1 without a table: a four-round Feistel network over the next
 * power of four, walked until it lands below n. It lets random addresses visit every block once, as
 * fio's random map does, at no memory.
 */
final class BlockPermutation {
  private final long count;
  private final int halfBits;
  private final long halfMask;
  private final long seed;

  BlockPermutation(long count, long seed) {
    this.count = count;
    this.seed = seed;
    int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(1, count - 1)));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1L << halfBits) - 1;
  }

  /** Where position {@code index}, 0 to n-1, stands in the permuted order. */
  long at(long index) {
    long value = index;
    do {
      value = scramble(value);
    } while (value >= count);
    return value;
  }

  private long scramble(long value) {
    long left = value >>> halfBits;
    long right = value & halfMask;
    for (int round = 0; round < 4; round++) {
      long mixed = mix(right + seed + round * 0x9E3779B97F4A7C15L) & halfMask;
      long next = left ^ mixed;
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
