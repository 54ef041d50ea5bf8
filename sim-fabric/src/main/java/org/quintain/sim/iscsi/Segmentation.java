// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.stream.StreamProfile;

/**
 * Where a stream is cut into the pieces that its receiver gets at once. Whatever it is, the PDUs
 * are the same (RFC 7143 4.2.1: TCP knows no PDUs).
 */
public enum Segmentation {
  /** Long segments, as the network has them. */
  WHOLE(null),
  /** Each byte alone. */
  BYTES(null),
  /** At random, from one byte to all. */
  RANDOM(null),
  /** A byte before each edge: those of header, data segment, padding and digests. */
  BEFORE(-1),
  /** At each edge. */
  EDGES(0),
  /** A byte behind each edge. */
  BEHIND(1);

  /** Slow enough that no two segments arrive in the same nanosecond. */
  private static final long BYTES_PER_SECOND = 100_000_000L;

  private static final int BUFFER_BYTES = 256 << 10;

  private final @Nullable Integer beyondEdge;

  Segmentation(@Nullable Integer beyondEdge) {
    this.beyondEdge = beyondEdge;
  }

  /** The word for it in URLs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of {@code word}, or null. */
  public static @Nullable Segmentation of(String word) {
    for (Segmentation each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    return null;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Segmentation::word).toList();
  }

  /** A quiet network that cuts so. */
  StreamProfile profile() {
    if (this == WHOLE) {
      return StreamProfile.quiet();
    }
    int longest = this == BYTES ? 1 : 32 << 10;
    double cuts = this == RANDOM ? 0.9 : 0;
    return new StreamProfile(
        10_000, 0, BYTES_PER_SECOND, BUFFER_BYTES, BUFFER_BYTES, longest, cuts);
  }

  /**
   * How many of the next {@code most} bytes go in one segment: not beyond the next cut near an edge
   * that {@code follower} knows.
   */
  int cut(PduFollower follower, int most) {
    Integer beyond = beyondEdge;
    return beyond == null ? most : Math.min(most, follower.untilCut(beyond));
  }
}
