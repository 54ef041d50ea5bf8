// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

/** The counts of one port; written on its reactor. */
public final class TransportCounters {
  private final long[] counts = new long[TransportCounter.values().length];

  void add(TransportCounter what) {
    counts[what.ordinal()]++;
  }

  /** How often it happened. */
  public long get(TransportCounter what) {
    return counts[what.ordinal()];
  }
}
