// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

/**
 * What a turn does: requests of one size and direction, so many at a time, on one connection.
 *
 * @param isWrite whether data goes to the target
 * @param isRandom whether addresses are random; else they ascend
 * @param lengthBytes how much data each request has
 * @param depth how many requests are under way
 * @param isClientPolling whether the client never sleeps, so that its own wake-ups do not count
 */
public record Workload(
    boolean isWrite, boolean isRandom, int lengthBytes, int depth, boolean isClientPolling) {
  /** A workload of a client that sleeps while nothing comes. */
  Workload(boolean isWrite, boolean isRandom, int lengthBytes, int depth) {
    this(isWrite, isRandom, lengthBytes, depth, false);
  }

  /** As a table calls it. */
  public String name() {
    return (lengthBytes >> 10)
        + " KiB "
        + (isRandom ? "random " : "sequential ")
        + (isWrite ? "write" : "read")
        + ", depth "
        + depth
        + (isClientPolling ? ", client polls" : "");
  }
}
