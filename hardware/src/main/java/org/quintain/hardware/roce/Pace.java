// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

/**
 * A token bucket: the other end's socket has room for some 200 KiB, which nobody tells us is full,
 * and what does not fit is lost.
 */
final class Pace {
  private final long nsPerKibibyte;
  private final long burstNs;
  private long paidUntilNs = Long.MIN_VALUE / 2;

  Pace(long bytesPerSecond, int burstBytes) {
    nsPerKibibyte = 1_000_000_000L * 1024 / bytesPerSecond;
    burstNs = burstBytes / 1024 * nsPerKibibyte;
  }

  /** When the next packet may be sent. */
  long roomAtNs(long nowNs) {
    return Math.max(nowNs, paidUntilNs);
  }

  /** {@code lengthBytes} are sent. */
  void spend(long nowNs, int lengthBytes) {
    paidUntilNs = Math.max(paidUntilNs, nowNs - burstNs) + lengthBytes * nsPerKibibyte / 1024;
  }
}
