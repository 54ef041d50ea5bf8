// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** Hears of connections that peers want. */
@FunctionalInterface
public interface ConnectListener {
  /**
   * A peer wants a connection. The listener accepts or rejects it, now or later; later, the peer is
   * asked for patience.
   */
  void onConnectRequest(long nowNs, ConnectRequest request);
}
