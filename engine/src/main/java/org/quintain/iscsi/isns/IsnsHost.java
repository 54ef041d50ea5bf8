// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.util.Set;
import org.quintain.wire.StreamEndpoint;

/** What an {@link IsnsClient} stands on, and whom it tells. All calls come on its reactor. */
public interface IsnsHost {
  /**
   * Opens a stream to the name server at {@code atNs} and drives {@code endpoint} over it; where
   * that fails, the endpoint is told that it is disconnected, later.
   */
  void dialAt(long atNs, StreamEndpoint endpoint);

  /** Everything is registered; again whenever it is registered anew. */
  void onRegistered(long nowNs, IsnsEntity entity);

  /** Something did not work, in one sentence; it is tried again. */
  void onTrouble(long nowNs, String sentence);

  /**
   * The server says which initiators share a discovery domain with {@code target}; names are as the
   * server spells them. Only where access control is asked for.
   */
  void onInitiators(long nowNs, String target, Set<String> initiators);

  /** The client has stopped: what could be deregistered is. Comes once. */
  void onStopped(long nowNs);
}
