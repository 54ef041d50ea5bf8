// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/** How a session gets streams for connections beyond its first, and in place of lost ones. */
@FunctionalInterface
public interface ConnectionDialler {
  /**
   * Opens a stream to the session's portal at {@code dialNs} or soon after and drives {@code
   * connection} over it, on the session's reactor. A failure is told by {@link
   * IscsiInitiatorConnection#onDisconnected}.
   */
  void dialAt(long dialNs, IscsiInitiatorConnection connection);
}
