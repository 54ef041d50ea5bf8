// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/**
 * Times of 5 bits: 4.096 microseconds times two to the code (IBA 9.7.6.1.3, 12.7.11). What code 0
 * means is the field's own concern.
 */
public final class ExponentialTime {
  private static final long UNIT_NS = 4_096;
  private static final int CODE_MAX = 31;

  private ExponentialTime() {}

  /** The time that {@code code}, 0 to 31, stands for. */
  public static long ns(int code) {
    return UNIT_NS << code;
  }

  /** The code of the shortest time that is at least {@code timeNs}, or of the longest. */
  public static int codeOf(long timeNs) {
    int code = 0;
    while (code < CODE_MAX && ns(code) < timeNs) {
      code++;
    }
    return code;
  }
}
