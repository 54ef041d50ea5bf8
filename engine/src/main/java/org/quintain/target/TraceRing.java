// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/** The last events of a target device, to be read when one of its invariants broke. */
public final class TraceRing implements TraceSink {
  private static final TraceEvent[] EVENTS = TraceEvent.values();
  private static final int FIELDS = 5;

  private final long[] ring;
  private final int capacity;
  private int at;
  private long recorded;

  /** A ring of the last {@code capacity} events. */
  public TraceRing(int capacity) {
    this.capacity = capacity;
    this.ring = new long[capacity * FIELDS];
  }

  @Override
  public void record(long nowNs, TraceEvent event, long first, long second, long third) {
    // No division: this runs several times a command.
    int here = at;
    ring[here] = nowNs;
    ring[here + 1] = event.ordinal();
    ring[here + 2] = first;
    ring[here + 3] = second;
    ring[here + 4] = third;
    at = here + FIELDS < ring.length ? here + FIELDS : 0;
    recorded++;
  }

  /** How many events were recorded, those included that the ring has forgotten. */
  public long recorded() {
    return recorded;
  }

  /**
   * The events still held, oldest first, one a line: time in nanoseconds, event, three numbers; a
   * LUN other than 0 stands behind the first.
   */
  public String dump() {
    StringBuilder text = new StringBuilder();
    for (long number = Math.max(0, recorded - capacity); number < recorded; number++) {
      int from = (int) (number % capacity) * FIELDS;
      text.append(ring[from]).append(' ').append(EVENTS[(int) ring[from + 1]]);
      long first = ring[from + 2];
      text.append(' ').append((int) first);
      if (first >>> TraceEvent.LUN_SHIFT != 0) {
        text.append("/0x").append(Long.toHexString(first >>> TraceEvent.LUN_SHIFT));
      }
      text.append(" 0x").append(Long.toHexString(ring[from + 3]));
      text.append(" 0x").append(Long.toHexString(ring[from + 4])).append('\n');
    }
    return text.toString();
  }
}
