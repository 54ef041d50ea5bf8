// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

/**
 * How often a segment meets which fault. A probability of 0 switches a fault off.
 *
 * @param stall the direction stands still for a while, and goes on
 * @param stallMeanNs mean of that while in nanoseconds
 * @param reset both ends lose the stream, with whatever was under way
 * @param halfOpen one end loses the stream, and the other hears of it only when it sends
 * @param endOfStream the sender's half of the stream is shut behind the segment
 * @param loss the segment is lost and sent again after a retransmission time-out of 200 ms or more
 * @param bitFlip up to 32 neighbouring bits change where a digest covers them; elsewhere TCP's
 *     checksum finds it, and it is a loss
 */
public record StreamFaults(
    double stall,
    long stallMeanNs,
    double reset,
    double halfOpen,
    double endOfStream,
    double loss,
    double bitFlip) {
  /** No faults. */
  public static final StreamFaults NONE = new StreamFaults(0, 0, 0, 0, 0, 0, 0);
}
