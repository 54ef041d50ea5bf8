// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.Arrays;

/**
 * Which bytes of one Data-Out sequence have come, when its PDUs may come in any order (RFC 7143
 * 13.18, DataPDUInOrder=No): disjoint runs in ascending order. Memory that no PDU wrote to must not
 * pass for data.
 */
final class ByteCoverage {
  private static final int RUNS_MAX = 256;

  private long[] from = new long[8];
  private long[] until = new long[8];
  private int count;

  void clear() {
    count = 0;
  }

  /**
   * Adds a run; false when a byte of it came before, or there are too many holes to keep count of.
   */
  boolean add(long offset, int lengthBytes) {
    long end = offset + lengthBytes;
    int at = 0;
    while (at < count && until[at] <= offset) {
      at++;
    }
    if (at < count && from[at] < end) {
      return false;
    }
    boolean joinsBefore = at > 0 && until[at - 1] == offset;
    boolean joinsAfter = at < count && from[at] == end;
    if (joinsBefore && joinsAfter) {
      until[at - 1] = until[at];
      remove(at);
    } else if (joinsBefore) {
      until[at - 1] = end;
    } else if (joinsAfter) {
      from[at] = offset;
    } else {
      return insert(at, offset, end);
    }
    return true;
  }

  private void remove(int at) {
    System.arraycopy(from, at + 1, from, at, count - at - 1);
    System.arraycopy(until, at + 1, until, at, count - at - 1);
    count--;
  }

  private boolean insert(int at, long offset, long end) {
    if (count == RUNS_MAX) {
      return false;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      until = Arrays.copyOf(until, count * 2);
    }
    System.arraycopy(from, at, from, at + 1, count - at);
    System.arraycopy(until, at, until, at + 1, count - at);
    from[at] = offset;
    until[at] = end;
    count++;
    return true;
  }

  /** Up to where everything from {@code offset} on is there without a hole. */
  long prefixEnd(long offset) {
    return count > 0 && from[0] <= offset ? Math.max(offset, until[0]) : offset;
  }
}
