// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.quintain.sam.Check;

/**
 * What a port is made of.
 *
 * @param guid its global unique identifier
 * @param name what messages call it
 * @param queuePairsMax how many queue pairs it has at a time, up to 65,536
 * @param regionsMax how many memory regions it has registered at a time, up to 1,048,576
 * @param windowPackets how many packets of requests a queue pair has under way without an
 *     acknowledgement
 * @param firstSequenceNumber where the sequence numbers of its queue pairs begin to be drawn from
 */
public record IbPortOptions(
    long guid,
    String name,
    int queuePairsMax,
    int regionsMax,
    int windowPackets,
    int firstSequenceNumber) {
  /** How many packets are under way where nothing says otherwise. */
  public static final int WINDOW_PACKETS = 128;

  /** Holds the values to their bounds. */
  public IbPortOptions {
    Check.that(queuePairsMax > 0 && queuePairsMax <= 1 << 16, "queue pairs", queuePairsMax);
    Check.that(regionsMax > 0 && regionsMax <= 1 << 20, "memory regions", regionsMax);
    Check.that(windowPackets > 0 && windowPackets <= 1 << 20, "a window", windowPackets);
  }

  /** A port of usual size. */
  public static IbPortOptions of(long guid, String name) {
    return new IbPortOptions(guid, name, 4096, 1 << 16, WINDOW_PACKETS, (int) guid & 0xFFFFFF);
  }
}
