// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/** How a store request ended. Sense data is made from it in one table, never here. */
public enum StoreResult {
  /** Done; for a write with FUA and for a flush: durable. */
  DONE,
  /** The medium failed at some byte of a read. */
  READ_ERROR,
  /** The medium failed at some byte of a write. */
  WRITE_ERROR,
  /** There is no room for the data. */
  OUT_OF_SPACE,
  /** The store takes no writes. */
  WRITE_PROTECTED,
  /** The store is gone or not yet there. */
  NOT_READY,
  /** The store has too much to do; the same request may go well later. */
  BUSY,
  /** Anything else that failed in the environment. */
  FAILED
}
