// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.quintain.sam.Check;

/**
 * The way from one port to another, found by the driver and given back to it with every run: a
 * value that says what communication management tells the peer of it (InfiniBand Architecture
 * Specification 12.6.5, 15.2.5.16), and by which a driver finds its own route again.
 *
 * @param source the port it begins at
 * @param destination the port it leads to
 * @param sourceLid the local identifier of the source, 0xFFFF on Ethernet
 * @param destinationLid the local identifier of the destination, 0xFFFF on Ethernet
 * @param partitionKey the partition that packets belong to
 * @param serviceLevel 0 to 15
 * @param mtuBytes the longest packet payload on the way: 256, 512, 1024, 2048 or 4096
 * @param rateCode the packet rate, coded as in path records
 * @param lifetimeCode how long a packet lives: 4.096 us times 2 to the power of it, 0 to 31
 * @param route the driver's own: what it needs to send there
 */
public record RdmaPath(
    Gid source,
    Gid destination,
    int sourceLid,
    int destinationLid,
    int partitionKey,
    int serviceLevel,
    int mtuBytes,
    int rateCode,
    int lifetimeCode,
    Object route) {
  /** What stands for a local identifier where there are none. */
  public static final int PERMISSIVE_LID = 0xFFFF;

  /** Holds the values to their bounds. */
  public RdmaPath {
    Check.that(
        mtuBytes >= 256 && mtuBytes <= 4096 && Integer.bitCount(mtuBytes) == 1,
        "a path MTU is one of five",
        mtuBytes);
    Check.that(lifetimeCode >= 0 && lifetimeCode <= 31, "a lifetime has 5 bits", lifetimeCode);
  }
}
