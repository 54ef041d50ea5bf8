// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

/**
 * Serial number arithmetic over 32 bits (RFC 1982), which CmdSN, StatSN and DataSN follow (RFC 7143
 * 4.2.2.1). Two numbers exactly 2<sup>31</sup> apart are in no order: both comparisons are false.
 */
public final class SerialNumber {
  private SerialNumber() {}

  /** Whether {@code one} comes before {@code other}. */
  public static boolean isBefore(int one, int other) {
    int distance = other - one;
    return distance > 0;
  }

  /** Whether {@code one} comes after {@code other}. */
  public static boolean isAfter(int one, int other) {
    return isBefore(other, one);
  }

  /**
   * Whether {@code number} lies in {@code first} to {@code last}, both included; never when {@code
   * last} comes before {@code first}, which is a closed window.
   */
  public static boolean isWithin(int number, int first, int last) {
    int ahead = number - first;
    return ahead >= 0 && ahead <= last - first;
  }

  /** The number {@code steps} after {@code number}. */
  public static int plus(int number, int steps) {
    return number + steps;
  }

  /** How many steps lead from {@code from} to {@code to}; negative when {@code to} comes before. */
  public static int distance(int from, int to) {
    return to - from;
  }

  /** The later of two numbers that are in order; {@code one} when they are in none. */
  public static int later(int one, int other) {
    return isAfter(other, one) ? other : one;
  }
}
