// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/** What a part of a store takes of its space (SBC-4 4.7.4). */
public enum AllocationState {
  /** Space is taken and data is kept in it. */
  MAPPED,
  /** No space is taken; reads give zeros. */
  DEALLOCATED,
  /** Space is taken and nothing is kept in it yet; reads give zeros. */
  ANCHORED
}
