// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.quintain.sam.Check;

/**
 * What {@link StoreOperation#ALLOCATION_STATUS} answers: runs that follow each other without a gap
 * from the beginning of the request's range on. Neighbours of one state are one run; what no run is
 * left for is not told.
 */
public final class AllocationRuns {
  private final long[] lengthBytes;
  private final AllocationState[] state;
  private int count;
  private long coveredBytes;

  /** Room for {@code runsMax} runs. */
  public AllocationRuns(int runsMax) {
    Check.that(runsMax > 0, "a status has room for a run", runsMax);
    lengthBytes = new long[runsMax];
    state = new AllocationState[runsMax];
  }

  /** Forgets all runs. */
  public void clear() {
    count = 0;
    coveredBytes = 0;
  }

  /**
   * Adds {@code bytes} bytes that are in {@code next}, which lengthen the last run where it has the
   * same state. False, and nothing is added, when all runs are used up.
   */
  public boolean add(long bytes, AllocationState next) {
    Check.that(bytes > 0, "a run has a length", bytes);
    if (count > 0 && state[count - 1] == next) {
      lengthBytes[count - 1] += bytes;
    } else if (count < state.length) {
      lengthBytes[count] = bytes;
      state[count++] = next;
    } else {
      return false;
    }
    coveredBytes += bytes;
    return true;
  }

  /** How many runs there are. */
  public int count() {
    return count;
  }

  /** How long run {@code index} is. */
  public long lengthBytes(int index) {
    return lengthBytes[index];
  }

  /** What run {@code index} is. */
  public AllocationState state(int index) {
    return state[index];
  }

  /** How long all runs are together: less than was asked for when there was no room for more. */
  public long coveredBytes() {
    return coveredBytes;
  }
}
