// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/** Called exactly once for each submitted request, on the reactor that submitted it. */
@FunctionalInterface
public interface StoreCompletion {
  /** {@code request} ended with {@code result}; it may be used again from here on. */
  void onStoreCompleted(long nowNs, StoreRequest request, StoreResult result);
}
