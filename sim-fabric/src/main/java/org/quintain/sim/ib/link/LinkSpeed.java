// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

/**
 * The speeds of four lanes of InfiniBand by what is left when the line code is taken off: 8b/10b up
 * to QDR, 64b/66b from FDR on. With each comes what a small message takes from one adapter's memory
 * to the other's with adapters of that time, the cable apart.
 */
public enum LinkSpeed {
  SDR(8_000_000_000L, 5_000, 3),
  DDR(16_000_000_000L, 2_500, 6),
  QDR(32_000_000_000L, 1_300, 7),
  FDR(54_540_000_000L, 700, 12),
  EDR(96_970_000_000L, 500, 16),
  HDR(193_940_000_000L, 450, 17);

  private static final long BIT_PICOSECONDS = 1_000_000_000_000L;

  private final long dataBitsPerSecond;
  private final long adapterNs;
  private final int rateCode;

  LinkSpeed(long dataBitsPerSecond, long adapterNs, int rateCode) {
    this.dataBitsPerSecond = dataBitsPerSecond;
    this.adapterNs = adapterNs;
    this.rateCode = rateCode;
  }

  /** How many bits of packets a second carries. */
  public long dataBitsPerSecond() {
    return dataBitsPerSecond;
  }

  /** The rate as path records code it (IBA 15.2.5.16). */
  public int rateCode() {
    return rateCode;
  }

  /** What both adapters together add to a message's way, in nanoseconds. */
  public long adapterNs() {
    return adapterNs;
  }

  /** How long {@code lengthBytes} bytes take on the line, in picoseconds, rounded up. */
  public long durationPs(long lengthBytes) {
    return (lengthBytes * 8L * BIT_PICOSECONDS + dataBitsPerSecond - 1) / dataBitsPerSecond;
  }
}
