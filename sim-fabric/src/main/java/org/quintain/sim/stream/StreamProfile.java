// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import org.quintain.sim.random.RandomStream;

/**
 * How a stream's bytes travel.
 *
 * @param latencyNs one-way time of a segment, in nanoseconds
 * @param jitterMeanNs mean of an exponentially distributed addition to it
 * @param bytesPerSecond bandwidth of each direction
 * @param sendBufferBytes how many bytes wait at the sender before its driver is made to wait
 * @param receiveBufferBytes how many bytes may be under way or unread at the receiver
 * @param segmentBytesMax the longest segment
 * @param cutProbability how often a segment, a read or a write is cut at a random byte
 */
public record StreamProfile(
    long latencyNs,
    long jitterMeanNs,
    long bytesPerSecond,
    int sendBufferBytes,
    int receiveBufferBytes,
    int segmentBytesMax,
    double cutProbability) {

  /** A quiet 10 Gb/s network with a round trip of 20 microseconds. */
  public static StreamProfile quiet() {
    return new StreamProfile(10_000, 0, 1_250_000_000L, 256 << 10, 256 << 10, 32 << 10, 0);
  }

  /** Anything from a good local network to a bad long line. */
  public static StreamProfile draw(RandomStream random) {
    boolean cutty = random.chance(0.4);
    return new StreamProfile(
        random.betweenMagnitudes(2_000, 5_000_000),
        random.coin() ? 0 : random.betweenMagnitudes(1_000, 1_000_000),
        random.betweenMagnitudes(12_500_000L, 12_500_000_000L),
        1 << random.between(12, 18),
        1 << random.between(12, 18),
        (int) random.betweenMagnitudes(536, 60_000),
        cutty ? random.unit() * 0.5 : 0.02);
  }
}
