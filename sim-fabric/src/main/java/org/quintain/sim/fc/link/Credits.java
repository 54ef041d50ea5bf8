// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.quintain.sam.Check;

/**
 * A transmitter's buffer-to-buffer credit (FC-FS-6 19.4): how many free buffers of the receiver it
 * knows of, and the R_RDYs on their way to it, which count when they arrive and need no event for
 * that.
 */
final class Credits {
  static final long NONE = Long.MAX_VALUE;

  private final int most;
  private final long[] arrivalPs;
  private int head;
  private int underWay;
  private int available;
  private long sincePs;

  Credits(int most) {
    this.most = most;
    this.available = most;
    this.arrivalPs = new long[most];
  }

  /** Counts the R_RDYs that have arrived by {@code timePs}. */
  void settle(long timePs) {
    while (underWay > 0 && arrivalPs[head] <= timePs) {
      sincePs = available == 0 ? arrivalPs[head] : sincePs;
      head = head + 1 == most ? 0 : head + 1;
      underWay--;
      available++;
    }
  }

  boolean isSpent() {
    return available == 0;
  }

  /** How many there are, of those that {@link #settle} counted. */
  int available() {
    return available;
  }

  /** Since when there has been a credit without a pause. */
  long sincePs() {
    return sincePs;
  }

  /** When the next R_RDY arrives, or {@link #NONE} when none is on its way. */
  long nextArrivalPs() {
    return underWay == 0 ? NONE : arrivalPs[head];
  }

  void spend() {
    Check.that(available > 0, "a frame is sent with a credit");
    available--;
  }

  /** An R_RDY will arrive at {@code timePs} or, when an earlier one is later, with that. */
  void onReady(long timePs) {
    Check.that(
        available + underWay < most, "no more R_RDYs come than frames were sent", available, most);
    int last = (head + underWay + most - 1) % most;
    long earliestPs = underWay == 0 ? timePs : Math.max(timePs, arrivalPs[last]);
    arrivalPs[(head + underWay) % most] = earliestPs;
    underWay++;
  }

  /** Credits that are back or will be back by themselves. */
  int known() {
    return available + underWay;
  }

  /** The receiver has all its buffers free, and both ends know. */
  void reset() {
    available = most;
    underWay = 0;
    head = 0;
    sincePs = 0;
  }
}
