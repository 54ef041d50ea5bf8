// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.quintain.store.StoreRequest;

/**
 * Who sees to it that a store which does not answer holds up nothing but its own requests. One for
 * each logical unit; all calls run on its owner reactor.
 */
public interface StoreWatch {
  /**
   * {@code errand} waits from now on for its turn or for the store, and is told when it has waited
   * too long.
   */
  void onErrandBegun(long nowNs, Errand errand);

  /** {@code errand} waits no longer: its request is answered, or was never submitted. */
  void onErrandEnded(Errand errand);

  /**
   * Whether {@code request} touches bytes that a request which was given up may still change, so
   * that it cannot be submitted.
   */
  boolean isInTheWayOf(StoreRequest request);

  /** How many requests were given up that are not answered yet. */
  int unansweredCount();
}
