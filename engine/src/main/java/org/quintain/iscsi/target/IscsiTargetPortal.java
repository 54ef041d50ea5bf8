// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;

/**
 * Where streams come in: a driver that listens asks it for an endpoint for each stream it accepts.
 * Any number of portals can lead to one node (RFC 7143 4.3.3).
 */
public final class IscsiTargetPortal {
  private final IscsiTargetNode node;

  /** A portal of {@code node}. */
  public IscsiTargetPortal(IscsiTargetNode node) {
    this.node = node;
  }

  /** The node behind it. */
  public IscsiTargetNode node() {
    return node;
  }

  /**
   * An endpoint for a stream that was accepted, or null when the node has all the connections it
   * takes: the stream is closed then. Called on the node's reactor.
   */
  public @Nullable StreamEndpoint newConnection() {
    return node.onConnectionMade() ? new IscsiTargetConnection(node) : null;
  }
}
