// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The times that a receiver that is not ready asks its sender to wait (IBA table 45). */
public final class RnrTimer {
  /** How many codes there are. */
  public static final int CODES = 32;

  /** In hundredths of a millisecond. */
  private static final int[] TIMES = {
    65536, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536,
    2048, 3072, 4096, 6144, 8192, 12288, 16384, 24576, 32768, 49152
  };

  private static final long STEP_NS = 10_000;

  private RnrTimer() {}

  /** The time that {@code code}, 0 to 31, stands for. */
  public static long waitNs(int code) {
    return TIMES[code] * STEP_NS;
  }

  /** The code of the shortest time that is at least {@code waitNs}, or of the longest. */
  public static int codeOf(long waitNs) {
    for (int code = 1; code < CODES; code++) {
      if (waitNs(code) >= waitNs) {
        return code;
      }
    }
    return 0;
  }
}
