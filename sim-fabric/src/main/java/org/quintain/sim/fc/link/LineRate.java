// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

/**
 * The line rates of Fibre Channel by what is left of the baud rate when the line code is taken off
 * (FC-PI-5 to FC-PI-7): 8b/10b up to 8GFC, 64b/66b for 16GFC, 256b/257b with forward error
 * correction from 32GFC on.
 */
public enum LineRate {
  FC_4("4GFC", 3_400_000_000L),
  FC_8("8GFC", 6_800_000_000L),
  FC_16("16GFC", 13_600_000_000L),
  FC_32("32GFC", 27_200_000_000L),
  FC_64("64GFC", 54_400_000_000L);

  private final String label;
  private final long dataBitsPerSecond;

  /** What frames of each length take, since that is asked for with every frame. */
  private final long[] durationsPs = new long[2_200];

  LineRate(String label, long dataBitsPerSecond) {
    this.label = label;
    this.dataBitsPerSecond = dataBitsPerSecond;
    for (int length = 0; length < durationsPs.length; length++) {
      durationsPs[length] = divided(length);
    }
  }

  /** The rate as people call it, such as "16GFC". */
  public String label() {
    return label;
  }

  /** How many bits of frames a second carries. */
  public long dataBitsPerSecond() {
    return dataBitsPerSecond;
  }

  /** How long {@code lengthBytes} bytes take on the line, in picoseconds, rounded up. */
  public long durationPs(int lengthBytes) {
    return lengthBytes < durationsPs.length ? durationsPs[lengthBytes] : divided(lengthBytes);
  }

  private long divided(int lengthBytes) {
    return (lengthBytes * 8L * 1_000_000_000_000L + dataBitsPerSecond - 1) / dataBitsPerSecond;
  }
}
