// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * How often something took how long, in buckets that are a sixteenth of a power of two wide, so
 * that a value is known to about 6 %. A fixed array: counting allocates nothing. One reactor
 * counts; any thread may read, and reads numbers that are at most a moment old.
 */
public final class LatencyHistogram {
  private static final int SUB_BITS = 4;
  private static final int SUB = 1 << SUB_BITS;
  private static final int LARGEST_EXPONENT = 41;

  /** How many buckets there are; the last one takes everything above about an hour. */
  public static final int BUCKETS = (LARGEST_EXPONENT - SUB_BITS + 2) * SUB;

  private final long[] counts = new long[BUCKETS];
  private long total;
  private long sumNs;

  /** Counts one that took {@code ns}. */
  public void record(long ns) {
    long value = Math.max(0, ns);
    counts[bucketOf(value)]++;
    total++;
    sumNs += value;
  }

  /** Adds what {@code other} counted. */
  public void add(LatencyHistogram other) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
    total += other.total;
    sumNs += other.sumNs;
  }

  /** The bucket that a value of {@code ns}, 0 or more, falls into. */
  public static int bucketOf(long ns) {
    if (ns < SUB) {
      return (int) ns;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(ns);
    if (exponent > LARGEST_EXPONENT) {
      return BUCKETS - 1;
    }
    int shift = exponent - SUB_BITS;
    return ((shift + 1) << SUB_BITS) + (int) ((ns >>> shift) & (SUB - 1));
  }

  /** The largest value that falls into {@code bucket}, in nanoseconds. */
  public static long highestNs(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    if (bucket == BUCKETS - 1) {
      return Long.MAX_VALUE;
    }
    int shift = (bucket >>> SUB_BITS) - 1;
    long lowest = (long) (SUB + (bucket & (SUB - 1))) << shift;
    return lowest + (1L << shift) - 1;
  }

  /** How many were counted in {@code bucket}. */
  public long count(int bucket) {
    return counts[bucket];
  }

  /** How many were counted. */
  public long total() {
    return total;
  }

  /** How long all of them took together, in nanoseconds. */
  public long sumNs() {
    return sumNs;
  }

  /** How many took no longer than {@code ns}, a bucket that {@code ns} parts not among them. */
  public long countUpTo(long ns) {
    long found = 0;
    for (int bucket = 0; bucket < BUCKETS && highestNs(bucket) <= ns; bucket++) {
      found += counts[bucket];
    }
    return found;
  }

  /**
   * What {@code share} of them, 0 to 1, did not exceed, in nanoseconds, rounded up to the end of
   * its bucket; 0 when nothing was counted.
   */
  public long quantileNs(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long found = 0;
    int last = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (counts[bucket] > 0) {
        found += counts[bucket];
        last = bucket;
        if (found >= wanted) {
          return highestNs(bucket);
        }
      }
    }
    return highestNs(last);
  }
}
