// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/** What a {@link StoreRequest} asks for. */
public enum StoreOperation {
  /** Fill the segments with bytes of the store. */
  READ,
  /** Put the segments' bytes into the store. */
  WRITE,
  /** Make everything written before durable: the data and all that is needed to read it back. */
  FLUSH
}
