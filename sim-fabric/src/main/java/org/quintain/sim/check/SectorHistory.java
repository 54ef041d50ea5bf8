// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.check;

import java.util.Arrays;

/**
 * The versions one sector may have: for each the interval of ticks that its write took effect in. A
 * version that certainly took effect, in an interval after another version's, overrides that one.
 *
 * <p>A read that gives a version is one more certain effect of that version, in the read's
 * interval: so a later read cannot go back behind it.
 */
final class SectorHistory {
  static final long OPEN = Long.MAX_VALUE;

  private static final int CERTAIN = 1;
  private static final int DURABLE = 2;

  private long[] write = new long[4];
  private long[] begin = new long[4];
  private long[] end = new long[4];
  private long[] completed = new long[4];
  private int[] flags = new int[4];
  private int count;

  SectorHistory() {
    add(0, 0, 0, CERTAIN | DURABLE);
    completed[0] = 0;
  }

  private void add(long number, long from, long to, int flag) {
    if (count == write.length) {
      int more = 2 * count;
      write = Arrays.copyOf(write, more);
      begin = Arrays.copyOf(begin, more);
      end = Arrays.copyOf(end, more);
      completed = Arrays.copyOf(completed, more);
      flags = Arrays.copyOf(flags, more);
    }
    write[count] = number;
    begin[count] = from;
    end[count] = to;
    completed[count] = OPEN;
    flags[count] = flag;
    count++;
  }

  void beginWrite(long number, long tick) {
    add(number, tick, OPEN, 0);
  }

  void endWrite(long number, long tick, WriteOutcome outcome, boolean durableAnyway) {
    for (int index = 0; index < count; index++) {
      if (write[index] != number || completed[index] != OPEN || isRead(index)) {
        continue;
      }
      switch (outcome) {
        case DONE, DONE_DURABLY -> {
          completed[index] = tick;
          end[index] = Math.min(end[index], tick);
          boolean durable = durableAnyway || outcome == WriteOutcome.DONE_DURABLY;
          flags[index] |= CERTAIN | (durable ? DURABLE : 0);
        }
        case PERHAPS -> {
          completed[index] = tick;
          end[index] = Math.min(end[index], tick);
        }
        case NOT_EXECUTED -> remove(index);
        case UNKNOWN -> {
          // Its interval stays open until something settles it.
        }
      }
      return;
    }
  }

  private boolean isRead(int index) {
    return (flags[index] & CERTAIN) != 0 && completed[index] == OPEN;
  }

  private void remove(int index) {
    int last = --count;
    write[index] = write[last];
    begin[index] = begin[last];
    end[index] = end[last];
    completed[index] = completed[last];
    flags[index] = flags[last];
  }

  /**
   * The latest tick before which an effect is overridden for a read that began at {@code
   * readBegin}.
   */
  private long horizon(long readBegin) {
    long latest = 0;
    for (int index = 0; index < count; index++) {
      if ((flags[index] & CERTAIN) != 0 && end[index] < readBegin) {
        latest = Math.max(latest, begin[index]);
      }
    }
    return latest;
  }

  boolean allows(long number, long readBegin) {
    long horizon = horizon(readBegin);
    for (int index = 0; index < count; index++) {
      if (write[index] == number && end[index] >= horizon) {
        return true;
      }
    }
    return false;
  }

  /** All versions that a read which began at {@code readBegin} may give. */
  long[] allowed(long readBegin) {
    long horizon = horizon(readBegin);
    long[] found = new long[count];
    int number = 0;
    for (int index = 0; index < count; index++) {
      if (end[index] >= horizon) {
        found[number++] = write[index];
      }
    }
    return Arrays.stream(found, 0, number).distinct().sorted().toArray();
  }

  /**
   * Whether some allowed version may have come into being while a read from {@code readBegin} on
   * went.
   */
  boolean changesDuring(long readBegin) {
    for (int index = 0; index < count; index++) {
      if (end[index] > readBegin && !isRead(index)) {
        return true;
      }
    }
    return false;
  }

  void observe(long number, long readBegin, long tick, long flushedBefore) {
    boolean durable = false;
    for (int index = 0; index < count; index++) {
      if (write[index] == number) {
        durable |= isDurable(index, flushedBefore);
        end[index] = Math.min(end[index], Math.max(tick, begin[index]));
      }
    }
    for (int index = 0; index < count; index++) {
      if (write[index] == number && isRead(index)) {
        begin[index] = readBegin;
        end[index] = tick;
        flags[index] = CERTAIN | (durable ? DURABLE : 0);
        return;
      }
    }
    add(number, readBegin, tick, CERTAIN | (durable ? DURABLE : 0));
  }

  private boolean isDurable(int index, long flushedBefore) {
    return (flags[index] & DURABLE) != 0
        || ((flags[index] & CERTAIN) != 0 && completed[index] < flushedBefore);
  }

  /**
   * Forgets what is overridden durably for every read that began at or after {@code oldestRead}.
   */
  void forget(long oldestRead, long flushedBefore) {
    if (count < 6) {
      return;
    }
    dropBefore(durableHorizon(oldestRead, flushedBefore));
  }

  private long durableHorizon(long before, long flushedBefore) {
    long latest = 0;
    for (int index = 0; index < count; index++) {
      if ((flags[index] & CERTAIN) != 0 && end[index] < before && isDurable(index, flushedBefore)) {
        latest = Math.max(latest, begin[index]);
      }
    }
    return latest;
  }

  private void dropBefore(long horizon) {
    for (int index = count - 1; index >= 0; index--) {
      if (end[index] < horizon) {
        remove(index);
      }
    }
  }

  /**
   * Any version that is not durably overridden may be what the medium has; nothing changes it by
   * itself.
   */
  void losePower(long tick, long flushedBefore) {
    dropBefore(durableHorizon(OPEN, flushedBefore));
    for (int index = 0; index < count; index++) {
      end[index] = Math.min(end[index], tick);
      completed[index] = Math.min(completed[index], tick);
      flags[index] = DURABLE;
    }
  }
}
