// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.quintain.sam.Check;

/**
 * What a link is made of.
 *
 * @param rate its line rate, the same both ways
 * @param lengthMetres the fibre's length
 * @param creditFirst how many receive buffers the first end has: the credit of the second
 * @param creditSecond how many receive buffers the second end has: the credit of the first
 * @param recoveryExponent BB_SC_N (FC-FS-6 19.4.9): frames and R_RDYs are counted in groups of
 *     2^BB_SC_N, so that lost credits come back; 0 for no such recovery
 */
public record LinkProfile(
    LineRate rate, int lengthMetres, int creditFirst, int creditSecond, int recoveryExponent) {
  /** What light takes for a metre of fibre. */
  public static final long PICOSECONDS_PER_METRE = 5_000;

  /** SOF and EOF, four bytes each. */
  public static final int DELIMITER_BYTES = 8;

  /** Six fill words at least stand between two frames of one sender (FC-FS-6 5.3.6). */
  public static final int FILL_BYTES = 24;

  /** An R_RDY stands between two fill words on either side at least; three words are its share. */
  public static final int READY_BYTES = 12;

  private static final int HEADER_BYTES = 24 + 4;
  private static final int CREDIT_MAX = 32_767;

  /** Checks the numbers against what a login can carry. */
  public LinkProfile {
    Check.that(lengthMetres >= 0, "a fibre has a length", lengthMetres);
    Check.that(
        creditFirst >= 1
            && creditSecond >= 1
            && creditFirst <= CREDIT_MAX
            && creditSecond <= CREDIT_MAX,
        "a port has one buffer at least and as many as a login can say at most",
        creditFirst,
        creditSecond);
    Check.that(
        recoveryExponent >= 0 && recoveryExponent <= 15, "BB_SC_N has four bits", recoveryExponent);
  }

  /** A link with the same credit both ways and no recovery of credits. */
  public static LinkProfile of(LineRate rate, int lengthMetres, int credit) {
    return new LinkProfile(rate, lengthMetres, credit, credit, 0);
  }

  /** One way along the fibre, in picoseconds. */
  public long propagationPs() {
    return lengthMetres * PICOSECONDS_PER_METRE;
  }

  /** A frame of {@code lengthBytes} (header to CRC) with its delimiters and the fill behind it. */
  public long slotPs(int lengthBytes) {
    return rate.durationPs(lengthBytes + DELIMITER_BYTES + FILL_BYTES);
  }

  /** A frame of {@code lengthBytes} (header to CRC) with its delimiters. */
  public long framePs(int lengthBytes) {
    return rate.durationPs(lengthBytes + DELIMITER_BYTES);
  }

  /** What of a frame is in when a switch can pass it on: SOF and header. */
  public long headerPs() {
    return rate.durationPs(HEADER_BYTES);
  }

  /** An R_RDY with its share of fill words. */
  public long readyPs() {
    return rate.durationPs(READY_BYTES);
  }

  /**
   * What a sender with {@code credit} credits gets through when every frame has {@code
   * payloadBytes} of payload and the receiver gives each buffer back {@code holdPs} after the frame
   * is in: the formula that the simulation is held against.
   *
   * <pre>
   * X = min(payload / T_slot, credit * payload / (T_frame + RTT + T_hold + T_R_RDY))
   * </pre>
   *
   * @return bytes of payload per second
   */
  public double throughput(int credit, int payloadBytes, long holdPs) {
    double lineRate = payloadBytes / (slotPs(24 + payloadBytes + 4) * 1e-12);
    return Math.min(
        lineRate, credit * (double) payloadBytes / (cyclePs(payloadBytes, holdPs) * 1e-12));
  }

  /** How long it takes from the beginning of a frame until its credit is back, in picoseconds. */
  public long cyclePs(int payloadBytes, long holdPs) {
    return framePs(24 + payloadBytes + 4) + 2 * propagationPs() + holdPs + readyPs();
  }
}
