// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.random;

import org.quintain.sam.Check;

/**
 * One component's own random draws: xoshiro256** (Blackman and Vigna, 2018), its state filled by
 * SplitMix64 from the run's seed and the component's path. Owned by one component; copies of its
 * draws are nobody else's business.
 */
public final class RandomStream {
  private final long seed;
  private final String path;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** The stream of the component called {@code path} in the run of {@code seed}. */
  public RandomStream(long seed, String path) {
    this.seed = seed;
    this.path = path;
    long state = mix(seed) ^ hash(path);
    state += GOLDEN;
    s0 = mix(state);
    state += GOLDEN;
    s1 = mix(state);
    state += GOLDEN;
    s2 = mix(state);
    state += GOLDEN;
    s3 = mix(state);
  }

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /**
   * The stream of the component {@code name} within this one's component; draws nothing from this
   * stream.
   */
  public RandomStream child(String name) {
    return new RandomStream(seed, path + "/" + name);
  }

  /** The path this stream is named by. */
  public String path() {
    return path;
  }

  /** SplitMix64's finaliser: every bit of {@code value} moves every bit of the answer. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** A 64-bit hash of {@code text} (FNV-1a over its UTF-16 units, then mixed). */
  public static long hash(String text) {
    long hash = 0xCBF2_9CE4_8422_2325L;
    for (int index = 0; index < text.length(); index++) {
      hash = (hash ^ text.charAt(index)) * 0x0000_0100_0000_01B3L;
    }
    return mix(hash);
  }

  /** 64 random bits. */
  public long nextLong() {
    long answer = Long.rotateLeft(s1 * 5, 7) * 9;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return answer;
  }

  /**
   * A number from 0 to {@code bound} - 1, each as likely (Lemire's multiplication with rejection).
   */
  public int below(int bound) {
    Check.that(bound > 0, "a bound is positive", bound);
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xFFFF_FFFFL;
    if (low < bound) {
      long threshold = (0x1_0000_0000L - bound) % bound;
      while (low < threshold) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xFFFF_FFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /** A number from {@code least} to {@code most}, both included, each as likely. */
  public long between(long least, long most) {
    Check.that(least <= most, "a range is not empty", least, most);
    long span = most - least + 1;
    if (span > 0 && span <= Integer.MAX_VALUE) {
      return least + below((int) span);
    }
    if (span <= 0) {
      long any = nextLong();
      while (any < least || any > most) {
        any = nextLong();
      }
      return any;
    }
    long bits = nextLong() >>> 1;
    long answer = bits % span;
    while (bits - answer + (span - 1) < 0) {
      bits = nextLong() >>> 1;
      answer = bits % span;
    }
    return least + answer;
  }

  /**
   * A number from {@code least} to {@code most} whose order of magnitude is as likely as any other.
   */
  public long betweenMagnitudes(long least, long most) {
    Check.that(least > 0 && least <= most, "magnitudes are of positive numbers", least, most);
    double from = StrictMath.log((double) least);
    double upTo = StrictMath.log((double) most);
    long answer = (long) StrictMath.exp(from + (upTo - from) * unit());
    return Math.min(most, Math.max(least, answer));
  }

  /** A number in [0, 1), with 53 random bits. */
  public double unit() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** True with {@code probability}. Draws only when the answer is open. */
  public boolean chance(double probability) {
    return probability > 0 && (probability >= 1 || unit() < probability);
  }

  /** True or false, each as likely. */
  public boolean coin() {
    return nextLong() < 0;
  }

  /**
   * An exponentially distributed time in nanoseconds with mean {@code meanNs}, cut at 50 times the
   * mean.
   */
  public long exponentialNs(long meanNs) {
    if (meanNs <= 0) {
      return 0;
    }
    double drawn = -naturalLogarithm(1.0 - unit()) * meanNs;
    return (long) Math.min(drawn, 50.0 * meanNs);
  }

  /**
   * The logarithm of a number in (0, 1], to nine digits: a series in additions and multiplications
   * alone, which are the same on every JDK and cheaper than StrictMath's.
   */
  private static double naturalLogarithm(double value) {
    int exponent = Math.getExponent(value);
    double mantissa = value / Math.scalb(1.0, exponent);
    if (mantissa > 1.4142135623730951) {
      mantissa /= 2;
      exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    double square = s * s;
    double series = 1.0 / 9;
    series = series * square + 1.0 / 7;
    series = series * square + 1.0 / 5;
    series = series * square + 1.0 / 3;
    series = series * square + 1;
    return exponent * 0.6931471805599453 + 2 * s * series;
  }

  /** One of {@code choices}, each as likely. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  /** One of {@code choices}, each as likely. */
  public int oneOfInts(int... choices) {
    return choices[below(choices.length)];
  }
}
