// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/** What a {@link StoreRequest} asks for. */
public enum StoreOperation {
  /** Fill the segments with bytes of the store. */
  READ(true, false),
  /** Put the segments' bytes into the store. */
  WRITE(true, true),
  /** Make everything written before durable: the data and all that is needed to read it back. */
  FLUSH(false, false),
  /** Write zeros over the range, which is mapped afterwards as far as the store can tell. */
  ZERO(false, true),
  /**
   * The range reads zeros afterwards, and the whole granules in it give up the space they take.
   * Only for stores that can.
   */
  DEALLOCATE(false, true),
  /**
   * The range reads zeros afterwards and has space, so that a write to it cannot run out of it.
   * Only for stores that can.
   */
  ANCHOR(false, true),
  /** Tell which parts of the range are mapped, deallocated and anchored. */
  ALLOCATION_STATUS(false, false);

  private final boolean movesData;
  private final boolean changesRange;

  StoreOperation(boolean movesData, boolean changesRange) {
    this.movesData = movesData;
    this.changesRange = changesRange;
  }

  /** Whether segments hold its data; if not, a range without data is all it has. */
  public boolean movesData() {
    return movesData;
  }

  /** Whether the bytes of its range may be others afterwards. */
  public boolean changesRange() {
    return changesRange;
  }
}
