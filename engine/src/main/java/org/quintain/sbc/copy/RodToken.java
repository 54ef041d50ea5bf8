// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.List;

/**
 * A token that stands for data of one disk as it was when the token was made: a point in time copy
 * that is change vulnerable (SPC-5 5.17.6.3), so that the first write to its blocks ends it.
 */
final class RodToken {
  /** What keeps a token from being used. */
  enum End {
    NONE,
    REVOKED,
    EXPIRED,
    DELETED
  }

  /**
   * A run of its blocks.
   *
   * @param first the first of them
   * @param count how many
   */
  record Range(long first, long count) {
    long end() {
      return first + count;
    }
  }

  private final long identifier;
  private final byte[] bytes;
  private final List<Range> ranges;
  private final long inactivityNs;
  private long lastUsedNs;
  private End end = End.NONE;
  private boolean isDisturbed;

  RodToken(long identifier, byte[] bytes, List<Range> ranges, long inactivityNs, long nowNs) {
    this.identifier = identifier;
    this.bytes = bytes;
    this.ranges = List.copyOf(ranges);
    this.inactivityNs = inactivityNs;
    this.lastUsedNs = nowNs;
  }

  long identifier() {
    return identifier;
  }

  /** Its 512 bytes. */
  byte[] bytes() {
    return bytes;
  }

  /** The blocks that it stands for, in the order in which they were named. */
  List<Range> ranges() {
    return ranges;
  }

  long blocks() {
    return ranges.stream().mapToLong(Range::count).sum();
  }

  End endAt(long nowNs) {
    if (end == End.NONE && nowNs - lastUsedNs > inactivityNs) {
      end = End.EXPIRED;
    }
    return end;
  }

  void use(long nowNs) {
    lastUsedNs = nowNs;
  }

  void delete() {
    end = End.DELETED;
  }

  /**
   * Blocks of the disk change; {@code byItsCopy} says that a copy from this very token changes
   * them, which knows in what order.
   */
  void onChanged(long first, long count, boolean byItsCopy) {
    for (Range range : ranges) {
      if (first < range.end() && range.first() < first + count) {
        end = end == End.NONE ? End.REVOKED : end;
        isDisturbed |= !byItsCopy;
      }
    }
  }

  /** Whether somebody else changed its blocks. */
  boolean isDisturbed() {
    return isDisturbed;
  }
}
