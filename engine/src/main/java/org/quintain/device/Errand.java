// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.quintain.store.StoreRequest;

/**
 * One store request that is no command's own, such as a chunk of a third-party copy, from when it
 * waits for its turn to the store's answer. The logical unit whose store it is for keeps it to a
 * deadline, as it does with the requests of commands: {@link StoreWatch#onErrandBegun}. Runs on the
 * owner reactor.
 */
public interface Errand {
  /** The request; submitted already, or about to be. */
  StoreRequest request();

  /** What it may take, as the table of commands recommends it for the command it goes back to. */
  int timeoutSeconds();

  /** Whether nobody wants it done any more, so that the deadline of aborted commands holds. */
  boolean isUnwanted();

  /**
   * Its deadline has passed; whoever waits is told so now. If the store has the request, its answer
   * may still come, and until {@link StoreWatch#onErrandEnded} its memory stays its own and other
   * commands keep off its bytes.
   */
  void onOverdue(long nowNs);
}
