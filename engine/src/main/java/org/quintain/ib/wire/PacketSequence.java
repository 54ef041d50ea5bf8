// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** Packet and message sequence numbers: 24 bits that go round (IBA 9.7.2, 9.7.7.1). */
public final class PacketSequence {
  /** The bits of a number. */
  public static final int MASK = 0xFFFFFF;

  private static final int UNUSED_BITS = 8;

  private PacketSequence() {}

  /** The number {@code steps} after {@code number}; {@code steps} may be negative. */
  public static int plus(int number, int steps) {
    return (number + steps) & MASK;
  }

  /**
   * How far {@code to} is after {@code from}: -2^23 to 2^23 - 1; negative when it is before. Of two
   * numbers the nearer way round counts.
   */
  public static int distance(int from, int to) {
    return ((to - from) << UNUSED_BITS) >> UNUSED_BITS;
  }

  /** Whether {@code number} comes before {@code other}. */
  public static boolean isBefore(int number, int other) {
    return distance(number, other) > 0;
  }
}
