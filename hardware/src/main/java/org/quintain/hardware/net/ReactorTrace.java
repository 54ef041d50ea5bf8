// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The last things that happened on one reactor, kept for the day an invariant breaks. Allocates
 * nothing.
 */
final class ReactorTrace {
  /** What happened. */
  enum Kind {
    CONNECTED,
    RECEIVED,
    SENT,
    DEADLINE,
    END_OF_STREAM,
    DISCONNECTED
  }

  private static final int ENTRIES = 256;
  private static final Kind[] KINDS = Kind.values();

  private final long[] atNs = new long[ENTRIES];
  private final byte[] kind = new byte[ENTRIES];
  private final int[] stream = new int[ENTRIES];
  private final long[] detail = new long[ENTRIES];
  private long count;

  void note(long nowNs, Kind happened, int streamNumber, long value) {
    int slot = (int) (count++ & (ENTRIES - 1));
    atNs[slot] = nowNs;
    kind[slot] = (byte) happened.ordinal();
    stream[slot] = streamNumber;
    detail[slot] = value;
  }

  /** The entries, oldest first, one line each, times relative to the newest. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long first = Math.max(0, count - ENTRIES);
    long newest = count == 0 ? 0 : atNs[(int) ((count - 1) & (ENTRIES - 1))];
    for (long index = first; index < count; index++) {
      int slot = (int) (index & (ENTRIES - 1));
      lines.add(
          (atNs[slot] - newest) / 1000
              + " us stream "
              + stream[slot]
              + " "
              + KINDS[kind[slot]]
              + " "
              + detail[slot]);
    }
    return lines;
  }
}
