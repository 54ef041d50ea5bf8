// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

/** What a transmitter has on its line: one frame after the other, with fill words between them. */
final class Line {
  private final LinkProfile profile;
  private long freeAtPs;
  private long frameEndPs;
  private long earlierEndPs;
  private long begunNs;
  private long framesSent;

  Line(LinkProfile profile) {
    this.profile = profile;
  }

  /** A frame of {@code lengthBytes} begins at {@code startPs}, when the line is free. */
  void begin(long startPs, int lengthBytes) {
    begin(startPs, lengthBytes, 1);
  }

  /** Of {@code frames} frames, one behind the other, this is the last. */
  void begin(long startPs, int lengthBytes, long frames) {
    earlierEndPs = frameEndPs;
    begunNs = Timetable.ceilNs(startPs);
    frameEndPs = startPs + profile.framePs(lengthBytes);
    freeAtPs = startPs + profile.slotPs(lengthBytes);
    framesSent += frames;
  }

  /** When another frame can begin. */
  long freeAtPs() {
    return freeAtPs;
  }

  /** When the frame that began last has left. */
  long frameEndPs() {
    return frameEndPs;
  }

  /**
   * When the frame has left that an R_RDY waits for which is due at {@code nowNs}: it goes before
   * one that begins in the same moment.
   */
  long busyUntilPs(long nowNs) {
    return begunNs == nowNs ? earlierEndPs : frameEndPs;
  }

  long framesSent() {
    return framesSent;
  }

  /** The line is silent from {@code nowNs} on. */
  void clear(long nowNs) {
    freeAtPs = nowNs * 1_000;
    frameEndPs = freeAtPs;
    earlierEndPs = freeAtPs;
  }
}
